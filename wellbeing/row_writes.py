"""What the second line lets an actor write: whose row it may be, and that no row changes hands.

Seeing a row is not enough to write one. A new or changed row must belong to a case, a young person
or an incident that the actor works with, and name the young person of that very case; what ties a
row to them can never be changed afterwards (the role has no right to those columns). The
questions are functions that run as the tables' owner: a policy that asked the tables itself would
be asked again by its own question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wellbeing.crypto import Compartment, sealed_columns
from wellbeing.models import Base
from wellbeing.policy import OPENS, STAFF, Role
from wellbeing.row_security import (
    APP_ROLE,
    ME,
    SITE,
    any_of,
    conditions,
)

# Rows of these are only ever added, whoever asks.
APPEND_ONLY = ("audit", "transition", "site_policy", "key_event")
_TIES = ("id", "case_id", "student_id", "incident_id", "handoff_id", "plan_id", "referral_id")
# A tie that is found out after the row was made, and talks that go over with their case.
_TIED_LATER = frozenset(
    {
        ("referral", "case_id"), ("sealed_access", "incident_id"),
        ("self_referral", "referral_id"),
        ("counselling_session", "counsellor_id"),
    }
)  # fmt: skip
# Who writes what they may not read: reporters of harm, families who end a repair, whoever asks
# for what is sealed, a lent tablet.
_WRITERS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("harm_report", "notice_hold"), STAFF),
    "incident": frozenset({Role.PARENT, Role.COUNSELLOR}),
    "sealed_access": frozenset({Role.COUNSELLOR}),
    **dict.fromkeys(("measurement", "own_words"), frozenset({Role.TABLET})),
}
# Whom a row asks may answer it, before they work with the case.
_ASKED: Mapping[str, str] = {"case_transfer": "to_id"}
_NOBODY = frozenset({Role.VISITOR, Role.ADMINISTRATOR})

_TEAM = f"""SELECT m.case_id FROM case_member m WHERE m.user_id = {ME} AND m.until IS NULL
    UNION SELECT e.case_id FROM entrusted e WHERE e.user_id = {ME} AND e.ended_at IS NULL
    UNION SELECT m.case_id FROM entrusted e JOIN case_member m ON m.user_id = e.for_user_id
        WHERE e.user_id = {ME} AND e.ended_at IS NULL AND m.until IS NULL
    UNION SELECT r.case_id FROM referral r WHERE r.referrer_id = {ME}
    UNION SELECT t.case_id FROM plan_task t WHERE t.user_id = {ME}"""  # noqa: S608 - constants
_RECEIVED = f"""SELECT h.case_id FROM handoff h JOIN membership m ON m.organisation_id = h.place_id
        WHERE m.user_id = {ME} AND m.until IS NULL
    UNION SELECT k.case_id FROM handoff_link k WHERE k.id = {ME}"""  # noqa: S608 - constants
_CHILDREN = f"SELECT g.student_id FROM guardian g WHERE g.user_id = {ME}"  # noqa: S608 - constants
_SCHOOLS = f"""SELECT m.organisation_id FROM membership m
    WHERE m.user_id = {ME} AND m.until IS NULL"""  # noqa: S608 - constants
_COORDINATOR = any_of({Role.COORDINATOR})
_HERE = any_of(STAFF | {Role.TABLET})
_FAMILY = any_of({Role.PARENT})
_OUTSIDE = any_of({Role.PARTNER, Role.GUEST})

_QUESTIONS: Mapping[str, str] = {
    "second_line_case(wanted uuid, child uuid)": f"""
    SELECT {SITE} OR EXISTS (SELECT 1 FROM case_file c
        WHERE c.id = wanted AND (child IS NULL OR c.student_id = child) AND ({_COORDINATOR}
            OR ({_HERE} AND c.id IN ({_TEAM}))
            OR ({_FAMILY} AND c.student_id IN ({_CHILDREN}))
            OR ({_OUTSIDE} AND c.id IN ({_RECEIVED}))))""",  # noqa: S608 - constants
    "second_line_student(wanted uuid)": f"""
    SELECT {SITE} OR {_COORDINATOR} OR ({_FAMILY} AND wanted IN ({_CHILDREN}))
        OR ({_HERE} AND (
            EXISTS (SELECT 1 FROM referral r WHERE r.student_id = wanted AND r.referrer_id = {ME})
            OR EXISTS (SELECT 1 FROM case_file c
                WHERE c.student_id = wanted AND c.id IN ({_TEAM}))))
        OR ({any_of({Role.TEACHER})} AND EXISTS (SELECT 1 FROM student s
            WHERE s.id = wanted AND s.school_id IN ({_SCHOOLS})))""",  # noqa: S608 - constants
    "second_line_incident(wanted uuid)": f"""
    SELECT {SITE} OR {_COORDINATOR}
        OR ({any_of({Role.OFFICER})} AND EXISTS (SELECT 1 FROM incident i
            WHERE i.id = wanted AND i.recorded_by = {ME}))
        OR ({_HERE} AND EXISTS (SELECT 1 FROM incident_person p JOIN case_file c
            ON c.student_id = p.student_id WHERE p.incident_id = wanted AND c.id IN ({_TEAM})))
        OR ({_FAMILY} AND EXISTS (SELECT 1 FROM incident_person p
            WHERE p.incident_id = wanted AND p.student_id IN ({_CHILDREN})))""",  # noqa: S608 - constants
}  # fmt: skip


def functions() -> Iterator[str]:
    """Yield what makes the questions anew, for the second line's role alone.

    In plpgsql a connection plans each of them once; in plain SQL every row that is written would
    have its own planned anew, which takes four times as long as the row.
    """
    for name, body in _QUESTIONS.items():
        yield (
            f"CREATE OR REPLACE FUNCTION {name} RETURNS boolean LANGUAGE plpgsql STABLE "
            "SECURITY DEFINER SET search_path = public, pg_temp "
            f"AS $$BEGIN RETURN ({body}); END$$"
        )
        yield f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {APP_ROLE}"


def rights() -> Iterator[str]:
    """Yield the role's rights: no history is rewritten, no row is moved to somebody else."""
    for name in APPEND_ONLY:
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {APP_ROLE}"
    for name in sorted(conditions()):
        free = [one for one in _columns(name) if one not in fixed_columns(name)]
        quoted = ", ".join(f'"{one}"' for one in free)
        yield f"REVOKE UPDATE ON {name} FROM {APP_ROLE}"
        yield f"GRANT UPDATE ({quoted}) ON {name} TO {APP_ROLE}"


