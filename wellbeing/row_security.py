"""The second line on PostgreSQL: row-level security, made from the records' own rules.

The gate's transactions run as a role that owns nothing (`SET LOCAL ROLE`), with the actor's id
and roles set for this transaction alone, so that a pooled connection keeps nothing. What it
stops, should a query of ours go around `visible_to`:

- without an actor, and for an administrator, no row about a young person exists;
- counselling tables: only rows of cases that the counsellor works with or is entrusted with;
- other tables: the family only rows of their own children, whoever works here all of them;
- what a young person asked for by a link: the coordinators alone;
- incidents and what hangs on them: who works with them, and the families of those with a part;
  what is of one part alone (measures, signatures) only the family of that very child;
- the tables that rules themselves ask (who is guardian, who referred, what is withheld) are open
  to every role that works with young people: a rule that cannot see them would decide wrongly.

Whoever wrote a row reads it. It does not part one teacher's or officer's young people from
another's: the first line does. What may be written is narrower: see `row_writes`. While the site
acts for itself (`site_session`) it is set aside for the rest of that transaction, and SQLite has
none: the first line must stand alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    String,
    Table,
    TableClause,
    bindparam,
    func,
    text,
    true,
)
from sqlalchemy.engine import Connection
from sqlalchemy.sql import visitors

from wellbeing import crypto
from wellbeing.crypto import Compartment, sealed_columns
from wellbeing.models import Base
from wellbeing.policy import Actor, Role, Ties

APP_ROLE = "miaopu_app"
_NOBODY = frozenset({Role.VISITOR, Role.ADMINISTRATOR})
_ONE = UUID(int=1)
ME = "nullif(current_setting('app.actor', true), '')::uuid"
ROLES = "string_to_array(current_setting('app.roles', true), ',')"
SITE = f"'site' = ANY({ROLES})"
_MY_CASES = f"""ARRAY(
    SELECT m.case_id FROM case_member m WHERE m.user_id = {ME} AND m.until IS NULL
    UNION SELECT e.case_id FROM entrusted e
        WHERE e.user_id = {ME} AND e.ended_at IS NULL AND e.case_id IS NOT NULL
    UNION SELECT m.case_id FROM entrusted e JOIN case_member m ON m.user_id = e.for_user_id
        WHERE e.user_id = {ME} AND e.ended_at IS NULL AND m.until IS NULL)"""  # noqa: S608 - constants
_MY_CHILDREN = f"ARRAY(SELECT g.student_id FROM guardian g WHERE g.user_id = {ME})"  # noqa: S608 - constants

_MY_INCIDENTS = f"""ARRAY(SELECT p.incident_id FROM incident_person p
    WHERE p.student_id = ANY({_MY_CHILDREN}))"""  # noqa: S608 - constants
_MY_PARTS = f"""ARRAY(SELECT p.id FROM incident_person p
    WHERE p.student_id = ANY({_MY_CHILDREN}))"""  # noqa: S608 - constants
_TRACK = frozenset({Role.OFFICER, Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR})
_ENTER = crypto.STATE_QUERY.add_columns(
    func.set_config("role", APP_ROLE, true()),
    func.set_config("app.actor", bindparam("actor", type_=String), true()),
    func.set_config("app.roles", bindparam("roles", type_=String), true()),
)
# Tables without the second line, each with its reason; a test wants every table here or under it.
OPEN: Mapping[str, str] = {
    **dict.fromkeys(
        ("site", "organisation", "capacity", "key_event", "site_policy"), "not about a person"
    ),
    **dict.fromkeys(
        (
            "user_account", "membership", "credential", "invitation", "password_reset",
            "recovery_code", "school_identity", "second_factor", "sign_in", "sign_in_attempt",
            "background_check", "first_visit", "proposal",
        ),
        "about who works here: asked at the door, before anybody is known",
    ),
    **dict.fromkeys(
        ("case_member", "entrusted"),
        "the policies themselves ask it, and whoever ends an account ends its ties",
    ),
    **dict.fromkeys(
        ("handoff_link", "self_referral_link"),
        "found by its code, by somebody who is nobody yet",
    ),
    **dict.fromkeys(
        ("audit", "transition", "request_made"), "ids, acts and times; written by every act"
    ),
    **dict.fromkeys(
        ("subject_key", "key_state", "key_erasure"), "keys, wrapped; opened by the keyring alone"
    ),
}  # fmt: skip


def enter(connection: Connection, actor: Actor) -> crypto.KeyState:
    """Let the rest of this transaction see what the second line allows this actor.

    The state of the keys, which every transaction asks for, is read by the same statement.
    """
    if connection.dialect.name != "postgresql" or not _is_on(connection):
        return crypto.read_state(connection)
    values = {"actor": str(actor.user_id or ""), "roles": ",".join(sorted(actor.roles))}
    row = connection.execute(_ENTER, values).one()
    return crypto.KeyState(row.epoch, row.round, row.changes)


def enter_as_site(connection: Connection) -> None:
    """Set the second line aside for the rest of this transaction: the site acts for itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('app.roles', 'site', true)"))


