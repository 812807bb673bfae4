"""measures are confirmed for each responsible person, by that person's own age

Revision ID: 0210
Revises: 0181
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0210"
down_revision = "0181"
branch_labels = None
depends_on = None

_TABLE, _PART = "measure_decision", "incident_person"
_PARTS = sa.table(
    _PART, sa.column("id", sa.Uuid()), sa.column("incident_id", sa.Uuid()),
    sa.column("role", sa.String()), sa.column("again", sa.SmallInteger()),
    sa.column("decided_at", sa.DateTime(timezone=True)),
)  # fmt: skip
_INCIDENTS = sa.table(
    "incident", sa.column("id", sa.Uuid()), sa.column("code", sa.String()),
    sa.column("again", sa.SmallInteger()),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)  # fmt: skip


def upgrade() -> None:
    op.add_column(_PART, sa.Column("again", sa.SmallInteger(), nullable=True))
    op.add_column(_PART, sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    links = (("incident_id", "incident"), ("person_id", _PART), ("decided_by", "user_account"))
    op.create_table(
        _TABLE,
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{_TABLE}_{name}_{other}")
            for name, other in links
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
        sa.UniqueConstraint("person_id", name=f"uq_{_TABLE}_person_id"),
    )
    op.create_index(f"ix_{_TABLE}_incident_id", _TABLE, ["incident_id"])
    _name_persons()


def _name_persons() -> None:
    """Where one person is responsible, what stands on the incident was confirmed for them.

    Where there are several nobody knows for whom it was: it is confirmed anew for each.
    """
    connection, parts = op.get_bind(), defaultdict[UUID, list[UUID]](list)
    for part in connection.execute(sa.select(_PARTS).where(_PARTS.c.role == "responsible")).all():
        parts[part.incident_id].append(part.id)
    for one in connection.execute(sa.select(_INCIDENTS)).all():
        if len(parts[one.id]) == 1:
            known: dict[str, Any] = {"again": one.again}
            if one.code:
                known["decided_at"] = one.recorded_at
            theirs = _PARTS.c.id == parts[one.id][0]
            connection.execute(sa.update(_PARTS).where(theirs).values(**known))


def downgrade() -> None:
    op.drop_table(_TABLE)
    op.drop_column(_PART, "decided_at")
    op.drop_column(_PART, "again")
