"""The tables of a release as cubes, which PX and JSON-stat are made of: every combination of a few dimensions.

A cube is cut out of the tidy rows. Shares become per cent and differences percentage points, to six decimals. A number
that is not there has a reason in its place: hidden, no answers, or cannot occur. It is never nought.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from analysis.disclosure.release import Release
from analysis.errors import OutputError
from analysis.exports.catalogue import stamp, words
from analysis.exports.codes import LANGUAGES, topic
from analysis.report.tables import Row
from questionnaires.model import Text

Reason = Literal["hidden", "no_answers", "not_applicable"]
Number = int | float | None
DECIMALS = 6
_RATE = ("share", "low", "high", "bounds_low", "bounds_high", "exposed", "answered", "invited")
_DIFFERENCE = ("difference", "low", "high", "ratio", "ratio_low", "ratio_high", "p", "p_adjusted")
_POINTS = ("difference", "low", "high")
_PERCENT = ("share", "low", "high", "bounds_low", "bounds_high", "probability")
_PERSONS = ("exposed", "answered", "invited")


class Category(msgspec.Struct, frozen=True):
    """One value of a dimension."""

    code: str
    label: Text


class Dimension(msgspec.Struct, frozen=True):
    """One dimension, its categories in the order of the release."""

    code: str
    label: Text
    categories: tuple[Category, ...]


class Figure(msgspec.Struct, frozen=True):
    """One kind of number in the cube: the categories of its last dimension."""

    code: str
    label: Text
    unit: Text
    decimals: int


class Cube(msgspec.Struct, frozen=True):
    """*cells*: the codes of one category of each dimension -> its figures, or the reason where there is none.

    A combination that is not in *cells* cannot occur.
    """

    id: str
    title: Text
    notes: tuple[Text, ...]
    dimensions: tuple[Dimension, ...]
    figures: tuple[Figure, ...]
    cells: dict[tuple[str, ...], tuple[int | float | Reason, ...]]

    @property
    def file(self) -> str:
        """Its id as the name of a file: ids come from a file that anybody may have written."""
        return re.sub(r"[^\w-]", "_", self.id)


class _Plan(msgspec.Struct, frozen=True):
    """Which rows make a cube, its dimensions and figures, and the words of its title."""

    id: str
    title: str
    takes: Callable[[Row], bool]
    dimensions: tuple[str, ...]
    figures: tuple[str, ...]
    family: Text = {}


def cubes(release: Release, table: Sequence[Row]) -> tuple[Cube, ...]:
    """The cubes of *table*, the rows of *release*; one without rows is left out."""
    notes = _notes(release)
    made = []
    for plan in _plans(release):
        rows = [row for row in table if plan.takes(row)]
        if rows:
            made.append(_cube(release, plan, rows, notes))
    return tuple(made)


def subject() -> Text:
    """The subject area."""
    return in_words("subject")


def contents() -> Text:
    """What the last dimension, that of the figures, is called."""
    return in_words("dimension.contents")


def _plans(release: Release) -> Iterator[_Plan]:
    def of(record: str, *tables: str | None) -> Callable[[Row], bool]:
        return lambda row: row.get("record") == record and topic(row) in tables

    def rates(*tables: str) -> Callable[[Row], bool]:
        return lambda row: of("estimate", *tables)(row) or of("pooled", *tables)(row)

    place = ("region", "group")
    yield _Plan("response", "response", of("response", None), place, ("invited", "answered", "share"))
    yield _Plan("rates", "rates", rates("rates"), ("indicator", *place), _RATE)
    yield _Plan("breakdowns", "breakdowns", rates("breakdowns"), ("indicator", "subset", *place), _RATE)
    yield _Plan("splits", "splits", rates("splits"), ("indicator", "denominator", *place), _RATE)
    yield _Plan("scales", "scales", rates("distributions"), ("indicator", *place), _RATE)
    weighted = ("share", "low", "high", "effective")
    yield _Plan("weighted", "weighted", of("weighted", None), ("indicator", *place), weighted)
    for family in release.families:
        takes = _of_family(family.id)
        yield _Plan(f"differences_{family.id}", "differences", takes, ("indicator", "pair"), _DIFFERENCE, family.label)
    compared = ("probability", "low", "high", "p", "p_adjusted")
    yield _Plan("superiorities", "superiorities", of("superiority", None), ("indicator", "pair"), compared)


def _of_family(family: str) -> Callable[[Row], bool]:
    return lambda row: row.get("record") == "comparison" and row.get("family") == family


def _cube(release: Release, plan: _Plan, rows: Sequence[Row], notes: tuple[Text, ...]) -> Cube:
    found: list[dict[str, Text]] = [{} for _ in plan.dimensions]
    cells: dict[tuple[str, ...], tuple[int | float | Reason, ...]] = {}
    for row in rows:
        place = []
        for name, own in zip(plan.dimensions, found, strict=True):
            code, label = _PLACES[name](row)
            own.setdefault(code, label)
            place.append(code)
        if tuple(place) in cells:
            raise OutputError(f"{plan.id}: two numbers for {', '.join(place)}; the release is not one table")
        cells[tuple(place)] = tuple(_number(row, name, plan) for name in plan.figures)
    dimensions = tuple(
        Dimension(name, in_words(f"dimension.{name}"), tuple(_distinct(own)))
        for name, own in zip(plan.dimensions, found, strict=True)
    )
    return Cube(
        id=plan.id,
        title=_title(release, plan),
        notes=notes,
        dimensions=dimensions,
        figures=tuple(_figure(name, plan) for name in plan.figures),
        cells=cells,
    )


def _distinct(labels: dict[str, Text]) -> Iterator[Category]:
    """The categories; where two would have the same name, which PX cannot tell apart, the code is added."""
    often = {name: Counter(label[name] for label in labels.values()) for name in LANGUAGES}
    for code, label in labels.items():
        yield Category(
            code,
            {name: label[name] if often[name][label[name]] == 1 else f"{label[name]} ({code})" for name in LANGUAGES},
        )


def _number(row: Row, name: str, plan: _Plan) -> int | float | Reason:
    value = row.get(name)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        scale = 100 if _unit(name, plan) in {"percent", "points"} else 1
        return round(scale * value, DECIMALS)
    match row.get("status"):
        case "hidden":
            return "hidden"
        case "no_answers":
            return "no_answers"
        case _:
            return "not_applicable"


def _unit(name: str, plan: _Plan) -> str:
    if plan.title == "differences" and name in _POINTS:
        return "points"
    if name in _PERCENT:
        return "percent"
    return "persons" if name in _PERSONS else "number"


def _figure(name: str, plan: _Plan) -> Figure:
    unit = _unit(name, plan)
    return Figure(name, in_words(f"column.{name}"), in_words(f"unit.{unit}"), 0 if unit == "persons" else DECIMALS)


def _title(release: Release, plan: _Plan) -> Text:
    made = {}
    for language in LANGUAGES:
        say = words(language)
        table = say(f"cube.{plan.title}", family=say.of(plan.family) if plan.family else "")
        made[language] = say("cube.title", title=say.of(release.title), table=table, wave=release.wave.wave)
    return made


def _notes(release: Release) -> tuple[Text, ...]:
    form, period = release.wave.form, release.wave.period
    about = {
        "fingerprint": release.wave.fingerprint_short,
        "form": form.id,
        "version": form.version,
        "period": f"{period.first}–{period.last}",
    }
    notes = [in_words("note.certificate", **about), in_words("note.hidden")]
    if release.not_equivalent:
        notes.insert(0, {language: stamp(release, language) for language in LANGUAGES})
    return tuple(notes)


def in_words(key: str, **values: str) -> Text:
    return {language: words(language)(key, **values) for language in LANGUAGES}


def _named(column: str, labels: str) -> Callable[[Row], tuple[str, Text]]:
    def found(row: Row) -> tuple[str, Text]:
        code = str(row.get(column) or "")
        texts = {language: row.get(f"{labels}_{language}") for language in LANGUAGES}
        return code, {language: str(text or code) for language, text in texts.items()}

    return found


def _denominator(row: Row) -> tuple[str, Text]:
    code = str(row.get("denominator") or "answered")
    return code, {language: words(language).choice("denominator", code) for language in LANGUAGES}


def _region(row: Row, which: str = "") -> tuple[str, Text]:
    if row.get("pool") and not which:
        return _named("pool", "pool")(row)
    code = row.get(f"{which}municipality")
    if code is None:
        return "total", in_words("total")
    return str(code), dict.fromkeys(LANGUAGES, str(row.get(f"{which}municipality_name")))


def _side(row: Row, which: str) -> tuple[str, Text]:
    place, place_label = _region(row, which)
    group, group_label = _named(f"{which}group", f"{which}group")(row)
    codes, wave, subset = [place, group], row.get("second_wave"), row.get(f"{which}subset")
    label = {name: words(name)("pair.side", place=place_label[name], group=group_label[name]) for name in LANGUAGES}
    if subset:
        codes.append(str(subset))
        named = _named(f"{which}subset", f"{which}subset")(row)[1]
        label = {name: words(name)("pair.subset", side=label[name], subset=named[name]) for name in LANGUAGES}
    if wave is not None and which:
        codes.append(str(wave))
        label = {name: words(name)("pair.wave", side=label[name], wave=wave) for name in LANGUAGES}
    return "/".join(codes), label


def _pair(row: Row) -> tuple[str, Text]:
    (first, first_label), (second, second_label) = _side(row, ""), _side(row, "second_")
    both = {n: words(n)("pair.both", first=first_label[n], second=second_label[n]) for n in LANGUAGES}
    return f"{first}-{second}", both


_PLACES: dict[str, Callable[[Row], tuple[str, Text]]] = {
    "indicator": _named("indicator", "label"),
    "region": _region,
    "group": _named("group", "group"),
    "subset": _named("subset", "subset"),
    "denominator": _denominator,
    "pair": _pair,
}
