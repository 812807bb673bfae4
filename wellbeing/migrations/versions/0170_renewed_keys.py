"""an erasure notes the keys that were renewed for its sake, where others share them

Revision ID: 0170
Revises: 0131
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("key_erasure", sa.Column("part_of", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("key_erasure", "part_of")
