"""the audit remembers which revision of which row an act left

Revision ID: 0100
Revises: 0090
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("wrote", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("audit", "wrote")
