"""Who serves in a role, and how full each counsellor's desk is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from wellbeing.case_reasons import keep_reason
from wellbeing.crypto import reveal_many
from wellbeing.forms import InvalidForm, Problem
from wellbeing.i18n import N_
from wellbeing.models import Case, CaseMember, Membership, ReasonKind, User
from wellbeing.policy import Role
from wellbeing.rules import Desk
from wellbeing.work import Work
from wellbeing.workflow import CaseState

_FULL = N_("This desk would bear {load} of {cap}. Please choose another, or say why all the same.")


@dataclass(frozen=True, slots=True)
class Load:
    """A counsellor and the weight of their open cases."""

    id: UUID
    name: str
    load: int
    cap: int
    desk: Desk


def serving(work: Work, *roles: Role) -> dict[UUID, tuple[str, str]]:
    """Return the people who serve in one of these roles now, with name and role."""
    now_on = Membership.role.in_(roles), Membership.until.is_(None), User.active
    query = select(User, Membership.role).join(Membership, Membership.user_id == User.id)
    rows = work.db.execute(query.where(*now_on)).all()
    names = reveal_many([user for user, _ in rows], "name")
    return {user.id: (name, role) for (user, role), name in zip(rows, names, strict=True)}


def loads(work: Work) -> tuple[Load, ...]:
    """Return every counsellor with the weight of their open cases; only numbers leave here."""
    rule = work.runtime.pack.care.load
    c, m = Case.__table__.c, CaseMember.__table__.c
    mine = m.until.is_(None), m.role == Role.COUNSELLOR.value
    query = (
        select(m.user_id, c.urgency, func.count())
        .join(CaseMember.__table__, m.case_id == c.id)
        .where(*mine, c.state != CaseState.CLOSED.value)
        .group_by(m.user_id, c.urgency)
    )
    weight: dict[UUID, int] = defaultdict(int)
    for user_id, urgency, n in work.db.connection().execute(query):
        weight[user_id] += rule.weight(urgency) * n
    return tuple(
        Load(key, name, weight[key], rule.cap, rule.desk(weight[key]))
        for key, (name, _) in serving(work, Role.COUNSELLOR).items()
    )


def require_room(work: Work, case: Case, counsellor_id: UUID | None, override: str) -> None:
    """Raise InvalidForm where nobody serves by this id, or a full desk takes more without reason.

    What was decided against the rule, or close to its limit, is entered in the audit; the reason
    is kept with the case.
    """
    chosen = next((one for one in loads(work) if one.id == counsellor_id), None)
    if chosen is None:
        raise InvalidForm({"counsellor_id": Problem(N_("Please choose a counsellor."))})
    rule = work.runtime.pack.care.load
    after = chosen.load + rule.weight(case.urgency)
    if after > rule.cap:
        if not override.strip():
            raise InvalidForm({"override": Problem(_FULL, {"load": after, "cap": rule.cap})})
        work.detail = "over the cap"
        keep_reason(work, case, ReasonKind.FULL_DESK, override)
    elif rule.desk(after) is not Desk.FREE:
        work.detail = "near the cap"
