"""A task in the versions of a plan that are still being written or asked about."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import func, select

from wellbeing.models import Plan, PlanTask
from wellbeing.site_acts import site_session, site_step
from wellbeing.work import Work
from wellbeing.workflow import TASK, PlanState, TaskState

_COMING = (PlanState.DRAFT, PlanState.PROPOSED)


def settle_copies(work: Work, task: PlanTask, action: StrEnum, word: str) -> None:
    """What was done of a task, or was not possible, holds in newer versions that take it over.

    A family need not see the version that is being written: the site carries it there.
    """
    session = site_session(work)
    name = func.coalesce(PlanTask.carries_id, PlanTask.id)
    coming = select(Plan.id).where(Plan.case_id == task.case_id, Plan.state.in_(_COMING))
    copies = select(PlanTask).where(
        name == task.task_id, PlanTask.plan_id.in_(coming), PlanTask.state == TaskState.OPEN
    )
    for one in session.scalars(copies).all():
        site_step(session, one, TASK, action, "reason", at=work.now, who=work.actor.user_id)
        one.done_at, one.word = work.now, word
    session.flush()
