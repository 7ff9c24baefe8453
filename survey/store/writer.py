"""The one writer of a wave: it commits whatever has arrived as a group, then acknowledges each answer.

While one commit runs, others gather; the next commit takes them all. So no answer waits for a timer, each is on
the disk before it is acknowledged, and a busy minute costs one flush for many answers. Nothing is kept in memory
that has been acknowledged, and nothing is acknowledged that is only in memory.
"""

import threading
from collections import deque
from concurrent.futures import Future
from typing import NamedTuple

from sqlalchemy import Engine

from survey.errors import Busy, StoreError
from survey.store import box, engine, waves
from survey.store.box import Outcome

#: More than this in one commit gains nothing (docs/decisions/0005-one-writer.md).
GROUP = 256


class _Waiting(NamedTuple):
    nu: bytes
    envelope: bytes
    outcome: "Future[Outcome]"


class Writer:
    """The writer of the wave *key*, with a thread of its own.

    *queue*: how many answers may wait before `Busy`. *group*: the most that go into one commit.

    `deposit` gives a future of the outcome; on `kept` and `again` the envelope is durable. When the wave is no longer
    taking answers the outcome is `shut`. A refusal by the database reaches every waiting answer as StoreError, and
    the writer goes on with the next group: the respondent's page still holds the answer and can send it again.
    """

    def __init__(self, database: Engine, key: str, queue: int, group: int = GROUP) -> None:
        self._database = database
        self._key = key
        self._queue = queue
        self._group = group
        self._waiting: deque[_Waiting] = deque()
        self._more = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"writer of {key}", daemon=True)
        self._thread.start()

    def deposit(self, nu: bytes, envelope: bytes) -> "Future[Outcome]":
        """Hand over one envelope. Raises Busy when the queue is full or the writer is stopping."""
        outcome: Future[Outcome] = Future()
        with self._more:
            if self._stopping or len(self._waiting) >= self._queue:
                raise Busy("too many answers are waiting to be written", "send again in a moment")
            self._waiting.append(_Waiting(nu, envelope, outcome))
            self._more.notify()
        return outcome

    def close(self) -> None:
        """Write what has arrived, then stop."""
        with self._more:
            self._stopping = True
            self._more.notify()
        self._thread.join()

    def _next_group(self) -> list[_Waiting]:
        with self._more:
            while not self._waiting and not self._stopping:
                self._more.wait()
            group = [self._waiting.popleft() for _ in range(min(self._group, len(self._waiting)))]
        # From here on a visitor who goes away cannot cancel: the answer is being written.
        return [waiting for waiting in group if waiting.outcome.set_running_or_notify_cancel()]

    @property
    def is_alive(self) -> bool:
        """Whether the thread still writes."""
        return self._thread.is_alive()

    def _run(self) -> None:
        group: list[_Waiting] = []
        try:
            while not (self._stopping and not self._waiting):
                group = self._next_group()
                self._write(group)
        finally:
            # After an error that nobody foresaw nobody may be left waiting: the pages still hold the answers.
            self._give_up(group)

    def _write(self, group: list[_Waiting]) -> None:
        try:
            outcomes = self._commit(group) if group else []
        except StoreError as error:
            for waiting in group:
                waiting.outcome.set_exception(error)
        else:
            for waiting, outcome in zip(group, outcomes, strict=True):
                waiting.outcome.set_result(outcome)

    def _give_up(self, group: list[_Waiting]) -> None:
        with self._more:
            self._stopping = True
            left = [waiting for waiting in (*group, *self._waiting) if not waiting.outcome.done()]
            self._waiting.clear()
        for waiting in left:
            waiting.outcome.set_exception(StoreError("the writer of the box has stopped", "send again in a moment"))

    def _commit(self, group: list[_Waiting]) -> list[Outcome]:
        # Two envelopes for one nullifier in the same group: the first to arrive goes in, as if it had come earlier.
        first: dict[bytes, bytes] = {}
        for waiting in group:
            first.setdefault(waiting.nu, waiting.envelope)
        with engine.writing(self._database) as connection:
            waves.lock(connection, self._key, exclusive=False)
            if waves.state_of(connection, self._key) != "issued":
                return ["shut"] * len(group)
            stored = box.deposit(connection, self._key, first)
            outcomes: list[Outcome] = []
            acknowledged: set[bytes] = set()
            for waiting in group:
                outcome = stored[waiting.nu]
                if waiting.envelope == first[waiting.nu]:
                    again = outcome == "kept" and waiting.nu in acknowledged
                    outcomes.append("again" if again else outcome)
                else:  # another envelope under the same nullifier: it may be the one that lay there before
                    outcomes.append(box.deposit(connection, self._key, {waiting.nu: waiting.envelope})[waiting.nu])
                acknowledged.add(waiting.nu)
        return outcomes
