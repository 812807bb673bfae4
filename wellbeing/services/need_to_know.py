"""Need to know: who may see a record now, and why; asked of the rules themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from wellbeing.crypto import sealed_columns
from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.handoff_flow import Side
from wellbeing.models import Base
from wellbeing.policy import May, Role
from wellbeing.readers import Reader, explain, readers_of, seers_of, values_of
from wellbeing.reasons import Decision


@use_case(may=May.SEE_WHO, access=Access.READ)
def who_sees(work: Work, kind: str, record_id: UUID) -> tuple[Reader, ...]:
    """Return everybody else who may see a record that the actor sees, and why.

    `kind` is the record's table. People whom the actor may not know of are left out.
    """
    return seers_of(work, work.find(_about_young_people(kind), record_id))


@use_case(may=May.SEE_WHO, access=Access.READ)
def why_i_see(work: Work, kind: str, record_id: UUID) -> Decision:
    """Return why the actor sees a record that they see, and whether for reading alone."""
    row, me = work.find(_about_young_people(kind), record_id), work.actor
    found = explain(work, me, May.SEE_WHO, row)
    acts = explain(work, me, May.RUN_CASE, row, access=Access.WRITE)
    return replace(found, reads_only=me.may(May.RUN_CASE) and not acts.allowed)


@use_case(may=May.SEE_WHO, access=Access.READ)
def will_read(
    work: Work, record_id: UUID, text: str, *, about: str = "case_file"
) -> tuple[Reader, ...]:
    """Return who else could open a text that the actor adds to a record, before it is written.

    `text` is where it will stand: table and sealed column with a dot between them. `about` is the
    table of the record that it belongs to: a case, an incident, a report, a handing over.
    """
    known = values_of(work.find(_about_young_people(about), record_id))
    model, column = _text(text)
    values = dict.fromkeys(model.__mapper__.column_attrs.keys())
    values |= {name: known[name] for name in _BELONGS if name in known}
    values |= {model.__owner__: work.actor.user_id} if model.__owner__ else {}
    values |= {"side": _side(work)} if "side" in values else {}
    return readers_of(work, model, column, values)


_BELONGS = ("case_id", "student_id", "incident_id", "handoff_id", "person_id", "report_id")


def _side(work: Work) -> str:
    """Return on which side of a handing over the actor writes."""
    return (Side.RECEIVER if work.actor.has(Role.PARTNER) else Side.SENDER).value


@use_case(may=May.SEE_WHO, access=Access.READ)
def will_read_in(work: Work, row_id: UUID, text: str) -> tuple[Reader, ...]:
    """Return who else could open a text that the actor writes into a record that is there."""
    model, column = _text(text)
    return readers_of(work, model, column, values_of(work.find(model, row_id)))


def _text(name: str) -> tuple[type[Any], str]:
    """Return record and sealed column of a text; NotFound where there is none of that name."""
    kind, _, column = name.partition(".")
    model = _about_young_people(kind)
    if column not in sealed_columns(model):
        raise NotFound()
    return model, column


def _about_young_people(kind: str) -> type[Any]:
    try:
        return _kinds()[kind]
    except KeyError:
        raise NotFound() from None


_THEMSELVES = ("case_file", "student", "incident")


@cache
def _kinds() -> dict[str, type[Any]]:
    """Return every record about a young person by its table."""
    classes = [mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "id")]
    return {
        one.__tablename__: one
        for one in classes
        if one.__tablename__ in _THEMSELVES
        or hasattr(one, "student_id")
        or hasattr(one, "incident_id")
    }
