import numpy as np
import pytest

from analysis.intervals.pooled import pooled_differences
from analysis.planning.assumptions import Assumptions
from analysis.planning.chances import Side
from analysis.planning.frames import Invited
from analysis.planning.outlook import Who
from analysis.planning.pairs import Party, effective, exposed_only, pairs, part
from analysis.planning.power import decision, power
from questionnaires.answersets import FrameCount
from questionnaires.indicators import is_about_a_part
from questionnaires.plans import Comparison, Kind
from questionnaires.reading import read_questionnaire
from tests.analysis.planning.planned import FORM

QUESTIONNAIRE = read_questionnaire(FORM / "questionnaire.toml")
ASSUMED = Assumptions({"elected": 0.6, "staff": 0.5}, (0.25,), 0.25, {"B4.woman": 0.7})
STRATA = tuple(
    Invited(code, code, group, persons)
    for code, sizes in {"0580": (79, 900), "0581": (85, 1000), "0582": (31, 300)}.items()
    for group, persons in zip(("elected", "staff"), sizes, strict=True)
)


def made(kind: Kind, **more: object) -> list[tuple[str, str, tuple[int, int]]]:
    comparison = Comparison("c", kind, {"sv": "c"}, ("elected", "staff"), ("undue_influence",), **more)  # type: ignore[arg-type]
    found = pairs(comparison, STRATA, ASSUMED, QUESTIONNAIRE)
    return [(_told(a), _told(b), (a.answers, b.answers)) for a, b in found]


def _told(party: Party) -> str:
    who = party.who
    return "/".join(filter(None, (who.municipality, who.group, who.option, "earlier" if who.earlier else "")))


def test_the_groups_are_compared_in_each_municipality() -> None:
    assert made("groups_within_municipality") == [
        ("0580/elected", "0580/staff", (47, 450)),
        ("0581/elected", "0581/staff", (51, 500)),
        ("0582/elected", "0582/staff", (19, 150)),
    ]


def test_every_pair_of_municipalities_is_compared_in_each_group() -> None:
    assert [each[:2] for each in made("municipalities_within_group")][:3] == [
        ("0580/elected", "0581/elected"),
        ("0580/elected", "0582/elected"),
        ("0581/elected", "0582/elected"),
    ]
    assert len(made("municipalities_within_group")) == 6


def test_all_together_are_compared_once() -> None:
    assert made("groups_pooled") == [("elected", "staff", (117, 1100))]


def test_women_and_men_are_taken_from_the_shares_assumed() -> None:
    found = made("options_within_stratum", item="B4", options=("woman", "man"))
    assert found[0] == (
        "0580/elected/woman",
        "0580/elected/man",
        (33, 16),
    )  # 0.7 of 47, and a third for want of a share


def test_and_from_the_numbers_of_the_study_where_it_has_them() -> None:
    counted = tuple(FrameCount({"B4": code}, persons) for code, persons in (("woman", 50), ("man", 29)))
    stratum = Invited("0580", "Linköping", "elected", 79, counted)
    found = part(stratum, ASSUMED, QUESTIONNAIRE, "B4", "woman")
    assert found.strata == (Side(30, 50),)


def test_a_wave_is_compared_with_an_earlier_one_of_the_same_size() -> None:
    assert made("waves_within_stratum")[0] == ("0580/elected", "0580/elected/earlier", (47, 47))


def test_of_the_exposed_nobody_knows_how_many_there_are() -> None:
    party = Party(Who("0580", "Linköping", "elected"), (Side(48, 79),))
    assert exposed_only(party, ASSUMED).strata == (Side(12),)


def test_a_table_of_the_exposed_is_known_by_its_base() -> None:
    found = {each.id for each in QUESTIONNAIRE.indicators if is_about_a_part(each)}
    assert {"reported_any", "police_reported"} <= found
    assert not found & {"undue_influence", "exposed_any", "ui_criminal", "self_censor"}


@pytest.mark.parametrize("frames", [False, True])
def test_a_pooled_difference_is_found_as_often_as_the_effective_numbers_say(*, frames: bool) -> None:
    """Against draws of the pooled comparison itself, in municipalities of one rate; see the tolerance."""
    sizes = np.array([[47, 79], [51, 85], [19, 31], [25, 41], [60, 101]])
    sizes_b = np.array([[90, 300], [120, 400], [40, 90], [60, 200], [200, 900]])
    parties = [
        Party(Who(None, "", "x"), tuple(Side(n, size) for n, size in each.tolist())) for each in (sizes, sizes_b)
    ]
    one, other = effective(parties[0], parties[1], frames=frames), effective(parties[1], parties[0], frames=frames)
    assert one is not None
    assert other is not None
    draw, draws = np.random.default_rng(3), 4000
    drawn = []
    for each, rate in ((sizes, 0.30), (sizes_b, 0.20)):
        answered, people = each.T
        inside = np.round(rate * people).astype(int)
        shape = (draws, len(people))
        wanted = (
            draw.hypergeometric(inside, people - inside, answered, shape)
            if frames
            else draw.binomial(answered, rate, shape)
        )
        drawn.append(wanted)
    frame, frame_b = (each[:, 1] if frames else None for each in (sizes, sizes_b))
    answered, answered_b = (np.broadcast_to(each[:, 0], (draws, len(each))) for each in (sizes, sizes_b))
    found = (
        pooled_differences(drawn[0], answered, drawn[1], answered_b, frame=frame, frame_b=frame_b).difference.low > 0
    )
    # Standard error 0.008; and the strata's own variances make the pooled interval a little wider than the floor.
    assert power(decision(one, other, 0.95), 0.30, 0.20) == pytest.approx(found.mean(), abs=0.04)


def test_when_all_have_answered_no_chance_is_left_in_the_pool() -> None:
    party = Party(Who(None, "", "x"), (Side(79, 79), Side(85, 85)))
    assert effective(party, party, frames=True) is None
