import hashlib
import re

import pytest

from survey.ballot import receipts
from survey.errors import EnvelopeError


def test_a_receipt_is_the_first_eighty_bits_of_the_envelopes_hash() -> None:
    # sha256(b"") = e3b0c442 98fc1c14 9afb…; by hand 11100 01110 11000 01100 01000 10000 10100 11000 11111 10000 …
    assert hashlib.sha256(b"").hexdigest().startswith("e3b0c44298fc1c149afb")
    assert receipts.receipt(b"") == "WERC-8GMR-ZGE1-96QV"


def test_a_receipt_is_found_again_from_the_board() -> None:
    envelope = b"an envelope"
    assert receipts.receipt_of_hash(hashlib.sha256(envelope).digest()) == receipts.receipt(envelope)


def test_receipts_have_one_form_and_differ() -> None:
    given = {receipts.receipt(bytes([number])) for number in range(256)}
    assert len(given) == 256
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", receipt) for receipt in given)


def test_a_tracker_is_shown_as_its_hash_only() -> None:
    tracker = bytes(range(16))
    assert receipts.tracker_text(tracker) == receipts.receipt_of_hash(hashlib.sha256(tracker).digest())


@pytest.mark.parametrize("size", [0, 15, 17])
def test_a_tracker_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(EnvelopeError, match=f"not {size}"):
        receipts.tracker_text(bytes(size))
