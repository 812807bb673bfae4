"""reports of harm, and each authority that was told

Revision ID: 0041
Revises: 0072
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "harm_report",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=18), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("hold_guardian", sa.Boolean(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_text", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["user_account.id"], name="fk_harm_report_reporter_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name="fk_harm_report_student_id_student"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_harm_report"),
        sa.UniqueConstraint("number", name="uq_harm_report_number"),
    )
    for column in ("reporter_id", "state", "student_id"):
        op.create_index(f"ix_harm_report_{column}", "harm_report", [column])
    op.create_table(
        "harm_notice",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("addressee", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["harm_report.id"], name="fk_harm_notice_report_id_harm_report"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name="fk_harm_notice_student_id_student"
        ),
        sa.ForeignKeyConstraint(
            ["told_by"], ["user_account.id"], name="fk_harm_notice_told_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_harm_notice"),
    )
    op.create_index("ix_harm_notice_report_id", "harm_notice", ["report_id"])


def downgrade() -> None:
    op.drop_table("harm_notice")
    op.drop_table("harm_report")
