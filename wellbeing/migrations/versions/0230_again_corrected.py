"""whether it happened before is corrected, and decisions that rested on it are decided again

Revision ID: 0230
Revises: 0250
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0230"
down_revision = "0250"
branch_labels = None
depends_on = None

_TABLE, _PART = "again_correction", "incident_person"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column(_PART, sa.Column("decide_again_at", moment, nullable=True))
    links = (("incident_id", "incident"), ("person_id", _PART), ("corrected_by", "user_account"))
    op.create_table(
        _TABLE,
        *(sa.Column(name, sa.Uuid(), nullable=False) for name, _ in links),
        sa.Column("at", moment, nullable=False),
        sa.Column("was", sa.SmallInteger(), nullable=False),
        sa.Column("became", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{_TABLE}_{name}_{other}")
            for name, other in links
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
    )
    for name in ("incident_id", "person_id"):
        op.create_index(f"ix_{_TABLE}_{name}", _TABLE, [name])


def downgrade() -> None:
    op.drop_table(_TABLE)
    op.drop_column(_PART, "decide_again_at")