def _is_on(connection: Connection) -> bool:
    """Tell whether this account may act as the role; asked once per connection."""
    if "row_security" not in connection.info:
        query = "SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = :role"
        found = connection.execute(text(query), {"role": APP_ROLE}).scalar()
        connection.info["row_security"] = found
    return bool(connection.info["row_security"])


@cache
def conditions() -> dict[str, str]:
    """Return for each table about a young person which of its rows the second line shows."""
    asked = _asked_by_rules()
    return {
        mapper.class_.__tablename__: _condition(mapper.class_, asked)
        for mapper in Base.registry.mappers
        if _is_about_young_people(mapper.class_)
    }


def _is_about_young_people(cls: Any) -> bool:
    name = cls.__tablename__
    if name in OPEN:
        return False
    compartments = {spec.compartment for spec in sealed_columns(cls).values()}
    return (
        name in ("student", "incident", "self_referral")
        or any(hasattr(cls, one) for one in ("student_id", "incident_id"))
        or compartments == {Compartment.PRIVATE}
    )


def _condition(cls: Any, asked: frozenset[str]) -> str:
    own = f"{cls.__owner__} = {ME}" if cls.__owner__ else "false"
    compartments = {spec.compartment for spec in sealed_columns(cls).values()}
    if compartments == {Compartment.PRIVATE}:
        return own
    return f"{SITE} OR {own} OR ({_rule_of(cls, compartments, asked)})"


def _rule_of(cls: Any, compartments: set[Compartment], asked: frozenset[str]) -> str:
    name = cls.__tablename__
    if compartments == {Compartment.COUNSELLING} and hasattr(cls, "case_id"):
        return f"{any_of({Role.COUNSELLOR})} AND case_id = ANY({_MY_CASES})"
    if name == "incident" or (not hasattr(cls, "student_id") and hasattr(cls, "incident_id")):
        return f"{any_of(set(_TRACK))} OR ({any_of({Role.PARENT})} AND {_of_family(cls)})"
    if name == "self_referral":
        return any_of({Role.COORDINATOR})
    if name in asked:
        return any_of(set(Role) - _NOBODY)
    child = "id" if name == "student" else "student_id"
    family = f"({any_of({Role.PARENT})} AND {child} = ANY({_MY_CHILDREN}))"
    return f"{any_of(set(Role) - _NOBODY - {Role.PARENT})} OR {family}"


def _of_family(cls: Any) -> str:
    """Return which rows of an incident a family has: what is of one part only for its own child."""
    asked = {
        part.name
        for part in visitors.iterate(_rule(cls, Role.PARENT))
        if isinstance(part, Column) and part.table.name == cls.__tablename__
    }
    if "person_id" in asked:
        return f"person_id = ANY({_MY_PARTS})"
    tie = "id" if cls.__tablename__ == "incident" else "incident_id"
    return f"{tie} = ANY({_MY_INCIDENTS})" if tie in asked else "false"


def any_of(roles: Collection[Role]) -> str:
    """Return the condition that the actor holds one of these roles."""
    return f"{ROLES} && ARRAY[{', '.join(repr(str(one)) for one in sorted(roles))}]::text[]"


def _rule(cls: Any, role: Role) -> ColumnElement[bool]:
    one = frozenset({_ONE})
    ties = Ties(one, one, one, one, one)
    rule: ColumnElement[bool] = cls.visible_to(Actor(_ONE, frozenset({role}), ties=ties))
    return rule


def _asked_by_rules() -> frozenset[str]:
    """Return the tables that the records' rules look into: who is related to whom."""
    found: set[str] = set()
    for mapper in Base.registry.mappers:
        cls: Any = mapper.class_
        for role in Role:
            for part in visitors.iterate(_rule(cls, role)):
                if isinstance(part, Table | TableClause) and part.name != cls.__tablename__:
                    found.add(part.name)
    return frozenset(found)
