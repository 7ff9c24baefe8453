"""R's survey package on persons: survey_weighted.json, survey_api.json and survey_cells_fpc.csv, with data/*.csv.

Estimates and standard errors are matched, and the intervals we offer too (Korn-Graubard's and the logit). R's other
methods are R's; where it marks a cell as degenerate its interval is wrong and is not looked at.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from analysis.intervals.domains import DomainRate, domain_difference, domain_rate, domain_total
from analysis.intervals.engine import weighted
from analysis.intervals.poststratification import post_stratified
from analysis.intervals.raking import Margin, raked
from analysis.intervals.reliability import korn_graubard, logit_interval
from analysis.intervals.sample import Codes, Sample, crossed, sample
from tests.analysis.golden.case import Case, number, read_json, several
from tests.analysis.golden.weighted import ends

R = 1e-8
CLOSE = 1e-10


class People:
    """A file of persons: columns of text, and what the reader asks of them."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}

    def __getitem__(self, name: str) -> np.ndarray[Any, Any]:
        return self.columns[name]

    def only(self, here: np.ndarray[Any, Any]) -> "People":
        some = People.__new__(People)
        some.columns = {name: values[here] for name, values in self.columns.items()}
        return some

    def joined(self, *names: str) -> np.ndarray[Any, Any]:
        return np.array([" ".join(values) for values in zip(*(self[name] for name in names), strict=True)])

    def item(self, name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Who said yes, and who answered."""
        return self[name] == "1", np.isin(self[name], ["0", "1"])


def coded(values: np.ndarray[Any, Any]) -> tuple[list[str], Codes]:
    names, codes = np.unique(values, return_inverse=True)
    return names.tolist(), codes.astype(np.int64)


def stratified(people: People, *by: str) -> Sample:
    names, codes = coded(people.joined(*by))
    frame = np.zeros(len(names))
    frame[codes] = people["N_group"].astype(float)
    return sample(codes, frame)


def by_weights(folder: Path) -> Iterator[Case]:
    """survey_weighted.json; its rank test and logistic model under a design are not offered here."""
    content = read_json(folder, "survey_weighted.json")
    people = People(folder / "data" / "municipal_respondents.csv")
    with (folder / "data" / "municipal_frame.csv").open(encoding="utf-8", newline="") as file:
        frame = list(csv.DictReader(file))
    yield from by_group(people, content["stratified_by_group"])
    for municipality, case in content["poststratified"].items():
        yield from in_cells(people.only(people["municipality"] == municipality), municipality, case)
    for municipality, case in content["raked_staff"].items():
        here = (people["municipality"] == municipality) & (people["group"] == "staff")
        yield from by_margins(people.only(here), municipality, case)
    for item, case in content["standardised_staff"].items():
        yield from directly(item, case)
        if "error" not in case["svystandardize"]:
            yield from standardised(people.only(people["group"] == "staff"), frame, item, case["svystandardize"])
    everybody = stratified(people, "municipality", "group")
    for group, case in content["ordinal"]["distribution"].items():
        for place, (share, error) in enumerate(zip(case["estimate"], case["se"], strict=True)):
            level = np.unique(people["frequency"])[place]
            found = domain_rate(everybody, people["frequency"] == level, people["group"] == group)
            yield Case(f"frequency {group} {place}", found.estimate, share, CLOSE)
            yield Case(f"frequency {group} {place} se", found.standard_error, error, CLOSE)


def by_group(people: People, content: dict[str, Any]) -> Iterator[Case]:
    everybody = stratified(people, "municipality", "group")
    for item, case in content.items():
        yes, answered = people.item(item)
        for place, group in enumerate(case["group"]):
            found = domain_rate(everybody, yes, answered & (people["group"] == group))
            expected = {key: case[key][place] for key in ("estimate", "se", "n")}
            yield from rate(f"{item} {group}", found, expected)
            yield Case(f"{item} {group} degf", found.freedom, case["degf_group"][place])
            if not found.standard_error:
                continue
            simple = found.estimate * (1 - found.estimate) / (found.answered - 1)
            yield Case(f"{item} {group} deff", found.standard_error**2 / simple, case["deff_replace"][place], R)
            limits = {
                "xlogit": (case["xlogit_lower"][place], case["xlogit_upper"][place]),
                "korn_graubard": (case["beta_lower"][place], case["beta_upper"][place]),
            }
            yield from intervals(f"{item} {group}", found, limits)
        first, second = (answered & (people["group"] == group) for group in case["group"])
        difference = domain_difference(everybody, yes, first, second)
        yield from several(f"{item} difference", difference, (case["diff"], case["diff_se"]), CLOSE)


def in_cells(people: People, municipality: str, case: dict[str, Any]) -> Iterator[Case]:
    by = ("group", "sex", "age_band")
    names, codes = coded(people.joined(*by))
    known = {" ".join(cell[name] for name in by): cell["Freq"] for cell in case["population"]}
    everybody = stratified(people, "group")
    # R leaves the empty cells out of the population it calibrates to, but not out of the frame of the variance.
    empty = sum(cell["Freq"] for cell in case["empty_poststrata"])
    found = post_stratified(everybody, codes, [known[name] for name in names], left_out=empty)
    yield Case(f"{municipality} weights", float(found.sample.person_weights().sum()), case["weights_sum"], CLOSE, CLOSE)
    for cell in case["weight_by_cell"]:
        name = " ".join(cell[part] for part in by)
        ours = float(found.sample.person_weights()[codes == names.index(name)][0])
        yield Case(f"{municipality} {name}", ours, cell["w"], CLOSE, CLOSE)
    for item, expected in case["items"].items():
        yes, answered = people.item(item)
        groups = [answered & (people["group"] == group) for group in ("elected", "staff")]
        for group, domain in zip(("elected", "staff"), groups, strict=True):
            share = domain_rate(found.sample, yes, domain)
            yield from rate(f"{municipality} {group} {item}", share, expected[group])
            yield from intervals(f"{municipality} {group} {item}", share, expected[group])
        difference = domain_difference(found.sample, yes, *groups)
        numbers = expected["diff"]["estimate"], expected["diff"]["se"]
        yield from several(f"{municipality} {item} difference", difference, numbers, R)
        yield from rate(f"{municipality} {item}", domain_rate(found.sample, yes, answered), expected["all"])


def by_margins(people: People, municipality: str, case: dict[str, Any]) -> Iterator[Case]:
    margins = []
    for name, categories in case["margins"].items():
        names = [category[name] for category in categories]
        codes = np.array([names.index(value) for value in people[name]])
        margins.append(Margin(name, codes, [category["Freq"] for category in categories], tuple(names)))
    found = raked(stratified(people, "group"), tuple(margins))
    order = [people["id"].tolist().index(str(person)) for person in case["weights"]["ids"]]
    yield from several(
        f"{municipality} weight", found.sample.person_weights()[order].tolist(), case["weights"]["rake"], R, R
    )
    yield Case(f"{municipality} kish", found.kish, case["kish_deff"], R)
    for item, expected in case["items"].items():
        yes, answered = people.item(item)
        share = domain_rate(found.sample, yes, answered)
        numbers = {"estimate": expected["rake"][0], "se": expected["rake"][1], "n": expected["n"]}
        yield from rate(f"{municipality} raked {item}", share, numbers, R)
        renamed = {"xlogit": expected["rake_xlogit"], "korn_graubard": expected["rake_korn_graubard"]}
        yield from intervals(f"{municipality} raked {item}", share, renamed)


def directly(item: str, content: dict[str, Any]) -> Iterator[Case]:
    for municipality, case in content["by_municipality"].items():
        if "empty_cells" in case:
            continue
        cells = list(case["weights"])
        k, n, weights = ([case[key][cell] for cell in cells] for key in ("k", "n", "weights"))
        found = weighted(weights, k, n)
        name = f"{item} {municipality}"
        yield Case(f"{name} standardised", found.estimate, case["standardised"], CLOSE)
        if min(n) > 1:  # R's plain formula divides by n - 1
            yield Case(f"{name} variance", found.variance, case["binomial_var_unbiased"], CLOSE, R)


def standardised(people: People, frame: list[dict[str, str]], item: str, case: dict[str, Any]) -> Iterator[Case]:
    """Each municipality's rate as if it had the sexes and ages of all: weights to those shares, then a domain."""
    yes, answered = people.item(item)
    everybody = stratified(people, "municipality")
    names, codes = coded(people.joined("municipality", "sex", "age_band"))
    shares: dict[str, float] = {}
    for row in frame:
        if row["group"] == "staff":
            shares[f"{row['sex']} {row['age_band']}"] = shares.get(f"{row['sex']} {row['age_band']}", 0) + int(row["N"])
    target = np.array([shares[name.split(" ", 1)[1]] for name in names])
    divided = crossed(everybody, (codes, answered.astype(np.int64)))
    cells_, asked = divided.margins
    base = np.where(asked == 1, divided.weights, 0.0)
    now = np.bincount(cells_, base * divided.persons, len(names))
    weights = base * (target / np.where(now > 0, now, 1.0))[cells_]
    design = msgspec.structs.replace(divided, weights=weights, base=base, margins=(cells_,))
    for place, municipality in enumerate(case["municipality"]):
        found = domain_rate(design, yes, answered & (people["municipality"] == municipality))
        expected = {"estimate": case["estimate"][place], "se": case["se"][place]}
        yield from rate(f"{item} {municipality} standardised design", found, expected)


def intervals(name: str, found: DomainRate, expected: dict[str, Any]) -> Iterator[Case]:
    if found.standard_error and 0 < found.estimate < 1:
        yield from logit(f"{name} xlogit", found, expected["xlogit"])
        exact = korn_graubard(found.estimate, found.plain_effective, found.answered, found.freedom)
        yield from several(f"{name} korn_graubard", ends(exact), expected["korn_graubard"], R)


def logit(name: str, found: DomainRate, limits: Any) -> Iterator[Case]:
    assert found.standard_error is not None
    interval = logit_interval(found.estimate, found.standard_error, found.freedom)
    yield from several(name, ends(interval), limits, R)


def rate(name: str, found: DomainRate, expected: dict[str, Any], bar: float = CLOSE) -> Iterator[Case]:
    yield Case(f"{name} estimate", found.estimate, expected["estimate"], bar)
    yield Case(f"{name} se", found.standard_error, number(expected["se"]), bar)
    if "n" in expected:
        yield Case(f"{name} n", found.answered, expected["n"])
    if "degf" in expected:
        yield Case(f"{name} degf", found.freedom, expected["degf"])
    if "total" in expected:
        yield Case(f"{name} total", found.total, expected["total"], bar, R)
        yield Case(f"{name} total se", found.total_error, expected["total_se"], bar, R)


def api(folder: Path) -> Iterator[Case]:
    content = read_json(folder, "survey_api.json")
    for name, case in content.items():
        if name != "meta":
            yield from api_design(folder, name, case)


def api_design(folder: Path, name: str, case: dict[str, Any]) -> Iterator[Case]:
    people = People(folder / "data" / f"{name}.csv")
    types, types_of = coded(people["stype"])
    strata = types_of if name == "apistrat" else np.zeros(len(types_of), dtype=np.int64)
    frame = np.zeros(strata.max() + 1)
    frame[strata] = people["fpc"].astype(float)
    design = sample(strata, frame, people["pw"].astype(float) if name == "apistrat" else None)
    for item in (key for key in case if key.endswith("_yes")):
        yes, answered = people.item(item)
        found = domain_rate(design, yes, answered)
        yield from rate(f"{name} {item}", found, case[item])
        yield Case(f"{name} {item} deff", found.design_effect, case[item]["deff"], R)
        yield from logit(f"{name} {item} xlogit", found, case[item]["xlogit"])
        exact = korn_graubard(found.estimate, found.plain_effective, found.answered, found.freedom)
        yield from several(f"{name} {item} beta", ends(exact), case[item]["beta"], R)
        parts = case[item]["by_stype_xlogit"]
        for place, part in enumerate(parts["stype"]):
            share = domain_rate(design, yes, answered & (people["stype"] == part))
            yield Case(f"{name} {item} {part}", share.estimate, parts["estimate"][place], CLOSE)
            yield Case(f"{name} {item} {part} se", share.standard_error, parts["se"][place], CLOSE)
            yield Case(f"{name} {item} {part} degf", share.freedom, parts["degf"][place])
            yield from logit(f"{name} {item} {part}", share, (parts["lower"][place], parts["upper"][place]))
    if "poststratified_stype" in case:
        yield from api_calibrated(design, people, types, types_of, case)


def api_calibrated(
    design: Sample, people: People, types: list[str], codes: Codes, case: dict[str, Any]
) -> Iterator[Case]:
    known = {"E": 4421, "H": 755, "M": 1018}  # schools of each type in the frame: make_api_golden.R
    counts = [known[kind] for kind in types]
    cells = post_stratified(design, codes, counts)
    for item, expected in case["poststratified_stype"].items():
        yield from rate(f"post-stratified {item}", domain_rate(cells.sample, *people.item(item)), expected)
    margins = Margin("type", codes, counts), Margin("wide", people["sch_wide_yes"].astype(np.int64), [1072, 5122])
    found, expected = raked(design, margins), case["raked_stype_schwide"]
    share = domain_rate(found.sample, *people.item("awards_yes"))
    yield from several("raked awards", (share.estimate, share.standard_error), expected["awards"], R)
    values, place = np.unique(people["enroll"].astype(float), return_inverse=True)
    kinds = len(found.sample.persons)
    counts_of = np.bincount(place * kinds + found.sample.kinds, minlength=len(values) * kinds).reshape(-1, kinds)
    total = domain_total(found.sample, values, counts_of)
    yield from several("raked enroll", total, expected["enroll_total"], 0, R)
    weights = found.sample.person_weights()
    yield from several("raked weights", (weights.min(), weights.max()), expected["weights_range"], R)


def cells(folder: Path) -> Iterator[Case]:
    """survey_cells_fpc.csv: one stratum, everybody who answered the item. Only R's sound rows."""
    with (folder / "survey_cells_fpc.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["degenerate"]:
            continue
        k, n, frame = (int(row[key]) for key in ("k", "n", "N"))
        found = domain_rate(sample(np.zeros(n, dtype=np.int64), [frame]), np.arange(n) < k, np.ones(n, dtype=np.bool_))
        name = " ".join(row[key] for key in ("municipality", "group", "item", "method", "conf"))
        yield from rate(name, found, {"estimate": float(row["estimate"]), "se": float(row["se"]), "n": n})
        level, limits = float(row["conf"]), (row["lower"], row["upper"])
        if row["method"] == "beta":
            exact = korn_graubard(found.estimate, found.plain_effective, found.answered, found.freedom, level)
            yield from several(name, ends(exact), limits, CLOSE)
        elif row["method"] == "xlogit":
            assert found.standard_error is not None
            interval = logit_interval(found.estimate, found.standard_error, found.freedom, level)
            yield from several(name, ends(interval), limits, CLOSE)
