"""missed talks: whether for a good reason, who asked to move, and every try to reach them

Revision ID: 0160
Revises: 0170
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0170"
branch_labels = None
depends_on = None

_TALK = "counselling_session"


def upgrade() -> None:
    op.add_column(_TALK, sa.Column("limits_told_at", sa.DateTime(timezone=True), nullable=True))
    for name, length in (("excused", 4), ("asked_by", 16)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column(_TALK, column)
    table = "missed_try"
    others = (
        ("session_id", _TALK), ("case_id", "case_file"), ("student_id", "student"),
        ("tried_by", "user_account"),
    )  # fmt: skip
    op.create_table(
        table,
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("tried_by", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}")
            for name, other in others
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for name in ("session_id", "case_id"):
        op.create_index(f"ix_{table}_{name}", table, [name])


def downgrade() -> None:
    op.drop_table("missed_try")
    for name in ("asked_by", "excused", "limits_told_at"):
        op.drop_column(_TALK, name)
