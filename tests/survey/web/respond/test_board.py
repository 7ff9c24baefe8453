"""The board page says what is published, and the whole of it is one file, the same for all."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from litestar.testing import TestClient

from survey.assembly import create_app
from survey.steps.close import close, paths
from survey.steps.publish import publish
from survey.steps.tally import read_bundle, tally
from tests.builders import CLOSES, HOLDERS, OPENS, World
from tests.survey.web.visiting import EN, SV, WAVE, Visitor

PAGE, FILE = f"{SV}/kvitto", f"/s/{WAVE}/tavla.txt"


class Ended:
    """A wave of the small form that three have answered, with a receipt and a tracker each."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.codes = world.issue()
        self.client = TestClient(create_app(world.settings, world.clock))
        world.clock.move_to(OPENS)
        self.shown: list[tuple[str, str]] = []
        for stratum in ("0580/elected", "0580/staff", "0581/staff"):
            visitor = Visitor(self.client).start(self.codes[stratum].pop()).to_the_end().press("send")
            assert [found["data-slot"] for found in visitor.html.all("code")] == ["receipt", "tracker"]
            texts = [word for word in visitor.html.words if len(word) == 19 and word.count("-") == 3]
            self.shown.append((texts[0], texts[1]))

    def close(self) -> None:
        """The end of the wave, and the closing of its box."""
        self.world.clock.move_to(CLOSES)
        close(self.world.context, WAVE)

    def count(self, folder: Path) -> bytes:
        """The list that k of n trustees make."""
        bundle, _, _ = paths(self.world.context, WAVE)
        keys = [self.world.keys[holder].hpke for holder in HOLDERS[:2]]
        return tally(self.world.define().manifest, read_bundle(bundle), keys, folder).counted.read_bytes()

    def visit(self, address: str = PAGE) -> Visitor:
        """Somebody with a new browser."""
        return Visitor(self.client).get(address)


@pytest.fixture
def ended(world: World) -> Iterator[Ended]:
    made = Ended(world)
    with made.client:
        yield made


def test_before_the_close_the_page_says_when_the_lists_come(ended: Ended) -> None:
    ended.world.clock.move_to(CLOSES - timedelta(seconds=1))
    visitor = ended.visit()
    assert visitor.response.status_code == 200
    assert "De kommer när enkäten har stängt, måndag 16 maj 2022 klockan 08:00, svensk tid" in visitor.text
    assert not visitor.html.all("script")
    assert not visitor.html.all("input")
    assert ended.visit(FILE).response.status_code == 404


def test_between_the_instant_and_the_closing_of_the_box_the_page_says_so(ended: Ended) -> None:
    ended.world.clock.move_to(CLOSES)
    assert "Listorna är på väg" in ended.visit().text
    assert ended.visit(FILE).response.status_code == 404


def test_after_the_close_every_receipt_is_there_and_the_page_says_that_the_counting_is_to_come(ended: Ended) -> None:
    ended.close()
    visitor = ended.visit()
    assert "Ingen lista är publicerad ännu. Den kommer när minst 2 av 3 nyckelhållare har öppnat lådan" in visitor.text
    lines = ended.visit(FILE).response.text.splitlines()
    assert lines[0].startswith(f"samtidig board 1 {WAVE} ")
    assert lines[1:] == sorted(receipt for receipt, _ in ended.shown)


def test_after_the_publishing_every_tracker_is_there_too(ended: Ended, tmp_path: Path) -> None:
    ended.close()
    before = ended.visit(FILE).response
    publish(ended.world.context, WAVE, ended.count(tmp_path / "out"))
    visitor, file = ended.visit(), ended.visit(FILE).response
    assert [word for word in visitor.html.words if word.isdecimal()][:2] == ["3", "3"]
    assert hashlib.sha256(file.content).hexdigest() in visitor.text
    assert hashlib.sha256(before.content).hexdigest() in visitor.text
    assert file.content.startswith(before.content)
    head, *lines = file.content[len(before.content) :].decode("ascii").splitlines()
    assert head.startswith(f"samtidig counted 1 {WAVE} ")
    assert lines == sorted(tracker for _, tracker in ended.shown)
    assert file.headers["etag"] != before.headers["etag"]


