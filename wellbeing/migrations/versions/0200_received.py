"""the side that receives a payment confirms it

Revision ID: 0200
Revises: 0180
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0180"
branch_labels = None
depends_on = None

_ITEM = "repair_item"
_FOREIGN = (("payee_id", "incident_person"), ("received_by", "user_account"))
_ITEMS = sa.table(
    _ITEM, sa.column("incident_id", sa.Uuid()), sa.column("kind", sa.String()),
    sa.column("payee_id", sa.Uuid()),
)  # fmt: skip
_PARTS = sa.table(
    "incident_person", sa.column("id", sa.Uuid()), sa.column("incident_id", sa.Uuid()),
    sa.column("role", sa.String()),
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table(_ITEM) as table:
        for name, other in _FOREIGN:
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            table.create_foreign_key(f"fk_{_ITEM}_{name}_{other}", other, [name], ["id"])
        table.add_column(
            sa.Column("received_route", sa.String(length=10), nullable=False, server_default="")
        )
    _name_receivers()


def _name_receivers() -> None:
    """Where one person is affected, what is still to be paid is paid to them."""
    connection, affected = op.get_bind(), defaultdict[UUID, list[UUID]](list)
    for part in connection.execute(sa.select(_PARTS).where(_PARTS.c.role == "affected")).all():
        affected[part.incident_id].append(part.id)
    for incident_id, parts in affected.items():
        if len(parts) == 1:
            theirs = (_ITEMS.c.incident_id == incident_id) & (_ITEMS.c.kind == "payment")
            connection.execute(sa.update(_ITEMS).where(theirs).values(payee_id=parts[0]))


def downgrade() -> None:
    with op.batch_alter_table(_ITEM) as table:
        table.drop_column("received_route")
        for name, other in _FOREIGN:
            table.drop_constraint(f"fk_{_ITEM}_{name}_{other}", type_="foreignkey")
            table.drop_column(name)
