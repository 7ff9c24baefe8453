"""One cell or two: the tables of intervals for a share, a difference, a ratio and odds, and the printed tables.

The tables are read whole and answered in one call for each method and level. A method that is not offered here stands
by name under `OTHERS`: those files hold it for checking only. One that stands nowhere is an error.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from analysis.intervals.agresti_coull import agresti_coull
from analysis.intervals.clopper_pearson import clopper_pearson
from analysis.intervals.difference import half_step, newcombe, newcombe_fpc
from analysis.intervals.finite import hypergeometric, hypergeometric_people, wilson_fpc
from analysis.intervals.jeffreys import jeffreys
from analysis.intervals.mid_p import mid_p
from analysis.intervals.miettinen_nurminen import mee, miettinen_nurminen
from analysis.intervals.odds import cornfield, score_odds, woolf
from analysis.intervals.ratio import mover_r
from analysis.intervals.score_ratio import koopman, miettinen_nurminen_ratio
from analysis.intervals.wilson import wilson
from tests.analysis.golden.case import Case, read_json, several

#: Counts of each cell and a level, giving the two limits of each.
Method = Callable[..., Any]
Rows = list[dict[str, str]]

SHARE: dict[str, tuple[Method, float]] = {
    "wilson": (wilson, 1e-12),
    "agresti_coull": (agresti_coull, 1e-12),
    "clopper_pearson": (clopper_pearson, 1e-10),
    "jeffreys": (jeffreys, 1e-10),
    "mid_p": (mid_p, 1e-10),
}
DIFFERENCE: dict[str, tuple[Method, float]] = {
    "newcombe": (newcombe, 1e-9),
    "mee": (mee, 1e-9),
    "miettinen_nurminen": (miettinen_nurminen, 1e-9),
}
FINITE_DIFFERENCE: dict[str, tuple[Method, float]] = {
    "newcombe_fpc": (newcombe_fpc, 1e-9),
    "mover_hypergeom_midp_halfstep": (half_step, 1e-9),
}
RATIO: dict[str, tuple[Method, float]] = {
    "koopman": (koopman, 1e-8),
    "miettinen_nurminen": (miettinen_nurminen_ratio, 1e-8),
    "mover_r_wilson": (mover_r, 1e-8),
}
ODDS: dict[str, tuple[Method, float]] = {
    "score": (partial(score_odds, correct=False), 1e-8),
    "miettinen_nurminen": (score_odds, 1e-8),
    "cornfield_exact": (partial(cornfield, mid_p=False), 1e-7),
    "cornfield_midp": (cornfield, 1e-7),
    "woolf": (woolf, 1e-8),
    "gart_adjusted": (partial(woolf, added=0.5), 1e-8),
}
#: Not ours: in the files for checking only. Variants that break at an edge, lie outside [0, 1], or lack a symmetry.
OTHERS = {
    "single_proportion.csv": {"wald", "wilson_cc", "jeffreys_raw", "agresti_coull_raw", "likelihood"},
    "finite_population.csv": {"clopper_pearson_burstein"},
    "difference.csv": {"wald", "wald_cc", "agresti_caffo", "newcombe_cc"},
    "risk_ratio.csv": {"katz_log", "adjusted_log"},
    "published.json": {
        *("wald", "wald_cc", "wilson_cc", "likelihood", "newcombe_cc", "agresti_caffo", "haldane", "jeffreys_perks"),
        *("hauck_anderson", "profile_likelihood", "exact_tail_area", "midp_tail_area"),
    },
}
CELL, PAIR, FRAMED = ("k", "n"), ("k1", "n1", "k2", "n2"), ("k1", "n1", "N1", "k2", "n2", "N2")


def share(folder: Path) -> Iterator[Case]:
    yield from table(folder, "single_proportion.csv", SHARE, CELL)


def difference(folder: Path) -> Iterator[Case]:
    yield from table(folder, "difference.csv", DIFFERENCE, PAIR)


def finite_difference(folder: Path) -> Iterator[Case]:
    yield from table(folder, "finite_population_difference.csv", FINITE_DIFFERENCE, FRAMED)


def ratio(folder: Path) -> Iterator[Case]:
    yield from table(folder, "risk_ratio.csv", RATIO, PAIR, relative=True)


def odds(folder: Path) -> Iterator[Case]:
    yield from table(folder, "odds_ratio.csv", ODDS, PAIR, relative=True)


def table(
    folder: Path, name: str, methods: dict[str, tuple[Method, float]], columns: tuple[str, ...], relative: bool = False
) -> Iterator[Case]:
    for (method, conf), rows in grouped(folder / name):
        if method in OTHERS.get(name, ()):
            continue
        function, tolerance = methods[method]
        found = function(*counts(rows, columns), float(conf))
        within = (0.0, tolerance) if relative else (tolerance, 0.0)
        for place, row in enumerate(rows):
            where = f"{method} {conf} {' '.join(row[column] for column in columns)}"
            for side, limits in (("lower", found.low), ("upper", found.high)):
                yield Case(f"{where} {side}", float(limits[place]), limit(row[side], side), *within)


def limit(text: str, side: str) -> float:
    """Where the reference is undefined ours must still say something: that everything is possible."""
    value = float(text)
    return value if not math.isnan(value) else 0.0 if side == "lower" else math.inf


def finite(folder: Path) -> Iterator[Case]:
    """finite_population.csv: whole people exactly, and their hull with k/n; Wilson's to the digit."""
    columns = ("k", "n", "N")
    for (method, conf), rows in grouped(folder / "finite_population.csv"):
        if method in OTHERS["finite_population.csv"]:
            continue
        k, n, frame = counts(rows, columns)
        where = [f"{method} {conf} {' '.join(row[column] for column in columns)}" for row in rows]
        if method == "wilson_fpc":
            found = wilson_fpc(k, n, frame, float(conf))
            yield from both(where, found.low, found.high, rows, 1e-10)
            continue
        half = {"hypergeom_midp": True, "hypergeom_exact": False}[method]
        least, most = hypergeometric_people(k, n, frame, float(conf), mid_p=half)
        shown = hypergeometric(k, n, frame, float(conf), mid_p=half)
        yield from both(where, least, most, rows, 0.0, ("M_lower", "M_upper"))
        hull_low, hull_high = column(rows, "lower"), column(rows, "upper")
        share = column(rows, "estimate")
        hull_low, hull_high = np.minimum(hull_low, share), np.maximum(hull_high, share)
        # A point that is no census is shown a person wider; the tables' lattice knows no such care.
        point = (hull_low == hull_high) & (n < frame)
        for place, name in enumerate(where):
            if point[place]:
                assert shown.low[place] <= hull_low[place] <= hull_high[place] <= shown.high[place]
            else:
                yield Case(f"{name} low", float(shown.low[place]), float(hull_low[place]), 1e-15)
                yield Case(f"{name} high", float(shown.high[place]), float(hull_high[place]), 1e-15)


