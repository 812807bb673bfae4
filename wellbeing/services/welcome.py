"""The welcome: what a role can do here is said at its first visit, and never again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wellbeing.gate import Access, Work, use_case
from wellbeing.models import FirstVisit
from wellbeing.policy import May, Role


@use_case(may=May.SEE_HOME, access=Access.KEEP)
def greet(work: Work) -> frozenset[Role]:
    """Return the roles in which the person is here for the first time, and remember them."""
    known = {Role(one.role) for one in work.db.scalars(select(FirstVisit))}
    fresh = work.actor.roles - known
    try:
        with work.db.begin_nested():
            for role in sorted(fresh):
                work.db.add(FirstVisit(role=role, at=work.now))
    except IntegrityError:  # another tab was a moment earlier: there it is said
        return frozenset()
    return fresh
