"""The release as one tidy table: a row a record, and the same columns for all. `tables.csv` is it.

UTF-8 without a mark, comma, a decimal point, numbers in full; what is hidden is empty. A text that a spreadsheet could
take for a formula gets an apostrophe before it. Every column is described in docs/exports.md. The other formats of
`analysis.exports` are made of the same rows, so that no two of them can differ.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from analysis.disclosure.release import Comparison, Estimate, Reading, Release, Side, Stratum, Superiority, Weighted
from analysis.report.naming import Names
from questionnaires.plans import Reference

Kind = Literal["code", "text", "whole", "real", "yes_no"]
Value = str | int | float | bool | None
Row = dict[str, Value]


class Column(msgspec.Struct, frozen=True):
    """One column. `code`: a word of a list (see the code lists), empty where it does not apply."""

    name: str
    kind: Kind


def _columns(kind: Kind, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name in names)


COLUMNS = (
    *_columns("text", "study"),
    *_columns("whole", "wave"),
    *_columns("text", "fingerprint"),
    *_columns("yes_no", "not_equivalent"),
    *_columns("code", "record", "table", "family", "kind", "indicator"),
    *_columns("text", "label_sv", "label_en", "base_sv", "base_en"),
    *_columns("code", "denominator", "subset"),
    *_columns("text", "subset_sv", "subset_en"),
    *_columns("code", "pool"),
    *_columns("text", "pool_sv", "pool_en"),
    *_columns("code", "municipality"),
    *_columns("text", "municipality_name"),
    *_columns("code", "group"),
    *_columns("text", "group_sv", "group_en"),
    *_columns("code", "second_municipality"),
    *_columns("text", "second_municipality_name"),
    *_columns("code", "second_group"),
    *_columns("text", "second_group_sv", "second_group_en"),
    *_columns("code", "second_subset"),
    *_columns("text", "second_subset_sv", "second_subset_en"),
    *_columns("whole", "second_wave"),
    *_columns("code", "status"),
    *_columns("yes_no", "suppressed"),
    *_columns("whole", "invited", "frame", "answered", "exposed"),
    *_columns("real", "effective", "share", "difference", "probability", "low", "high", "bounds_low", "bounds_high"),
    *_columns("real", "band_low", "band_high", "ratio", "ratio_low", "ratio_high"),
    *_columns("real", "tipping", "tipping_second", "shift", "p", "p_adjusted"),
    *_columns("whole", "family_size"),
    *_columns("real", "level"),
    *_columns("code", "method", "target", "assumption", "reliability"),
    *_columns("code", "other_target", "other_method", "other_status"),
    *_columns("real", "other_low", "other_high", "other_p"),
    *_columns("yes_no", "targets_disagree"),
    *_columns("real", "cmh_p", "breslow_day_p", "q_p"),
    *_columns("text", "left_out", "weighted_by", "weighted_by_sv", "weighted_by_en", "parts"),
    *_columns("text", "collapsed", "collapsed_sv", "collapsed_en"),
    *_columns("code", "reason"),
    *_columns("text", "reference_sv", "reference_en", "source", "differing"),
)
_NAMES = frozenset(column.name for column in COLUMNS)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - some spreadsheets read these too


def rows(release: Release) -> Iterator[Row]:
    """One row a record, in the order of the release; a column that does not apply is absent or None."""
    names = Names(release)
    stamp: Row = {
        "study": release.wave.study,
        "wave": release.wave.wave,
        "fingerprint": release.wave.fingerprint_short,
        "not_equivalent": bool(release.not_equivalent),
    }
    for stratum in release.strata:
        yield stamp | _response(stratum, names, release.differing)
    for record, estimates in (("estimate", release.estimates), ("pooled", release.pooled)):
        for estimate in estimates:
            yield stamp | {"record": record} | _estimate(estimate, names)
    for weighted in release.weighted:
        yield stamp | _weighted(weighted, names)
    for comparison in release.comparisons:
        yield stamp | _comparison(comparison, names)
    for superiority in release.superiorities:
        yield stamp | _superiority(superiority, names)
    for reference in release.references:
        yield stamp | _reference(reference, names)


def tables_csv(release: Release) -> bytes:
    """The bytes of `tables.csv`: the same for the same release."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([column.name for column in COLUMNS])
    for row in rows(release):
        table.writerow([csv_cell(row.get(column.name)) for column in COLUMNS])
    return out.getvalue().encode("utf-8")


