from itertools import pairwise

import msgspec
import pytest

from analysis.report.catalogue import words
from analysis.report.document import Findings, Picture
from analysis.report.pages import whole
from tests.analysis.report import releases, rich
from tests.analysis.report.reading import Page, everything, in_swedish, said, section, tables


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(releases.release())


@pytest.fixture(scope="module")
def full() -> Page:
    return Page(rich.release())


def test_swedish_comes_first_and_each_part_bears_its_language(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "sv"
    assert [article["lang"] for article in page.all("article")] == ["sv", "en"]


def test_the_file_stands_alone(page: Page) -> None:
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "base"})
    links = [str(attributes["href"]) for attributes in page.all("a")]
    assert all(link.startswith("#") for link in links)
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_ids_are_unique_and_every_link_leads_somewhere(page: Page) -> None:
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(attributes["href"])[1:] for attributes in page.all("a")} <= set(ids)


def test_every_table_has_a_caption_and_its_headings_a_scope(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption")) > 0
    assert all("scope" in attributes for attributes in page.all("th"))


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_shown_number_stands_in_the_page(page: Page, language: str) -> None:
    say = words(language)
    for estimate in releases.release().estimates:
        if estimate.share is not None and estimate.answered is not None:
            assert say.share(estimate.share, estimate.answered) in page.text[language]
            assert (
                say("count", exposed=say.whole(estimate.exposed or 0), answered=say.whole(estimate.answered))
                in (page.text[language])
            )


def test_the_headline_comes_before_all_else() -> None:
    assert in_swedish().sections[0].sections[0].heading == "Indikator i1"


def test_the_chapters_stand_in_the_order_of_reading() -> None:
    assert [each.id for each in in_swedish(rich.release()).sections] == [
        "brief", "response", "indicators", "splits", "breakdown-B4", "scales", "waves", "comparisons", "hidden",
        "method", "certificate",
    ]  # fmt: skip


def test_what_is_not_in_the_release_is_not_in_the_report() -> None:
    assert [each.id for each in in_swedish().sections] == [
        "brief", "response", "indicators", "comparisons", "hidden", "method", "certificate",
    ]  # fmt: skip
    bare = msgspec.structs.replace(releases.of_one_municipality(), families=(), comparisons=())
    assert "comparisons" not in [each.id for each in in_swedish(bare).sections]


def test_no_section_is_empty() -> None:
    small = (releases.release(), releases.with_empty_stratum(), releases.of_one_municipality())
    for release in (*small, rich.release(), releases.full()):
        for each in everything(in_swedish(release).sections):
            assert each.blocks or each.sections
            assert all(block.items for block in each.blocks if isinstance(block, Findings))


def test_no_paragraph_is_said_twice() -> None:
    paragraphs = [
        text
        for each in everything(in_swedish(rich.release()).sections)
        for text in (getattr(block, "text", "") for block in each.blocks if getattr(block, "role", "-") == "")
    ]
    assert {text for text in paragraphs if paragraphs.count(text) > 1 and len(text) > 90} == set()


def test_a_rate_is_said_in_a_sentence_with_its_numbers_and_interval() -> None:
    assert said(section("brief-headline"))[0] == (
        "55\u00a0% av de förtroendevalda i Linköping som svarat och räknas här säger ja "
        "(30 av 55; 95\u00a0% KI 42–67\u00a0%)."
    )


def test_the_brief_tells_what_else_can_be_told_apart_and_how_many_tests_there_were() -> None:
    counted = "grupper. 8 planerade jämförelser: 2 skillnader står sig; 2 syns bara för sig; "
    assert said(section("brief-others"))[0].startswith(counted)
    assert said(section("brief-others"))[0].endswith("; 1 görs inte (dolt eller saknas).")
    clear = said(section("brief-others", rich.release()))
    assert any(text.startswith("Det finns uppgifter som man är rädd för att hantera: I Linköping") for text in clear)


def test_every_family_is_listed_with_its_size_and_adjustment() -> None:
    rows = next(each for each in tables(in_swedish(rich.release())) if each.caption == "Testfamiljer").bodies[0].rows
    assert [(row.head, row.cells[0].text, row.cells[1].text) for row in rows] == [
        (f"Familjen {name}", "12", "Benjamini–Hochberg" if name == "waves" else "Holm") for name in rich.KINDS
    ]


def test_a_split_has_three_named_denominators_and_its_mentions_no_interval() -> None:
    table = next(each for each in tables(in_swedish(rich.release())) if "bakom" in each.caption)
    assert [column.text for column in table.columns[2:]] == ["Av de utsatta", "Av alla svarande", "Av alla omnämnanden"]
    assert [cell.text for cell in table.bodies[0].rows[0].cells] == [
        "9", "30\u00a0% (17–48\u00a0%)", "2,6\u00a0% (1,4–4,9\u00a0%)", "17\u00a0%",
    ]  # fmt: skip
    assert [cell.text for cell in table.bodies[0].rows[2].cells] == ["dolt"] * 4


def test_a_breakdown_names_its_item_and_its_options(full: Page) -> None:
    assert "Uppdelning: Kön" in full.text["sv"]
    assert (
        "Bland förtroendevalda i Linköping är andelen 45,7 procentenheter högre bland dem som svarat ”Kvinna”"
        in full.text["sv"]
    )


def test_many_comparisons_are_told_by_the_clear_ones_and_a_number() -> None:
    release = rich.release()
    one = next(each for each in release.comparisons if each.family == "groups" and each.indicator == "exposed_any")
    many = tuple(msgspec.structs.replace(one, low=-0.1, p_adjusted=0.5) for _ in range(20))
    crowded = msgspec.structs.replace(release, comparisons=(*release.comparisons, *many))
    blocks = section("indicator-exposed_any", crowded).blocks
    texts = [getattr(block, "text", "") for block in blocks]
    assert any(text.startswith("Övriga 23 jämförelser här visar ingen skillnad som står sig") for text in texts)


def test_a_very_long_family_is_told_by_its_clear_ones_and_the_file_with_all() -> None:
    release = rich.release()
    one = next(each for each in release.comparisons if each.family == "places")
    long = msgspec.structs.replace(release, comparisons=(*release.comparisons, *(one,) * 200))
    text = Page(long).text["sv"]
    assert "Tabellen visar de 1 av 202 jämförelser som står sig; alla finns i filen tables.csv." in text


def test_many_municipalities_have_figures_that_fit_a_page() -> None:
    table = tuple((f"{code}/{group}", ((30, 60),) * 4) for code in ("0580", "0581") for group in ("elected", "staff"))
    release = releases.release(table=table)
    many = tuple(
        msgspec.structs.replace(each, municipality=f"{number:04}")
        for number in range(20)
        for each in release.estimates
        if each.municipality == "0580"
    )
    blocks = section("indicator-i2", msgspec.structs.replace(release, estimates=many)).blocks
    heights = [block.figure.height for block in blocks if isinstance(block, Picture)]
    assert len(heights) == 4
    assert max(heights) < 700


def test_no_line_ends_inside_a_range_of_numbers() -> None:
    assert whole("10 av 60 (9–28\u00a0%) <b>") == ('10 av 60 (<span class="whole">9–28\u00a0%</span>) &lt;b&gt;')
    assert whole("förtroendevalda – medarbetare") == "förtroendevalda – medarbetare"
