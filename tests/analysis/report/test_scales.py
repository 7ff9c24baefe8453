"""The bars of ordered scales: what lies where, and what is told of steps that a hidden number joins."""

import re

import pytest

from analysis.report.catalogue import words
from analysis.report.drawing import Box, Label, Path
from analysis.report.figures.bars import Bar, Segment, bars, below
from analysis.report.figures.scales import cumulative, scale_figure, segments
from tests.analysis.report import rich

SV = words("sv")


def test_the_middle_of_an_agreement_scale_lies_astride_the_line() -> None:
    parts = tuple(Segment(step, step, 0.2, "20 %") for step in range(5))
    assert [below(part, 5) for part in parts] == pytest.approx([0.2, 0.2, 0.1, 0, 0])
    drawn = bars([Bar("A", parts)], 5, 0.0, diverging=True)
    zero = next(each for each in drawn.shapes if isinstance(each, Path) and each.style == "zero")
    middle = [each for each in drawn.shapes if isinstance(each, Box)][2]
    assert float(re.findall(r"M([\d.]+)", zero.d)[0]) == pytest.approx(middle.x + middle.width / 2, abs=0.2)


def test_steps_that_a_hidden_number_does_not_tell_apart_are_drawn_as_one() -> None:
    scale = rich.release().scales[0]
    found = {each.name: segments(each, SV) for each in cumulative(rich.release(), scale, SV)}
    assert [(each.first, each.last) for each in found["Linköping, förtroendevalda"]] == [
        (0, 0),
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
    ]
    assert [(each.first, each.last) for each in found["Norrköping, förtroendevalda"]] == [
        (0, 0),
        (1, 2),
        (3, 3),
        (4, 4),
    ]
    assert found["Mjölby, förtroendevalda"] == ()
    assert sum(each.share for each in found["Norrköping, förtroendevalda"]) == pytest.approx(1.0)
    said = scale_figure(rich.release(), scale, SV).description
    assert "Stämmer ganska dåligt till Varken eller 37\u00a0%" in said
    assert "Mjölby, förtroendevalda: dolt." in said


def test_what_lies_below_the_middle_is_hatched_and_inside_its_segment() -> None:
    parts = tuple(Segment(step, step, 0.2, "20 %") for step in range(5))
    shapes = bars([Bar("A", parts)], 5, 0.0, diverging=True).shapes
    hatches = [each for each in shapes if isinstance(each, Path) and each.style.startswith("hatch")]
    below_middle = [each for each in shapes if isinstance(each, Box) and " down" in each.style]
    assert len(hatches) == len(below_middle) == 2
    for hatch, box in zip(hatches, below_middle, strict=True):
        points = [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", hatch.d)]
        assert len(points) > 10
        for x, y in points:
            assert box.x - 0.1 <= x <= box.x + box.width + 0.1
            assert box.y - 0.1 <= y <= box.y + box.height + 0.1
    rising = bars([Bar("A", parts)], 5, 0.0, diverging=False).shapes
    assert not any(isinstance(each, Path) and each.style.startswith("hatch") for each in rising)


def test_a_narrow_segment_has_its_number_in_smaller_type() -> None:
    parts = (Segment(0, 0, 0.1, "10,1 %"), Segment(1, 1, 0.02, "2,0 %"), Segment(2, 2, 0.88, "87,9 %"))
    drawn = bars([Bar("A", parts)], 3, 0.0, diverging=False)
    inside = [(each.text, " tight " in each.style) for each in drawn.shapes if isinstance(each, Label)][1:]
    assert inside == [("10,1", True), ("87,9 %", False)]
