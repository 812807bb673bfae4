"""one row that tells every process what changed about the keys

Revision ID: 0010
Revises: 0070
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "key_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_key_state"),
    )
    op.bulk_insert(made, [{"id": 1, "epoch": 1, "round": 1, "changes": 0}])


def downgrade() -> None:
    op.drop_table("key_state")
