"""keep one text from a guardian; tasks that outlive a version; what an answer was given without

Revision ID: 0120
Revises: 0165
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0165"
branch_labels = None
depends_on = None

_OTHERS = (
    ("case_id", "case_file"), ("student_id", "student"), ("guardian_id", "guardian"),
    ("author_id", "user_account"), ("ended_by", "user_account"),
)  # fmt: skip


def upgrade() -> None:
    table = "withheld_text"
    op.create_table(
        table,
        *(sa.Column(name, sa.Uuid(), nullable=name == "ended_by") for name, _ in _OTHERS),
        sa.Column("kept", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}")
            for name, other in _OTHERS
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for name in ("case_id", "guardian_id", "object_id"):
        op.create_index(f"ix_{table}_{name}", table, [name])
    op.add_column("plan_answer", sa.Column("without", sa.Text(), nullable=True))
    with op.batch_alter_table("plan_task") as task:
        task.add_column(sa.Column("carries_id", sa.Uuid(), nullable=True))
        task.create_foreign_key(
            "fk_plan_task_carries_id_plan_task", "plan_task", ["carries_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("plan_task") as task:
        task.drop_constraint("fk_plan_task_carries_id_plan_task", type_="foreignkey")
        task.drop_column("carries_id")
    op.drop_column("plan_answer", "without")
    op.drop_table("withheld_text")
