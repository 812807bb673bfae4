"""background checks of staff

Revision ID: 0030
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0008"
branch_labels = None
depends_on = None


def _person(column: str) -> sa.ForeignKeyConstraint:
    name = f"fk_background_check_{column}_user_account"
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "background_check",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        _person("user_id"),
        _person("entered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_background_check"),
    )
    op.create_index("ix_background_check_user_id", "background_check", ["user_id"])


def downgrade() -> None:
    op.drop_table("background_check")
