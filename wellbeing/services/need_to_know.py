"""Need to know: who may see a record now, and why; asked of the rules themselves."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from wellbeing.errors import NotFound
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Base
from wellbeing.policy import May
from wellbeing.readers import Reader, explain, seers_of
from wellbeing.reasons import Decision


@use_case(may=May.SEE_WHO, access=Access.READ)
def who_sees(work: Work, kind: str, record_id: UUID) -> tuple[Reader, ...]:
    """Return everybody else who may see a record that the actor sees, and why.

    `kind` is the record's table. People whom the actor may not know of are left out.
    """
    return seers_of(work, work.find(_about_young_people(kind), record_id))


@use_case(may=May.SEE_WHO, access=Access.READ)
def why_i_see(work: Work, kind: str, record_id: UUID) -> Decision:
    """Return why the actor sees a record that they see."""
    row = work.find(_about_young_people(kind), record_id)
    return explain(work, work.actor, May.SEE_WHO, row)


def _about_young_people(kind: str) -> type[Any]:
    try:
        return _kinds()[kind]
    except KeyError:
        raise NotFound() from None


@cache
def _kinds() -> dict[str, type[Any]]:
    """Return every record about a young person by its table."""
    classes = [mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "id")]
    return {
        one.__tablename__: one
        for one in classes
        if one.__tablename__ in ("case_file", "student") or hasattr(one, "student_id")
    }