def test_an_envelope_that_was_not_counted_is_told_of(ended: Ended, tmp_path: Path) -> None:
    ended.close()
    fewer = ended.count(tmp_path / "out").rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n"
    assert "Skillnaden är kuvert" not in ended.visit().text
    publish(ended.world.context, WAVE, fewer)
    assert "Skillnaden är kuvert som inte gick att läsa" in ended.visit().text


def test_the_file_comes_packed_or_plain_and_is_named_by_its_content(ended: Ended) -> None:
    ended.close()
    tags = {}
    for encoding in ("gzip", "identity"):
        response = ended.client.get(FILE, headers={"accept-encoding": encoding})
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert ("content-encoding" in response.headers) == (encoding == "gzip")
        tags[encoding] = response.headers["etag"]
        again = ended.client.get(FILE, headers={"accept-encoding": encoding, "if-none-match": tags[encoding]})
        assert (again.status_code, again.content) == (304, b"")
        head = ended.client.head(FILE, headers={"accept-encoding": encoding})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tags[encoding])
        other = ended.client.get(FILE, headers={"accept-encoding": encoding, "if-none-match": '"something else"'})
        assert other.status_code == 200
    assert len(set(tags.values())) == 2
    assert all(tag.startswith('"') for tag in tags.values())


def test_the_page_is_the_same_for_all_and_another_language_stays_on_it(ended: Ended) -> None:
    ended.close()
    assert ended.visit().response.content == ended.visit().response.content
    english = ended.visit(f"{EN}/kvitto")
    assert english.heading == "Was your answer included?"
    assert {found["href"] for found in ended.visit().html.all("a", lang="en")} == {f"{EN}/kvitto"}
    packed = ended.client.get(PAGE, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == ended.client.get(PAGE, headers={"accept-encoding": "identity"}).content


def test_no_page_takes_a_receipt(ended: Ended) -> None:
    """There is no way to ask the server for one line: what stands in the address or a body is not looked at."""
    ended.close()
    receipt, _ = ended.shown[0]
    visitor = ended.visit(f"{PAGE}?kvitto={receipt}")
    assert visitor.response.content == ended.visit().response.content
    assert receipt not in visitor.response.text
    assert visitor.html.all("form") == []
    assert [found for found in visitor.html.all("input") if "name" in found] == []
    for address in (PAGE, FILE):
        assert ended.client.post(address, data={"receipt": receipt}).status_code in {403, 405}


def test_the_page_that_thanks_and_the_pages_after_the_close_lead_here(ended: Ended) -> None:
    thanked = Visitor(ended.client)
    ended.world.clock.move_to(OPENS)
    first, second = ended.codes["0581/elected"][:2]
    thanked.start(first).to_the_end().press("send")
    assert thanked.html.all("a", href=PAGE)
    late = Visitor(ended.client).start(second)
    ended.world.clock.move_to(CLOSES)
    assert late.press("next").response.status_code == 403
    assert late.html.all("a", href=PAGE)
    assert ended.visit(SV).html.all("a", href=PAGE)


def test_a_wave_or_language_that_is_not_there_has_no_board(ended: Ended) -> None:
    for address in ("/s/none-1/sv/kvitto", "/s/none-1/tavla.txt", f"/s/{WAVE}/xx/kvitto"):
        assert ended.visit(address).response.status_code == 404


def test_a_list_that_was_altered_on_the_disk_is_not_shown(ended: Ended) -> None:
    ended.close()
    board = paths(ended.world.context, WAVE)[2]
    board.write_bytes(gzip.compress(board.read_bytes()))
    for address in (PAGE, FILE):
        response = ended.visit(address).response
        assert response.status_code == 500
        assert ended.shown[0][0] not in response.text
