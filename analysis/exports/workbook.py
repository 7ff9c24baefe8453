"""A release as an Excel workbook for people: a sheet a table, in Swedish or English.

Every text is written as text, so that none can be a formula. A hidden number is the word for hidden, never a nought or
an empty cell that a sum would pass over. Each sheet says at its top what it belongs to, and whether it is equivalent.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from textwrap import wrap

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.disclosure.release import Release
from analysis.exports.catalogue import stamp, words
from analysis.exports.codes import code_lists, list_of, topic
from analysis.exports.readme import readme
from analysis.report.catalogue import Words
from analysis.report.tables import COLUMNS, Row

_PLACE = ("municipality", "municipality_name", "group")
_RATE = (
    "exposed", "answered", "share", "low", "high", "bounds_low", "bounds_high", "band_low", "band_high", "invited",
    "reliability", "method", "target", "other_low", "other_high", "other_method", "other_target", "assumption",
)  # fmt: skip
_PAIR = (*_PLACE, "subset", "second_municipality_name", "second_group", "second_subset", "second_wave")
_TESTED = ("p", "p_adjusted", "family_size", "method", "target")
_SECOND = ("other_low", "other_high", "other_p", "other_target", "targets_disagree")
_KINDS = {column.name: column.kind for column in COLUMNS}
_PERCENT = {"share", "low", "high", "bounds_low", "bounds_high", "band_low", "band_high", "other_low", "other_high",
            "tipping", "tipping_second", "probability", "level"}  # fmt: skip
_POINTS = {"difference", "low", "high", "other_low", "other_high", "shift"}
#: Columns that are left out of a sheet in which no row has them.
_OPTIONAL = {
    "subset", "second_subset", "second_wave", "frame", "left_out", "reason", "band_low", "band_high", "reliability",
    "tipping", "tipping_second", "shift", "ratio", "ratio_low", "ratio_high", "other_p", "cmh_p", "breslow_day_p",
    "q_p", "collapsed_sv", "collapsed_en", "differing",
}  # fmt: skip
#: Numbers that a hidden row has, or has none of for another reason.
_NEVER_HIDDEN = {"second_wave", "band_low", "band_high", "invited", "family_size", "level"}
_WIDE = {
    "indicator": 44, "subset": 24, "municipality": 12, "assumption": 50, "reason": 26, "method": 26, "other_method": 26,
    "target": 28, "other_target": 28, "weighted_by_sv": 40, "weighted_by_en": 40,
    "collapsed_sv": 40, "collapsed_en": 40, "base_sv": 50, "base_en": 50, "source": 40,
}  # fmt: skip
#: Columns that there are of in each language; a sheet has its own.
_WORDED = ("reference", "base", "weighted_by", "collapsed")
_LINE = 15
_TOP = 1  # the row of the headings, below the caption


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: which rows it takes and what columns it shows. *points*: its shares are differences."""

    id: str
    takes: Callable[[Row], bool]
    columns: tuple[str, ...]
    points: bool = False


class _Styles(msgspec.Struct, frozen=True):
    caption: Format
    heading: Format
    stamp: Format
    text: Format
    wrapped: Format
    formats: dict[str, Format]


def _of(record: str) -> Callable[[Row], bool]:
    return lambda row: row.get("record") == record


def _rates(table: str) -> Callable[[Row], bool]:
    return lambda row: row.get("record") in {"estimate", "pooled"} and topic(row) == table


