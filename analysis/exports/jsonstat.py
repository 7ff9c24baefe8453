"""A cube as a JSON-stat 2.0 data set, one file a language.

A number that is not there is null, and `status` says why: hidden, no answers, or cannot occur.
"""

from itertools import product

import msgspec

from analysis.exports.cubes import Cube, Dimension
from questionnaires.model import Text

_CONTENTS = "contents"


def jsonstat(cube: Cube, language: str, instant: str, contents: Text, facts: dict[str, str]) -> bytes:
    """The bytes of the file. *instant*: what it says of its age; *facts* go into its extension."""
    values: list[int | float | None] = []
    status: dict[str, str] = {}
    for place in product(*([category.code for category in each.categories] for each in cube.dimensions)):
        cell = cube.cells.get(place) or ("not_applicable",) * len(cube.figures)
        for number in cell:
            if isinstance(number, str):
                status[str(len(values))] = number
                values.append(None)
            else:
                values.append(number)
    made = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.title[language],
        "source": "Samtidig",
        "updated": instant,
        "note": [note[language] for note in cube.notes],
        "role": {"metric": [_CONTENTS], **({"geo": ["region"]} if _has_region(cube) else {})},
        "id": [*(dimension.code for dimension in cube.dimensions), _CONTENTS],
        "size": [*(len(dimension.categories) for dimension in cube.dimensions), len(cube.figures)],
        "dimension": {
            **{dimension.code: _dimension(dimension, language) for dimension in cube.dimensions},
            _CONTENTS: _figures(cube, contents, language),
        },
        "value": values,
        **({"status": status} if status else {}),
        "extension": {"samtidig": facts},
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def _has_region(cube: Cube) -> bool:
    return any(dimension.code == "region" for dimension in cube.dimensions)


def _dimension(dimension: Dimension, language: str) -> dict[str, object]:
    return {
        "label": dimension.label[language],
        "category": {
            "index": [category.code for category in dimension.categories],
            "label": {category.code: category.label[language] for category in dimension.categories},
        },
    }


def _figures(cube: Cube, contents: Text, language: str) -> dict[str, object]:
    return {
        "label": contents[language],
        "category": {
            "index": [figure.code for figure in cube.figures],
            "label": {figure.code: figure.label[language] for figure in cube.figures},
            "unit": {
                figure.code: {"label": figure.unit[language], "decimals": figure.decimals} for figure in cube.figures
            },
        },
    }
