"""What the site knows about lawful bases and ages, on behalf of people who may not see it all.

A helper must not read a family's consents, and yet sharing with them depends on these: the site
looks, answers yes or no, and is silent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from wellbeing import crypto
from wellbeing.facts import BasisFact
from wellbeing.models import LawfulBasis, Student
from wellbeing.rules import age_on
from wellbeing.safety_flow import BasisState
from wellbeing.site_acts import site_session
from wellbeing.work import Work


def own_consent_age(work: Work) -> int:
    """Return from how many full years on a young person's own consent counts today."""
    return work.runtime.pack.law_on(work.today).years("consent")


def bases_of(work: Work, case_id: UUID) -> list[BasisFact]:
    """Return what every sharing in a case rests on, whoever asks; no text leaves here."""
    session = site_session(work)
    rows = session.scalars(select(LawfulBasis).where(LawfulBasis.case_id == case_id)).all()
    crypto.require_sound(rows, work.keyring)
    return [basis_fact(row) for row in rows]


def basis_fact(row: Any, user_id: UUID | None = None) -> BasisFact:
    """Return a basis, a record or a plain row, as the pure functions read it."""
    owed = None if row.informed_at else row.inform_by
    return BasisFact(
        row.id, row.purpose, row.recipient_id, frozenset(row.fields.split(",")), row.kind,
        row.state, row.at, user_id, owed,
    )  # fmt: skip


def mark_closed(work: Work, case_id: UUID, said_no: set[UUID], *, closes: bool) -> None:
    """Mark the refusals that hold, also those that the actor may not see."""
    session = site_session(work)
    for row in session.scalars(select(LawfulBasis).where(LawfulBasis.case_id == case_id)):
        if row.id in said_no and row.closes != closes:
            row.closes = closes
        elif row.closes and row.state == BasisState.AGREED:
            row.closes = False
    session.flush()


def age_of(work: Work, student_id: UUID) -> int | None:
    """Return how old a young person is today on the site's wall clock; None where unknown."""
    student = site_session(work).get(Student, student_id)
    if student is None or student.birth_date.empty:
        return None
    (born,) = crypto.reveal_kept([student], "birth_date", None)
    return None if born is None else age_on(born, work.today)


def own_since(work: Work, student_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Return since which day these young people decide alone, for those who do today.

    A birthday is opened once per process and revision and stays in its memory alone.
    """
    held, years = work.runtime.held.birthdays, own_consent_age(work)
    ids = set(student_ids)
    session, row = site_session(work), Student
    found = session.execute(select(row.id, row.rev).where(row.id.in_(ids)))
    known: dict[UUID, int] = {one: rev for one, rev in found}
    fresh = [one for one, rev in known.items() if (one, rev) not in held]
    rows = session.scalars(select(row).where(row.id.in_(fresh))).all() if fresh else ()
    held.update({(one.id, one.rev): None for one in rows})
    filled = [one for one in rows if not one.birth_date.empty]
    for one, day in zip(filled, crypto.reveal_kept(filled, "birth_date", None), strict=True):
        held[one.id, one.rev] = day
    born: dict[UUID, Any] = {one: held[one, rev] for one, rev in known.items()}
    return {
        one: day + relativedelta(years=years, days=1)
        for one, day in born.items()
        if day is not None and age_on(day, work.today) >= years
    }
