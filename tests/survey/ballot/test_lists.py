"""A list is one way of writing and no other: whoever compares two copies compares bytes."""

import re
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from survey.ballot import bundle, lists
from survey.ballot.lists import Kind, Listed
from survey.ballot.receipts import receipt, tracker_text
from survey.errors import BoardError

MARK = bytes(range(32))
ENVELOPES = {"0580/elected": [b"aa", b"bb"], "0580/staff": [b"cc"], "0581/elected": [], "0581/staff": [b"dd"]}
SEALED = bundle.gather(MARK, "a-wave-1", 2, ENVELOPES)
HEAD = b"samtidig board 1 a-wave-1 " + MARK.hex().encode("ascii") + b"\n"


def test_the_receipts_of_all_strata_stand_in_one_sorted_list() -> None:
    found = lists.receipts_of(SEALED)
    assert list(found.texts) == sorted(receipt(envelope) for every in ENVELOPES.values() for envelope in every)


def test_a_list_is_a_line_of_head_and_a_line_for_each_text() -> None:
    # by hand: the first 80 bits of SHA-256("aa") = 961b6dd3ede3cb8ecbaa… in base 32
    assert sha256(b"aa").hexdigest().startswith("961b6dd3ede3cb8ecbaa")
    only = bundle.gather(MARK, "a-wave-1", 2, {"0580/staff": [b"aa"]})
    assert lists.write(lists.receipts_of(only)) == HEAD + b"JRDP-VMZD-WF5R-XJXA\n"


def test_a_tracker_that_comes_twice_stands_twice() -> None:
    """Two envelopes may hold one tracker, if somebody wants it so; the list still has as many lines as were counted."""
    found = lists.trackers_of(SEALED, [bytes(16), b"x" * 16, bytes(16)])
    assert found.texts == tuple(sorted([tracker_text(bytes(16)), tracker_text(b"x" * 16), tracker_text(bytes(16))]))
    assert lists.read(lists.write(found), "counted") == found


@pytest.mark.parametrize("kind", ["board", "counted"])
@pytest.mark.parametrize("texts", [(), ("0000-0000-0000-0000",), ("0000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ")])
def test_what_is_written_is_read(kind: Kind, texts: tuple[str, ...]) -> None:
    listed = Listed(kind, "a-wave-1", MARK.hex(), texts)
    assert lists.read(lists.write(listed), kind) == listed


def test_the_one_list_is_not_taken_for_the_other() -> None:
    with pytest.raises(BoardError, match="the list that is called 'board', where 'counted' is wanted"):
        lists.read(lists.write(lists.receipts_of(SEALED)), "counted")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEAD[:-1],
        HEAD.replace(b" 1 ", b" 2 ", 1),
        HEAD.replace(b"a-wave", b"A wave"),
        HEAD.replace(b"00", b"", 1),
        HEAD.upper(),
        HEAD + b"JRDP-VMZD-WF5R-XJXA",
        HEAD + b"JRDP-VMZD-WF5R-XJX\n",
        HEAD + b"JRDP-VMZD-WF5R-XJXU\n",
        HEAD + b"jrdp-vmzd-wf5r-xjxa\n",
        HEAD + b"JRDPVMZDWF5RXJXA\n",
        HEAD + b"JRDP-VMZD-WF5R-XJXA\r\n",
        HEAD + b"\n",
        b"\xef\xbb\xbf" + HEAD,
        b"JRDP-VMZD-WF5R-XJXA\n",
    ],
)
def test_a_list_that_is_cut_or_altered_is_refused(content: bytes) -> None:
    with pytest.raises(BoardError, match="no list of receipts or trackers, or a line of it is cut short or altered"):
        lists.read(content, "board")


def test_a_list_in_another_order_is_refused() -> None:
    """An order is the one thing that a list could tell beside its lines."""
    with pytest.raises(BoardError, match="not in sorted order"):
        lists.read(HEAD + b"ZZZZ-ZZZZ-ZZZZ-ZZZZ\n0000-0000-0000-0000\n", "board")


PAGE = (Path(__file__).parents[3] / "docs" / "receipts.md").read_text(encoding="utf-8")


def test_the_page_on_receipts_is_enough_to_work_one_out() -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Callable[[bytes], str]] = {}
    exec(snippet, names)  # noqa: S102  the page's own words
    for octets in (b"", b"aa", bytes(range(16)), b"x" * 514):
        assert names["text"](octets) == receipt(octets)
    assert f"`{receipt(b'aa')}`" in PAGE
    assert f"`{tracker_text(bytes(range(16)))}`" in PAGE


def test_the_commands_of_the_page_on_receipts_say_what_they_promise(tmp_path: Path) -> None:
    trackers = [bytes([number]) * 16 for number in range(3)]
    both = lists.write(lists.receipts_of(SEALED)), lists.write(lists.trackers_of(SEALED, trackers))
    (tmp_path / "tavla.txt").write_bytes(b"".join(both))
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    commands = [line.partition("  #")[0] for line in block.splitlines() if not line.startswith("curl")]
    mine = receipt(b"cc")
    said = [
        subprocess.run(
            ["sh", "-c", command.replace("04HZ-SCFJ-X7CK-3RGZ", mine)],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        ).stdout.split()[0]
        for command in commands
    ]  # fmt: skip
    place = lists.receipts_of(SEALED).texts.index(mine) + 2
    sums = [sha256(part).hexdigest() for part in (b"".join(both), *both)]
    assert said == [sums[0], f"{place}:{mine}", sums[1], sums[2], "4", "3"]
