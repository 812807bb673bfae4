"""two-tap answers after closing, and letters of families to the coordinator

Revision ID: 0072
Revises: 0050
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0050"
branch_labels = None
depends_on = None


def _links(name: str, *links: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{name}_{column}_{to}")
        for column, to in links
    ]


def _sealed(name: str) -> list[Any]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    ]


def upgrade() -> None:
    op.create_table(
        "follow_up_ask",
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        *_sealed("follow_up_ask"),
        *_links(
            "follow_up_ask", ("follow_up_id", "follow_up"), ("case_id", "case_file"),
            ("student_id", "student"), ("made_by", "user_account"),
        ),
        sa.UniqueConstraint("code_digest", name="uq_follow_up_ask_code_digest"),
    )  # fmt: skip
    op.create_index("ix_follow_up_ask_follow_up_id", "follow_up_ask", ["follow_up_id"])
    op.create_index("ix_follow_up_ask_case_id", "follow_up_ask", ["case_id"])
    op.create_table(
        "family_letter",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        *_sealed("family_letter"),
        *_links(
            "family_letter", ("case_id", "case_file"), ("student_id", "student"),
            ("written_by", "user_account"), ("answered_by", "user_account"),
        ),
    )  # fmt: skip
    op.create_index("ix_family_letter_case_id", "family_letter", ["case_id"])


def downgrade() -> None:
    op.drop_table("family_letter")
    op.drop_table("follow_up_ask")
