"""Every table, on one page.

Two kinds. The standing tables say what was agreed: waves, approvals, issues. The box of a wave is two tables of its
own, built when the codes are issued and pulled down when the wave closes. In the box there is no time, no counter,
no address and no foreign key (in PostgreSQL its check would write to the other row), and nothing is ever
updated: the presence of a nullifier in `box` IS the rule of one answer.
"""

import re
from functools import cache

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, MetaData, Table, Text

standing = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"},
)

#: defined -> issued -> closing -> closed. Approval is not a state: it is worked out from the signatures.
STATES = ("defined", "issued", "closing", "closed")

wave = Table(
    "wave",
    standing,
    Column("key", Text, primary_key=True),  # study and number, as linkoping-norrkoping-1
    Column("manifest", LargeBinary, nullable=False),  # canonical bytes
    Column("state", Text, nullable=False),
    Column("bundle", Text, nullable=False),  # SHA-256 of the bundle in hexadecimal, once written; else empty
    CheckConstraint("state IN ('defined', 'issued', 'closing', 'closed')", name="state"),
)

approval = Table(
    "approval",
    standing,
    Column("wave", Text, primary_key=True),
    Column("municipality", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("signature", Text, nullable=False),
)

issue = Table(
    "issue",
    standing,
    Column("wave", Text, primary_key=True),
    Column("stratum", Text, primary_key=True),
    Column("codes", Integer, nullable=False),
)

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _suffix(key: str) -> str:
    if not _KEY.fullmatch(key) or len(key) > 44:
        raise ValueError(f"{key!r} cannot name a table")
    return key.replace("-", "_")


@cache
def box_tables(key: str) -> tuple[Table, Table]:
    """The two tables of the wave *key*: `eligible` (filled once, in sorted order) and `box` (inserted into only).

    SQLite keeps them without row ids, which would tell the order of arrival; the order on the page is made harmless
    by the sealing (docs/anonymity.md).
    """
    own = MetaData()
    suffix = _suffix(key)
    eligible = Table(
        f"eligible_{suffix}",
        own,
        Column("nu", LargeBinary(32), primary_key=True),
        Column("stratum", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    box = Table(
        f"box_{suffix}",
        own,
        Column("nu", LargeBinary(32), primary_key=True),
        Column("envelope", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    return eligible, box
