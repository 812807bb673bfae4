"""incidents and their repair

Revision ID: 0050
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0012"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=24), nullable=False),
        sa.Column("again", sa.SmallInteger(), nullable=False),
        sa.Column("circumstances", sa.JSON(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("guards", sa.JSON(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("what", sa.LargeBinary(), nullable=True),
        sa.Column("damage", sa.LargeBinary(), nullable=True),
        sa.Column("police_reference", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("talk", sa.LargeBinary(), nullable=True),
        sa.Column("ending", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        _to("incident", "recorded_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sa.UniqueConstraint("number", name="uq_incident_number"),
    )
    op.create_index("ix_incident_recorded_by", "incident", ["recorded_by"])
    op.create_index("ix_incident_state", "incident", ["state"])
    op.create_table(
        "incident_person",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("wants", sa.String(length=6), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("birth_date", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("preparation", sa.LargeBinary(), nullable=True),
        sa.Column("for_family", sa.LargeBinary(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        _to("incident_person", "incident_id", "incident"),
        _to("incident_person", "student_id", "student"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_person"),
    )
    op.create_index("ix_incident_person_incident_id", "incident_person", ["incident_id"])
    op.create_index("ix_incident_person_student_id", "incident_person", ["student_id"])
    op.create_table(
        "repair_item",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=True),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        _to("repair_item", "incident_id", "incident"),
        _to("repair_item", "person_id", "incident_person"),
        sa.PrimaryKeyConstraint("id", name="pk_repair_item"),
    )
    op.create_index("ix_repair_item_incident_id", "repair_item", ["incident_id"])
    op.create_index("ix_repair_item_person_id", "repair_item", ["person_id"])
    op.create_table(
        "repair_signature",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("signer", sa.String(length=8), nullable=False),
        sa.Column("route", sa.String(length=10), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        _to("repair_signature", "incident_id", "incident"),
        _to("repair_signature", "person_id", "incident_person"),
        _to("repair_signature", "taken_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_repair_signature"),
    )
    op.create_index("ix_repair_signature_incident_id", "repair_signature", ["incident_id"])
    op.create_index("ix_repair_signature_person_id", "repair_signature", ["person_id"])
    op.create_table(
        "sealed_access",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        _to("sealed_access", "incident_id", "incident"),
        _to("sealed_access", "requester_id", "user_account"),
        _to("sealed_access", "decided_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_access"),
    )
    op.create_index("ix_sealed_access_incident_id", "sealed_access", ["incident_id"])
    op.create_index("ix_sealed_access_requester_id", "sealed_access", ["requester_id"])


def downgrade() -> None:
    tables = ("sealed_access", "repair_signature", "repair_item", "incident_person", "incident")
    for name in tables:
        op.drop_table(name)
