"""do not notify this guardian of a report of harm: why, who said so, until which decision

Revision ID: 0095
Revises: 0100
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table, user = "notice_hold", "user_account"
    others = (
        ("report_id", "harm_report"), ("student_id", "student"), ("guardian_id", "guardian"),
        ("author_id", user), ("ended_by", user),
    )  # fmt: skip
    op.create_table(
        table,
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}")
            for name, other in others
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for name in ("report_id", "student_id"):
        op.create_index(f"ix_{table}_{name}", table, [name])


def downgrade() -> None:
    op.drop_table("notice_hold")