def both(
    where: list[str], low: Any, high: Any, rows: Rows, absolute: float, fields: tuple[str, str] = ("lower", "upper")
) -> Iterator[Case]:
    for name, limits in zip(fields, (low, high), strict=True):
        for place, row in enumerate(rows):
            yield Case(f"{where[place]} {name}", float(limits[place]), float(row[name]), absolute)


def published(folder: Path) -> Iterator[Case]:
    """published.json: what the papers print, to the digits they print, and the same recomputed with 50."""
    content = read_json(folder, "published.json")
    for name, methods, columns in (
        ("newcombe_1998a_single_proportion_table_I", SHARE, CELL),
        ("newcombe_1998b_difference_table_II", DIFFERENCE, PAIR),
        ("garner_2016_hiv_trial", DIFFERENCE, PAIR),
    ):
        for row in content.get(name, {"rows": []})["rows"]:
            if row["method"] in OTHERS["published.json"]:
                continue
            function, _ = methods[row["method"]]
            yield from printed(f"{name} {row['method']}", function, [row[column] for column in columns], row)
    if "miettinen_nurminen_1985_example_4" in content:
        row = content["miettinen_nurminen_1985_example_4"]
        yield from printed("Miettinen 1985", miettinen_nurminen, [row[column] for column in PAIR], row, digits=3)
    for name, row in content.get("hypergeometric", {}).items():
        found = hypergeometric_people(row["k"], row["n"], row["N"], float(row["conf"]), mid_p=False)
        yield from several(name, map(float, found), row["exact"])


def printed(name: str, method: Method, cells: list[int], row: dict[str, Any], digits: int = 4) -> Iterator[Case]:
    found = method(*cells, float(row["conf"]))
    limits = (found.low, found.high)
    if row["printed"] is not None:
        yield from several(f"{name} {cells} printed", limits, row["printed"], 0.6 * 10**-digits)
    yield from several(f"{name} {cells} recomputed", limits, row["recomputed"], 1e-9)


def grouped(path: Path) -> Iterator[tuple[tuple[str, str], Rows]]:
    """The rows of each method and level."""
    found: dict[tuple[str, str], Rows] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["method"], row["conf"]].append(row)
    yield from found.items()


def counts(rows: Rows, columns: tuple[str, ...]) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    return [np.array([int(row[column]) for row in rows], dtype=np.int64) for column in columns]


def column(rows: Rows, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([float(row[name]) for row in rows])
