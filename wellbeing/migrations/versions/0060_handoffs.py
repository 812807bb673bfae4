"""handing over to another place

Revision ID: 0060
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capacity",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["organisation.id"], name=op.f("fk_capacity_place_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        sa.UniqueConstraint("place_id", name=op.f("uq_capacity_place_id")),
    )
    op.create_table(
        "handoff",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("shared", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_handoff_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["organisation.id"], name=op.f("fk_handoff_place_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["handoff.id"], name=op.f("fk_handoff_replaces_id_handoff")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["user_account.id"], name=op.f("fk_handoff_sent_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_handoff_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
    )
    op.create_index(op.f("ix_handoff_case_id"), "handoff", ["case_id"])
    op.create_index(op.f("ix_handoff_place_id"), "handoff", ["place_id"])
    op.create_index(op.f("ix_handoff_state"), "handoff", ["state"])
    op.create_table(
        "handoff_entry",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("signed", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_handoff_entry_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_entry_handoff_id_handoff")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_handoff_entry_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_entry")),
    )
    op.create_index(op.f("ix_handoff_entry_handoff_id"), "handoff_entry", ["handoff_id"])
    op.create_table(
        "handoff_link",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_handoff_link_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_link_handoff_id_handoff")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_handoff_link_made_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_link")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_handoff_link_code_digest")),
    )
    op.create_index(op.f("ix_handoff_link_handoff_id"), "handoff_link", ["handoff_id"])
    op.create_table(
        "handoff_share",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_handoff_share_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_share_handoff_id_handoff")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_handoff_share_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_share")),
    )
    op.create_index(op.f("ix_handoff_share_handoff_id"), "handoff_share", ["handoff_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_handoff_share_handoff_id"), table_name="handoff_share")
    op.drop_table("handoff_share")
    op.drop_index(op.f("ix_handoff_link_handoff_id"), table_name="handoff_link")
    op.drop_table("handoff_link")
    op.drop_index(op.f("ix_handoff_entry_handoff_id"), table_name="handoff_entry")
    op.drop_table("handoff_entry")
    op.drop_index(op.f("ix_handoff_state"), table_name="handoff")
    op.drop_index(op.f("ix_handoff_place_id"), table_name="handoff")
    op.drop_index(op.f("ix_handoff_case_id"), table_name="handoff")
    op.drop_table("handoff")
    op.drop_table("capacity")
