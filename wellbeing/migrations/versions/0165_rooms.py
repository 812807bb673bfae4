"""each school has an interview room of its own: what is booked moves to the young person's school

Revision ID: 0165
Revises: 0132
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0132"
branch_labels = None
depends_on = None

_TALK = sa.table(
    "counselling_session", sa.column("student_id", sa.Uuid()), sa.column("room", sa.String())
)
_STUDENT = sa.table("student", sa.column("id", sa.Uuid()), sa.column("school_id", sa.Uuid()))


def upgrade() -> None:
    connection = op.get_bind()
    for student in connection.execute(sa.select(_STUDENT)).all():
        room = student.school_id.hex if student.school_id else ""
        theirs = _TALK.c.student_id == student.id
        connection.execute(sa.update(_TALK).where(theirs).values(room=room))


def downgrade() -> None:
    op.get_bind().execute(sa.update(_TALK).values(room="Interview room"))
