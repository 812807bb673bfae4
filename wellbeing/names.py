"""The names behind ids, as far as the actor may know the people, in one statement each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import ERASED, reveal_kept
from wellbeing.models import Student, User
from wellbeing.work import Work


def student_names(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these young people; whom the actor may not know is left out."""
    return _names(work, Student, ids)


def user_names(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these accounts; whom the actor may not know is left out."""
    return _names(work, User, ids)


def _names(work: Work, model: type[Any], ids: Collection[UUID]) -> dict[UUID, str]:
    rows = work.db.scalars(select(model).where(model.id.in_(ids))).all()
    return dict(zip((one.id for one in rows), reveal_kept(rows, "name", ERASED), strict=True))


def students_known(work: Work, most: int = 200) -> tuple[tuple[UUID, str], ...]:
    """Return the young people whom the actor may know, by name, for a list to choose from."""
    rows = work.db.scalars(select(Student).order_by(Student.changed_at.desc()).limit(most)).all()
    named = zip((one.id for one in rows), reveal_kept(rows, "name", ERASED), strict=True)
    return tuple(sorted(named, key=lambda pair: pair[1]))