def csv_cell(value: Value) -> str:
    """*value* as the text of a cell: empty for None, `true` and `false`, numbers in full, no formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return repr(value)


def _response(stratum: Stratum, names: Names, differing: Mapping[str, Mapping[str, str]]) -> Row:
    place = stratum.municipality
    rate = None if stratum.answered is None or not stratum.invited else stratum.answered / stratum.invited
    return {
        "record": "response",
        "status": "hidden" if stratum.suppressed else "shown",
        "suppressed": stratum.suppressed,
        "invited": stratum.invited,
        "answered": stratum.answered,
        "share": rate,
        "differing": "; ".join(f"{part}: {own[place]}" for part, own in differing.items() if place in own),
        **names.in_both("base", stratum.definition),
        **_side("", Side(stratum.municipality, stratum.group), names),
    }


def _estimate(estimate: Estimate, names: Names) -> Row:
    side = Side(estimate.municipality, estimate.group, estimate.subset)
    band = estimate.band or (None, None)
    return {
        **_same(estimate),
        **_about(estimate.indicator, names),
        **_side("", side, names),
        **(names.in_both("pool", names.pool(estimate.pool)) if estimate.pool else {}),
        **_other(estimate.other),
        "band_low": band[0],
        "band_high": band[1],
        "left_out": " ".join(estimate.left_out),
    }


def _weighted(weighted: Weighted, names: Names) -> Row:
    return {
        **_same(weighted),
        "record": "weighted",
        **_about(weighted.indicator, names),
        **_side("", Side(weighted.municipality, weighted.group), names),
        **_other(weighted.other),
        "weighted_by": " ".join(weighted.items),
        **names.in_both("weighted_by", names.items(weighted.items)),
        "parts": " ".join(names.code(part) for part in weighted.parts),
        "collapsed": " ".join("+".join(codes) for codes in names.short(weighted)),
        **names.in_both("collapsed", names.collapsed(weighted)),
    }


def _comparison(comparison: Comparison, names: Names) -> Row:
    found = comparison.homogeneity
    return {
        **_same(comparison),
        "record": "comparison",
        **_about(comparison.indicator, names),
        **_side("", comparison.first, names),
        **_side("second_", comparison.second, names),
        **_other(comparison.other),
        "left_out": " ".join(comparison.left_out),
        **({"cmh_p": found.cmh_p, "breslow_day_p": found.breslow_day_p, "q_p": found.q_p} if found else {}),
        "reason": comparison.reason or (found.reason if found else ""),
    }


def _superiority(superiority: Superiority, names: Names) -> Row:
    return {
        **_same(superiority),
        "record": "superiority",
        **_about(superiority.item, names),
        **_side("", superiority.first, names),
        **_side("second_", superiority.second, names),
    }


def _reference(reference: Reference, names: Names) -> Row:
    who = {name: f"{text}, {reference.period.get(name, '')}" for name, text in reference.population.items()}
    return {
        "record": "reference",
        "status": "shown",
        "suppressed": False,
        "group": reference.group,
        **names.in_both("group", names.group(reference.group)),
        "share": reference.share,
        **_about(reference.indicator, names),
        **names.in_both("base", who),
        **names.in_both("reference", reference.label),
        "source": reference.source,
    }


def _same(record: Estimate | Weighted | Comparison | Superiority) -> Row:
    """The fields that are columns as they stand."""
    odd = {"left_out"}
    return {name: getattr(record, name) for name in record.__struct_fields__ if name in _NAMES and name not in odd}


def _about(indicator: str, names: Names) -> Row:
    return {
        "indicator": indicator,
        **names.in_both("label", names.label(indicator)),
        **names.in_both("base", names.base(indicator)),
    }


def _side(which: Literal["", "second_"], side: Side, names: Names) -> Row:
    row: Row = {
        f"{which}municipality": side.municipality,
        f"{which}municipality_name": names.municipality(side.municipality),
        f"{which}group": side.group,
        **names.in_both(f"{which}group", names.group(side.group)),
    }
    if which:
        row["second_wave"] = side.wave
    if side.subset is None:
        return row
    return {
        **row,
        f"{which}subset": names.code(side.subset),
        **names.in_both(f"{which}subset", names.subset(side.subset)),
    }


def _other(reading: Reading | None) -> Row:
    if reading is None:
        return {}
    return {
        "other_target": reading.target,
        "other_method": reading.method,
        "other_status": reading.status,
        "other_low": reading.low,
        "other_high": reading.high,
        "other_p": reading.p,
    }
