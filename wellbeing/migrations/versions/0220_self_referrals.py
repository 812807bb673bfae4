"""a young person asks for a talk by the link of a place

Revision ID: 0220
Revises: 0230
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0230"
branch_labels = None
depends_on = None

_LINK, _ASKED, _USER = "self_referral_link", "self_referral", "user_account"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        _LINK,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        *_keys(_LINK, ("organisation_id", "organisation"), ("made_by", _USER)),
        sa.UniqueConstraint("code_digest", name=f"uq_{_LINK}_code_digest"),
    )
    op.create_index(f"ix_{_LINK}_organisation_id", _LINK, ["organisation_id"])
    op.create_table(
        _ASKED,
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("erase_at", _MOMENT, nullable=True),
        sa.Column("erased_at", _MOMENT, nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *_keys(
            _ASKED, ("organisation_id", "organisation"), ("decided_by", _USER),
            ("referral_id", "referral"),
        ),
        sa.UniqueConstraint("number", name=f"uq_{_ASKED}_number"),
    )  # fmt: skip
    for name in ("state", "erase_at"):
        op.create_index(f"ix_{_ASKED}_{name}", _ASKED, [name])


def _keys(table: str, *foreign: tuple[str, str]) -> list[sa.Constraint]:
    named = [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}")
        for name, other in foreign
    ]
    return [*named, sa.PrimaryKeyConstraint("id", name=f"pk_{table}")]


def downgrade() -> None:
    op.drop_table(_ASKED)
    op.drop_table(_LINK)
