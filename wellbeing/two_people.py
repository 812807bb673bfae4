"""The two-person rule: what a use case must say so that one person alone cannot do it.

`@use_case(may=…, two_people=TwoPeople(N_("…")))` is all that it takes: the first call with some
arguments proposes, and another person with the same right confirms exactly these arguments.
"""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_
from wellbeing.models import Membership, Proposal, User
from wellbeing.policy import GRANTS, May
from wellbeing.work import Work

CONFIRM_WITHIN = timedelta(hours=72)
# Whoever was here so recently still counts: ending a colleague's account makes nobody alone.
_RECENTLY = timedelta(days=7)


class Proposed(WellbeingError):
    """The act was noted and waits for a second person."""

    default = N_(
        "Noted. A second person with the same right confirms it within three days; "
        "they find it under To confirm."
    )
    commits = True


class OwnProposal(WellbeingError):
    """Nobody confirms what they proposed themselves."""

    default = N_("You proposed this yourself. Somebody else must confirm it.")


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """The act in words, when the rule applies, and whether a site's only holder may act alone.

    `when` is asked about the arguments alone, `about` may look at what they are about.
    """

    words: str
    when: Callable[..., bool] = lambda *_args, **_kwargs: True
    unless_alone: bool = False
    about: Callable[..., bool] = lambda *_args, **_kwargs: True


@dataclass(frozen=True, slots=True)
class Ruled:
    """A use case under the rule: its body, its permission, its rule."""

    body: Callable[..., Any]
    may: May
    rule: TwoPeople


RULED: dict[str, Ruled] = {}


def require(work: Work, ruled: Ruled, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Return where a second person has agreed to exactly this; else propose it and refuse."""
    if not (ruled.rule.when(*args, **kwargs) and ruled.rule.about(work, *args, **kwargs)):
        return
    if ruled.rule.unless_alone and not _others(work, ruled.may):
        work.detail = "alone"
        return
    given = _named(ruled.body, args, kwargs)
    digest = _digest(ruled, given)
    p = Proposal
    same = p.digest == digest, p.outcome == "", p.ends_at > work.now
    waiting = work.db.scalars(select(p).where(*same)).first()
    if waiting is not None:
        if waiting.proposed_by == work.actor.user_id:
            raise OwnProposal()
        settle(work, waiting, "done")
        return
    row = Proposal(
        may=ruled.may.value, act=ruled.body.__name__, digest=digest, proposed_at=work.now,
        ends_at=work.now + CONFIRM_WITHIN, arguments=given,
    )  # fmt: skip
    work.db.add(row)
    work.about(row, detail=f"act={ruled.body.__name__}")
    raise Proposed()


def settle(work: Work, row: Proposal, outcome: str) -> None:
    """Note who confirmed or declined a proposal, once."""
    row.outcome, row.settled_by, row.settled_at = outcome, work.actor.user_id, work.now


def carry_out(work: Work, row: Proposal) -> Any:
    """Do what was proposed, in the confirmer's name and transaction."""
    ruled = RULED[row.act]
    given = row.arguments.reveal()
    if row.digest != _digest(ruled, given):
        raise OwnProposal(N_("What was proposed has changed. Please propose it again."))
    hints = get_type_hints(ruled.body)
    values = {name: _decode(hints[name], value) for name, value in given.items()}
    settle(work, row, "done")
    work.db.flush()
    return ruled.body(work, **values)


def _others(work: Work, may: May) -> bool:
    """Tell whether anybody else holds this right, or held it until a few days ago."""
    holders = Membership.role.in_(sorted(GRANTS[may])), Membership.until.is_(None)
    here = or_(User.active, User.ended_at > work.now - _RECENTLY)
    query = select(User.id).join(Membership, Membership.user_id == User.id)
    others = query.where(*holders, here, User.id != work.actor.user_id)
    return work.db.scalars(others.limit(1)).first() is not None


def _named(body: Callable[..., Any], args: Any, kwargs: Any) -> dict[str, Any]:
    """Return the arguments by name, as JSON can hold them."""
    bound = inspect.signature(body).bind(None, *args, **kwargs).arguments
    names = list(bound)[1:]
    found: dict[str, Any] = json.loads(
        json.dumps({name: bound[name] for name in names}, default=_plain)
    )
    return found


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot wait for a second person")


def _digest(ruled: Ruled, given: Mapping[str, Any]) -> bytes:
    text = json.dumps([ruled.body.__name__, given], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


_FROM_TEXT: Mapping[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


def _decode(hint: Any, value: Any) -> Any:
    """Return what JSON held as the type that the use case asks for."""
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return None
        return _decode(next(one for one in get_args(hint) if one is not type(None)), value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        inner = get_type_hints(hint)
        return hint(**{name: _decode(inner[name], one) for name, one in value.items()})
    if get_origin(hint) in (tuple, list):
        return get_origin(hint)(_decode(get_args(hint)[0], one) for one in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return _FROM_TEXT.get(hint, lambda one: one)(value)
