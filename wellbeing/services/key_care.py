"""How the keys are looked after: when they were last rotated, printed and tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from wellbeing.gate import Access, Work, use_case
from wellbeing.models import KeyAct, KeyEvent
from wellbeing.policy import May
from wellbeing.receipts import receipts

REHEARSE_EVERY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class KeyCare:
    """What the administrator sees of the keys: days and counts, never a key."""

    rotated_at: datetime | None
    printed_at: datetime | None
    rehearsed_at: datetime | None
    # Whether the sheets on paper are older than the epoch in use.
    sheets_old: bool
    rehearsal_due: bool
    # Erasures that a backup could still undo elsewhere, and by when that must end.
    erasures_open: int
    erasures_final_by: date | None
    # Whether no byte of a deleted key is left in the files of the database.
    erasures_clean: bool


@use_case(may=May.SEE_KEYS, access=Access.READ)
def key_care(work: Work) -> KeyCare:
    """Return when the keys were last looked after, and what waits."""
    events = {one.kind: one for one in work.db.scalars(select(KeyEvent))}
    printed, tried = events.get(KeyAct.PRINTED), events.get(KeyAct.REHEARSED)
    waiting = [one for one in receipts(work.runtime, work.db.connection()) if not one.final]
    return KeyCare(
        rotated_at=_at(events.get(KeyAct.ROTATED)),
        printed_at=_at(printed),
        rehearsed_at=_at(tried),
        sheets_old=printed is not None and printed.epoch < work.runtime.keys.held().current,
        rehearsal_due=tried is None or tried.at < work.now - REHEARSE_EVERY,
        erasures_open=len(waiting),
        erasures_final_by=min((one.final_by for one in waiting), default=None),
        erasures_clean=not work.runtime.eraser().ledger.waits,
    )


def _at(event: KeyEvent | None) -> datetime | None:
    return event.at if event is not None else None
