"""an answer that asks for a talk the same day makes a step

Revision ID: 0181
Revises: 0200
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0181"
down_revision = "0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measurement", sa.Column("speak_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("measurement", "speak_on")
