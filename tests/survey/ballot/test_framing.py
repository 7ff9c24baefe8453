from hypothesis import given
from hypothesis import strategies as st

from survey.ballot.framing import framed

parts = st.lists(st.binary(max_size=5), max_size=4)


def test_framed_bytes_are_as_documented() -> None:
    assert framed("ab", b"c", b"") == b"\0\0\0\x02ab\0\0\0\x01c\0\0\0\0"


@given(parts, parts)
def test_other_parts_never_give_the_same_bytes(left: list[bytes], right: list[bytes]) -> None:
    assert (framed("label", *left) == framed("label", *right)) == (left == right)


def test_a_part_moved_over_the_border_is_another_message() -> None:
    assert framed("l", b"ab", b"c") != framed("l", b"a", b"bc")
