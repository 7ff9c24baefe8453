import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from survey.ballot import keyfiles
from survey.ballot.keyfiles import PublicKeys, SecretKeys
from survey.errors import KeyFileError, WrongPassphrase
from tests.survey.ballot.parties import trustee

LOW = 14  # the lowest cost that is accepted: 16 MiB
PASSPHRASE = "fyra vanliga ord på rad"
KEYS = SecretKeys("Säkerhetschefen, Linköping", trustee(0), trustee(1))
FILE = keyfiles.write_key_file(KEYS, PASSPHRASE, LOW)
PUBLIC = keyfiles.write_public_keys(KEYS.public)


def scalars(keys: SecretKeys) -> list[int]:
    return [private.private_numbers().private_value for private in (keys.hpke, keys.sign)]


def test_a_key_file_gives_back_its_keys() -> None:
    read = keyfiles.read_key_file(FILE, PASSPHRASE)
    assert (read.name, scalars(read)) == (KEYS.name, scalars(KEYS))
    assert read.public == KEYS.public


def test_the_usual_cost_is_128_mebibytes_and_is_read_back() -> None:
    file = keyfiles.write_key_file(KEYS, PASSPHRASE)
    assert json.loads(file)["sealing"]["log_n"] == 17
    assert scalars(keyfiles.read_key_file(file, PASSPHRASE)) == scalars(KEYS)


def test_the_same_keys_are_never_sealed_to_the_same_file() -> None:
    first, second = json.loads(FILE), json.loads(keyfiles.write_key_file(KEYS, PASSPHRASE, LOW))
    assert first["sealing"]["salt"] != second["sealing"]["salt"]
    assert first["sealing"]["nonce"] != second["sealing"]["nonce"]
    assert first["sealed"] != second["sealed"]


def test_no_private_key_stands_in_a_file_or_in_print() -> None:
    shown = FILE + PUBLIC + repr(KEYS) + str(KEYS)
    for scalar in scalars(KEYS):
        assert f"{scalar:064x}" not in shown
        assert str(scalar) not in shown


@pytest.mark.parametrize("passphrase", ["", "fyra vanliga ord på rad ", "Fyra vanliga ord på rad", "något annat"])
def test_a_wrong_passphrase_is_told_from_an_altered_file(passphrase: str) -> None:
    with pytest.raises(WrongPassphrase, match="Linköping"):
        keyfiles.read_key_file(FILE, passphrase)


def test_a_passphrase_may_be_typed_with_composed_or_decomposed_letters() -> None:
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    assert keyfiles.read_key_file(FILE, decomposed).public == KEYS.public


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(KeyFileError, match="12 or more"):
        keyfiles.write_key_file(KEYS, "elva tecken", LOW)


def test_line_ends_and_blanks_of_an_editor_do_no_harm() -> None:
    for text in (FILE.replace("\n", "\r\n"), json.dumps(json.loads(FILE)), "\n" + FILE + "\n\n"):
        assert keyfiles.read_key_file(text, PASSPHRASE).public == KEYS.public


def test_a_key_file_cut_anywhere_is_refused() -> None:
    for size in range(len(FILE) - 1):
        with pytest.raises(KeyFileError, match="altered, cut short or none at all"):
            keyfiles.read_key_file(FILE[:size], PASSPHRASE)


def test_every_changed_letter_of_a_key_file_is_refused() -> None:
    for place, character in enumerate(FILE.rstrip("\n")):
        if not character.isspace():
            with pytest.raises(KeyFileError, match=r"altered|curve"):
                keyfiles.read_public_half(FILE[:place] + ("1" if character == "0" else "0") + FILE[place + 1 :])


def forged(change: Callable[[dict[str, Any]], object]) -> str:
    """The key file with a change and a checksum that holds again."""
    file = json.loads(FILE)
    change(file)
    decoded = keyfiles._decode(json.dumps(file), keyfiles._KeyFile, "the key file")
    return keyfiles._pretty(keyfiles._with_checksum(decoded))


