"""Two of three keys open the bundle; fewer, foreign or altered things open nothing and say so."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from questionnaires import answersets
from questionnaires.errors import AnswerSetError
from questionnaires.sheets import encode
from survey.ballot import bundle, envelopes, lists, receipts
from survey.ballot.bundle import Bundle
from survey.ballot.keyfiles import random_keys
from survey.errors import BundleError, SharesError, StoreError
from survey.steps.close import Closing, close
from survey.steps.enter import admit, door
from survey.steps.issue import issue
from survey.steps.submit import Clerk, seal_sheet, sealing_context
from survey.steps.tally import read_bundle, tally, total
from survey.study.manifest import Manifest, fingerprint
from tests.builders import CLOSES, HOLDERS, OPENS, World
from tests.survey.steps.running import PATIENCE_S, WAVE, Running, Sheet, beside, random_sheet
from tests.survey.steps.test_issue import read as read_codes
from tests.survey.store.test_files import little_room

LINKOPING, NORRKOPING, OUTSIDE = HOLDERS


class Closed:
    """A closed wave: its bundle, its manifest, what was sent, and the keys."""

    def __init__(self, running: Running) -> None:
        self.sent = running.answer(0.5)
        self.running = running
        self.strata = {code: stratum for stratum, codes in running.codes.items() for code in codes}
        self.closing: Closing = running.close()
        self.sealed: Bundle = read_bundle(self.closing.bundle)
        self.manifest: Manifest = running.door.manifest
        self.keys = [running.world.keys[holder].hpke for holder in HOLDERS]

    def rows(self, municipality: str, group: str) -> list[bytes]:
        """The rows that must come out, in sorted order."""
        mine = [sheet for code, sheet in self.sent.items() if self.strata[code] == f"{municipality}/{group}"]
        return sorted(encode(self.manifest.questionnaire, group, sheet) for sheet in mine)

    def with_strata(self, strata: dict[str, list[bytes]]) -> Bundle:
        """The bundle of another box."""
        every = {**self.sealed.strata, **strata}
        return bundle.gather(fingerprint(self.manifest), WAVE, self.sealed.envelope_size, every)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """The tally knows no database, so one wave serves the tests that read it."""
    folder = tmp_path_factory.mktemp("closed")
    running = Running(World(folder, f"sqlite:///{folder}/survey.sqlite"))
    yield Closed(running)
    running.stop()


def test_what_was_sent_comes_out_and_nothing_else(closed: Closed, tmp_path: Path) -> None:
    opened: list[int] = []
    tallied = tally(closed.manifest, closed.sealed, closed.keys[:2], tmp_path / "out", opened.append)
    assert set(tallied.unreadable.values()) == {0}
    assert sum(opened) == total(closed.sealed) == 24
    for code, path in tallied.files.items():
        found = answersets.read(path.read_bytes(), closed.manifest.questionnaire)
        answersets.verify_rows(found, closed.manifest.questionnaire)
        assert found.header.fingerprint == fingerprint(closed.manifest).hex()
        for stratum in found.header.strata:
            assert (stratum.invited, stratum.answered) == (12, 6)
            assert list(found.rows[stratum.group]) == closed.rows(code, stratum.group)


def test_the_list_of_what_was_counted_has_the_tracker_of_every_answer_of_the_wave_sorted(
    running: Running, tmp_path: Path
) -> None:
    mine = []
    for stratum, (code, *_) in running.codes.items():
        seed, sheet = code.encode("ascii").ljust(32), random_sheet(running.form, stratum.partition("/")[2], Random(1))
        running.send(code, sheet, seed)
        row = encode(running.form, stratum.partition("/")[2], sheet)
        mine.append(envelopes.tracker(row, sealing_context(running.door.manifest, stratum), seed))
    closing = running.close()
    tallied = running.tally(closing, tmp_path / "out")
    assert tallied.counted.name == f"counted-{WAVE}.txt"
    found = lists.read(tallied.counted.read_bytes(), "counted")
    assert (found.wave, found.fingerprint) == (WAVE, running.door.fingerprint.hex())
    assert list(found.texts) == sorted(map(receipts.tracker_text, mine))
    for path in tallied.files.values():
        assert not any(text.encode("ascii") in path.read_bytes() for text in found.texts)


def test_any_two_of_the_three_keys_give_the_same_bytes_and_so_do_all_three(closed: Closed, tmp_path: Path) -> None:
    first, second, third = closed.keys
    written = []
    for number, keys in enumerate([(first, second), (third, first), (second, third), (first, second, third)]):
        tallied = tally(closed.manifest, closed.sealed, keys, tmp_path / str(number))
        written.append([path.read_bytes() for path in (*tallied.files.values(), tallied.counted)])
    assert all(one == written[0] for one in written)


def test_the_same_answers_give_the_same_bytes_whatever_their_order_codes_and_seals(
    running: Running, tmp_path: Path
) -> None:
    """Two installations run the same signed study; the same sheets come to each, in opposite orders."""
    random = Random(7)
    sheets: list[tuple[str, Sheet]] = [
        (stratum, random_sheet(running.form, stratum.partition("/")[2], random))
        for stratum in running.codes
        for _ in range(5)
    ]
    running.world.clock.move_to(OPENS.replace(day=1))
    other = beside(running.world, tmp_path / "other", f"sqlite:///{tmp_path}/other.sqlite")
    issued = issue(other, WAVE, tmp_path / "other" / "codes")
    codes: dict[str, list[str]] = {}
    for municipality, path in issued.files.items():
        for group, code in read_codes(path):
            codes.setdefault(f"{municipality}/{group}", []).append(code)
    running.world.clock.move_to(OPENS)
    answer_sets = []
    for context, mine, order in ((running.context, running.codes, sheets), (other, codes, sheets[::-1])):
        entrance, clerk, left = door(context, WAVE), Clerk(context), {key: list(value) for key, value in mine.items()}
        for stratum, sheet in order:
            admission = admit(context, entrance, left[stratum].pop())
            envelope = seal_sheet(entrance, stratum, sheet, random.randbytes(32))
            clerk.submit(entrance, admission.code, envelope).result(PATIENCE_S)
        clerk.close()
        running.world.clock.move_to(CLOSES)
        closing = close(context, WAVE)
        keys = [running.world.keys[holder].hpke for holder in (LINKOPING, OUTSIDE)]
        tallied = tally(entrance.manifest, read_bundle(closing.bundle), keys, closing.bundle.parent)
        answer_sets.append([path.read_bytes() for path in tallied.files.values()])
        running.world.clock.move_to(OPENS)
    assert running.context.settings.bundles != other.settings.bundles
    assert answer_sets[0] == answer_sets[1]
    other.close()


def test_run_again_it_writes_the_same(closed: Closed, tmp_path: Path) -> None:
    written = []
    for _ in range(2):
        tallied = tally(closed.manifest, closed.sealed, closed.keys[:2], tmp_path / "out")
        written.append((tallied, [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())]))
    assert written[0] == written[1]


@pytest.mark.parametrize("holders", [[], [0], [1], [2], [0, 0]])
def test_fewer_than_k_keys_open_nothing(closed: Closed, tmp_path: Path, holders: list[int]) -> None:
    with pytest.raises(SharesError, match=f"{len(set(holders))} of the 2 keys that are needed are here; bring"):
        tally(closed.manifest, closed.sealed, [closed.keys[holder] for holder in holders], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_key_of_another_study_opens_nothing(closed: Closed, tmp_path: Path) -> None:
    stranger = random_keys("Någon annan")
    for key in (stranger.hpke, closed.running.world.keys[LINKOPING].sign):
        with pytest.raises(SharesError, match="belongs to none of the wave's trustees"):
            tally(closed.manifest, closed.sealed, [closed.keys[0], key], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_bundle_of_another_manifest_is_refused(closed: Closed, tmp_path: Path) -> None:
    other = bundle.gather(bytes(32), WAVE, closed.sealed.envelope_size, closed.sealed.strata)
    renamed = bundle.gather(
        fingerprint(closed.manifest), "another-1", closed.sealed.envelope_size, closed.sealed.strata
    )
    for wrong in (other, renamed):
        with pytest.raises(BundleError, match="not of this manifest; give the manifest that was closed with it"):
            tally(closed.manifest, wrong, closed.keys, tmp_path / "out")
    fewer = {stratum: found for stratum, found in closed.sealed.strata.items() if stratum != "0581/staff"}
    short = bundle.gather(fingerprint(closed.manifest), WAVE, closed.sealed.envelope_size, fewer)
    with pytest.raises(BundleError, match="other strata than the manifest"):
        tally(closed.manifest, short, closed.keys, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :],
        lambda whole: whole + b"\n",
        lambda _: b"",
        lambda _: b"\x00" * 100,
    ],
    ids=["a byte short", "half", "a bit", "too long", "empty", "something else"],
)
def test_a_spoiled_bundle_file_is_refused(closed: Closed, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    (tmp_path / "spoiled").write_bytes(spoil(closed.closing.bundle.read_bytes()))
    with pytest.raises(BundleError, match="bundle"):
        read_bundle(tmp_path / "spoiled")


def test_a_bundle_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.bundle cannot be read"):
        read_bundle(tmp_path / "none.bundle")


@pytest.mark.parametrize("place", [5, 20, 60, 300, -20, -1])
def test_one_altered_envelope_is_counted_as_unreadable_and_the_others_stand(
    closed: Closed, tmp_path: Path, place: int
) -> None:
    """Whoever can exchange bytes in the box can spoil an answer, but not change it, and it is seen."""
    first, *others = closed.sealed.strata["0580/staff"]
    altered = bytearray(first)
    altered[place] ^= 1
    sealed = closed.with_strata({"0580/staff": [bytes(altered), *others]})
    tallied = tally(closed.manifest, sealed, closed.keys[:2], tmp_path / "out")
    assert tallied.unreadable == {"0580/elected": 0, "0580/staff": 1, "0581/elected": 0, "0581/staff": 0}
    assert tallied.answered["0580/staff"] == 5
    assert len(lists.read(tallied.counted.read_bytes(), "counted").texts) == 23


def test_an_envelope_moved_to_another_stratum_does_not_count_there(closed: Closed, tmp_path: Path) -> None:
    moved, *kept = closed.sealed.strata["0580/staff"]
    sealed = closed.with_strata({"0580/staff": kept, "0581/staff": [*closed.sealed.strata["0581/staff"], moved]})
    tallied = tally(closed.manifest, sealed, closed.keys[:2], tmp_path / "out")
    assert tallied.unreadable["0581/staff"] == 1
    assert (tallied.answered["0580/staff"], tallied.answered["0581/staff"]) == (5, 6)


def test_a_row_that_no_respondent_could_give_does_not_count(closed: Closed, tmp_path: Path) -> None:
    """Whoever has a code can seal what they like; the form's own rules are asked again when it is opened."""
    context = sealing_context(closed.manifest, "0580/elected")
    hostile = [envelopes.seal(row * context.row_width, context, bytes(32)) for row in (b"z", b"-", b"\x00", b"=")]
    sealed = closed.with_strata({"0580/elected": hostile})
    tallied = tally(closed.manifest, sealed, closed.keys[:2], tmp_path / "out")
    assert tallied.unreadable["0580/elected"] == 4
    assert tallied.answered["0580/elected"] == 0


def test_more_answers_than_invited_are_refused(closed: Closed, tmp_path: Path) -> None:
    context = sealing_context(closed.manifest, "0580/staff")
    row = closed.rows("0580", "staff")[0]
    stuffed = [envelopes.seal(row, context, bytes([number]) * 32) for number in range(13)]
    with pytest.raises(AnswerSetError, match="0580/staff: 13 answers from 12 invited"):
        tally(closed.manifest, closed.with_strata({"0580/staff": stuffed}), closed.keys[:2], tmp_path / "out")


def test_a_full_disk_leaves_no_half_answer_set_and_loses_nothing(closed: Closed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with little_room(600), pytest.raises(StoreError, match=r"answers-.*\.txt cannot be written: .*; make room"):
        tally(closed.manifest, closed.sealed, closed.keys[:2], out)
    assert list(out.iterdir()) == []
    tallied = tally(closed.manifest, closed.sealed, closed.keys[:2], out)
    assert sorted(out.iterdir()) == sorted([*tallied.files.values(), tallied.counted])