SHEETS = (
    Sheet("response", _of("response"), (*_PLACE, "invited", "answered", "share", "differing")),
    Sheet("rates", _rates("rates"), ("indicator", *_PLACE, *_RATE, "frame", "left_out")),
    Sheet(
        "differences",
        _of("comparison"),
        ("family", "indicator", *_PAIR, "difference", "low", "high", *_TESTED, "ratio", "ratio_low", "ratio_high",
         "tipping", "tipping_second", "shift", *_SECOND, "cmh_p", "breslow_day_p", "q_p", "left_out", "reason"),
        points=True,
    ),
    Sheet("breakdowns", _rates("breakdowns"), ("indicator", "subset", *_PLACE, *_RATE)),
    Sheet("splits", _rates("splits"), ("indicator", "denominator", *_PLACE, *_RATE)),
    Sheet("scales", _rates("distributions"), ("indicator", *_PLACE, *_RATE)),
    Sheet("compared", _of("superiority"), ("family", "indicator", *_PAIR, "probability", "low", "high", *_TESTED)),
    Sheet(
        "weighted",
        _of("weighted"),
        ("indicator", *_PLACE, "share", "low", "high", "effective", "method", "target", "other_low", "other_high",
         "weighted_by", "collapsed"),
    ),
    Sheet("references", _of("reference"), ("indicator", "group", "share", "reference", "base", "source")),
)  # fmt: skip


def workbook(release: Release, table: Sequence[Row], language: str) -> bytes:
    """The bytes of the workbook of *table*, the rows of *release*. A sheet without rows keeps its headings."""
    say = words(language)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    moment = datetime.fromisoformat(release.wave.window.closes_at)
    book.set_properties(
        {"title": say.of(release.title), "subject": say("subject"), "created": moment, "author": "Samtidig"}
    )
    styles = _styles(book, say)
    _prose(_sheet(book, say("sheet.readme")), readme(release, say), release, styles, say)
    names = {
        name: {code.code: code.label[language] for code in codes} for name, codes in code_lists(release, table).items()
    }
    for sheet in SHEETS:
        own = [row for row in table if sheet.takes(row)]
        _table(_sheet(book, say(f"sheet.{sheet.id}")), sheet, own, release, (styles, say, names))
    _families(_sheet(book, say("sheet.families")), release, styles, say)
    book.close()
    return file.getvalue()


