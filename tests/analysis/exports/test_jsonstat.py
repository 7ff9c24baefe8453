"""JSON-stat files, held against the validator of the format and read back number by number."""

import json
from itertools import product
from typing import Any

import pytest
from jsonstat_validator import validate_jsonstat

from analysis.exports.cubes import Cube, contents, cubes
from analysis.exports.jsonstat import jsonstat
from tests.analysis.exports import published, reading

CUBES = {cube.id: cube for cube in cubes(published.release(), reading.table())}


def written(cube: Cube, language: str = "sv") -> Any:
    return json.loads(jsonstat(cube, language, "2022-05-16T06:00:00Z", contents(), {"fingerprint": "f"}))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", CUBES)
def test_the_validator_finds_no_fault(name: str, language: str) -> None:
    assert validate_jsonstat(written(CUBES[name], language)) is True


@pytest.mark.parametrize("name", CUBES)
def test_every_number_is_in_its_place_and_what_is_not_there_says_why(name: str) -> None:
    cube, found = CUBES[name], written(CUBES[name])
    codes = [found["dimension"][dimension]["category"]["index"] for dimension in found["id"]]
    assert len(found["value"]) == len(list(product(*codes)))
    for place, (*key, figure) in enumerate(product(*codes)):
        cell = cube.cells.get(tuple(key), ("not_applicable",) * len(cube.figures))
        expected = cell[[each.code for each in cube.figures].index(figure)]
        if isinstance(expected, str):
            assert found["value"][place] is None
            assert found["status"][str(place)] == expected
        else:
            assert found["value"][place] == expected
            assert str(place) not in found.get("status", {})


def test_labels_units_and_roles_are_there() -> None:
    found = written(CUBES["rates"])
    assert found["dimension"]["region"]["category"]["label"]["0580"] == "Linköping"
    assert found["dimension"]["contents"]["category"]["unit"]["share"] == {"label": "procent", "decimals": 6}
    assert found["role"] == {"metric": ["contents"], "geo": ["region"]}
    assert found["extension"] == {"samtidig": {"fingerprint": "f"}}
    assert written(CUBES["rates"], "en")["dimension"]["group"]["label"] == "Group"