def fixed_columns(name: str) -> frozenset[str]:
    """Return the columns of a table that say whose a row is, and never change."""
    columns = set(_columns(name))
    ties = {*_TIES, _class_of(name).__owner__, _ASKED.get(name, "")}
    return frozenset(one for one in columns & ties if (name, one) not in _TIED_LATER)


@cache
def checks() -> dict[str, str]:
    """Return for each table about a young person which rows an actor may leave in it."""
    return {name: _check(name, _class_of(name)) for name in conditions()}


def changes() -> dict[str, str]:
    """Return the same for rows that were there before."""
    answered = {name: f"{column} = {ME}" for name, column in _ASKED.items()}
    return checks() | {name: f"{checks()[name]} OR {one}" for name, one in answered.items()}


def _check(name: str, cls: Any) -> str:
    columns = cls.__table__.columns
    own = f"{cls.__owner__} = {ME}"
    if Compartment.PRIVATE in _compartments(cls):
        return f"{own} AND second_line_case(case_id, NULL)" if "case_id" in columns else own
    return f"{SITE} OR ({any_of(_writers(name, cls))} AND ({_belongs(name, columns, own)}))"


def _belongs(name: str, columns: Any, own: str) -> str:
    """Return the condition that a row belongs to whom the actor works with."""
    if name in ("case_file", "self_referral"):
        case = " OR second_line_case(id, student_id)" if name == "case_file" else ""
        return _COORDINATOR + case
    if name == "student":
        mine = f"{any_of({Role.TEACHER})} AND school_id IN ({_SCHOOLS})"
        return f"({mine}) OR second_line_student(id)"
    if name == "incident":
        return f"({any_of({Role.OFFICER, Role.COORDINATOR})} AND {own}) OR second_line_incident(id)"
    if name == "sealed_access":
        return f"{own} OR {_COORDINATOR}"
    if "incident_id" in columns:
        return "second_line_incident(incident_id)"
    if "case_id" not in columns:
        return "second_line_student(student_id)"
    if columns["case_id"].nullable:
        here = "case_id IS NULL OR second_line_case(case_id, student_id)"
        return f"second_line_student(student_id) AND ({here})"
    return "second_line_case(case_id, student_id)"


def _writers(name: str, cls: Any) -> set[Role]:
    """Return the roles that open a text of the table; who may not read one writes none."""
    found = {str(one) for one in _compartments(cls)}
    opening = {role for role in Role if not found or OPENS[role] & found}
    return (set(opening) | _WRITERS.get(name, frozenset())) - _NOBODY


def _compartments(cls: Any) -> set[Compartment]:
    return {spec.compartment for spec in sealed_columns(cls).values()}


def _columns(name: str) -> list[str]:
    return [one.name for one in Base.metadata.tables[name].columns]


@cache
def _class_of(name: str) -> Any:
    return next(one.class_ for one in Base.registry.mappers if one.class_.__tablename__ == name)
