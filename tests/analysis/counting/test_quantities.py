import msgspec
import numpy as np
import pytest

from analysis.counting.exposure import Exposure
from analysis.counting.quantities import Quantity, quantities
from analysis.counting.responses import columns
from questionnaires.items import row_width
from questionnaires.plans import Breakdown, Category, Distribution, Split
from questionnaires.sheets import encode
from tests.analysis.answers import SMALL, plan_for, words

PLAN = msgspec.structs.replace(
    plan_for(SMALL),
    breakdowns=(Breakdown("B1", ("exposed_any",)),),
    splits=(
        Split(
            "who",
            words("Vem"),
            "undue_influence",
            "D1",
            (Category("criminal", words("Kriminell"), ("criminal",)), Category("any", words("Någon"), ("citizen",))),
        ),
    ),
    distributions=(Distribution(("C1", "I1"), ("once", "more")),),
)
FOUND = {quantity.id: quantity for quantity in quantities(SMALL, PLAN)}

SHEETS: list[dict[str, tuple[str, ...]]] = [
    {"B1": ("council",), "C1": ("no",), "C2": ("no",), "I1": ("no",)},
    {"B1": ("other",), "C1": ("once",), "C2": ("no",), "C3": ("yes",), "D1": ("criminal", "citizen"), "I1": ("once",)},
    {"B1": ("council",), "C1": ("more",), "C2": ("no",), "C3": ("yes",), "I1": ("more",)},
    {"B1": ("council",), "C1": ("once",), "C2": ("no",), "C3": ("yes",), "D1": ("decline",), "I1": ("decline",)},
    {"C1": ("no",), "C2": ("once",), "C3": ("no",), "D1": ("criminal",)},
]


@pytest.fixture(scope="module")
def exposure() -> Exposure:
    rows = [encode(SMALL, "elected", {"A1": ("yes",), **sheet}) for sheet in SHEETS]
    return Exposure(SMALL, columns(rows, row_width(SMALL), "test"))


def counted(exposure: Exposure, quantity: Quantity) -> tuple[list[int], list[int]]:
    """The sheets in the base, and those of them that count, by number."""
    return (
        np.flatnonzero(exposure.in_base(quantity.indicator)).tolist(),
        np.flatnonzero(exposure.exposed(quantity.indicator)).tolist(),
    )


def test_they_come_in_the_order_of_the_plan_and_are_named_for_what_they_are() -> None:
    assert list(FOUND) == [
        "exposed_any",
        "undue_influence",
        "exposed_any|B1=council",
        "exposed_any|B1=other",
        "who/criminal|exposed",
        "who/any|exposed",
        "who/criminal|answered",
        "who/any|answered",
        "C1>=once",
        "C1>=more",
        "I1>=once",
        "I1>=more",
    ]
    kinds = [(each.table, each.wording, each.subset, each.denominator) for each in FOUND.values()]
    assert kinds[0] == ("rates", "exposed_any", None, "")
    assert kinds[2] == ("breakdowns", "exposed_any", ("B1", "council"), "")
    assert kinds[4] == ("splits", "who/criminal", None, "exposed")
    assert kinds[-1] == ("distributions", "I1>=more", None, "")


def test_a_rate_is_the_indicator_of_the_form() -> None:
    assert FOUND["exposed_any"].indicator is SMALL.indicators[0]


@pytest.mark.parametrize(
    ("name", "base", "counts"),
    [
        ("exposed_any|B1=council", [0, 2, 3], [2, 3]),
        ("exposed_any|B1=other", [1], [1]),
        # Sheet 2 counts but left D1 blank and sheet 3 refused it: neither is in a base of the split.
        ("who/criminal|exposed", [1], [1]),
        ("who/criminal|answered", [0, 1, 4], [1]),
        ("who/any|exposed", [1], [1]),
        ("I1>=once", [0, 1, 2], [1, 2]),
        ("I1>=more", [0, 1, 2], [2]),
        ("C1>=more", [0, 1, 2, 3, 4], [2]),
    ],
)
def test_each_counts_whom_it_is_about(exposure: Exposure, name: str, base: list[int], counts: list[int]) -> None:
    assert counted(exposure, FOUND[name]) == (base, counts)


def test_a_breakdown_is_about_the_groups_that_are_asked_both() -> None:
    assert FOUND["exposed_any|B1=council"].indicator.groups == ("elected",)
    assert FOUND["who/criminal|answered"].indicator.groups == ("elected", "staff")


def test_every_substantive_option_is_broken_down_unless_the_plan_names_some() -> None:
    named = msgspec.structs.replace(PLAN, breakdowns=(Breakdown("C3", ("exposed_any",), ("no",)),))
    found = [each.id for each in quantities(SMALL, named) if each.table == "breakdowns"]
    assert found == ["exposed_any|C3=no"]
    everyone = msgspec.structs.replace(PLAN, breakdowns=(Breakdown("C3", ("exposed_any",)),))
    found = [each.id for each in quantities(SMALL, everyone) if each.table == "breakdowns"]
    assert found == ["exposed_any|C3=yes", "exposed_any|C3=no"]
