import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import envelopes
from survey.ballot.envelopes import Context, check, envelope_size, parse, plaintext_size, random_seed, seal, tracker
from survey.errors import EnvelopeError, KeyFileError, SharesError
from tests.survey.ballot.parties import FINGERPRINT, ROW, ROW_WIDTH, SEED, STRATUM, context, open_with, reference

CONTEXT = context()
rows = st.binary(min_size=ROW_WIDTH, max_size=ROW_WIDTH).map(lambda octets: bytes(octet & 127 for octet in octets))
seeds = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("golden", reference("envelope.json")["envelopes"], ids=lambda v: f"{v['k']}-of-{v['n']}")
def test_the_format_is_still_the_pinned_one(golden: dict[str, str]) -> None:
    within = Context(
        bytes.fromhex(golden["fingerprint"]),
        golden["stratum"],
        tuple(bytes.fromhex(key) for key in golden["trustee_public_keys"]),
        int(golden["k"]),
        len(golden["row"]),
    )
    assert seal(golden["row"].encode(), within, bytes.fromhex(golden["seed"])).hex() == golden["envelope"]


@given(rows, seeds)
def test_the_same_sheet_seals_to_the_same_envelope(row: bytes, seed: bytes) -> None:
    assert seal(row, CONTEXT, seed) == seal(row, CONTEXT, seed)


def secrets_of(envelope: bytes) -> tuple[bytes, ...]:
    """All that must never be the same for two answers: nonce, commitment (to the data key) and encapsulated keys."""
    parsed = parse(envelope)
    return (parsed.nonce, parsed.commitment, *(part[:65] for part in parsed.parts))


@given(rows, rows, seeds)
def test_another_row_under_the_same_seed_shares_no_randomness(row: bytes, other: bytes, seed: bytes) -> None:
    first, second = seal(row, CONTEXT, seed), seal(other, CONTEXT, seed)
    if row == other:
        assert first == second
    else:
        assert not set(secrets_of(first)) & set(secrets_of(second))
        assert open_with(first, (0, 1), CONTEXT).tracker != open_with(second, (0, 1), CONTEXT).tracker


@given(rows, seeds)
def test_the_tracker_that_is_shown_is_the_one_in_the_envelope(row: bytes, seed: bytes) -> None:
    assert tracker(row, CONTEXT, seed) == open_with(seal(row, CONTEXT, seed), (0, 1), CONTEXT).tracker


@pytest.mark.parametrize(
    "other",
    [context(stratum="0580/staff"), context(fingerprint=bytes(32)), context(k=3), context(n=4)],
    ids=["stratum", "fingerprint", "k", "n"],
)
def test_another_context_under_the_same_seed_shares_no_randomness(other: Context) -> None:
    assert not set(secrets_of(seal(ROW, CONTEXT, SEED))) & set(secrets_of(seal(ROW, other, SEED)))


def test_another_seed_shares_no_randomness() -> None:
    first, second = (seal(ROW, CONTEXT, random_seed()) for _ in range(2))
    assert not set(secrets_of(first)) & set(secrets_of(second))


def test_one_bit_of_the_row_changes_half_the_envelope() -> None:
    first, second = (seal(row, CONTEXT, SEED) for row in (ROW, b"bb" + ROW[2:]))
    differing = sum((one ^ other).bit_count() for one, other in zip(first[17:], second[17:], strict=True))
    assert 0.4 < differing / (8 * len(first[17:])) < 0.6


@given(rows, seeds)
def test_every_envelope_of_a_wave_has_one_length(row: bytes, seed: bytes) -> None:
    sizes = {len(seal(row, context(stratum=stratum), seed)) for stratum in ("0580/elected", "0581/staff")}
    assert sizes == {envelope_size(plaintext_size(ROW_WIDTH), 3)}


def test_the_length_is_as_documented() -> None:
    assert envelope_size(plaintext_size(90), 3) == 82 + 114 * 3 + 90 == 514


