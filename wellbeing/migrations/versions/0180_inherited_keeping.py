"""a goal in other words stays kept from a guardian until somebody decides

Revision ID: 0180
Revises: 0120
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0120"
branch_labels = None
depends_on = None

_KEY = "fk_withheld_text_inherits_id_withheld_text"


def upgrade() -> None:
    with op.batch_alter_table("withheld_text") as table:
        table.add_column(sa.Column("inherits_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(_KEY, "withheld_text", ["inherits_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("withheld_text") as table:
        table.drop_constraint(_KEY, type_="foreignkey")
        table.drop_column("inherits_id")
