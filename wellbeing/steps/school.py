"""School: while a case is open each teacher of its team tells again and again what they see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from wellbeing.facts import TeacherFact
from wellbeing.rules import RulePack
from wellbeing.steps.asker import Asker, Owner, Step, What, end_of_day
from wellbeing.workflow import CaseState

# Nobody is reminded the day after they told; in the last week before its day the step shows.
_AHEAD = timedelta(days=7)


def observations(ask: Asker) -> Iterator[Step]:
    """Ask each teacher again when their time has come; nothing is made beforehand."""
    if ask.case.state == CaseState.OPEN:
        for one in ask.case.teachers:
            yield from reminder(ask.pack, ask.case.id, one, ask.now)


def reminder(pack: RulePack, case_id: UUID, one: TeacherFact, now: datetime) -> Iterator[Step]:
    """The step of one teacher in one case, as soon as it is near."""
    day = one.since.astimezone(pack.time_zone).date()
    due = end_of_day(pack, day + timedelta(days=pack.care.observation.days))
    if now > due - _AHEAD:
        yield Step(Owner.HELPER, What.OBSERVE, due, one.since, case_id, (one.user_id,))
