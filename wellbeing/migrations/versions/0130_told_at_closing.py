"""a closing keeps who had been told that the help ends

Revision ID: 0130
Revises: 0091
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("closing", sa.Column("told", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("closing", "told")
