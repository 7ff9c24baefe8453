"""A wave of 200 answers, with all that an adversary may know of it: every code, who came when, and the storage.

The adversary reads the database as it is after each answer, which is more than any row of backups. Not known are the
wave's key and the trustees' keys, unless a test hands them over as its positive control.
"""

from pathlib import Path
from random import Random

from sqlalchemy import text

from questionnaires import answersets
from questionnaires.sheets import encode
from survey.ballot import bundle, envelopes, lists, receipts
from survey.ballot.codes import read_code
from survey.steps.enter import admit
from survey.steps.submit import seal_sheet, sealing_context
from survey.store.engine import reading
from tests.attacks.adversary import order_in_file, pages_of
from tests.builders import HOLDERS, World
from tests.survey.steps.running import PATIENCE_S, Running, random_sheet

FORM = Path(__file__).parents[2] / "questionnaires" / "otillaten-paverkan"
STRATUM = "0580/staff"
ANSWERS = 200
ELIGIBLE, BOX = "eligible_linkoping_norrkoping_1", "box_linkoping_norrkoping_1"


class Followed:
    """The wave and what was seen of it.

    *arrived*: codes in order of arrival. *rows*: the row that each sent, the truth that nobody may find. *envelopes*:
    the envelope that appeared in the box when each came. *trackers*: what each was shown of the tracker, which no
    other knows unless it is handed over with the receipt. *eligible_order*: the nullifiers as they lie in storage.
    """

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.random = Random(20220425)
        self.running = Running(World(folder, database, invited=ANSWERS, form=FORM))
        self.on_sqlite = self.running.context.database.dialect.name == "sqlite"
        self.key = self.running.door.key or b""
        self.codes = [read_code(code) for code in self.running.codes[STRATUM]]
        self.arrived = self.random.sample(self.codes, ANSWERS)
        self.rows: dict[str, bytes] = {}
        self.envelopes: dict[str, bytes] = {}
        self.trackers: dict[str, str] = {}
        self.eligible_before = self.eligible()
        self._answer()
        self.eligible_after = self.eligible()
        self.eligible_order = self._eligible_order()
        self.nullifiers = self._nullifiers()
        self.box_order = self._box_order()
        self.same_transaction = self._same_transaction()
        self._count()

    def _answer(self) -> None:
        """One after the other, each acknowledged before the next: the most that an order can tell."""
        running, form = self.running, self.running.form
        bound = sealing_context(running.door.manifest, STRATUM)
        for code in self.arrived:
            sheet = random_sheet(form, "staff", self.random)
            seed, row = self.random.randbytes(32), encode(form, "staff", sheet)
            envelope = seal_sheet(running.door, STRATUM, sheet, seed)
            admission = admit(running.context, running.door, code)
            running.clerk.submit(running.door, admission.code, envelope).result(PATIENCE_S)
            self.rows[code] = row
            self.envelopes[code] = envelope
            self.trackers[code] = receipts.tracker_text(envelopes.tracker(row, bound, seed))

    def _count(self) -> None:
        """Close, tally, and take what is published or lies in the folder of bundles."""
        closing = self.running.close()
        self.bundle = list(bundle.read(closing.bundle.read_bytes()).strata[STRATUM])
        self.board = list(lists.read(closing.board.read_bytes(), "board").texts)
        tallied = self.running.tally(closing, self.folder / "answers", (HOLDERS[0], HOLDERS[2]))
        found = answersets.read(tallied.files["0580"].read_bytes(), self.running.form)
        self.answer_set = list(found.rows["staff"])
        self.counted = list(lists.read(tallied.counted.read_bytes(), "counted").texts)
        assert tallied.answered[STRATUM] == ANSWERS
        assert len(set(self.answer_set)) == ANSWERS, "rows that are alike would hide each other"

    def eligible(self) -> list[object]:
        """The table of those who may answer, as it lies in storage: octets of pages, or PostgreSQL's row headers."""
        if self.on_sqlite:
            return list(pages_of(self.file(), ELIGIBLE))
        with reading(self.running.context.database) as connection:
            rows = connection.execute(
                text(f"SELECT ctid::text, xmin::text, xmax::text, nu FROM {ELIGIBLE} ORDER BY ctid")
            )
            return [tuple(row) for row in rows]

    def file(self) -> Path:
        """SQLite's file, with all that was committed in it."""
        with self.running.context.database.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.folder / "data" / "survey.sqlite"

    def _eligible_order(self) -> list[bytes]:
        if self.on_sqlite:
            return order_in_file(self.file(), self._column("nu", f"{ELIGIBLE} WHERE stratum = '{STRATUM}'"))
        return self._column("nu", f"{ELIGIBLE} WHERE stratum = '{STRATUM}' ORDER BY ctid")

    def _nullifiers(self) -> list[bytes]:
        return self._column("nu", f"{ELIGIBLE} WHERE stratum = '{STRATUM}' ORDER BY nu")

    def _box_order(self) -> list[bytes]:
        """The envelopes as they lie in the box's storage."""
        if self.on_sqlite:
            return order_in_file(self.file(), self._column("envelope", BOX))
        return self._column("envelope", f"{BOX} ORDER BY ctid")

    def _same_transaction(self) -> dict[bytes, bytes]:
        """Nullifier -> envelope, where PostgreSQL's row headers say that one transaction touched both rows."""
        if self.on_sqlite:
            return {}
        with reading(self.running.context.database) as connection:
            rows = connection.execute(
                text(
                    f"SELECT who.nu, box.envelope FROM {ELIGIBLE} AS who, {BOX} AS box "
                    "WHERE box.xmin IN (who.xmin, who.xmax)"
                )
            )
            return {bytes(nu): bytes(envelope) for nu, envelope in rows}

    def _column(self, column: str, source: str) -> list[bytes]:
        with reading(self.running.context.database) as connection:
            return [bytes(value) for value in connection.execute(text(f"SELECT {column} FROM {source}")).scalars()]

    def stop(self) -> None:
        """Let go of everything."""
        self.running.stop()
