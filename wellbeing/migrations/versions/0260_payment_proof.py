"""a payment whose receiving side is silent counts by a proof that it may object to

Revision ID: 0260
Revises: 0220
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0260"
down_revision = "0220"
branch_labels = None
depends_on = None

_TABLE = "payment_proof"
_TIES = (("incident_id", "incident"), ("item_id", "repair_item"), ("person_id", "incident_person"))
_USERS = (("recorded_by", "user_account"), ("objected_by", "user_account"))


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        _TABLE,
        *(sa.Column(name, sa.Uuid(), nullable=False) for name, _ in _TIES),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("objected_at", moment, nullable=True),
        sa.Column("objected_by", sa.Uuid(), nullable=True),
        sa.Column("seen", sa.LargeBinary(), nullable=True),
        sa.Column("objection", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{_TABLE}_{name}_{other}")
            for name, other in (*_TIES, *_USERS)
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
    )
    for name, _ in _TIES:
        op.create_index(f"ix_{_TABLE}_{name}", _TABLE, [name])


def downgrade() -> None:
    op.drop_table(_TABLE)
