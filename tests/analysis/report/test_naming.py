from analysis.disclosure.release import Subset
from analysis.report.naming import Names
from tests.analysis.exports import published

NAMES = Names(published.release())


def test_what_the_release_has_no_words_for_is_called_by_its_id() -> None:
    assert NAMES.label("unknown") == {"sv": "unknown", "en": "unknown"}
    assert NAMES.subset(Subset("B9", "x")) == {"sv": "B9=x", "en": "B9=x"}
    assert NAMES.pool("far") == {"sv": "far", "en": "far"}
    assert NAMES.municipality("9999") == "9999"
    assert NAMES.base("unknown") == {}


def test_all_municipalities_together_have_no_name_of_one() -> None:
    assert NAMES.municipality(None) is None


def test_the_base_of_a_split_is_what_it_splits() -> None:
    assert NAMES.base("who/criminal") == {"sv": "Otillåten påverkan", "en": "Undue influence"}


def test_the_period_is_written_out_as_each_language_writes_dates() -> None:
    found = NAMES.in_both("base", {"sv": "under {period}", "en": "during {period}"})
    assert found == {
        "base_sv": "under 1 april 2021–31 mars 2022",
        "base_en": "during 1 April 2021 to 31 March 2022",
    }
