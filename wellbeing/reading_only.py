"""Whether a case is the reader's to run, or entrusted to them for reading alone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing.models import Case, Tie
from wellbeing.models.relations import team_cases
from wellbeing.policy import Role
from wellbeing.work import Work


def reads_only_as(work: Work, case_id: UUID) -> str:
    """Return through which tie the actor reads this case without running it; "" where they run it.

    Costs a query only for whoever supervises, reviews or has opened a case in an emergency.
    """
    ties = work.actor.ties
    if work.actor.has(Role.COORDINATOR) or not (ties.supervises or ties.watched):
        return ""
    run = Case.id.in_(team_cases(work.actor.selves)) | Case.id.in_(sorted(ties.delegated))
    if work.db.scalars(select(Case.id).where(Case.id == case_id, run)).first():
        return ""
    if case_id in ties.emergency:
        return Tie.EMERGENCY.value
    return (Tie.REVIEW if case_id in ties.reviews else Tie.SUPERVISOR).value
