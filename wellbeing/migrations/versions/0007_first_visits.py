"""first visits

Revision ID: 0007
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_visit",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_first_visit_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_visit")),
        sa.UniqueConstraint("owner_id", "role", name=op.f("uq_first_visit_owner_id")),
    )
    op.create_index(op.f("ix_first_visit_owner_id"), "first_visit", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_first_visit_owner_id"), table_name="first_visit")
    op.drop_table("first_visit")
