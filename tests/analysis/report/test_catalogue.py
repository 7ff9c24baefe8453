import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from babel.messages.pofile import read_po

import analysis
from analysis.disclosure.release import Release
from analysis.errors import WordingError
from analysis.report.catalogue import LANGUAGES, Words, bare, words
from analysis.report.figures.differences import whole_differences
from analysis.report.figures.rates import whole_figure
from analysis.report.figures.response import whole_response
from analysis.report.figures.scales import whole_scales
from analysis.report.pages import environment
from analysis.report.printing import report_pdf
from analysis.report.whole import document
from questionnaires.plans import Targets
from tests.analysis.report import releases, rich

FOLDER = Path(analysis.__file__).parent / "report" / "locales"
PLACES = re.compile(r"\{(\w*)\}")
#: kinds of names that a form or a study declares; which of them occur is theirs to say
DECLARED = ("group.", "group_the.", "group_among.", "access.", "origin.", "adjust.", "interval.", "target.", "differs.")


def messages(language: str) -> dict[str, str]:
    with (FOLDER / language / "LC_MESSAGES" / "report.po").open("rb") as file:
        return {
            str(each.id): str(each.string) for each in read_po(file, locale=language, abort_invalid=True) if each.id
        }


CASES = (
    releases.release(),
    releases.release(0.9),
    releases.with_empty_stratum(),
    releases.of_one_municipality(),
    releases.with_few_answers(),
)


def rich_cases() -> Iterator[Release]:
    """The release with everything in it, and what can only be when something else is not."""
    full = rich.release()
    yield full
    yield rich.not_equivalent()
    yield msgspec.structs.replace(rich.not_equivalent(), differing={})
    shown = tuple(each for each in full.estimates if not each.suppressed)
    yield msgspec.structs.replace(full, estimates=shown, pooled=(), weighted=(), splits=full.splits * 2)
    one = next(each for each in shown if each.other)
    odd = (
        msgspec.structs.replace(one, low=0.4, high=0.4, share=0.4),
        msgspec.structs.replace(rich.estimate("undue_influence", "0581", "staff", None), band=(0.5, 1.0)),
        msgspec.structs.replace(
            rich.estimate("undue_influence", "0586", "staff", None), status="not_applicable", suppressed=False
        ),
    )
    risk = msgspec.structs.replace(one.other, target="risk", low=-0.1, high=0.2) if one.other else None
    other = msgspec.structs.replace(full.comparisons[1], other=risk, targets_disagree=True)
    unasked = msgspec.structs.replace(full.superiorities[2], status="not_applicable", suppressed=False)
    none = tuple(msgspec.structs.replace(each, p_adjusted=0.9) for each in full.comparisons[-5:])
    yield msgspec.structs.replace(full, estimates=(*odd, *shown), comparisons=(other, *none), superiorities=(unasked,))
    first = msgspec.structs.replace(full.strata[0], definition={"sv": "bara ordinarie", "en": "ordinary only"})
    yield msgspec.structs.replace(full, strata=(first, *full.strata[1:]))
    single = msgspec.structs.replace(full.families[0], size=1)
    either = msgspec.structs.replace(full.comparisons[0], tipping_second=0.59)
    targets = Targets("population", "population")
    yield msgspec.structs.replace(full, targets=targets, families=(single,), comparisons=(either,))
    asked = msgspec.structs.replace(full.breakdowns[0], label={"sv": "Vilket är ditt kön?", "en": "Your gender?"})
    yield msgspec.structs.replace(full, breakdowns=(asked,))
    crowd = (msgspec.structs.replace(full.comparisons[4], family="groups"),) * 210
    yield msgspec.structs.replace(full, comparisons=crowd, splits=full.splits)


class Recording(Words):
    """Words that remember which keys were asked for."""

    def __init__(self, language: str) -> None:
        super().__init__(language, messages(language))
        self.asked: set[str] = set()

    def __call__(self, key: str, **values: object) -> str:
        self.asked.add(key)
        return super().__call__(key, **values)


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(LANGUAGES)


def test_every_language_has_every_word_with_the_same_places() -> None:
    source = messages("sv")
    for language in LANGUAGES:
        found = messages(language)
        assert found.keys() == source.keys()
        assert all(found.values())
        assert {key: sorted(set(PLACES.findall(text))) for key, text in found.items()} == {
            key: sorted(set(PLACES.findall(text))) for key, text in source.items()
        }


def test_every_word_is_used_and_every_word_used_is_there() -> None:
    say = Recording("sv")
    for release in (*CASES, *rich_cases()):
        documents = [document(release, say), document(release, words("en"))]
        environment().get_template("report.html").render(documents=documents, words={"sv": say, "en": words("en")})
        for draw in (whole_figure, whole_response, whole_differences, whole_scales):
            draw(release, say)
    report_pdf(releases.release(), say)
    plain = {key for key in messages("sv") if not key.startswith(DECLARED)}
    # A third group, and a form that asks for undue influence, would use these.
    assert plain - say.asked == {"figure.diamond"}


