import re
import xml.etree.ElementTree as ET

import msgspec
import pytest

from analysis.disclosure.release import Release
from analysis.report.catalogue import words
from analysis.report.chapters.indicators import figures_and_table
from analysis.report.document import figures_of
from analysis.report.drawing import Box, Dot, Figure, Label, Path, differences_axis, shares_axis, wrapped
from analysis.report.figures.differences import differences_figure, whole_differences
from analysis.report.figures.rates import (
    indicator_figure,
    legend,
    rates_figure,
    rates_of,
    read_estimate,
    whole_figure,
)
from analysis.report.figures.response import response_figure, whole_response
from analysis.report.figures.scales import whole_scales
from analysis.report.pages import figure_file, print_style, svg
from analysis.report.whole import document
from tests.analysis.report import releases, rich

SVG = "{http://www.w3.org/2000/svg}"
RELEASE = releases.release()
SV = words("sv")


def first() -> Figure:
    return indicator_figure(RELEASE, RELEASE.indicators[0], SV)


def every(release: Release) -> tuple[Figure, ...]:
    alone = (whole_figure(release, SV), whole_response(release, SV), whole_differences(release, SV))
    return (*figures_of(document(release, SV).sections), *(each for each in alone if each), *_scales(release))


def _scales(release: Release) -> tuple[Figure, ...]:
    whole = whole_scales(release, SV)
    return (whole,) if whole else ()


def labels(figure: Figure, style: str = "") -> list[str]:
    return [each.text for each in figure.shapes if isinstance(each, Label) and each.style.startswith(style)]


def dots(figure: Figure) -> list[Dot]:
    return [each for each in figure.shapes if isinstance(each, Dot)]


def test_the_text_alternative_reads_every_estimate() -> None:
    assert first().description == (
        "Linköping, förtroendevalda: 55\u00a0%, 95\u00a0% konfidensintervall 42–67\u00a0%. "
        "Norrköping, förtroendevalda: 20\u00a0%, 95\u00a0% konfidensintervall 12–32\u00a0%. "
        "Linköping, medarbetare: 10,0\u00a0%, 95\u00a0% konfidensintervall 7,1–13,9\u00a0%. "
        "Norrköping, medarbetare: 53,6\u00a0%, 95\u00a0% konfidensintervall 47,7–59,3\u00a0%."
    )


@pytest.mark.parametrize("release", [rich.release(), releases.full(), RELEASE], ids=["rich", "full", "run"])
def test_every_number_in_a_figure_is_in_its_text_alternative(release: Release) -> None:
    for figure in every(release):
        said = figure.description + figure.title
        for text in [*labels(figure, "value"), *labels(figure, "inside")]:
            for number in re.findall(r"−?\d+(?:,\d+)?", text):
                assert number in said, (figure.title, text)


@pytest.mark.parametrize("release", [rich.not_equivalent(), releases.full(), RELEASE], ids=["rich", "full", "run"])
def test_nothing_is_drawn_outside_the_figure(release: Release) -> None:
    for figure in every(release):
        for shape in figure.shapes:
            if isinstance(shape, Dot | Label):
                assert 0 <= shape.x <= figure.width
                assert 0 <= shape.y <= figure.height
            if isinstance(shape, Box):
                assert 0 <= shape.x <= shape.x + shape.width <= figure.width
                assert 0 <= shape.y <= shape.y + shape.height <= figure.height


def test_the_figures_of_a_document_have_ids_of_their_own() -> None:
    ids = [figure.id for figure in figures_of(document(rich.release(), SV).sections)]
    assert len(ids) == len(set(ids)) > 10


def test_a_mark_stands_in_its_whisker_and_a_larger_share_further_to_the_right() -> None:
    whiskers = [each.d for each in first().shapes if isinstance(each, Path) and each.style.startswith("whisker")]
    ends = [[float(number) for number in re.findall(r"[MH]([\d.]+)", d)[:2]] for d in whiskers]
    marks = [dot.x for dot in dots(first())]
    assert all(12 <= low < x < high <= 408 for (low, high), x in zip(ends, marks, strict=True))
    shares = sorted(zip([30 / 55, 12 / 59, 30 / 300, 150 / 280], marks, strict=True))
    assert [x for _, x in shares] == sorted(marks)