def test_an_unchanged_forgery_is_the_file_itself() -> None:
    assert forged(dict.copy) == FILE


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file["public"].update(name="Någon annan"),
        lambda file: file["public"].update(hpke=file["public"]["sign"]),
        lambda file: file["sealing"].update(log_n=15),
        lambda file: file["sealing"].update(salt="00" * 16),
        lambda file: file["sealing"].update(nonce="00" * 12),
        lambda file: file.update(sealed="00" * 80),
    ],
    ids=["name", "public key", "cost", "salt", "nonce", "sealed"],
)
def test_a_forged_file_does_not_open(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(WrongPassphrase):
        keyfiles.read_key_file(forged(change), PASSPHRASE)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda file: file["sealing"].update(log_n=13), r"\$\.sealing\.log_n"),
        (lambda file: file["sealing"].update(log_n=19), r"\$\.sealing\.log_n"),
        (lambda file: file["sealing"].update(log_n=63), r"\$\.sealing\.log_n"),
        (lambda file: file["sealing"].update(r=1 << 20), r"\$\.sealing\.r"),
        (lambda file: file["sealing"].update(p=1 << 20), r"\$\.sealing\.p"),
        (lambda file: file["sealing"].update(salt="00" * 16 + "\n"), r"\$\.sealing\.salt"),
        (lambda file: file["sealing"].update(kdf="none"), r"\$\.sealing\.kdf"),
        (lambda file: file.update(sealed="00" * 8), r"\$\.sealed"),
        (lambda file: file.update(more=1), "more"),
        (lambda file: file.update(format="samtidig key file 2"), r"\$\.format"),
        (lambda file: file["public"].update(name=""), r"\$\.public\.name"),
        (lambda file: file["public"].update(hpke="04" + "00" * 64), "curve"),
        (lambda file: file["public"].update(name="\x1b[2J"), "name"),
    ],
)
def test_a_hostile_file_is_refused_before_any_cost(change: Callable[[dict[str, Any]], object], place: str) -> None:
    with pytest.raises(KeyFileError, match=place):
        keyfiles.read_key_file(forged(change), PASSPHRASE)


def test_a_file_longer_than_any_key_file_is_not_even_read() -> None:
    with pytest.raises(KeyFileError, match="longer"):
        keyfiles.read_key_file(FILE + " " * 20_000, PASSPHRASE)


def sealed_by_hand(inside: bytes, public: PublicKeys) -> str:
    """A key file whose private half is any 64 bytes, under the right passphrase."""
    sealing = keyfiles._Sealing("scrypt", LOW, 8, 1, "00" * 16, "AES-256-GCM", "00" * 12)
    aead = AESGCM(keyfiles._passphrase_key(PASSPHRASE, sealing))
    sealed = aead.encrypt(bytes(12), inside, keyfiles._binding(public, sealing)).hex()
    return keyfiles._pretty(
        keyfiles._with_checksum(keyfiles._KeyFile("samtidig key file 1", public, sealing, sealed, "")),
    )


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        (bytes(64), "no private key"),
        (b"\xff" * 64, "no private key"),
        (bytes(31) + b"\x05" + bytes(31) + b"\x07", "belong together"),
    ],
)
def test_a_private_half_that_cannot_be_right_is_refused(inside: bytes, fault: str) -> None:
    with pytest.raises(KeyFileError, match=fault):
        keyfiles.read_key_file(sealed_by_hand(inside, KEYS.public), PASSPHRASE)


def test_the_public_half_is_read_without_the_passphrase() -> None:
    assert keyfiles.read_public_half(FILE) == KEYS.public
    assert keyfiles.read_public_keys(PUBLIC) == KEYS.public


def test_every_changed_letter_of_the_public_half_is_refused() -> None:
    for place, character in enumerate(PUBLIC.rstrip("\n")):
        if not character.isspace():
            with pytest.raises(KeyFileError):
                keyfiles.read_public_keys(PUBLIC[:place] + ("1" if character == "0" else "0") + PUBLIC[place + 1 :])


def test_a_key_file_is_not_taken_for_public_keys_nor_the_other_way() -> None:
    with pytest.raises(KeyFileError):
        keyfiles.read_public_keys(FILE)
    with pytest.raises(KeyFileError):
        keyfiles.read_key_file(PUBLIC, PASSPHRASE)


def test_name_and_keys_each_change_the_fingerprint() -> None:
    one, other = KEYS.public, SecretKeys("B", trustee(2), trustee(3)).public
    variants = [one, PublicKeys("A", one.hpke, one.sign), PublicKeys(one.name, other.hpke, one.sign)]
    variants += [PublicKeys(one.name, one.hpke, other.sign), PublicKeys(one.name, one.sign, one.hpke)]
    assert len({public.fingerprint for public in variants}) == 5
    assert json.loads(PUBLIC)["fingerprint"] == one.fingerprint


def test_new_keys_are_on_the_curve_and_differ() -> None:
    first, second = keyfiles.random_keys("A"), keyfiles.random_keys("A")
    assert len({*scalars(first), *scalars(second)}) == 4
    assert isinstance(first.hpke.curve, ec.SECP256R1)
    assert keyfiles.read_public_keys(keyfiles.write_public_keys(first.public)) == first.public


@pytest.mark.parametrize("name", ["", " A", "A ", "A\n", "\x1b[2J", "A" * 101])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(KeyFileError, match="name"):
        keyfiles.random_keys(name)


@given(st.text(max_size=200))
def test_anything_else_is_refused_as_a_file(text: str) -> None:
    with pytest.raises(KeyFileError):
        keyfiles.read_public_half(text)
    with pytest.raises(KeyFileError):
        keyfiles.read_public_keys(text)
