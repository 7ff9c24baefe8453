import msgspec
import pytest

from analysis.report.catalogue import words
from analysis.report.document import Facts
from analysis.report.pages import report_page
from tests.analysis.report import releases, rich
from tests.analysis.report.reading import Page, in_swedish, said, section, tables


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(releases.release())


@pytest.fixture(scope="module")
def full() -> Page:
    return Page(rich.release())


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
    assert "Enkäterna skiljer i: perioden som frågorna gäller (Linköping: 1 april 2021–28 februari" in warned.text["sv"]
    assert "av detta skäl: Beslut KS 2023/17." in warned.text["sv"]
    assert "ställde samma frågor" not in warned.text["sv"]


def test_no_municipalitys_facts_are_stated_as_everybodys() -> None:
    found = in_swedish(rich.not_equivalent())
    assert found.about[0] == (
        "Linköping, Norrköping och Mjölby. Frågorna gäller olika perioder (Linköping: 1 april 2021–28 februari 2022; "
        "Norrköping, Mjölby: 1 april 2022–31 mars 2023)."
    )
    assert found.mark.endswith("Olika fingeravtryck")
    facts = {
        fact.term: fact.lines
        for block in section("certificate", rich.not_equivalent()).blocks
        if isinstance(block, Facts)
        for fact in block.items
    }
    assert {"Öppnade", "Stängde", "Frågorna gäller", "Svarssätt", "Fingeravtryck"}.isdisjoint(facts)
    assert facts["Skiljer: perioden som frågorna gäller"][0] == "Linköping: 1 april 2021–28 februari 2022"
    assert facts["Skiljer: när enkäten var öppen"][0].startswith("Linköping: 26 april 2023 kl. 08.00 till 16 maj 2023")
    assert facts["Skiljer: svarssätt"][:2] == ("Linköping: Engångskod med post", "Norrköping: Engångskod på papper")
    assert facts["Skiljer: trösklar för vad som visas"][1] == "Norrköping: 12 och 5"
    first, second = said(section("brief-headline", rich.not_equivalent()))[:2]
    assert "varit med om det under 1 april 2021–28 februari 2022" in first
    assert "varit med om det under 1 april 2022–31 mars 2023" in second


def test_a_background_that_is_a_question_is_quoted_in_running_text() -> None:
    release = rich.release()
    asked = msgspec.structs.replace(release.breakdowns[0], label={"sv": "Vilket är ditt kön?", "en": "Your gender?"})
    text = Page(msgspec.structs.replace(release, breakdowns=(asked,))).text["sv"]
    assert "de inbjudna efter svaret på ”Vilket är ditt kön?”. Det rättar till" in text


def test_both_tests_of_whether_a_difference_varies_stand_in_the_table() -> None:
    table = next(each for each in tables(in_swedish(rich.release())) if each.caption == "Familjen pooled")
    assert table.columns[-1].text == "Lika i kommunerna, p (Cochrans Q; Breslow–Day)"
    assert [body.rows[0].cells[-1].text for body in table.bodies] == ["0,020; 0,010", "0,073; 0,036", "–"]


def test_a_hidden_number_is_called_hidden_in_every_column() -> None:
    found = [
        [cell.text for cell in row.cells]
        for table in tables(in_swedish(rich.release()))
        for body in table.bodies
        for row in body.rows
        if any(cell.text.startswith("dolt") for cell in row.cells)
    ]
    assert ["dolt, under 15\u00a0%", "dolt", "dolt"] in found  # weighted
    assert ["dolt", "dolt, under 15\u00a0%", "dolt", "dolt"] in found  # a rate
    assert ["dolt"] * 6 in found  # a comparison
    assert not any("–" in cells for cells in found)


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