@pytest.mark.parametrize("highest", [0.0, 0.004, 0.03, 0.2, 0.41, 0.77, 1.0])
def test_an_axis_of_shares_begins_at_0_and_holds_every_interval(highest: float) -> None:
    axis = shares_axis(highest)
    assert axis.low == 0.0
    assert highest <= axis.high <= 1.0
    assert len(axis.ticks()) <= 6


@pytest.mark.parametrize(("lowest", "highest"), [(-0.04, 0.066), (0.02, 0.4), (-1.0, 1.0), (-0.3, -0.1), (0.0, 0.0)])
def test_an_axis_of_differences_holds_every_interval_and_0(lowest: float, highest: float) -> None:
    axis = differences_axis(lowest, highest)
    assert axis.low <= min(lowest, 0.0)
    assert axis.high >= max(highest, 0.0)
    assert any(abs(tick) < 1e-12 for tick in axis.ticks())
    assert len(axis.ticks()) <= 8


def test_groups_differ_by_the_form_of_their_mark_and_not_by_colour_alone() -> None:
    assert [dot.form for dot in dots(first())] == ["circle", "circle", "square", "square"]
    assert "Fylld cirkel: förtroendevalda. Tom fyrkant: medarbetare." in legend(RELEASE, SV)


def test_a_difference_is_filled_only_where_it_stands() -> None:
    found = [each for each in rich.release().comparisons if each.family == "places"]
    figure = differences_figure(rich.release(), "places", "Kommuner", found, SV)
    assert [dot.form for dot in dots(figure)] == ["ring", "circle"]
    assert any(isinstance(each, Path) and each.style == "zero" for each in figure.shapes)


def test_a_hidden_rate_is_a_word_without_a_mark() -> None:
    figure = indicator_figure(RELEASE, RELEASE.indicators[1], SV)
    assert labels(figure, "value none") == ["dolt"]
    assert len(dots(figure)) == 3
    assert "Linköping, förtroendevalda: dolt." in figure.description


def test_a_hidden_rate_that_has_a_band_is_told_coarsely() -> None:
    figure = indicator_figure(rich.release(), rich.release().indicators[0], SV)
    assert labels(figure, "value none") == ["dolt, under 15\u00a0%"]
    assert "Mjölby, förtroendevalda: dolt, under 15\u00a0%." in figure.description


def test_where_all_is_hidden_there_is_no_axis_and_in_the_report_no_figure() -> None:
    nobody = releases.release(table=tuple((stratum, ((0, 60),) * 4) for stratum in releases.TABLE))
    figure = indicator_figure(nobody, nobody.indicators[0], SV)
    assert labels(figure, "value") == ["dolt"] * 4
    assert labels(figure, "tick") == []
    assert not any(isinstance(each, Path) for each in figure.shapes)
    blocks = figures_and_table(nobody, nobody.indicators[0], SV)
    assert [type(each).__name__ for each in blocks] == ["Table"]


