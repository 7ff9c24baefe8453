"""A cube as a PX file (PC-Axis, version 2013), in Swedish and English, for statistical offices.

UTF-8, as CODEPAGE says. `..` is a hidden number, `...` that nobody answered, `.` that the combination cannot occur.
Quotation marks inside a text become typographic ones, since PX has no way to write them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product

from analysis.exports.cubes import DECIMALS, Cube, Reason
from questionnaires.model import Text

MAIN, OTHERS = "sv", ("en",)
SYMBOLS: Mapping[Reason, str] = {"hidden": '".."', "no_answers": '"..."', "not_applicable": '"."'}
_PIECE = 230  # a line may hold 256 characters; a longer text is written in pieces
_MATRIX = 20


def px(cube: Cube, instant: str, subject: Text, contents: Text) -> bytes:
    """The bytes of the file. *instant*: what it says of its age. *contents*: the name of the last dimension."""
    moment = datetime.fromisoformat(instant)
    stamp = f"{moment:%Y%m%d %H:%M}"
    lines = [
        'CHARSET="ANSI";',
        'AXIS-VERSION="2013";',
        'CODEPAGE="utf-8";',
        f'LANGUAGE="{MAIN}";',
        f"LANGUAGES={_list([MAIN, *OTHERS])};",
        f'CREATION-DATE="{stamp}";',
        f"DECIMALS={DECIMALS};",
        "SHOWDECIMALS=1;",
        f'MATRIX="{cube.id.replace("differences_", "diff_")[:_MATRIX]}";',
        "AGGREGALLOWED=NO;",
        'SUBJECT-CODE="SAM";',
        *_said("SUBJECT-AREA", subject),
        *_said("TITLE", cube.title),
        *_said("CONTENTS", cube.title),
        *_said("UNITS", cube.figures[0].unit),
        *_each("STUB", [dimension.label for dimension in cube.dimensions]),
        *_each("HEADING", [contents]),
        *_said("CONTVARIABLE", contents),
        *_dimensions(cube, contents),
        *_figures(cube, contents, stamp),
        *_said("SOURCE", dict.fromkeys((MAIN, *OTHERS), "Samtidig")),
        *_said("NOTE", _together(cube.notes)),
        "DATA=",
        *_data(cube),
    ]
    return ("\r\n".join(lines) + ";\r\n").encode("utf-8")


def _dimensions(cube: Cube, contents: Text) -> Iterator[str]:
    for dimension in cube.dimensions:
        labels = [category.label for category in dimension.categories]
        yield from _each("VALUES", labels, dimension.label)
    yield from _each("VALUES", [figure.label for figure in cube.figures], contents)
    for dimension in cube.dimensions:
        codes = [category.code for category in dimension.categories]
        yield from _each("CODES", [dict.fromkeys((MAIN, *OTHERS), code) for code in codes], dimension.label)
    yield from _each("CODES", [dict.fromkeys((MAIN, *OTHERS), figure.code) for figure in cube.figures], contents)


def _figures(cube: Cube, contents: Text, stamp: str) -> Iterator[str]:
    for figure in cube.figures:
        for keyword, text in (("UNITS", figure.unit), ("LAST-UPDATED", dict.fromkeys((MAIN, *OTHERS), stamp))):
            for language in (MAIN, *OTHERS):
                yield f"{_keyword(keyword, language)}({_quoted(figure.label[language])})={_quoted(text[language])};"
        for language in (MAIN, *OTHERS):
            place = f"{_quoted(contents[language])},{_quoted(figure.label[language])}"
            yield f"{_keyword('PRECISION', language)}({place})={1 if figure.decimals else 0};"


def _data(cube: Cube) -> Iterator[str]:
    cannot_be: Reason = "not_applicable"
    nothing = (cannot_be,) * len(cube.figures)
    for place in product(*([category.code for category in each.categories] for each in cube.dimensions)):
        yield " ".join(_value(number) for number in cube.cells.get(place, nothing))


def _value(number: float | Reason) -> str:
    if isinstance(number, str):
        return SYMBOLS[number]
    return str(number) if isinstance(number, int) else f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _said(keyword: str, text: Text) -> Iterator[str]:
    """The keyword in each language, one after another, as readers of several languages want them."""
    for language in (MAIN, *OTHERS):
        yield f"{_keyword(keyword, language)}={_quoted(text[language])};"


def _each(keyword: str, texts: Sequence[Text], dimension: Text | None = None) -> Iterator[str]:
    for language in (MAIN, *OTHERS):
        place = f"({_quoted(dimension[language])})" if dimension else ""
        yield f"{_keyword(keyword, language)}{place}={_list([text[language] for text in texts])};"


def _keyword(keyword: str, language: str) -> str:
    return keyword if language == MAIN else f"{keyword}[{language}]"


def _together(notes: Sequence[Text]) -> Text:
    return {language: " ".join(note[language] for note in notes) for language in (MAIN, *OTHERS)}


def _list(texts: Sequence[str]) -> str:
    return ",\r\n".join(_quoted(text) for text in texts)


def _quoted(text: str) -> str:
    clean = " ".join(text.replace('"', "”").split())
    pieces = [clean[at : at + _PIECE] for at in range(0, len(clean), _PIECE)] or [""]
    return "\r\n".join(f'"{piece}"' for piece in pieces)
