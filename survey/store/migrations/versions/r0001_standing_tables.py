"""The standing tables: waves, approvals, issues; and in PostgreSQL the function that guards the boxes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "wave",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("manifest", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("bundle", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_wave"),
        sa.CheckConstraint("state IN ('defined', 'issued', 'closing', 'closed')", name=op.f("ck_wave_state")),
    )
    op.create_table(
        "approval",
        sa.Column("wave", sa.Text, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("wave", "municipality", name="pk_approval"),
    )
    op.create_table(
        "issue",
        sa.Column("wave", sa.Text, nullable=False),
        sa.Column("stratum", sa.Text, nullable=False),
        sa.Column("codes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("wave", "stratum", name="pk_issue"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION samtidig_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the box takes no such change'; END $$"
        )


def downgrade() -> None:
    """Take the tables away, with all they hold."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION samtidig_refuse()")
    op.drop_table("issue")
    op.drop_table("approval")
    op.drop_table("wave")