@pytest.mark.parametrize("row", [b"", ROW[:-1], ROW + b".", "å".encode() + ROW[2:], ROW[:-1] + b"\x80"])
def test_a_row_of_another_width_or_not_ascii_is_refused(row: bytes) -> None:
    with pytest.raises(EnvelopeError, match="24 bytes of ASCII"):
        seal(row, CONTEXT, SEED)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(EnvelopeError, match=f"not {size}"):
        seal(ROW, CONTEXT, bytes(size))


def test_a_whole_envelope_passes_the_check() -> None:
    check(seal(ROW, CONTEXT, SEED), 3, ROW_WIDTH)


ENVELOPE = seal(ROW, CONTEXT, SEED)


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        ENVELOPE[:-1],
        ENVELOPE + b"\0",
        b"XTE" + ENVELOPE[3:],
        b"STE\x02" + ENVELOPE[4:],
        ENVELOPE[:4] + b"\x02" + ENVELOPE[5:],
        ENVELOPE[:4] + b"\x04" + ENVELOPE[5:],
        ENVELOPE[:49] + b"\x02" + ENVELOPE[50:],
        ENVELOPE[: 49 + 228] + b"\x00" + ENVELOPE[50 + 228 :],
        bytes(len(ENVELOPE)),
    ],
    ids=["empty", "cut", "long", "mark", "version", "n-less", "n-more", "point-0", "point-2", "zeros"],
)
def test_what_cannot_be_an_envelope_fails_the_check(envelope: bytes) -> None:
    with pytest.raises(EnvelopeError):
        check(envelope, 3, ROW_WIDTH)


def test_an_envelope_of_another_wave_fails_the_check() -> None:
    for n, row_width in ((2, ROW_WIDTH), (3, ROW_WIDTH + 1), (2, ROW_WIDTH + 114)):
        with pytest.raises(EnvelopeError):
            check(ENVELOPE, n, row_width)


@given(st.binary(max_size=600) | st.binary(max_size=600).map(lambda tail: b"STE\x01" + tail))
def test_anything_is_parsed_or_refused(octets: bytes) -> None:
    try:
        parsed = parse(octets)
    except EnvelopeError:
        return
    assert parsed.prefix + parsed.body == octets


def test_parsing_gives_every_byte_its_place() -> None:
    parsed = parse(ENVELOPE)
    head = b"STE\x01\x03" + parsed.nonce + parsed.commitment
    assert head + b"".join(parsed.parts) == parsed.prefix
    assert parsed.prefix + parsed.body == ENVELOPE


KEYS = CONTEXT.trustee_public_keys


@pytest.mark.parametrize(
    ("refusal", "fingerprint", "stratum", "keys", "k", "row_width"),
    [
        (EnvelopeError, FINGERPRINT[:-1], STRATUM, KEYS, 2, 24),
        (EnvelopeError, FINGERPRINT, "", KEYS, 2, 24),
        (EnvelopeError, FINGERPRINT, "0580/förtroendevalda", KEYS, 2, 24),
        (EnvelopeError, FINGERPRINT, STRATUM, KEYS, 2, 0),
        (SharesError, FINGERPRINT, STRATUM, KEYS, 1, 24),
        (SharesError, FINGERPRINT, STRATUM, KEYS, 4, 24),
        (SharesError, FINGERPRINT, STRATUM, (), 2, 24),
        (SharesError, FINGERPRINT, STRATUM, KEYS * 11, 2, 24),
        (KeyFileError, FINGERPRINT, STRATUM, (*KEYS, KEYS[0]), 2, 24),
        (KeyFileError, FINGERPRINT, STRATUM, (*KEYS, b"\x04" + bytes(64)), 2, 24),
    ],
)
def test_an_unsound_context_is_refused(
    refusal: type[Exception], fingerprint: bytes, stratum: str, keys: tuple[bytes, ...], k: int, row_width: int
) -> None:
    with pytest.raises(refusal):
        Context(fingerprint, stratum, keys, k, row_width)


def test_the_most_trustees_that_are_allowed_can_seal_and_open() -> None:
    within = context(k=32, n=envelopes.MAX_TRUSTEES)
    assert open_with(seal(ROW, within, SEED), tuple(range(32)), within).row == ROW


def test_sealing_never_imports_the_opening_half() -> None:
    assert "opening" not in vars(envelopes)
