"""What happened beside the scores: talks, agreements, incidents and follow-ups on one axis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select

from wellbeing.case_lines import day_of, talks_of
from wellbeing.models import Case, FollowUp, Incident, IncidentPerson, PartRole, Plan
from wellbeing.tracking.views import Happening
from wellbeing.work import Work
from wellbeing.workflow import SessionState

_OWN_PARTS = (PartRole.RESPONSIBLE, PartRole.AFFECTED)


def happenings(work: Work, case: Case) -> tuple[Happening, ...]:
    """Return what the reader may know to have happened, by day: kinds and days, no text."""
    found = [*_talks(work, case), *_care(work, case), *_incidents(work, case)]
    return tuple(sorted(found, key=lambda one: (one.on, one.kind)))


def _talks(work: Work, case: Case) -> Iterator[Happening]:
    for talk in talks_of(work, case.id):
        if talk.state in (SessionState.HELD, SessionState.MISSED):
            yield Happening(day_of(work, talk), talk.state)


def _care(work: Work, case: Case) -> Iterator[Happening]:
    for plan in work.db.scalars(select(Plan).where(Plan.case_id == case.id)):
        if plan.in_force_at:
            yield Happening(_day(work, plan.in_force_at), "agreed")
    for look in work.db.scalars(select(FollowUp).where(FollowUp.case_id == case.id)):
        done = look.done_at
        yield Happening(_day(work, done) if done else look.due_on,
                        "followed" if done else "follow_due")  # fmt: skip


def _incidents(work: Work, case: Case) -> Iterator[Happening]:
    """Return the incidents in which the young person had a side; a sealed one is not there."""
    mine = select(IncidentPerson.incident_id).where(
        IncidentPerson.student_id == case.student_id, IncidentPerson.role.in_(_OWN_PARTS)
    )
    for one in work.db.scalars(select(Incident).where(Incident.id.in_(mine))):
        yield Happening(_day(work, one.happened_at), "incident")
        if one.agreed_at:
            yield Happening(_day(work, one.agreed_at), "repair_agreed")


def _day(work: Work, at: datetime) -> date:
    return at.astimezone(work.runtime.pack.time_zone).date()
