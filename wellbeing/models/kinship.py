"""What a guardian is to a case, and what is kept from them, as conditions over bare tables.

Withholding is decided here, of a whole case and of a single text, so that every list, page,
print, export and count obeys it. A guardian is never told: a row that is kept from them is not
there. See `relations` for why these are tables and not records.
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    String,
    Uuid,
    and_,
    column,
    exists,
    or_,
    select,
    table,
    true,
)

from wellbeing.models.bare import basis as _basis
from wellbeing.models.bare import case as _case
from wellbeing.models.bare import guardian as _guardian
from wellbeing.models.bare import member as _member
from wellbeing.models.relations import Ids
from wellbeing.policy import Actor

_withheld = table(
    "withholding",
    column("guardian_id", Uuid()),
    column("case_id", Uuid()),
    column("active", Boolean()),
)
_text = table(
    "withheld_text",
    column("guardian_id", Uuid()),
    column("kept", String()),
    column("object_id", Uuid()),
    column("active", Boolean()),
)
_hold = table(
    "notice_hold",
    column("student_id", Uuid()),
    column("guardian_id", Uuid()),
    column("at", DateTime(timezone=True)),
    column("active", Boolean()),
)


class Kept(StrEnum):
    """Which text is kept from somebody, by what it is called through all its versions."""

    GOAL = auto()  # with its levels and its ratings
    TASK = auto()
    STRENGTHS = auto()  # what goes well, in every version of a case's plan
    CLOSING = auto()  # the words to the family, of one closing
    SCORES = auto()  # totals that a young person shares with the family


def children_of(actor: Actor) -> Ids:
    """Return the ids of the young people whose guardian the actor is.

    A child is gone with the case that is kept from the actor, unless another case is open to them.
    """
    kept = exists().where(_withheld.c.guardian_id == _guardian.c.id, _withheld.c.active == true())
    mine = _guardian.c.student_id == _case.c.student_id
    another = exists().where(mine, ~_case_is_kept())
    return select(_guardian.c.student_id).where(_is_me(actor), or_(~kept, another))


def cases_of_my_children(actor: Actor) -> Ids:
    """Return the ids of the cases of the actor's own children that are not kept from them."""
    mine = _guardian.c.student_id == _case.c.student_id
    return select(_case.c.id).where(mine, _is_me(actor), ~_case_is_kept())


def families_plans(actor: Actor) -> Ids:
    """Return the cases of the actor's children whose plan may be shown to the actor."""
    here = _basis.c.case_id == _case.c.id, _basis.c.recipient_id == _guardian.c.id
    refused = exists().where(*here, _basis.c.purpose == "family", _basis.c.closes == true())
    return cases_of_my_children(actor).where(~refused)


def is_mine_as_guardian(guardian_id: Any, case_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that something of a guardian in a case is the actor's own to see."""
    me = select(_guardian.c.id).where(_is_me(actor))
    return and_(guardian_id.in_(me), case_id.in_(cases_of_my_children(actor)))


def kept_from(actor: Actor, kept: Kept, object_id: Any) -> ColumnElement[bool]:
    """Return the condition that this text is kept from the actor, whose child it is about."""
    me = select(_guardian.c.id).where(_is_me(actor))
    about = _text.c.kept == kept.value, _text.c.object_id == object_id
    return exists().where(*about, _text.c.active == true(), _text.c.guardian_id.in_(me))


def held_from(actor: Actor, student_id: Any, said_at: Any) -> ColumnElement[bool]:
    """Return the condition that this was said while the actor was not to be told of harm.

    What was said before a hold began stays: that it vanished would tell them as well.
    """
    me = select(_guardian.c.id).where(_is_me(actor))
    mine = or_(_hold.c.guardian_id.is_(None), _hold.c.guardian_id.in_(me))
    about = _hold.c.student_id == student_id, _hold.c.active == true(), _hold.c.at <= said_at
    return exists().where(*about, mine)


def teams_of_my_children(actor: Actor) -> Ids:
    """Return the ids of the people who are on the case teams of the actor's children now."""
    theirs = _member.c.case_id.in_(cases_of_my_children(actor)) & _member.c.until.is_(None)
    return select(_member.c.user_id).where(theirs)


def _is_me(actor: Actor) -> ColumnElement[bool]:
    return _guardian.c.user_id == actor.user_id


def _case_is_kept() -> ColumnElement[bool]:
    """Return the condition that a case is kept from a guardian, both named by what is around."""
    here = _withheld.c.guardian_id == _guardian.c.id, _withheld.c.case_id == _case.c.id
    # Named, as it stands in queries within queries: else it would ask over all guardians.
    return exists().where(*here, _withheld.c.active == true()).correlate(_guardian, _case)
