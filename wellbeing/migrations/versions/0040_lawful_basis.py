"""lawful basis: consents one by one, duties named, every answer kept

Revision ID: 0040
Revises: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0031"
branch_labels = None
depends_on = None


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _row() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "lawful_basis",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("fields", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inform_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        *_row(),
        _key("lawful_basis", "case_id", "case_file"),
        _key("lawful_basis", "guardian_id", "guardian"),
        _key("lawful_basis", "made_by", "user_account"),
        _key("lawful_basis", "student_id", "student"),
        sa.PrimaryKeyConstraint("id", name="pk_lawful_basis"),
    )
    for column in ("case_id", "guardian_id", "recipient_id", "student_id"):
        op.create_index(f"ix_lawful_basis_{column}", "lawful_basis", [column])
    op.create_table(
        "basis_answer",
        sa.Column("basis_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("route", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        *_row(),
        _key("basis_answer", "basis_id", "lawful_basis"),
        _key("basis_answer", "case_id", "case_file"),
        _key("basis_answer", "guardian_id", "guardian"),
        _key("basis_answer", "student_id", "student"),
        _key("basis_answer", "taken_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_basis_answer"),
    )
    for column in ("basis_id", "case_id", "guardian_id"):
        op.create_index(f"ix_basis_answer_{column}", "basis_answer", [column])


def downgrade() -> None:
    op.drop_table("basis_answer")
    op.drop_table("lawful_basis")
