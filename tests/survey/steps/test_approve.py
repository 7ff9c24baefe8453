"""Unsigned by one is closed for all; what is recorded has been checked."""

from datetime import timedelta

import msgspec
import pytest

from survey.errors import ApprovalError, Closed, UnknownMunicipality, UnknownWave
from survey.steps.approve import approve, sign
from survey.steps.find import status
from survey.steps.issue import issue
from tests.builders import CLOSES, HOLDERS, World
from tests.survey.steps.running import WAVE

LINKOPING, NORRKOPING, OUTSIDE = HOLDERS


def test_each_approval_leaves_the_others_missing(world: World) -> None:
    manifest = world.define().manifest
    first = sign(manifest, "0581", world.keys[NORRKOPING].sign)
    assert approve(world.context, WAVE, first) == ("0580",)
    assert approve(world.context, WAVE, first) == ("0580",), "twice is once"
    with pytest.raises(ApprovalError, match="not yet signed by 0580 Linköping; "):
        issue(world.context, WAVE, world.folder / "codes")
    assert approve(world.context, WAVE, sign(manifest, "0580", world.keys[LINKOPING].sign)) == ()
    assert status(world.context, WAVE).phase == "unissued"


@pytest.mark.parametrize(("municipality", "holder"), [("0580", NORRKOPING), ("0581", LINKOPING), ("0580", OUTSIDE)])
def test_a_key_that_is_not_the_chiefs_does_not_sign(world: World, municipality: str, holder: str) -> None:
    manifest = world.define().manifest
    with pytest.raises(ApprovalError, match=f"the key that the study names for {municipality}"):
        sign(manifest, municipality, world.keys[holder].sign)


def test_an_altered_approval_is_not_recorded(world: World) -> None:
    manifest = world.define().manifest
    whole = sign(manifest, "0580", world.keys[LINKOPING].sign)
    for altered in (
        msgspec.structs.replace(whole, municipality="0581"),
        msgspec.structs.replace(whole, signature=whole.signature[:-2] + "00"),
        msgspec.structs.replace(whole, fingerprint="00" * 32),
    ):
        with pytest.raises(ApprovalError):
            approve(world.context, WAVE, altered)
    with pytest.raises(UnknownMunicipality, match="it has 0580, 0581"):
        approve(world.context, WAVE, msgspec.structs.replace(whole, municipality="0180"))
    assert status(world.context, WAVE).missing == ("0580", "0581")


def test_a_wave_that_is_not_there_names_those_that_are(world: World) -> None:
    manifest = world.define().manifest
    with pytest.raises(UnknownWave, match=f"the waves are: {WAVE}"):
        approve(world.context, "another-1", sign(manifest, "0580", world.keys[LINKOPING].sign))


def test_a_window_that_has_ended_is_not_approved(world: World) -> None:
    manifest = world.define().manifest
    approval = sign(manifest, "0580", world.keys[LINKOPING].sign)
    world.clock.move_to(CLOSES)
    with pytest.raises(Closed, match="define a new wave"):
        approve(world.context, WAVE, approval)
    world.clock.move_to(CLOSES - timedelta(seconds=1))
    assert approve(world.context, WAVE, approval) == ("0581",)