def test_a_word_that_is_not_there_stops_the_report() -> None:
    with pytest.raises(WordingError, match=r"sv catalogue .* 'no.such.word'"):
        words("sv")("no.such.word")


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(WordingError, match="no catalogue for 'fi'"):
        words("fi")


def test_a_name_that_the_catalogue_does_not_know_is_shown_as_it_is() -> None:
    assert words("sv").choice("group", "elected") == "Förtroendevalda"
    assert words("sv").choice("group", "board") == "board"


def test_a_text_that_lacks_the_language_is_shown_in_the_one_it_has() -> None:
    assert words("en").of({"sv": "hot"}) == "hot"


@pytest.mark.parametrize(
    ("language", "share", "answered", "expected"),
    [
        ("sv", 0.2564, 39, "26\u00a0%"),
        ("sv", 0.07526, 3614, "7,5\u00a0%"),
        ("en", 0.07526, 3614, "7.5%"),
        ("sv", 0.0, 500, "0,0\u00a0%"),
        ("sv", 1.0, 20, "100\u00a0%"),
    ],
)
def test_a_share_is_written_in_whole_points_below_a_hundred_answers(
    language: str, share: float, answered: int, expected: str
) -> None:
    assert words(language).share(share, answered) == expected


def test_a_range_has_its_percent_sign_once() -> None:
    assert words("sv").shares(0.1457, 0.4108, 39) == "15–41\u00a0%"
    assert words("en").shares(0.0671, 0.0843, 3614) == "6.7–8.4%"


@pytest.mark.parametrize(
    ("difference", "expected"), [(0.031, "3,1"), (-0.004, "−0,4"), (-0.0, "0,0"), (0.0, "0,0"), (-1.0, "−100,0")]
)
def test_points_have_a_true_minus_and_never_a_minus_zero(difference: float, expected: str) -> None:
    assert words("sv").points(difference) == expected


@pytest.mark.parametrize(("difference", "expected"), [(-0.0004, "−0,04"), (0.00000123, "0,0001"), (-0.00004, "−0,004")])
def test_a_bound_beside_zero_is_never_written_as_zero(difference: float, expected: str) -> None:
    assert words("sv").points(difference) == expected


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.62, "62\u00a0%"), (0.503, "50\u00a0%"), (0.4999, "50\u00a0%"), (1.0, "100\u00a0%")],
)
def test_a_probability_is_a_whole_percentage(probability: float, expected: str) -> None:
    assert words("sv").chance(probability) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.53, 0.65, "53–65\u00a0%"),
        (0.503, 0.65, "50,3–65\u00a0%"),
        (0.4, 0.4996, "40–49,96\u00a0%"),
        (0.43, 0.5004, "43–50\u00a0%"),
        (0.497, 0.57, "50–57\u00a0%"),
    ],
)
def test_a_limit_that_leaves_one_half_out_is_not_written_as_one_half(low: float, high: float, expected: str) -> None:
    assert words("sv").chances(low, high) == expected


def test_a_number_has_the_words_of_its_number() -> None:
    found = [words("en").counted("brief.clear", number) for number in (0, 1, 2)]
    assert found == ["no difference stands", "1 difference stands", "2 differences stand"]


def test_a_label_ends_without_a_full_stop_where_the_sentence_goes_on() -> None:
    assert (bare("Man vågar inte säga ifrån."), bare("Kön")) == ("Man vågar inte säga ifrån", "Kön")


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.0002, "<\u00a00,001"), (0.001, "=\u00a00,001"), (0.0644, "=\u00a00,064"), (1.0, "=\u00a01,000")],
)
def test_a_p_value_is_never_written_as_zero(p: float, expected: str) -> None:
    assert words("sv").p(p, 0.95) == expected


@pytest.mark.parametrize(
    ("p", "level", "expected"),
    [
        (0.0496, 0.95, "=\u00a00,0496"),
        (0.04996, 0.95, "=\u00a00,04996"),
        (0.05, 0.95, "=\u00a00,050"),
        (0.0504, 0.95, "=\u00a00,0504"),
        (0.0496, 0.9, "=\u00a00,050"),
        (0.0002, 0.9995, "=\u00a00,0002"),
        (0.00002, 0.9995, "<\u00a00,0001"),
    ],
)
def test_a_p_value_beside_the_level_shows_its_side_of_it(p: float, level: float, expected: str) -> None:
    assert words("sv").p(p, level) == expected


@pytest.mark.parametrize(("level", "expected"), [(0.95, "95\u00a0%"), (0.9, "90\u00a0%"), (0.975, "97,5\u00a0%")])
def test_a_level_is_written_with_the_decimals_it_needs(level: float, expected: str) -> None:
    assert words("sv").level(level) == expected


def test_days_and_instants_follow_the_language_and_the_clock_on_the_wall() -> None:
    assert words("sv").day("2022-03-31") == "31 mars 2022"
    assert words("sv").instant("2022-04-25T06:00:00Z") == "25 april 2022 kl. 08.00"
    assert words("en").instant("2022-01-25T06:00:00Z") == "25 January 2022 at 07:00"
    assert words("sv").instant("2022-04-25T06:00:00Z", "UTC") == "25 april 2022 kl. 06.00"
