"""Refused acts: entered as denied once per actor, record and day of the site, and never shown.

The entry is written in a transaction of its own, after the act's was rolled back. Whoever is
refused learns nothing from it: a record that is not theirs and an id that nobody gave out take
the same way, with the same questions and one entry at its end. For an id that does not exist the
entry names no object (it would be a word of the asker's in the audit, and lead nowhere), and of
all such ids at most 256 are entered for one actor on one day: enough to see that somebody guesses,
and no way to fill the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection

from wellbeing import audit
from wellbeing.errors import FactorNeeded, Forbidden, NotFound, WellbeingError
from wellbeing.models import Base
from wellbeing.policy import May
from wellbeing.row_security import enter_as_site
from wellbeing.runtime import Runtime
from wellbeing.work import Record, Work
from wellbeing.writing import writing

REFUSALS = (Forbidden, NotFound, FactorNeeded)


@contextmanager
def entered(use_case: str, asked: Mapping[str, Any]) -> Iterator[Callable[[Work], Work]]:
    """Enter what is refused within, once its transaction has ended; yield who takes the work."""
    begun: list[Work] = []

    def at_work(work: Work) -> Work:
        begun.append(work)
        return work

    try:
        yield at_work
    except REFUSALS as refusal:
        for work in begun:
            _enter(work, use_case, refusal, asked)
        raise


def _enter(work: Work, use_case: str, refusal: WellbeingError, asked: Mapping[str, Any]) -> None:
    """Enter that an actor whose role allows the act was refused this record, or this text of it.

    A visitor is nobody yet: what they try at the door is counted and entered there.
    """
    if work.actor.user_id is None or refusal.commits:
        return
    found = work.refused() or _named(asked)
    runtime, detail = work.runtime, type(refusal).__name__
    with runtime.reading.begin() as connection:
        exists = found is not None and _exists(connection, found)
        kind, object_id = found if found and exists else ("", None)
        act = audit.Act(work.now, work.actor.user_id, use_case, "denied", kind, object_id,
                        detail=detail)  # fmt: skip
        new = _unless_entered(connection, runtime, act, _parts(found, use_case, exists=exists))
    enter(runtime, new)


def of_role(
    connection: Connection, runtime: Runtime, now: datetime, actor_id: UUID | None, act: str,
    may: May,
) -> list[audit.Act]:  # fmt: skip
    """Return what is to enter where a role does not allow an act, whatever record it was about."""
    denied = audit.Act(now, actor_id, act, "denied", detail=f"may={may.value}")
    return _unless_entered(connection, runtime, denied, (b"role", act.encode()))


def _unless_entered(
    connection: Connection, runtime: Runtime, act: audit.Act, parts: tuple[bytes, ...]
) -> list[audit.Act]:
    """Return an act to enter where nothing of the same parts was, for its actor and day."""
    day = act.at.astimezone(runtime.pack.time_zone).date().isoformat()
    once = runtime.keyring().mac("denied", day.encode(), str(act.actor_id).encode(), *parts)
    known = audit.first_reads(connection, [once])
    return [] if known else [replace(act, once=once)]


def enter(runtime: Runtime, new: list[audit.Act]) -> None:
    """Enter what was denied and is not entered yet, in a transaction of its own."""
    if new:
        with writing(runtime) as connection:
            audit.append(connection, runtime.keyring(), new)


def _parts(found: Record | None, use_case: str, *, exists: bool) -> tuple[bytes, ...]:
    """Return what makes the entry the only one of its actor and day."""
    if found is None:
        return b"act", use_case.encode()
    kind, one = found
    # The last byte of an id is chance: 256 of them stand for all ids that were guessed.
    return (kind.encode(), one.bytes) if exists else (b"guess", one.bytes[-1:])


def _exists(connection: Connection, record: Record) -> bool:
    table = Base.metadata.tables[record[0]]
    enter_as_site(connection)
    return connection.execute(select(table.c.id).where(table.c.id == record[1])).first() is not None


def _named(asked: Mapping[str, Any]) -> Record | None:
    """Return the first record among an act's arguments, by their names: `case_id` is a Case's."""
    for name, value in asked.items():
        kind = _kinds().get(name.removesuffix("_id").replace("_", ""))
        if kind and isinstance(value, UUID):
            return kind, value
    return None


@cache
def _kinds() -> dict[str, str]:
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    return {one.__name__.lower(): one.__tablename__ for one in classes if hasattr(one, "id")}
