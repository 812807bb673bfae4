"""goals that outlive a version, their levels, tries to reach a family, reviews, shared answers

Revision ID: 0071
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0011"
branch_labels = None
depends_on = None

_CASE = (("case_id", "case_file"), ("student_id", "student"))


def _sealed_table(
    name: str,
    links: tuple[tuple[str, str], ...],
    *columns: sa.Column[object],
    optional: tuple[str, ...] = (),
    indexed: tuple[str, ...] = ("case_id",),
    unique: tuple[str, ...] = (),
) -> None:
    every = (*links, *_CASE)
    op.create_table(
        name,
        *(sa.Column(column, sa.Uuid(), nullable=column in optional) for column, _ in every),
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(length=32), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{name}_{column}_{to}")
            for column, to in every
        ),
        *(sa.UniqueConstraint(column, name=f"uq_{name}_{column}") for column in unique),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in indexed:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _moment(name: str = "at") -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def _code(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.add_column("plan", sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("plan_goal") as goal:
        goal.add_column(sa.Column("carries_id", sa.Uuid(), nullable=True))
        goal.create_foreign_key(
            "fk_plan_goal_carries_id_plan_goal", "plan_goal", ["carries_id"], ["id"]
        )
    _sealed_table("goal_scale", (("goal_id", "plan_goal"),), _text("levels"), unique=("goal_id",))
    plan = ("plan_id", "plan")
    _sealed_table(
        "contact_try", (plan, ("guardian_id", "guardian"), ("tried_by", "user_account")),
        _code("way", 12), _moment(), _text("text"),
        optional=("guardian_id",), indexed=("case_id", "plan_id"),
    )  # fmt: skip
    _sealed_table(
        "plan_review", (plan, ("reviewed_by", "user_account")),
        _moment(), _code("outcome", 10), _code("urgency_before", 4), _code("urgency_after", 4),
        _text("text"), indexed=("case_id", "plan_id"),
    )  # fmt: skip
    _sealed_table(
        "shared_answer", (plan, ("guardian_id", "guardian")), _moment(), _text("said"),
        indexed=("case_id", "plan_id"),
    )  # fmt: skip


def downgrade() -> None:
    for name in ("shared_answer", "plan_review", "contact_try", "goal_scale"):
        op.drop_table(name)
    with op.batch_alter_table("plan_goal") as goal:
        goal.drop_constraint("fk_plan_goal_carries_id_plan_goal", type_="foreignkey")
        goal.drop_column("carries_id")
    op.drop_column("plan", "reviewed_at")
