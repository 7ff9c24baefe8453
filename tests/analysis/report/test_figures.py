import xml.etree.ElementTree as ET

import pytest

from analysis.report.catalogue import words
from analysis.report.figures import Figure, indicator_figure, legend, whole_figure
from analysis.report.pages import figure_file, svg
from tests.analysis.report import releases

SVG = "{http://www.w3.org/2000/svg}"
RELEASE = releases.release()


def first() -> Figure:
    return indicator_figure(RELEASE, RELEASE.indicators[0], words("sv"))


def test_the_text_alternative_reads_every_estimate() -> None:
    assert first().description == (
        "Linköping, Förtroendevalda: 55\u00a0%, 95\u00a0% konfidensintervall 42–67\u00a0%. "
        "Norrköping, Förtroendevalda: 20\u00a0%, 95\u00a0% konfidensintervall 12–32\u00a0%. "
        "Linköping, Medarbetare: 10,0\u00a0%, 95\u00a0% konfidensintervall 7,1–13,9\u00a0%. "
        "Norrköping, Medarbetare: 53,6\u00a0%, 95\u00a0% konfidensintervall 47,7–59,3\u00a0%."
    )


def test_a_mark_stands_in_its_whisker_and_a_larger_share_further_to_the_right() -> None:
    marks = first().panels[0].marks
    for mark in marks:
        assert mark.x is not None
        assert mark.low is not None
        assert mark.high is not None
        assert 12 <= mark.low < mark.x < mark.high <= 408
    shares = [(30 / 55, marks[0].x), (12 / 59, marks[1].x), (30 / 300, marks[2].x), (150 / 280, marks[3].x)]
    assert [x for _, x in sorted(shares)] == sorted(mark.x or 0 for mark in marks)


def test_the_axis_begins_at_0_and_holds_every_interval() -> None:
    panel = first().panels[0]
    assert (panel.ticks[0].label, panel.ticks[0].x) == ("0\u00a0%", 12)
    assert panel.ticks[-1].x == 408
    assert len(panel.ticks) <= 6


def test_groups_differ_by_the_form_of_their_mark_and_not_by_colour_alone() -> None:
    assert [mark.shape for mark in first().panels[0].marks] == ["circle", "circle", "square", "square"]
    assert "Fylld ring: förtroendevalda. Tom fyrkant: medarbetare." in legend(RELEASE, words("sv"))


def test_a_hidden_rate_is_a_word_without_a_mark() -> None:
    figure = indicator_figure(RELEASE, RELEASE.indicators[1], words("sv"))
    hidden = figure.panels[0].marks[0]
    assert (hidden.value, hidden.x, hidden.low, hidden.high) == ("dolt", None, None, None)
    assert "Linköping, Förtroendevalda: dolt." in figure.description


def test_an_indicator_that_nobody_meets_still_has_an_axis() -> None:
    nobody = releases.release(table=tuple((stratum, ((0, 60),) * 4) for stratum in releases.TABLE))
    panel = indicator_figure(nobody, nobody.indicators[0], words("sv")).panels[0]
    assert panel.ticks[-1].x == 408
    assert [(mark.x, mark.value) for mark in panel.marks] == [(None, "dolt")] * 4


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_file_is_a_picture_with_a_title_and_no_script(language: str) -> None:
    root = ET.fromstring(figure_file(RELEASE, language))  # noqa: S314 - our own file
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
    assert "@import" not in svg(whole_figure(RELEASE, words(language)), standalone=True)


def test_words_from_the_form_cannot_become_markup() -> None:
    figure = first()
    drawn = svg(Figure(figure.id, "sv", "<script>", "a & b", figure.width, figure.height, ()), standalone=True)
    assert "<script>" not in drawn
    assert "a &amp; b" in drawn
