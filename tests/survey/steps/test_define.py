"""A study may be defined anew until its codes are issued; what changes it voids every signature."""

import pytest

from survey.errors import AlreadyIssued, ApprovalError, StudyError
from survey.steps.approve import approve, sign
from survey.steps.define import define
from survey.steps.find import every_status, status
from survey.steps.issue import issue
from survey.study.manifest import fingerprint, from_bytes, to_bytes
from tests.builders import HOLDERS, World
from tests.survey.steps.running import WAVE


def change(world: World, before: str = "Liten enkät", after: str = "Mindre enkät") -> None:
    """One word of the questionnaire is another."""
    form = world.form / "questionnaire.toml"
    text = form.read_text(encoding="utf-8")
    assert before in text
    form.write_text(text.replace(before, after), encoding="utf-8")


def test_a_defined_study_is_kept_as_the_bytes_that_are_signed(world: World) -> None:
    defined = world.define()
    assert defined.wave == WAVE
    assert not defined.changed
    found = status(world.context, WAVE)
    assert (found.phase, found.state, found.missing) == ("unapproved", "defined", ("0580", "0581"))
    assert found.fingerprint == defined.fingerprint == fingerprint(from_bytes(to_bytes(found.manifest)))


def test_defining_the_same_again_keeps_the_signatures(world: World) -> None:
    world.approve("0580")
    assert not world.define().changed
    assert status(world.context, WAVE).missing == ("0581",)


def test_any_change_after_a_signature_voids_it(world: World) -> None:
    before = world.approve("0580", "0581")
    change(world)
    after = world.define()
    assert after.changed
    assert after.fingerprint != before.fingerprint
    assert status(world.context, WAVE).missing == ("0580", "0581")
    with pytest.raises(ApprovalError, match="0580 Linköping, 0581 Norrköping"):
        issue(world.context, WAVE, world.folder / "codes")


def test_going_back_to_the_first_text_does_not_bring_the_signatures_back(world: World) -> None:
    world.approve()
    change(world)
    world.define()
    change(world, "Mindre enkät", "Liten enkät")
    assert world.define().changed
    assert status(world.context, WAVE).missing == ("0580", "0581")


def test_a_signature_over_the_earlier_text_is_refused(world: World) -> None:
    before = world.define()
    signed = sign(before.manifest, "0580", world.keys[HOLDERS[0]].sign)
    change(world)
    world.define()
    with pytest.raises(ApprovalError, match="0580 signed another fingerprint than the study has now"):
        approve(world.context, WAVE, signed)


def test_after_the_issue_nothing_can_change(world: World) -> None:
    world.issue()
    kept = status(world.context, WAVE).fingerprint
    assert not world.define().changed, "the same text is no change"
    change(world)
    with pytest.raises(AlreadyIssued, match="give a changed study the next wave number"):
        world.define()
    assert status(world.context, WAVE).fingerprint == kept
    assert status(world.context, WAVE).missing == ()


def test_the_next_wave_stands_beside_the_first(world: World) -> None:
    world.issue()
    text = world.study_file.read_text(encoding="utf-8")
    world.study_file.write_text(text.replace("wave = 1", "wave = 2"), encoding="utf-8")
    assert world.define().wave == "linkoping-norrkoping-2"
    assert [one.wave for one in every_status(world.context)] == [WAVE, "linkoping-norrkoping-2"]
    assert [one.state for one in every_status(world.context)] == ["issued", "defined"]


def test_a_study_with_a_fault_leaves_the_one_that_was_defined(world: World) -> None:
    kept = world.define().fingerprint
    text = world.study_file.read_text(encoding="utf-8")
    world.study_file.write_text(text.replace("k = 2", "k = 4"), encoding="utf-8")
    with pytest.raises(StudyError, match="k: 4 trustees must open the box, but there are only 3"):
        define(world.context, world.study_file, {})
    assert status(world.context, WAVE).fingerprint == kept
