"""Who knows when everybody came, and every byte that was kept, links nobody to an answer; naive layouts link all."""

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import pytest

from survey.ballot.nullifiers import nullifier
from survey.ballot.receipts import receipt
from survey.store.engine import open_engine
from tests.attacks.adversary import MOST_BY_CHANCE, at_chance, is_linked, right
from tests.attacks.followed import ANSWERS, Followed
from tests.attacks.naive import linked_by_row_id, linked_by_transaction, marked_and_answered
from tests.survey.steps.running import WAVE

PEOPLE = [f"person-{number:03}" for number in (n * 37 % 101 for n in range(101))]


def found_by_nullifier(followed: Followed) -> list[Hashable]:
    return [nullifier(followed.key, WAVE, code) for code in followed.arrived]


ORDERS: list[tuple[str, Callable[[Followed], tuple[Sequence[Hashable], Sequence[Hashable]]]]] = [
    ("envelopes in the bundle", lambda f: ([f.envelopes[code] for code in f.arrived], f.bundle)),
    ("receipts on the board", lambda f: ([receipt(f.envelopes[code]) for code in f.arrived], f.board)),
    ("trackers in the list of what was counted", lambda f: ([f.trackers[code] for code in f.arrived], f.counted)),
    ("rows in the answer set", lambda f: ([f.rows[code] for code in f.arrived], f.answer_set)),
    ("those who may answer, in storage", lambda f: (found_by_nullifier(f), f.eligible_order)),
    ("nullifiers", lambda f: (found_by_nullifier(f), f.nullifiers)),
    ("codes as issued", lambda f: (f.arrived, f.codes)),
]


@pytest.mark.parametrize("orders", [orders for _, orders in ORDERS], ids=[name for name, _ in ORDERS])
def test_the_order_of_arrival_is_in_nothing_that_is_kept(
    followed: Followed, orders: Callable[[Followed], tuple[Sequence[Hashable], Sequence[Hashable]]]
) -> None:
    arrived, found = orders(followed)
    assert len(arrived) == ANSWERS
    assert at_chance(arrived, found)


@pytest.mark.parametrize(
    "way", ["bundle", "bundle backwards", "board", "counted", "board beside counted", "box", "arrival"]
)
def test_whoever_saw_each_envelope_come_and_every_receipt_and_tracker_cannot_go_on_to_the_row(
    followed: Followed, way: str
) -> None:
    """The adversary knows which envelope is whose, has made everybody show receipt and tracker, and takes the row at
    the same place in the answer set.
    """
    placed: dict[str, Callable[[str], int]] = {
        "bundle": lambda code: followed.bundle.index(followed.envelopes[code]),
        "bundle backwards": lambda code: -1 - followed.bundle.index(followed.envelopes[code]),
        "board": lambda code: followed.board.index(receipt(followed.envelopes[code])),
        "counted": lambda code: followed.counted.index(followed.trackers[code]),
        "board beside counted": lambda code: (
            followed.board.index(receipt(followed.envelopes[code])) - followed.counted.index(followed.trackers[code])
        ),
        "box": lambda code: followed.box_order.index(followed.envelopes[code]),
        "arrival": followed.arrived.index,
    }
    guesses = {code: followed.answer_set[placed[way](code)] for code in followed.arrived}
    assert right(guesses, followed.rows) <= MOST_BY_CHANCE


def test_the_same_adversary_links_everybody_to_a_tally_that_keeps_the_order(followed: Followed) -> None:
    """Positive control: rows written as they are opened, envelope by envelope."""
    row_of = {followed.envelopes[code]: row for code, row in followed.rows.items()}
    unsorted = [row_of[envelope] for envelope in followed.bundle]
    guesses = {code: unsorted[followed.bundle.index(followed.envelopes[code])] for code in followed.arrived}
    assert is_linked(guesses, followed.rows)


def test_no_receipt_leads_to_the_tracker_of_the_same_person(followed: Followed) -> None:
    """Both lists side by side: line by line, and the one turned round, they pair no more than chance."""
    trackers = {receipt(followed.envelopes[code]): tracker for code, tracker in followed.trackers.items()}
    for counted in (followed.counted, followed.counted[::-1]):
        assert right(dict(zip(followed.board, counted, strict=True)), trackers) <= MOST_BY_CHANCE


def test_the_same_adversary_links_everybody_to_a_list_of_trackers_in_the_order_of_the_bundle(
    followed: Followed,
) -> None:
    """Positive control: trackers written as they are opened, and the answers likewise."""
    in_order = sorted(followed.arrived, key=lambda code: followed.bundle.index(followed.envelopes[code]))
    counted = [followed.trackers[code] for code in in_order]
    rows = [followed.rows[code] for code in in_order]
    guesses = {code: rows[counted.index(followed.trackers[code])] for code in followed.arrived}
    assert is_linked(guesses, followed.rows)


def test_receipt_and_tracker_stand_nowhere_in_the_answer_set(followed: Followed) -> None:
    """What a person is made to show is found on the board and in the counted list, and nowhere near an answer."""
    answers = b"\n".join(followed.answer_set)
    for shown in (*followed.board, *followed.counted):
        assert shown.encode("ascii") not in answers
        assert shown.replace("-", "").encode("ascii") not in answers
    assert set(followed.counted) == set(followed.trackers.values())


def test_no_transaction_touched_both_a_person_and_an_answer(followed: Followed) -> None:
    truth = {nullifier(followed.key, WAVE, code): envelope for code, envelope in followed.envelopes.items()}
    assert right(followed.same_transaction, truth) == 0


def test_the_storage_of_the_box_does_tell_when_an_envelope_came(followed: Followed) -> None:
    """The honest limit, and a positive control: in PostgreSQL the box lies in the order of arrival. It is harmless
    only because an envelope cannot be opened by k − 1 trustees, and leads to no row once it has been.
    """
    arrived = [followed.envelopes[code] for code in followed.arrived]
    if followed.on_sqlite:
        assert set(followed.box_order) == set(arrived)
    else:
        assert followed.box_order == arrived


@pytest.mark.postgres
def test_a_naive_layout_is_linked_in_postgresql(postgres_url: str) -> None:
    database = open_engine(postgres_url)
    truth = marked_and_answered(database, PEOPLE)
    assert is_linked(linked_by_transaction(database), truth)
    database.dispose()


def test_a_naive_layout_is_linked_in_sqlite(tmp_path: Path) -> None:
    file = tmp_path / "naive.sqlite"
    database = open_engine(f"sqlite:///{file}")
    truth = marked_and_answered(database, PEOPLE)
    database.dispose()
    assert is_linked(linked_by_row_id(file, PEOPLE), truth)


def test_the_measures_see_an_order_that_is_kept_and_one_that_is_turned() -> None:
    numbers = list(range(ANSWERS))
    shuffled = sorted(numbers, key=lambda n: n * 7919 % 211)
    half_kept = numbers[: ANSWERS // 2] + [n for n in shuffled if n >= ANSWERS // 2]
    for kept in (numbers, numbers[::-1], half_kept):
        assert not at_chance(numbers, kept)
    assert at_chance(numbers, shuffled)
