"""the site's policy as it was put into force

Revision ID: 0090
Revises: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_policy",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_by", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proof", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["put_by"], ["user_account.id"], name="fk_site_policy_put_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_site_policy"),
        sa.UniqueConstraint("number", name="uq_site_policy_number"),
    )


def downgrade() -> None:
    op.drop_table("site_policy")
