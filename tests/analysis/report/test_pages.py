from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest

from analysis.disclosure.release import Release
from analysis.report.catalogue import words
from analysis.report.document import Document, Findings, Picture, Section, Table
from analysis.report.pages import report_page
from analysis.report.whole import document
from tests.analysis.report import releases, rich


class Page(HTMLParser):
    """What a test needs to know of a page: its elements, ids and links, and the text in each language."""

    def __init__(self, release: Release) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {}
        self.language = ""
        self.feed(report_page(release).decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "article":
            self.language = str(dict(attrs)["lang"])

    def handle_data(self, data: str) -> None:
        self.text[self.language] = self.text.get(self.language, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(releases.release())


@pytest.fixture(scope="module")
def full() -> Page:
    return Page(rich.release())


def in_swedish(release: Release | None = None) -> Document:
    return document(release or releases.release(), words("sv"))


def section(name: str, release: Release | None = None) -> Section:
    return next(each for each in everything(in_swedish(release).sections) if each.id == name)


def everything(sections: tuple[Section, ...]) -> list[Section]:
    return [each for part in sections for each in (part, *everything(part.sections))]


def said(found: Section) -> list[str]:
    return [item.text for block in found.blocks if isinstance(block, Findings) for item in block.items]


def tables(document: Document) -> list[Table]:
    blocks = [block for each in everything(document.sections) for block in each.blocks]
    return [table for block in blocks for table in (block, getattr(block, "table", None)) if isinstance(table, Table)]


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


def test_both_targets_have_their_interval(full: Page) -> None:
    assert "95\u00a0% KI, som risk" in full.text["sv"]
    assert "Hypergeometrisk fördelning, mid-P, för just de inbjudna" in full.text["sv"]
    assert "Wilsons intervall, som underliggande risk" in full.text["sv"]


def test_pools_bands_weights_and_references_are_told(full: Page) -> None:
    for words_of in (
        "Mjölby med grannar: Norrköping och Mjölby redovisas också tillsammans",
        "dolt, under 15\u00a0%",
        "Här är svaren viktade så att de fördelar sig som de inbjudna efter Kön.",
        "Tagna tillsammans, eftersom någon hade för få svar: Kvinna och Man.",
        "29,0\u00a0% (förtroendevalda). Avser förtroendevalda i hela landet, 2022. Källa: Brå, PTU 2023.",
        "De är ingen del av någon test",
    ):
        assert words_of in full.text["sv"]


def test_what_is_not_equivalent_is_stamped_on_every_table_and_told_first() -> None:
    found = tables(in_swedish(rich.not_equivalent()))
    assert {table.stamp for table in found} == {"Ej likvärdig"}
    assert {table.stamp for table in tables(in_swedish(rich.release()))} == {""}
    warned = Page(rich.not_equivalent())
    assert len(warned.all("table")) == sum(1 for each in warned.all("strong") if each.get("class") == "stamp")
    assert "Enkäterna skiljer i: perioden som frågorna gäller; när enkäten var öppen." in warned.text["sv"]
    assert "av detta skäl: Beslut KS 2023/17." in warned.text["sv"]
    assert "ställde samma frågor" not in warned.text["sv"]


def test_many_comparisons_are_told_by_the_clear_ones_and_a_number() -> None:
    release = rich.release()
    one = next(each for each in release.comparisons if each.family == "groups" and each.indicator == "exposed_any")
    many = tuple(msgspec.structs.replace(one, low=-0.1, p_adjusted=0.5) for _ in range(20))
    crowded = msgspec.structs.replace(release, comparisons=(*release.comparisons, *many))
    blocks = section("indicator-exposed_any", crowded).blocks
    texts = [getattr(block, "text", "") for block in blocks]
    assert any(text.startswith("Övriga 23 jämförelser här visar ingen skillnad som står sig") for text in texts)


def test_a_real_run_of_everything_is_told_with_all_its_numbers_and_no_word_of_the_program() -> None:
    release = releases.full()
    found = Page(release)
    text = found.text["sv"]
    for name in ("hypergeometric", "newcombe", "post_stratified", "missing_at_random", "benjamini", "None"):
        assert name not in text
    say = words("sv")
    every = (*release.estimates, *release.pooled)
    shown = [(each.share, each.answered) for each in every if each.share is not None and each.answered is not None]
    assert len(shown) > 100
    assert all(say.share(share, answered) in text for share, answered in shown)
    for comparison in release.comparisons:
        if comparison.difference is not None:
            assert say.points(comparison.difference) in text
    assert "Förändring sedan omgång 1" in text


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


def test_the_certificate_says_what_was_equal(page: Page) -> None:
    opened = {"sv": "25 april 2022 kl. 08.00 svensk tid", "en": "25 April 2022 at 08:00 Swedish time"}
    for language, local in opened.items():
        text = page.text[language]
        assert "04HM-ASW9-NF6Y" in text
        assert "0123456789abcdef" * 4 in text
        assert local in text
        assert releases.release().wave.form.digest in text


@pytest.mark.parametrize("number", [0, 2, 4])
def test_the_page_is_the_same_whatever_the_hidden_number_is(number: int) -> None:
    changed = releases.release(table=(("0580/elected", ((30, 55), (number, 55), (12, 50), (19, 55))),))
    assert report_page(changed) == report_page(releases.release())


def test_another_level_than_the_plans_is_pointed_out() -> None:
    assert "Analysplanen anger nivån 95\u00a0%" in Page(releases.release(0.9)).text["sv"]
    assert "Analysplanen anger nivån" not in Page(releases.release()).text["sv"]


def test_one_municipality_has_a_report_without_a_claim_of_equivalence() -> None:
    text = Page(releases.of_one_municipality()).text["sv"]
    assert "ingen jämförelse mellan kommuner görs" in text
    assert "ställde samma frågor" not in text


def test_a_group_without_answers_is_said_to_have_none() -> None:
    text = Page(releases.with_empty_stratum()).text["sv"]
    assert "Ingen av medarbetarna i Norrköping har lämnat svar som räknas här." in text
    assert "0 av 0" not in text


def test_few_answers_are_not_told_and_cannot_be_subtracted() -> None:
    release = releases.with_few_answers()
    assert [stratum.answered for stratum in release.strata] == [None, 300, 59, 280]
    text = Page(release).text["sv"]
    assert text.count("färre än 10dolt") == 1  # no number and no response rate
    assert "Minst 639 av 1\u00a0864 inbjudna svarade." in text
    assert "648" not in text


def test_who_counts_is_told_once_where_it_is_the_same_and_in_each_row_where_not(page: Page) -> None:
    assert page.text["sv"].count("alla elected") == 1
    release = releases.release()
    other = msgspec.structs.replace(release.strata[0], definition={"sv": "bara ordinarie", "en": "ordinary only"})
    differs = msgspec.structs.replace(release, strata=(other, *release.strata[1:]))
    assert Page(differs).text["sv"].count("alla elected") == 1
    assert "bara ordinarie" in Page(differs).text["sv"]


def test_a_form_with_undue_influence_says_whom_its_base_leaves_out() -> None:
    release = releases.release()
    named = msgspec.structs.replace(release.indicators[0], id="undue_influence")
    estimates = tuple(
        msgspec.structs.replace(each, indicator=named.id) if each.indicator == "i1" else each
        for each in release.estimates
    )
    comparisons = tuple(each for each in release.comparisons if each.indicator != "i1")
    renamed = msgspec.structs.replace(
        release, indicators=(named, *release.indicators[1:]), estimates=estimates, comparisons=comparisons
    )
    wanted = "finns inte med i nämnaren för otillåten påverkan"
    assert wanted in Page(renamed).text["sv"]
    assert wanted not in Page(release).text["sv"]


def test_the_certificate_says_where_each_municipalitys_answers_come_from() -> None:
    release = releases.release()
    assert release.wave.origins == {"0580": "tally", "0581": "tally"}
    wave = msgspec.structs.replace(release.wave, origins={"0580": "tally", "0581": "import"})
    text = Page(msgspec.structs.replace(release, wave=wave)).text
    assert "Linköping: räknade ur den förseglade lådan" in text["sv"]
    assert "Norrköping: inlästa från fil" in text["sv"]
    assert "Norrköping: read from a file" in text["en"]
