"""accounts at a school's own sign-in

Revision ID: 0032
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_identity",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_school_identity_user_id_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_school_identity"),
        sa.UniqueConstraint("subject_digest", name="uq_school_identity_subject_digest"),
        sa.UniqueConstraint("user_id", name="uq_school_identity_user_id"),
    )


def downgrade() -> None:
    op.drop_table("school_identity")
