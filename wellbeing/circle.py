"""Around whom a record stands: its young people and cases, and who could know of it at all.

`values` are a row's clear columns, with its case, young person, incident and handing over under
one name each. What is found here is asked about one by one: a rule decides, not this circle.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, literal, or_, select

from wellbeing.models import (
    Case,
    CaseMember,
    Entrusted,
    Guardian,
    Handoff,
    Incident,
    IncidentPerson,
    Membership,
    PlanTask,
    Referral,
    SealedAccess,
    Student,
)
from wellbeing.policy import STAFF, Role

Values = Mapping[str, Any]
Ids = Select[tuple[Any]]
_M = Membership.__table__.c


def students_of(values: Values) -> Ids:
    """Return the ids of the young people whom a record is about."""
    p = IncidentPerson.__table__.c
    if values.get("student_id") is None and values.get("incident_id") is not None:
        return select(p.student_id).where(
            p.incident_id == values["incident_id"], p.student_id.is_not(None)
        )
    return select(literal(values.get("student_id"), type_=Uuid()))


def cases_of(values: Values) -> Ids:
    """Return the ids of the cases that a record belongs to: its own, else its young people's."""
    if values.get("case_id") is not None:
        return select(literal(values["case_id"], type_=Uuid()))
    c = Case.__table__.c
    return select(c.id).where(c.student_id.in_(students_of(values)))


def around_case(values: Values) -> ColumnElement[bool]:
    """Return whose memberships are of the case: team, who stands in, family, coordinators."""
    c, g, e = CaseMember.__table__.c, Guardian.__table__.c, Entrusted.__table__.c
    cases = cases_of(values)
    team = select(c.user_id).where(c.case_id.in_(cases), c.until.is_(None))
    theirs = (e.for_user_id.in_(team)) | (e.case_id.in_(cases))
    family = select(g.user_id).where(g.student_id.in_(students_of(values)))
    return or_(
        _M.user_id.in_(team),
        _M.user_id.in_(select(e.user_id).where(theirs)),
        _M.user_id.in_(family),
        _M.role == Role.COORDINATOR,
    )


def around(model: Any, values: Values) -> ColumnElement[bool]:
    """Return whose memberships could see a record: of its case or beyond it."""
    r, t = Referral.__table__.c, PlanTask.__table__.c
    children = students_of(values)
    school = select(Student.__table__.c.school_id).where(Student.__table__.c.id.in_(children))
    named = [values[one] for one in (model.__owner__, "to_id") if values.get(one)]
    return or_(
        around_case(values),
        _M.user_id.in_(named),
        _M.user_id.in_(select(r.referrer_id).where(r.student_id.in_(children))),
        _M.user_id.in_(select(t.user_id).where(t.student_id.in_(children))),
        _M.role.in_(sorted(STAFF)) & _M.organisation_id.in_(school),
        *_of_incident(values),
        *_of_handoff(values),
    )


def _of_incident(values: Values) -> list[ColumnElement[bool]]:
    """Return whoever recorded the incident, and to whom it was opened after it was sealed."""
    one = values.get("incident_id")
    if one is None:
        return []
    i, a = Incident.__table__.c, SealedAccess.__table__.c
    others = select(IncidentPerson.__table__.c.student_id).where(
        IncidentPerson.__table__.c.incident_id == one
    )
    g = Guardian.__table__.c
    return [
        _M.user_id.in_(select(i.recorded_by).where(i.id == one)),
        _M.user_id.in_(select(a.requester_id).where(a.incident_id == one)),
        # A part is one young person's; the agreement is read by the families of all of them.
        _M.user_id.in_(select(g.user_id).where(g.student_id.in_(others))),
    ]


def _of_handoff(values: Values) -> list[ColumnElement[bool]]:
    """Return who works at the place that was asked."""
    h = Handoff.__table__.c
    place = select(h.place_id).where(h.id == values.get("handoff_id"))
    return [_M.organisation_id.in_(place) & (_M.role == Role.PARTNER)]
