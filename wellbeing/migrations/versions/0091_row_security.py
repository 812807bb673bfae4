"""row-level security for incidents, cases and handings over on PostgreSQL

As in 0022 the policies follow the records' own rules and are made anew after every migration (see
env.py); this one only makes existing sites run that.

Revision ID: 0091
Revises: 0095
"""

from __future__ import annotations

revision = "0091"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing of its own."""


def downgrade() -> None:
    """Nothing of its own."""
