"""One code, one answer: durable, acknowledged with its receipt, and never changed."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from threading import Barrier, Thread

import msgspec
import pytest
from sqlalchemy import text

from survey.errors import AlreadyAnswered, Busy, Closed, EnvelopeError, NotYetOpen, StoreError, UnknownCode
from survey.settings import Settings
from survey.steps.enter import admit, door
from survey.steps.submit import Clerk, Kept, seal_sheet
from survey.store import box, waves
from survey.store.engine import open_engine, reading, writing
from tests.builders import CLOSES, OPENS
from tests.survey.steps.running import PATIENCE_S, WAVE, Running

SHEET = {"A1": ("yes",), "C1": ("no",), "C2": ("once",), "C3": ("yes",), "D1": ("criminal",)}
OTHER = {"A1": ("yes",), "C1": ("no",), "C2": ("no",)}
SEED = bytes(range(32))


def lying(running: Running) -> int:
    """How many envelopes lie in the box."""
    with reading(running.context.database) as connection:
        return box.count(connection, WAVE)


def test_an_answer_is_kept_with_a_receipt_of_its_envelope(running: Running) -> None:
    kept = running.send(running.codes["0580/staff"][0], SHEET)
    assert not kept.again
    assert len(kept.receipt) == 19
    assert lying(running) == 1


def test_the_same_form_sent_again_is_one_answer_with_the_same_receipt(running: Running) -> None:
    code = running.codes["0580/staff"][0]
    first = running.send(code, SHEET, SEED)
    for _ in range(3):
        assert running.send(code, SHEET, SEED) == Kept(first.receipt, again=True)
    assert lying(running) == 1


def test_another_answer_under_a_used_code_is_refused_and_changes_nothing(running: Running) -> None:
    code = running.codes["0580/staff"][0]
    first = running.send(code, SHEET, SEED)
    for sheet, seed in ((OTHER, SEED), (SHEET, secrets.token_bytes(32))):
        with pytest.raises(AlreadyAnswered, match="nothing was changed"):
            running.send(code, sheet, seed)
    assert running.send(code, SHEET, SEED) == Kept(first.receipt, again=True)
    assert lying(running) == 1


def test_of_twenty_who_race_with_one_code_one_is_kept(running: Running) -> None:
    admission = admit(running.context, running.door, running.codes["0581/elected"][0])
    together = Barrier(20)
    kept: list[Kept] = []
    refused: list[AlreadyAnswered] = []

    def race() -> None:
        envelope = seal_sheet(running.door, admission.stratum, SHEET, secrets.token_bytes(32))
        together.wait()
        try:
            kept.append(running.clerk.submit(running.door, admission.code, envelope).result(PATIENCE_S))
        except AlreadyAnswered as error:
            refused.append(error)

    racers = [Thread(target=race) for _ in range(20)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert (len(kept), len(refused), lying(running)) == (1, 19, 1)


def test_an_answer_is_taken_from_the_opening_until_just_before_the_close(running: Running) -> None:
    envelope = seal_sheet(running.door, "0580/staff", SHEET, SEED)
    code = admit(running.context, running.door, running.codes["0580/staff"][0]).code
    for instant, refusal in ((OPENS - timedelta(seconds=1), NotYetOpen), (CLOSES, Closed)):
        running.world.clock.move_to(instant)
        with pytest.raises(refusal):
            running.clerk.submit(running.door, code, envelope)
    running.world.clock.move_to(CLOSES - timedelta(seconds=1))
    assert not running.clerk.submit(running.door, code, envelope).result(PATIENCE_S).again


def test_a_code_that_nobody_has_puts_nothing_in_the_box(running: Running) -> None:
    envelope = seal_sheet(running.door, "0580/staff", SHEET, SEED)
    with pytest.raises(UnknownCode):
        running.clerk.submit(running.door, "0000000000000000", envelope).result(PATIENCE_S)
    assert lying(running) == 0


@pytest.mark.parametrize("spoil", [lambda e: e[:-1], lambda e: e + b"x", lambda _: b"", lambda e: b"X" + e[1:]])
def test_what_can_be_no_envelope_is_refused_before_the_box(running: Running, spoil: Callable[[bytes], bytes]) -> None:
    envelope = spoil(seal_sheet(running.door, "0580/staff", SHEET, SEED))
    code = admit(running.context, running.door, running.codes["0580/staff"][0]).code
    with pytest.raises(EnvelopeError):
        running.clerk.submit(running.door, code, envelope)
    assert lying(running) == 0
    assert not running.send(code, SHEET).again, "the code is not spent"


def test_all_envelopes_of_a_wave_have_one_length(running: Running) -> None:
    full = seal_sheet(running.door, "0580/elected", {**SHEET, "B1": ("council",)}, SEED)
    empty = seal_sheet(running.door, "0581/staff", {"A1": ("yes",)}, SEED)
    assert len(full) == len(empty)


def test_a_wave_that_is_being_closed_elsewhere_takes_no_more(running: Running) -> None:
    """This process still has an open door in its hand; the state in the database decides."""
    with writing(running.context.database) as connection:
        waves.set_state(connection, WAVE, "closing")
    with pytest.raises(Closed):
        running.send(running.codes["0580/staff"][0], SHEET)
    assert lying(running) == 0


def test_a_database_that_refuses_loses_no_answer(running: Running) -> None:
    """The respondent's page still holds it, and the same form is taken when the database is back."""
    code = running.codes["0580/staff"][0]
    with writing(running.context.database) as connection:
        connection.execute(text("ALTER TABLE box_linkoping_norrkoping_1 RENAME TO elsewhere"))
    with pytest.raises(StoreError, match="the database refuses"):
        running.send(code, SHEET, SEED)
    with writing(running.context.database) as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO box_linkoping_norrkoping_1"))
    assert not running.send(code, SHEET, SEED).again


def test_a_busy_server_says_so_at_once_and_keeps_what_waits(running: Running, database_url: str) -> None:
    settings: Settings = msgspec.structs.replace(running.context.settings, queue=4)
    clerk = Clerk(msgspec.structs.replace(running.context, settings=settings))
    codes = [admit(running.context, running.door, code).code for code in running.codes["0580/staff"]]
    envelope = seal_sheet(running.door, "0580/staff", SHEET, SEED)
    other = open_engine(database_url)
    waiting: list[Future[Kept]] = []
    with writing(other) as connection:
        waves.lock(connection, WAVE, exclusive=True)

        def send_all() -> None:
            for code in codes:
                waiting.append(clerk.submit(running.door, code, envelope))  # noqa: PERF401  those before the refusal count

        with pytest.raises(Busy, match="send again in a moment"):
            send_all()
    assert 4 <= len(waiting) <= 5, "four wait, and one is being written"
    assert all(not future.result(PATIENCE_S).again for future in waiting)
    clerk.close()
    other.dispose()


def test_the_clerk_of_each_worker_process_keeps_the_rule(running: Running) -> None:
    """Two contexts on one database stand for two worker processes."""
    code = running.codes["0581/staff"][0]
    first = running.send(code, SHEET, SEED)
    other = Clerk(running.context)
    canonical = admit(running.context, running.door, code).code
    for sheet, expected in ((SHEET, True), (OTHER, None)):
        future = other.submit(
            door(running.context, WAVE), canonical, seal_sheet(running.door, "0581/staff", sheet, SEED)
        )
        if expected:
            assert future.result(PATIENCE_S) == Kept(first.receipt, again=True)
        else:
            assert isinstance(future.exception(PATIENCE_S), AlreadyAnswered)
    other.close()
