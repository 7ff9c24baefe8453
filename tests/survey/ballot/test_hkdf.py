import pytest

from survey.ballot import hkdf
from tests.survey.ballot.parties import reference

CASES = reference("vectors.json")["hkdf"]["cases"]


@pytest.mark.parametrize("case", CASES)
def test_extract_agrees_with_rfc_5869(case: dict[str, str]) -> None:
    extracted = hkdf.extract(bytes.fromhex(case["salt"]), bytes.fromhex(case["secret"]))
    assert extracted.hex() == case["extracted"]


@pytest.mark.parametrize("case", CASES)
def test_expand_agrees_with_rfc_5869(case: dict[str, str]) -> None:
    length = len(case["expanded"]) // 2
    assert hkdf.expand(bytes.fromhex(case["extracted"]), bytes.fromhex(case["info"]), length).hex() == case["expanded"]


def test_no_output_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="0 bytes"):
        hkdf.expand(bytes(32), b"", 0)


def test_the_longest_output_is_255_blocks() -> None:
    assert len(hkdf.expand(bytes(32), b"", 255 * 32)) == 8160
    with pytest.raises(ValueError, match="8161"):
        hkdf.expand(bytes(32), b"", 255 * 32 + 1)
