"""what is entrusted: supervisors, deputies, delegated cases

Revision ID: 0020
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None

_INDEXED = ("case_id", "for_user_id", "user_id")


def upgrade() -> None:
    op.create_table(
        "entrusted",
        sa.Column("tie", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("for_user_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_entrusted_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["for_user_id"], ["user_account.id"], name=op.f("fk_entrusted_for_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["user_account.id"], name=op.f("fk_entrusted_given_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_entrusted_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrusted")),
    )
    for column in _INDEXED:
        op.create_index(op.f(f"ix_entrusted_{column}"), "entrusted", [column])


def downgrade() -> None:
    for column in _INDEXED:
        op.drop_index(op.f(f"ix_entrusted_{column}"), table_name="entrusted")
    op.drop_table("entrusted")
