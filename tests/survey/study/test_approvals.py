"""An approval is good for one fingerprint, one municipality and one key; anything less opens nothing."""

from pathlib import Path

import msgspec
import pytest

from survey.ballot import signatures
from survey.ballot.keyfiles import random_keys
from survey.errors import ApprovalError, UnknownMunicipality
from survey.study.approvals import Approval, check, is_approved, missing
from survey.study.manifest import Manifest, fingerprint
from survey.study.reading import read_study
from tests.builders import HOLDERS, World

LINKOPING, NORRKOPING, OUTSIDE = HOLDERS


class Parties:
    """The manifest, and everybody's keys."""

    def __init__(self, folder: Path) -> None:
        world = World(folder, f"sqlite:///{folder}/survey.sqlite")
        world.close()
        self.keys = world.keys
        self.manifest: Manifest = read_study(world.study_file)

    def approval(self, holder: str, municipality: str, mark: bytes | None = None) -> Approval:
        """What *holder*'s key signs for *municipality*, over *mark* or this manifest."""
        mark = mark or fingerprint(self.manifest)
        signature = signatures.sign(self.keys[holder].sign, signatures.approval(mark, municipality))
        return Approval(municipality, mark.hex(), signature.hex())


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    return Parties(tmp_path_factory.mktemp("study"))


def test_signed_by_all_it_is_approved(parties: Parties) -> None:
    both = (parties.approval(LINKOPING, "0580"), parties.approval(NORRKOPING, "0581"))
    assert is_approved(parties.manifest, both)
    assert is_approved(parties.manifest, both[::-1])


def test_unsigned_by_one_it_is_closed_for_all(parties: Parties) -> None:
    one = parties.approval(LINKOPING, "0580")
    assert missing(parties.manifest, ()) == ("0580", "0581")
    assert missing(parties.manifest, (one,)) == ("0581",)
    assert not is_approved(parties.manifest, (one, one))


def test_a_signature_of_another_fingerprint_is_refused(parties: Parties) -> None:
    other = parties.approval(LINKOPING, "0580", mark=bytes(32))
    with pytest.raises(ApprovalError, match="0580 signed another fingerprint"):
        check(parties.manifest, other)
    relabelled = msgspec.structs.replace(other, fingerprint=fingerprint(parties.manifest).hex())
    with pytest.raises(ApprovalError, match="the signature is not made with the key"):
        check(parties.manifest, relabelled)


def test_a_signature_for_another_municipality_is_refused(parties: Parties) -> None:
    """Linköping's chief signs for Norrköping too, or lends the own signature."""
    with pytest.raises(ApprovalError, match="the key that the study names for 0581"):
        check(parties.manifest, parties.approval(LINKOPING, "0581"))
    lent = msgspec.structs.replace(parties.approval(LINKOPING, "0580"), municipality="0581")
    with pytest.raises(ApprovalError, match="the key that the study names for 0581"):
        check(parties.manifest, lent)


def test_a_municipality_outside_the_study_cannot_sign(parties: Parties) -> None:
    with pytest.raises(UnknownMunicipality, match="0180"):
        check(parties.manifest, parties.approval(LINKOPING, "0180"))


def test_a_stranger_and_a_trustee_who_is_no_chief_cannot_sign(parties: Parties) -> None:
    stranger = random_keys("Någon annan")
    message = signatures.approval(fingerprint(parties.manifest), "0580")
    for key in (stranger.sign, parties.keys[OUTSIDE].sign, parties.keys[LINKOPING].hpke):
        forged = Approval("0580", fingerprint(parties.manifest).hex(), signatures.sign(key, message).hex())
        with pytest.raises(ApprovalError, match="not made with the key"):
            check(parties.manifest, forged)


@pytest.mark.parametrize("signature", ["", "ff", "no hexadecimal", "00" * 64, "ff" * 64, "å" * 128])
def test_what_is_no_signature_is_refused(parties: Parties, signature: str) -> None:
    approval = Approval("0580", fingerprint(parties.manifest).hex(), signature)
    with pytest.raises(ApprovalError, match="not made with the key"):
        check(parties.manifest, approval)


def test_every_bit_of_a_signature_counts(parties: Parties) -> None:
    whole = parties.approval(LINKOPING, "0580")
    octets = bytearray.fromhex(whole.signature)
    for place in range(len(octets)):
        octets[place] ^= 1
        altered = msgspec.structs.replace(whole, signature=octets.hex())
        assert missing(parties.manifest, (altered,)) == ("0580", "0581")
        octets[place] ^= 1
