import csv
import io
import re
from pathlib import Path

import msgspec
import pytest

from analysis.disclosure.release import Comparison, Estimate, Release, Subset, Superiority, Weighted
from analysis.disclosure.wordings import OptionWords
from analysis.report.tables import COLUMNS, csv_cell, rows, tables_csv
from tests.analysis.exports import published

DOCUMENT = Path(__file__).parents[3] / "docs" / "exports.md"


def lines(release: Release) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables_csv(release).decode("utf-8"), newline="")))


def records(release: Release) -> list[Estimate | Weighted | Comparison | Superiority]:
    return [
        *release.estimates,
        *release.pooled,
        *release.weighted,
        *release.comparisons,
        *release.superiorities,
    ]


def number(text: str) -> float | None:
    return float(text) if text else None


def test_every_record_has_a_row_with_all_its_numbers_in_full() -> None:
    release = published.release()
    found = [row for row in lines(release)[len(release.strata) :] if row["record"] != "reference"]
    numbers = {column.name for column in COLUMNS if column.kind in {"whole", "real"}} - {"second_wave"}
    assert len(found) == len(records(release))
    for row, record in zip(found, records(release), strict=True):
        for name in numbers & set(record.__struct_fields__):
            assert number(row[name]) == getattr(record, name), name


def test_no_field_of_a_record_is_left_out() -> None:
    # What is a struct of its own has columns under other names, which the next tests look at.
    inner = {"other", "subset", "band", "first", "second", "homogeneity", "item", "items"}
    names = {column.name for column in COLUMNS}
    for record in (Estimate, Weighted, Comparison, Superiority):
        assert set(record.__struct_fields__) - inner <= names


def test_the_second_reading_the_band_and_the_two_sides_have_columns() -> None:
    release = published.release()
    found = lines(release)
    first = found[len(release.strata)]
    assert (first["other_target"], first["other_method"], first["other_low"]) == (
        "population",
        "hypergeometric",
        "0.1234567",
    )
    (banded,) = [row for row in found if row["band_high"]]
    assert (banded["band_low"], banded["band_high"], banded["status"]) == ("0.0", "0.15", "hidden")
    pair = next(row for row in found if row["second_subset"])
    assert (pair["subset"], pair["second_subset"]) == ("B4=woman", "B4=man")
    assert (pair["subset_sv"], pair["second_subset_en"]) == ("Kön: Kvinna", "Gender: Man")
    pooled = next(row for row in found if row["cmh_p"])
    assert (pooled["cmh_p"], pooled["q_p"], pooled["left_out"], pooled["reason"]) == ("0.0413", "", "1761", "one_place")


def test_the_code_of_all_other_options_is_short_and_its_label_the_plans() -> None:
    release = published.release()
    (gender,) = release.breakdowns
    others = OptionWords("!woman+man", {"sv": "Övriga", "en": "Others"})
    estimate = msgspec.structs.replace(release.estimates[0], subset=Subset("B4", "!woman+man"), table="breakdowns")
    made = msgspec.structs.replace(
        release,
        breakdowns=(msgspec.structs.replace(gender, options=(*gender.options, others)),),
        estimates=(estimate,),
    )
    (row,) = [row for row in lines(made) if row["table"] == "breakdowns"]
    assert (row["subset"], row["subset_sv"]) == ("B4=rest", "Kön: Övriga")


def test_a_weighted_rate_names_its_items_and_parts() -> None:
    (row,) = [row for row in lines(published.release()) if row["record"] == "weighted"]
    assert (row["weighted_by"], row["weighted_by_en"]) == ("B4 B2", "Gender; B2")
    assert (row["parts"], row["collapsed"]) == ("B4=woman B2=school", "school+care")


def test_a_sentence_before_a_colon_has_no_full_stop() -> None:
    release = published.release()
    (split,) = release.splits
    made = msgspec.structs.replace(split, label={"sv": "Vem det var.", "en": "Who it was."})
    found = {row["label_sv"] for row in lines(msgspec.structs.replace(release, splits=(made,)))}
    assert "Vem det var: Någon på insidan" in found


