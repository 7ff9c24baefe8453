"""The engine and what squares and adds: engine.json, mover.json."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from analysis.intervals.engine import Weighted, weighted
from analysis.intervals.finite import wilson_fpc
from analysis.intervals.interval import Interval
from analysis.intervals.mantel_haenszel import weighted_sum
from analysis.intervals.overlap import overlap_level
from analysis.intervals.pooled import pooled_difference
from analysis.intervals.ratio import mover_r_fpc
from analysis.intervals.waves import change
from analysis.intervals.wilson import wilson
from tests.analysis.golden.case import Case, number, read_json, several

TOLERANCE = 1e-10


def engine(folder: Path) -> Iterator[Case]:
    content = read_json(folder, "engine.json")
    for place, case in enumerate(content["weighted"]):
        frame = case["N"] if case["fpc"] else None
        weights = [float(weight) for weight in case["c"]]
        yield from rate(f"weighted {place}", weighted(weights, case["k"], case["n"], frame, float(case["conf"])), case)
    for place, case in enumerate(content["pooled"]):
        name = f"pooled {place}"
        frames = {"frame": case["N1"], "frame_b": case["N2"]} if case["fpc"] else {}
        found = pooled_difference(case["k1"], case["n1"], case["k2"], case["n2"], float(case["conf"]), **frames)
        yield from rate(f"{name} first", found.first, case["group1"])
        yield from rate(f"{name} second", found.second, case["group2"])
        yield Case(f"{name} difference", found.estimate, number(case["diff"]), TOLERANCE)
        yield from several(f"{name} limits", ends(found.difference), case["diff_limits"], TOLERANCE)
        yield from several(f"{name} ratio", ends(found.ratio), case["ratio_limits"], TOLERANCE, TOLERANCE)


def rate(name: str, found: Weighted, case: dict[str, Any]) -> Iterator[Case]:
    ours = (found.estimate, found.variance, found.floor, found.effective, *ends(found.interval))
    fields = ("estimate", "variance", "variance_floor", "n_eff", "lower", "upper")
    for field, value in zip(fields, ours, strict=True):
        yield Case(f"{name} {field}", value, number(case[field]), TOLERANCE, TOLERANCE)


def mover(folder: Path) -> Iterator[Case]:
    content = read_json(folder, "mover.json")
    for place, case in enumerate(content["weighted_sum"]):
        cells = [one(*cell, case) for cell in zip(case["k"], case["n"], case["N"], strict=True)]
        shares = np.array(case["k"]) / np.array(case["n"])
        limits = np.array([cell.low for cell in cells]), np.array([cell.high for cell in cells])
        found = weighted_sum([float(weight) for weight in case["c"]], shares, limits)
        yield from several(f"sum {place}", found, [case[end] for end in ("estimate", "lower", "upper")], TOLERANCE)
    for place, case in enumerate(content["wave_difference"]):
        yield from wave(f"wave {place}", case)
    for place, case in enumerate(content["ratio_fpc"]):
        first, second = ((case[f"k{group}"], case[f"n{group}"], case[f"N{group}"]) for group in (1, 2))
        ratio = mover_r_fpc(*first, *second, float(case["conf"]))
        yield from several(f"ratio {place}", ends(ratio), [case["lower"], case["upper"]], TOLERANCE, TOLERANCE)
    for place, case in enumerate(content["overlap_interval"]):
        level = overlap_level(float(case["se_ratio"]), float(case["conf_of_difference"]))
        yield Case(f"overlap {place}", level, case["level"], TOLERANCE)


def wave(name: str, case: dict[str, Any]) -> Iterator[Case]:
    earlier, later = (
        one(case[f"k_{which}"], case[f"n_{which}"], case[f"N_{which}"], case) for which in ("first", "second")
    )
    share, share_later = (np.asarray(case[f"k_{which}"] / case[f"n_{which}"]) for which in ("first", "second"))
    limits, limits_later = ((np.asarray(each.low), np.asarray(each.high)) for each in (earlier, later))
    low, high = change(share, limits, share_later, limits_later, float(case["rho"]))
    found = (float(share_later - share), float(low), float(high))
    yield from several(name, found, [case[end] for end in ("estimate", "lower", "upper")], TOLERANCE)


def one(exposed: int, answered: int, frame: int, case: dict[str, Any]) -> Interval:
    level = float(case["conf"])
    return wilson_fpc(exposed, answered, frame, level) if case["fpc"] else wilson(exposed, answered, level)


def ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high
