"""measurements, and the one word of progress

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measurement",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("form_version", sa.String(length=40), nullable=False),
        sa.Column("informant", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_family", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("score", sa.LargeBinary(), nullable=True),
        sa.Column("family_score", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_measurement_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_measurement_student_id_student")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_measurement_recorded_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    for column in ("about_id", "case_id", "student_id"):
        op.create_index(op.f(f"ix_measurement_{column}"), "measurement", [column])
    op.create_table(
        "progress_signal",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_progress_signal_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_progress_signal_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_signal")),
        sa.UniqueConstraint("case_id", name=op.f("uq_progress_signal_case_id")),
    )


def downgrade() -> None:
    op.drop_table("progress_signal")
    for column in ("student_id", "case_id", "about_id"):
        op.drop_index(op.f(f"ix_measurement_{column}"), table_name="measurement")
    op.drop_table("measurement")
