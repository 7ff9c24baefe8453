"""From answer sets to the bytes of a file of rows, if it may be made at all."""

import csv
import io
from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from analysis.errors import InputError
from analysis.exports.datasets import Dataset, dta, parquet, sav
from analysis.exports.variables import background, unknown_items
from analysis.microdata.anonymity import check_k, classes, refuse_small
from analysis.microdata.rows import dataset, symbols_of, with_codes
from analysis.report.tables import csv_cell
from questionnaires.answersets import AnswerSet
from questionnaires.items import items, row_width
from questionnaires.model import Questionnaire


class Wishes(msgspec.Struct, frozen=True):
    """What is asked for: *known* are background items beside the section `background`, *drop* what is left out."""

    k: int
    known: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def table(answer_sets: Sequence[AnswerSet], form: Questionnaire, wishes: Wishes) -> Dataset:
    """The data set of all rows, sorted, without what is dropped.

    Raises
    ------
    InputError
        For a k below the floor, an item that the form lacks, or a form of which nobody says what is background.
    DisclosureError
        When a class of background has fewer than k sheets. It says how many are, never which.
    """
    check_k(wishes.k)
    strangers = unknown_items((*wishes.known, *wishes.drop), form)
    if strangers:
        raise InputError(f"the form has no item {', '.join(strangers)}; mend the id")
    known = (*background(form), *wishes.known)
    if not known:
        raise InputError(
            "the form has no section `background`; name what others may know of a person with --background"
        )
    kept = frozenset(item.id for item in items(form)) - frozenset(wishes.drop)
    ordered = sorted(answer_sets, key=lambda each: each.header.municipality.code)
    strata = [
        (each.header, group, symbols)
        for each in ordered
        for group, symbols in symbols_of(each, row_width(form)).items()
    ]
    found = classes([symbols for _, _, symbols in strata], items(form), frozenset(known), kept, wishes.k)
    refuse_small(found, [name for name in dict.fromkeys(known) if name in kept], wishes.k)
    return dataset(strata, form, kept)


def numbers_csv(data: Dataset) -> bytes:
    """The rows as CSV, UTF-8, comma: the numbers of the codebook, a municipality's code in four digits."""
    data = with_codes(data)
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    names = [variable.name for variable in data.variables]
    lines.writerow(names)
    lines.writerows(zip(*(data.columns[name] for name in names), strict=True))
    return out.getvalue().encode("utf-8")


def labels_csv(data: Dataset) -> bytes:
    """What the numbers mean, as CSV: variable, its label, number, the number's label."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(["variable", "label", "number", "meaning"])
    for variable in data.variables:
        for number, meaning in variable.values:
            written = f"{number:04}" if variable.name == "municipality" else str(number)
            lines.writerow([variable.name, csv_cell(variable.label), written, csv_cell(meaning)])
    return out.getvalue().encode("utf-8")


def columns_parquet(data: Dataset) -> bytes:
    """The same as Parquet, typed; a municipality's code in four digits, and its name in the metadata."""
    coded = with_codes(data)
    places = {f"{number:04}": name for each in data.variables[:1] for number, name in each.values}
    return parquet(replace(coded, facts=coded.facts | {"municipalities": "; ".join(map(" ".join, places.items()))}))


#: The ending of a file -> what makes its bytes.
ENDINGS: dict[str, Callable[[Dataset], bytes]] = {
    ".csv": numbers_csv,
    ".sav": sav,
    ".dta": dta,
    ".parquet": columns_parquet,
}