def _styles(book: xlsxwriter.Workbook, say: Words) -> _Styles:
    return _Styles(
        caption=book.add_format({"bold": True}),
        heading=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        stamp=book.add_format({"bold": True, "font_color": "#9C0006"}),
        text=book.add_format({"valign": "top"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        formats={
            "percent": book.add_format({"num_format": "0.0%", "valign": "top"}),
            "points": book.add_format({"num_format": "0.0", "valign": "top"}),
            "p": book.add_format({"num_format": f'[<0.0001]"{say("small_p")}";0.0000', "valign": "top"}),
            "real": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "word": book.add_format({"italic": True, "align": "right", "valign": "top"}),
        },
    )


def _sheet(book: xlsxwriter.Workbook, name: str) -> Worksheet:
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, _TOP)
    page.freeze_panes(_TOP + 1, 0)
    return page


def _caption(page: Worksheet, release: Release, styles: _Styles, say: Words) -> None:
    text = say(
        "sheet.caption",
        title=say.of(release.title),
        wave=release.wave.wave,
        fingerprint=release.wave.fingerprint_short,
    )
    stamped = stamp(release, say.language)
    page.write_string(0, 0, f"{stamped} {text}".strip(), styles.stamp if stamped else styles.caption)


def _head(page: Worksheet, headings: Sequence[str], rows: int, styles: _Styles) -> None:
    """The headings as those of a table, which is what a screen reader reads out with each cell."""
    page.add_table(
        _TOP,
        0,
        _TOP + max(rows, 1),
        len(headings) - 1,
        {
            "columns": [{"header": each, "header_format": styles.heading} for each in headings],
            "style": "Table Style Light 1",
        },
    )


def _table(
    page: Worksheet,
    sheet: Sheet,
    rows: Sequence[Row],
    release: Release,
    look: tuple[_Styles, Words, dict[str, dict[str, str]]],
) -> None:
    styles, say, names = look
    _caption(page, release, styles, say)
    named = [f"{name}_{say.language}" if name in _WORDED else name for name in sheet.columns]
    columns = [name for name in named if name not in _OPTIONAL or any(_is_there(row, name) for row in rows)]
    headings = [_heading(name, sheet, say) for name in columns]
    widths = [_width(name) for name in columns]
    _head(page, headings, len(rows), styles)
    page.set_row(_TOP, _height(zip(headings, widths, strict=True)))
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    for number, row in enumerate(rows, _TOP + 1):
        texts = [_text(name, row, names) for name in columns]
        page.set_row(number, _height(zip(texts, widths, strict=True)))
        for place, name in enumerate(columns):
            _cell(page, (number, place), name, row, sheet, look)


def _cell(
    page: Worksheet,
    place: tuple[int, int],
    name: str,
    row: Row,
    sheet: Sheet,
    look: tuple[_Styles, Words, dict[str, dict[str, str]]],
) -> None:
    styles, say, names = look
    value = row.get(name)
    if isinstance(value, bool):
        page.write_string(*place, say.choice("yes_no", "true" if value else "false"), styles.text)
    elif isinstance(value, str):
        page.write_string(*place, _text(name, row, names), styles.wrapped)
    elif isinstance(value, (int, float)):
        form = _form(name, sheet)
        page.write_number(*place, 100 * value if form == "points" else value, styles.formats[form])
    elif name.endswith("municipality_name"):
        pool = row.get("pool") if name == "municipality_name" else None
        page.write_string(*place, names["pool"][str(pool)] if pool else say("total"), styles.text)
    elif _may_be_hidden(name) and row.get("status") in {"hidden", "no_answers"}:
        page.write_string(*place, say(f"status.{row['status']}"), styles.formats["word"])


def _text(name: str, row: Row, names: dict[str, dict[str, str]]) -> str:
    """A code's name, or the text itself; a municipality's code stays a code; empty for what is no text."""
    value = row.get(name)
    if not isinstance(value, str):
        return ""
    return value if name == "municipality" else names.get(list_of(name), {}).get(value, value)


def _width(name: str) -> int:
    """In characters."""
    return _WIDE.get(name, 13 if _KINDS[name] in {"whole", "real"} else 18)


def _height(texts: Iterable[tuple[str, int]]) -> int:
    """Of a row with *texts* in columns of those widths, in points: not every program fits a row to its texts."""
    return _LINE * max(len(wrap(text, max(1, width - 2))) or 1 for text, width in texts)


def _is_there(row: Row, name: str) -> bool:
    return row.get(name) not in {None, ""}


def _may_be_hidden(name: str) -> bool:
    return _KINDS[name] in {"whole", "real"} and name not in _NEVER_HIDDEN


def _heading(name: str, sheet: Sheet, say: Words) -> str:
    worded = name.rpartition("_")[0]
    label = say(f"heading.{worded}") if worded in _WORDED else say(f"column.{name}")
    return say("heading.points", label=label) if sheet.points and name in _POINTS else label


def _form(name: str, sheet: Sheet) -> str:
    if sheet.points and name in _POINTS:
        return "points"
    if name in _PERCENT:
        return "percent"
    if _KINDS[name] == "whole":
        return "whole"
    return "p" if name.endswith("p") or name == "p_adjusted" else "real"


def _prose(page: Worksheet, lines: Sequence[tuple[str, str]], release: Release, styles: _Styles, say: Words) -> None:
    _caption(page, release, styles, say)
    _head(page, (say("readme.what"), say("readme.value")), len(lines), styles)
    page.set_column(0, 0, 48)
    page.set_column(1, 1, 100)
    for number, (what, value) in enumerate(lines, _TOP + 1):
        page.set_row(number, _height([(value, 100)]))
        page.write_string(number, 0, what, styles.text)
        page.write_string(number, 1, value, styles.wrapped)


def _families(page: Worksheet, release: Release, styles: _Styles, say: Words) -> None:
    _caption(page, release, styles, say)
    _head(
        page,
        [say(f"family.{name}") for name in ("id", "label", "kind", "adjust", "size")],
        len(release.families),
        styles,
    )
    page.set_column(0, 0, 24)
    page.set_column(1, 2, 60)
    page.set_column(3, 4, 18)
    for number, family in enumerate(release.families, _TOP + 1):
        texts = (family.id, say.of(family.label), say.choice("kind", family.kind), say.choice("adjust", family.adjust))
        for place, text in enumerate(texts):
            page.write_string(number, place, text, styles.text)
        page.write_number(number, len(texts), family.size, styles.formats["whole"])
