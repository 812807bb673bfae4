"""row-level security as a second line on PostgreSQL

Its policies follow the records' own rules, so they are made anew after every migration (see
env.py): a table that is added later is protected without a word in its own migration. This one
only makes existing sites run that.

Revision ID: 0022
Revises: 0071
"""

from __future__ import annotations

revision = "0022"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing of its own."""


def downgrade() -> None:
    """Nothing of its own."""
