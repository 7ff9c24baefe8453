import json
import math
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from analysis.disclosure.attack import Attacker
from analysis.disclosure.suppression import ALWAYS_KNOWN, Problem, breaches, suppress
from analysis.errors import DisclosureError

REFERENCE = Path(__file__).parents[2] / "reference" / "statistics" / "suppression.json"
PROBLEMS: list[dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))["problems"]
EACH = pytest.mark.parametrize("given", PROBLEMS, ids=lambda given: str(given["name"]))


def problem_of(given: dict[str, Any]) -> Problem:
    """The reference problem as ours: every cell a unit of its own."""
    cells = given["cells"]
    place = {cell["id"]: column for column, cell in enumerate(cells)}
    ties = np.zeros((len(given["equations"]), len(cells)))
    for row, equation in enumerate(given["equations"]):
        ties[row, place[equation["total"]]] = 1.0
        for part in equation["parts"]:
            ties[row, place[part]] -= 1.0

    def demanded(name: str, sign: int) -> list[float]:
        return [cell["value"] + sign * cell[name] if cell["primary"] else math.nan for cell in cells]

    values = np.concatenate((np.zeros(len(ties)), [float(cell["value"]) for cell in cells]))
    nothing = [math.nan] * len(ties)
    return Problem(
        counted=np.vstack((ties, np.eye(len(cells)))),
        told_low=values,
        told_high=values,
        alike=np.arange(len(values)),
        unit=np.concatenate((np.full(len(ties), ALWAYS_KNOWN), np.arange(len(cells)))),
        low=np.array(nothing + demanded("lpl", -1)),
        high=np.array(nothing + demanded("upl", 1)),
        width=np.array(nothing + [cell["width"] if cell["primary"] else math.nan for cell in cells]),
        cost=np.array([0.0 if cell["primary"] else cell["cost"] for cell in cells]),
        fixed=np.array([not cell["candidate"] and not cell["primary"] for cell in cells]),
        primary=np.array([cell["primary"] for cell in cells]),
        real=np.ones(len(cells), dtype=np.bool_),
    )


def attacker(problem: Problem) -> Attacker:
    return Attacker(problem.real)


def secondary(given: dict[str, Any], hidden: Any) -> set[str]:
    return {cell["id"] for cell, flag in zip(given["cells"], hidden, strict=True) if flag and not cell["primary"]}


@EACH
def test_the_optimum_is_reached(given: dict[str, Any]) -> None:
    chosen = secondary(given, suppress(problem_of(given)))
    costs = {cell["id"]: cell["cost"] for cell in given["cells"]}
    assert sum(costs[name] for name in chosen) == given["optimum"]["secondary_cost"]
    assert sorted(chosen) in [sorted(each) for each in given["optimum"]["all_optimal_secondary_sets"]]


@EACH
def test_the_attacker_reaches_as_far_as_the_reference_attacker(given: dict[str, Any]) -> None:
    problem = problem_of(given)
    places = {cell["id"]: column for column, cell in enumerate(given["cells"])}
    for name, (low, high) in given["primary_only_intervals"].items():
        facts, aim = problem.facts(problem.primary), np.eye(len(places))[places[name]]
        assert -attacker(problem).greatest(facts, -aim) == pytest.approx(low, abs=1e-6)
        assert attacker(problem).greatest(facts, aim) == pytest.approx(math.inf if high is None else high, abs=1e-6)


@EACH
def test_without_complements_every_problem_has_a_breach(given: dict[str, Any]) -> None:
    problem = problem_of(given)
    assert breaches(problem, attacker(problem), problem.primary)


@EACH
def test_the_chosen_complements_leave_none(given: dict[str, Any]) -> None:
    problem = problem_of(given)
    assert not breaches(problem, attacker(problem), suppress(problem))


def test_where_nothing_more_can_be_hidden_it_says_so_instead_of_publishing() -> None:
    given = next(each for each in PROBLEMS if each["name"] == "one_dimensional")
    problem = problem_of(given)
    stuck = msgspec.structs.replace(problem, fixed=~problem.primary)
    with pytest.raises(DisclosureError, match="cannot be protected"):
        suppress(stuck)


def test_numbers_that_do_not_add_up_are_refused() -> None:
    problem = problem_of(next(each for each in PROBLEMS if each["name"] == "one_dimensional"))
    values = problem.told_low - np.eye(len(problem.told_low))[-1] * 40
    broken = msgspec.structs.replace(problem, told_low=values, told_high=values)
    with pytest.raises(DisclosureError, match="contradict each other"):
        suppress(broken)


@EACH
def test_without_the_optimum_more_may_be_hidden_and_never_less(given: dict[str, Any], monkeypatch: Any) -> None:
    monkeypatch.setattr("analysis.disclosure.suppression.EXACT_UNITS", 0)
    problem = problem_of(given)
    chosen = suppress(problem)
    assert not breaches(problem, attacker(problem), chosen)
    costs = {cell["id"]: cell["cost"] for cell in given["cells"]}
    assert sum(costs[name] for name in secondary(given, chosen)) >= given["optimum"]["secondary_cost"]
    assert (chosen == suppress(problem)).all()
