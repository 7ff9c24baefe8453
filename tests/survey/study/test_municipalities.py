from importlib.resources import files

import pytest

from survey.study.municipalities import name_of, names

# The 21 counties since 1998, by SCB's codes, which have gaps where counties were merged.
COUNTIES = {f"{county:02}" for county in (1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23, 24, 25)}


def _lines() -> list[str]:
    data = files("survey.study").joinpath("municipalities.tsv").read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    return data.decode("utf-8").removesuffix("\n").split("\n")


def test_the_file_says_whose_codes_they_are() -> None:
    assert _lines()[0] == "# Municipality codes and names of Statistics Sweden (SCB), 290 municipalities"


def test_there_are_290_rows_of_a_code_and_a_name() -> None:
    rows = [line.split("\t") for line in _lines()[1:]]
    assert len(rows) == 290
    assert all(len(row) == 2 for row in rows)


def test_no_code_and_no_name_is_given_twice() -> None:
    rows = [line.split("\t") for line in _lines()[1:]]
    assert len({code for code, _ in rows}) == 290
    assert len({name for _, name in rows}) == 290


def test_the_rows_are_sorted_by_code() -> None:
    codes = [line.split("\t")[0] for line in _lines()[1:]]
    assert codes == sorted(codes)


def test_a_code_is_four_ascii_digits() -> None:
    assert all(len(code) == 4 and code.isascii() and code.isdigit() for code in names())


def test_a_name_is_short_and_clean() -> None:
    assert all(name and name == name.strip() and "kommun" not in name.lower() for name in names().values())


def test_a_code_begins_with_its_county() -> None:
    assert {code[:2] for code in names()} == COUNTIES


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0330", "Knivsta"),
        ("0331", "Heby"),
        ("0580", "Linköping"),
        ("0581", "Norrköping"),
        ("0980", "Gotland"),
        ("1480", "Göteborg"),
        ("1760", "Storfors"),
        ("2580", "Luleå"),
    ],
)
def test_a_code_has_its_name(code: str, name: str) -> None:
    assert name_of(code) == name


@pytest.mark.parametrize("code", ["1917", "580", "0000", "", "Linköping", "05"])
def test_what_is_no_code_has_no_name(code: str) -> None:
    # 1917 was Heby's until 2007.
    assert name_of(code) is None


def test_the_list_is_read_once() -> None:
    assert names() is names()
