"""Whatever is sent, again and again, across restarts and the close, the box is as a dictionary would be."""

import itertools

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from survey.store import waves
from survey.store.box import Outcome
from survey.store.engine import Database, open_engine, reading, writing
from survey.store.migrate import bring_up
from survey.store.writer import Writer
from tests.survey.store.waiting import nullifier, standing_box

KNOWN = ("a", "b", "c", "d")
deposits = st.tuples(st.sampled_from([*KNOWN, "nobody"]), st.sampled_from([b"one", b"two", b"three"]))
_numbers = itertools.count(1)


class Box(RuleBasedStateMachine):
    """The writer and its box beside a dictionary from names to envelopes."""

    url: str
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.wave = f"w-{next(_numbers)}"
        self.open = True
        self.expected: dict[str, bytes] = {}
        standing_box(self.database, KNOWN, self.wave)
        self.writer = Writer(self.database, self.wave, 100)

    def _expect(self, name: str, envelope: bytes) -> Outcome:
        if not self.open:
            return "shut"
        if name not in KNOWN:
            return "unknown"
        if name not in self.expected:
            self.expected[name] = envelope
            return "kept"
        return "again" if self.expected[name] == envelope else "refused"

    @rule(deposit=deposits)
    def submit(self, deposit: tuple[str, bytes]) -> None:
        name, envelope = deposit
        outcome = self.writer.deposit(nullifier(name), envelope).result(60)
        assert outcome == self._expect(name, envelope)

    @rule(many=st.lists(deposits, min_size=2, max_size=8))
    def submit_without_waiting(self, many: list[tuple[str, bytes]]) -> None:
        futures = [self.writer.deposit(nullifier(name), envelope) for name, envelope in many]
        assert [future.result(60) for future in futures] == [self._expect(*deposit) for deposit in many]

    @precondition(lambda self: self.expected)
    @rule(data=st.data())
    def retry_after_a_lost_acknowledgement(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.expected)))
        outcome = self.writer.deposit(nullifier(name), self.expected[name]).result(60)
        assert outcome == ("again" if self.open else "shut")

    @rule()
    def restart(self) -> None:
        self.writer.close()
        self.database.dispose()
        self.writer = Writer(self.database, self.wave, 100)

    @precondition(lambda self: self.open and len(self.expected) > 2)
    @rule()
    def close(self) -> None:
        with writing(self.database) as connection:
            waves.set_state(connection, self.wave, "closing")
        self.open = False

    @invariant()
    def the_box_is_the_dictionary(self) -> None:
        table = f"box_{self.wave.replace('-', '_')}"
        with reading(self.database) as connection:
            rows = connection.execute(text(f"SELECT nu, envelope FROM {table}"))
            lying = {bytes(nu): bytes(envelope) for nu, envelope in rows}
        assert lying == {nullifier(name): envelope for name, envelope in self.expected.items()}

    def teardown(self) -> None:
        self.writer.close()


def test_the_box_is_a_dictionary_that_is_written_once(database_url: str) -> None:
    database = open_engine(database_url)
    bring_up(database)
    machine = type("Machine", (Box,), {"url": database_url, "database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    database.dispose()
