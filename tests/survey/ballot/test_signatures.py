import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from survey.ballot import hpke, signatures
from survey.errors import ApprovalError, KeyFileError
from tests.survey.ballot.parties import FINGERPRINT, reference, trustee

RFC = reference("vectors.json")["ecdsa"]
PRIVATE = trustee(0)
PUBLIC = hpke.public_bytes(PRIVATE.public_key())
MESSAGE = signatures.approval(FINGERPRINT, "0580")
SIGNATURE = signatures.sign(PRIVATE, MESSAGE)


@pytest.mark.parametrize("case", RFC["cases"])
def test_signatures_agree_with_rfc_6979(case: dict[str, str]) -> None:
    private = ec.derive_private_key(int(RFC["x"], 16), ec.SECP256R1())
    signature = bytes.fromhex(case["r"] + case["s"])
    assert signatures.sign(private, case["message"].encode()) == signature
    assert signatures.verify(bytes.fromhex(RFC["public"]), case["message"].encode(), signature)


def test_a_signature_holds_for_its_message_and_key() -> None:
    assert len(SIGNATURE) == 64
    assert signatures.verify(PUBLIC, MESSAGE, SIGNATURE)


@pytest.mark.parametrize(
    "message",
    [signatures.approval(bytes(32), "0580"), signatures.approval(FINGERPRINT, "0581"), FINGERPRINT + b"0580", b""],
    ids=["fingerprint", "municipality", "unframed", "empty"],
)
def test_a_signature_holds_for_no_other_message(message: bytes) -> None:
    assert not signatures.verify(PUBLIC, message, SIGNATURE)


def test_a_signature_holds_for_no_other_key() -> None:
    assert not signatures.verify(hpke.public_bytes(trustee(1).public_key()), MESSAGE, SIGNATURE)


def test_every_flipped_bit_of_a_signature_is_refused() -> None:
    for place in range(64):
        for bit in range(8):
            flipped = SIGNATURE[:place] + bytes([SIGNATURE[place] ^ 1 << bit]) + SIGNATURE[place + 1 :]
            assert not signatures.verify(PUBLIC, MESSAGE, flipped)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[:-1],
        SIGNATURE + b"\0",
        bytes(64),
        b"\xff" * 64,
        SIGNATURE[32:] + SIGNATURE[:32],
        bytes(32) + SIGNATURE[32:],
    ],
)
def test_what_is_no_signature_is_refused(signature: bytes) -> None:
    assert not signatures.verify(PUBLIC, MESSAGE, signature)


def test_a_public_key_off_the_curve_is_an_error_of_its_own() -> None:
    with pytest.raises(KeyFileError):
        signatures.verify(b"\x04" + bytes(64), MESSAGE, SIGNATURE)


def test_the_message_of_an_approval_is_as_documented() -> None:
    parts = (b"samtidig approval 1", FINGERPRINT, b"0580")
    assert b"".join(len(part).to_bytes(4, "big") + part for part in parts) == MESSAGE


@pytest.mark.parametrize(("fingerprint", "municipality"), [(bytes(31), "0580"), (bytes(32), "")])
def test_an_approval_of_nothing_is_refused(fingerprint: bytes, municipality: str) -> None:
    with pytest.raises(ApprovalError):
        signatures.approval(fingerprint, municipality)
