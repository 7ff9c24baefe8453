from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest

from analysis.disclosure.release import Release
from analysis.report.catalogue import words
from analysis.report.pages import Part, part, report_page
from tests.analysis.report import releases


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


def in_swedish(release: Release | None = None) -> Part:
    return part(release or releases.release(), words("sv"))


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
    assert in_swedish().sections[0].label == "Indikator i1"


def test_a_rate_is_said_in_a_sentence_with_its_numbers_and_interval() -> None:
    assert in_swedish().sections[0].sentences[0] == (
        "55\u00a0% av de förtroendevalda i Linköping som svarat och räknas här säger ja "
        "(30 av 55; 95\u00a0% KI 42–67\u00a0%)."
    )


def test_a_hidden_rate_is_said_to_be_hidden_and_why() -> None:
    assert in_swedish().sections[1].sentences[0] == (
        "För de förtroendevalda i Linköping visas inget tal, eftersom det skulle kunna peka ut svar från få personer."
    )


def test_a_clear_difference_is_said_with_its_direction() -> None:
    found = in_swedish().sections[0].compared[0]
    assert found.verdict == "higher"
    assert found.sentence == (
        "I Linköping är andelen högre bland förtroendevalda än bland medarbetare: "
        "skillnaden är 44,5 procentenheter (95\u00a0% KI 30,9 till 57,3)."
    )


def test_an_unclear_difference_is_said_to_be_unclear() -> None:
    found = in_swedish().sections[2].compared[0]
    assert found.verdict == "unclear"
    assert found.sentence == (
        "I Linköping är skillnaden mellan förtroendevalda och medarbetare 4,0 procentenheter "
        "(95\u00a0% KI −6,9 till 18,0); undersökningen kan inte skilja grupperna åt."
    )


def test_a_difference_that_is_clear_only_by_itself_is_not_said_to_be_one() -> None:
    found = in_swedish().sections[3].compared[0]
    assert found.verdict == "higher_alone"
    assert "bland de 8 jämförelser som planerades" in found.sentence
    assert "kan inte säkert skilja grupperna åt" in found.sentence
    assert "högre" not in found.sentence


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
    assert text.count("färre än 10–") == 2  # no number and no response rate, in both tables of the strata
    assert "Minst 639 av 1\u00a0864 inbjudna svarade." in text
    assert "648" not in text


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
    assert "Linköping: räknade ur den förseglade lådanNorrköping: inlästa från fil" in text["sv"]
    assert "Norrköping: read from a file" in text["en"]