def test_what_differed_stands_with_each_municipality() -> None:
    made = msgspec.structs.replace(
        published.stamped(), differing={"window": {"0580": "in April", "1761": "in May"}, "period": {"1761": "2020"}}
    )
    assert [row["differing"] for row in lines(made)[:2]] == ["window: in April", "window: in May; period: 2020"]


def test_response_rates_stand_first_and_a_hidden_one_has_no_number() -> None:
    shown, hidden = lines(published.release())[:2]
    assert (shown["record"], shown["invited"], shown["answered"], shown["share"]) == (
        "response",
        "97",
        "61",
        repr(61 / 97),
    )
    assert (hidden["status"], hidden["answered"], hidden["share"]) == ("hidden", "", "")


def test_a_figure_from_elsewhere_has_a_row_of_its_own_kind_with_its_source() -> None:
    (row,) = [row for row in lines(published.release()) if row["record"] == "reference"]
    assert (row["share"], row["group"], row["municipality"]) == ("0.3063", "elected", "")
    assert (row["reference_sv"], row["source"]) == ("Brå, PTU 2021", "Brå, rapport 2021:16, tabell 3")
    assert row["base_en"] == "elected representatives in the whole country, the year 2020"


def test_every_kind_of_table_has_labels_in_both_languages() -> None:
    found = {row["indicator"]: (row["label_sv"], row["label_en"]) for row in lines(published.release())}
    assert found["who/criminal"][0] == "Vem som låg bakom: Någon från kriminella miljöer"
    assert found["C1a>=seldom"] == ("Hot på nätet ≥ Sällan", "Threats online ≥ Seldom")
    assert found["C1a"] == ("Hot på nätet", "Threats online")
    bases = {row["base_sv"] for row in lines(published.release())}
    assert not any("{period}" in base for base in bases)
    assert any("1 april 2021–31 mars 2022" in base for base in bases)


def test_what_is_hidden_is_empty() -> None:
    kept = {"wave", "invited", "family_size", "level", "band_low", "band_high"}
    hidden = [row for row in lines(published.release()) if row["suppressed"] == "true"]
    assert len(hidden) == 7
    for row in hidden:
        assert [name for name in row if row[name] and column_kind(name) in {"whole", "real"} and name not in kept] == []


def column_kind(name: str) -> str:
    return next(column.kind for column in COLUMNS if column.name == name)


def test_a_comparison_of_what_differed_is_stamped_in_every_row() -> None:
    assert {row["not_equivalent"] for row in lines(published.release())} == {"false"}
    assert {row["not_equivalent"] for row in lines(published.stamped())} == {"true"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])  # noqa: RUF001
def test_a_text_that_looks_like_a_formula_is_made_harmless(start: str) -> None:
    release = published.release()
    label = {"sv": f"{start}HYPERLINK(1)", "en": "plain, with a comma"}
    first = msgspec.structs.replace(release.indicators[0], label=label)
    row = lines(msgspec.structs.replace(release, indicators=(first, *release.indicators[1:])))[len(release.strata)]
    assert row["label_sv"] == f"'{start}HYPERLINK(1)"
    assert row["label_en"] == "plain, with a comma"


def test_a_negative_number_is_no_formula() -> None:
    assert csv_cell(-0.5) == "-0.5"


def test_swedish_letters_are_utf_8_without_a_mark_and_the_columns_stand_first() -> None:
    file = tables_csv(published.release())
    assert file.decode("utf-8").startswith(",".join(column.name for column in COLUMNS))
    assert "Linköping".encode() in file


def test_the_columns_are_those_of_every_row() -> None:
    names = {column.name for column in COLUMNS}
    assert all(set(row) <= names for row in rows(published.release()))
    assert len(names) == len(COLUMNS)


def test_every_column_is_described() -> None:
    described = re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(described) >= {column.name for column in COLUMNS}