def test_all_panels_of_a_figure_and_all_figures_beside_each_other_have_one_axis() -> None:
    whole = labels(whole_figure(RELEASE, SV), "tick")
    panels = whole.count("0\u00a0%")
    assert panels > 1
    assert sorted(whole) == sorted(whole[: len(whole) // panels] * panels)
    low, *_, high = rates_of(RELEASE, RELEASE.indicators[0].id)
    small = rates_figure(RELEASE, "x", "x", [("A", low)], SV, "", beside=[("B", high)])
    large = rates_figure(RELEASE, "y", "y", [("B", high)], SV, "", beside=[("A", low)])
    assert labels(small, "tick") == labels(large, "tick")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_figure_in_a_file_of_its_own_needs_no_page_around_it(language: str) -> None:
    say, release = words(language), rich.release()
    drawn = (whole_figure, whole_response, whole_differences, whole_scales)
    for figure in (draw(release, say) for draw in drawn):
        assert figure is not None
        assert " ".join(labels(figure, "title")) == figure.title
        small = " ".join(labels(figure, "small"))
        assert all(place.name in small for place in release.wave.places)
        assert len(small) > 120


def test_a_difference_says_what_is_taken_from_what() -> None:
    release = rich.release()
    whole = whole_differences(release, SV)
    assert whole is not None
    assert "Linköping: förtroendevalda – medarbetare" in " ".join(labels(whole, "label"))
    assert "Skillnad i procentenheter: den första minus den andra" in labels(whole, "tick")
    own = [each for each in release.comparisons if each.family == "groups"]
    figure = differences_figure(release, "groups", "Grupper", own, SV)
    assert "Skillnad i procentenheter: förtroendevalda minus medarbetare" in labels(figure, "tick")


def test_an_uncertain_rate_is_called_so_in_the_text_alternative() -> None:
    rate = msgspec.structs.replace(rates_of(RELEASE, RELEASE.indicators[0].id)[0], reliability="uncertain")
    assert "55\u00a0% (osäkert), 95" in read_estimate("Linköping", rate, SV)


def test_a_reference_is_a_dashed_line_with_its_source_in_words() -> None:
    figure = indicator_figure(rich.release(), rich.release().indicators[0], SV)
    assert [each.style for each in figure.shapes if isinstance(each, Path)].count("reference") == 1
    assert "R1" in labels(figure, "tick")
    assert "Avser förtroendevalda i hela landet, 2022. Källa: Brå, PTU 2023." in figure.description


def test_a_file_of_its_own_says_what_its_dashed_lines_are() -> None:
    small = " ".join(labels(whole_figure(rich.release(), SV), "small"))
    assert "R1: " in small
    assert "Källa: Brå, PTU 2023." in small


def test_the_interval_stands_inside_the_bounds() -> None:
    figure = response_figure(rich.release(), SV)
    spans = [each for each in figure.shapes if isinstance(each, Path) and each.style == "span"]
    whiskers = [each for each in figure.shapes if isinstance(each, Path) and each.style.startswith("whisker")]
    assert len(spans) == len(whiskers) == 5
    for span, whisker in zip(spans, whiskers, strict=True):
        first_x, last_x = (float(each) for each in re.findall(r"[MH]([\d.]+)", span.d))
        low, high = (float(each) for each in re.findall(r"[MH]([\d.]+)", whisker.d)[:2])
        assert first_x <= low < high <= last_x
    assert "färre än 10" in figure.description


def test_a_response_without_a_shown_number_has_no_bar() -> None:
    boxes = [each for each in response_figure(releases.with_few_answers(), SV).shapes if isinstance(each, Box)]
    assert len(boxes) == 2 * 3


def test_what_is_not_equivalent_is_stamped_on_every_figure() -> None:
    for figure in every(rich.not_equivalent()):
        assert labels(figure, "stamp") == ["Ej likvärdig"]
        assert figure.title.startswith("Ej likvärdig. ")
    assert not any(labels(figure, "stamp") for figure in every(rich.release()))


def test_there_is_no_figure_of_what_is_not_there() -> None:
    bare = msgspec.structs.replace(RELEASE, comparisons=(), scales=())
    assert whole_differences(bare, SV) is None
    assert whole_scales(bare, SV) is None


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_file_is_a_picture_with_a_title_and_no_script(language: str) -> None:
    say = words(language)
    root = ET.fromstring(figure_file(whole_figure(RELEASE, say)))  # noqa: S314 - our own file
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    for wording in RELEASE.indicators:
        assert f"{wording.label[language]}:" in (description.text or "")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "text", "path", "circle",
    }  # fmt: skip
    assert b"@import" not in figure_file(whole_figure(RELEASE, say))


def test_words_from_the_form_cannot_become_markup() -> None:
    drawn = svg(Figure("x", "sv", "<script>", "a & b", 20, (Label(1, 1, "<b>"),)), "text {}")
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "a &amp; b" in drawn


def test_the_style_on_paper_needs_no_variables() -> None:
    sheet = print_style("Libertinus Serif")
    assert "var(" not in sheet
    assert "@media" not in sheet
    assert '"Libertinus Serif"' in sheet


def test_long_labels_are_broken_beside_their_value() -> None:
    assert wrapped("kort", "12 % (3–9 %)") == ("kort",)
    assert all(len(line) <= 42 for line in wrapped("ett ganska långt namn på en kategori av personer", "12 % (3–9 %)"))
