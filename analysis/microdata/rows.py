"""Answer sets as one data set of rows: municipality, group, and a labelled variable for every item that is kept.

Rows are sorted by what they hold, so that their order says nothing of when or from whom they came; there is no number
of a sheet. A variable has the numbers that the codebook gives it (`analysis.exports.variables`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from analysis.exports.catalogue import words
from analysis.exports.datasets import Dataset, Value, Variable
from analysis.exports.variables import NO_ANSWER, NOT_ASKED, FormVariable, filled, form_variables
from analysis.microdata.anonymity import Symbols
from analysis.report.catalogue import words as report_words
from questionnaires.answersets import AnswerSet, Header
from questionnaires.items import LETTERS
from questionnaires.model import Questionnaire, Text

LANGUAGE = "sv"
_WIDTH = 256  # a table with a place for every byte


def symbols_of(answers: AnswerSet, width: int) -> dict[str, Symbols]:
    """Group -> its rows as (sheets, width) uint8."""
    return {
        group: np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), width)
        for group, rows in answers.rows.items()
    }


def dataset(strata: Sequence[tuple[Header, str, Symbols]], form: Questionnaire, kept: frozenset[str]) -> Dataset:
    """The data set of *strata*: header, group and rows of each, in the order in which they are to stand."""
    own = [variable for variable in form_variables(form) if variable.item.id in kept]
    blocks = []
    for header, group, symbols in strata:
        numbers = np.column_stack(
            [_numbers(variable, symbols) for variable in own] or [np.empty((len(symbols), 0), dtype=np.int64)]
        )
        ordered = numbers[np.lexsort(numbers.T[::-1])] if own else numbers
        place = np.array([[int(header.municipality.code), form.groups.index(group) + 1]] * len(symbols))
        blocks.append(np.hstack([place.reshape(-1, 2), ordered]))
    whole = np.vstack(blocks).astype(int)
    header = strata[0][0]
    variables = (*_places([each[0] for each in strata], form), *(_variable(each, form, header) for each in own))
    columns: dict[str, list[Value]] = {each.name: whole[:, place].tolist() for place, each in enumerate(variables)}
    return Dataset(
        title=form.title.get(LANGUAGE) or next(iter(form.title.values())),
        instant=header.window.closes_at,
        variables=variables,
        columns=columns,
        facts={"fingerprint": header.fingerprint, "study": header.study, "wave": str(header.wave)},
    )


def with_codes(data: Dataset) -> Dataset:
    """The same data with the municipality as its code in four digits, a text, for files that have no value labels."""
    codes: list[Value] = [f"{number:04}" for number in data.columns["municipality"]]
    variables = tuple(
        replace(each, kind="text", values=()) if each.name == "municipality" else each for each in data.variables
    )
    return replace(data, variables=variables, columns=data.columns | {"municipality": codes})


def _numbers(variable: FormVariable, symbols: Symbols) -> npt.NDArray[np.int64]:
    """The variable's number in each row."""
    item = variable.item
    meaning = np.full(_WIDTH, NO_ANSWER, dtype=np.int64)
    meaning[ord("-")], meaning[ord(".")] = NOT_ASKED, NO_ANSWER
    if variable.option:
        meaning[ord("0")], meaning[ord("1")] = 0, 1
        return meaning[symbols[:, item.offset + item.codes().index(variable.option)]]
    numbers = {category.code: category.number for category in variable.categories if category.code}
    for letter, code in zip(LETTERS, item.codes(), strict=False):
        meaning[ord(letter)] = numbers[code]
    return meaning[symbols[:, item.offset]]


def _places(headers: Sequence[Header], form: Questionnaire) -> tuple[Variable, Variable]:
    say, names = words(LANGUAGE), {int(each.municipality.code): each.municipality.name for each in headers}
    groups = tuple((place, report_words(LANGUAGE).choice("group", group)) for place, group in enumerate(form.groups, 1))
    return (
        Variable("municipality", say("column.municipality"), "whole", "nominal", tuple(sorted(names.items()))),
        Variable("group", say("column.group"), "whole", "nominal", groups),
    )


def _variable(variable: FormVariable, form: Questionnaire, header: Header) -> Variable:
    period = f"{header.period.first}–{header.period.last}"

    def written(text: Text) -> str:
        said = filled(text, form, variable.item.groups, period)
        return said.get(LANGUAGE) or next(iter(said.values()))

    return Variable(
        name=variable.name,
        label=written(variable.text),
        kind="whole",
        measure=variable.measure,
        values=tuple((category.number, written(category.label)) for category in variable.categories),
        missing=tuple(category.number for category in variable.categories if category.missing),
    )
