"""Talks in the room: who helps, held and noted, missed, the next one in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wellbeing.facts import SessionFact
from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import CaseState, SessionState


def missed_too_often(sessions: Iterable[SessionFact]) -> bool:
    """Tell whether two in a row or three of the last six were missed: then people talk."""
    kept = (SessionState.HELD, SessionState.MISSED)
    past = [
        one.state
        for one in sorted(sessions, key=lambda s: (s.starts_at, s.id))
        if one.state in kept
    ]
    return past[-2:].count("missed") == 2 or past[-6:].count("missed") >= 3


def team(ask: Asker) -> Iterator[Step]:
    """A case without a counsellor waits for the coordinator."""
    if not ask.case.counsellors:
        due = ask.due("assign", ask.case.opened_at)
        yield Step(Owner.COORDINATOR, What.ASSIGN, due, ask.case.opened_at, ask.case.id)


def sessions(ask: Asker) -> Iterator[Step]:
    """Each appointment is kept, recorded and its note signed."""
    for one in ask.case.sessions:
        if one.state == SessionState.BOOKED and one.ends_at > ask.now:
            yield ask.step(What.HOLD_SESSION, one.starts_at, one.ends_at, one.id)
        elif one.state == SessionState.BOOKED:
            yield ask.ours(What.RECORD_SESSION, one.ends_at, "note", one.id)
        elif one.state == SessionState.HELD and not one.noted:
            yield ask.ours(What.SIGN_NOTE, one.ends_at, "note", one.id)


def rhythm(ask: Asker) -> Iterator[Step]:
    """The first talk, another try after a missed one, the next one in time."""
    past = sorted(ask.case.sessions, key=lambda s: (s.starts_at, s.id))
    held = [one for one in past if one.state == SessionState.HELD]
    missed = bool(past) and past[-1].state == SessionState.MISSED
    if missed_too_often(past):
        yield ask.ours(What.REVIEW_MISSED, past[-1].ends_at, "missed_review", past[-1].id)
    if any(one.state == SessionState.BOOKED for one in past):
        return
    if ask.case.state == CaseState.CLOSING:
        return
    if missed:
        yield ask.ours(What.BOOK_AGAIN, past[-1].ends_at, "missed", past[-1].id)
    elif not held:
        since = ask.case.contact_started_at
        due = ask.case.contact_due_at or ask.due("first_session", since)
        yield ask.step(What.BOOK_FIRST, since, due, ask.case.id)
    else:
        last = max([held[-1].ends_at, *ask.case.contacts])
        yield ask.step(What.BOOK_NEXT, last, last + ask.cadence().span, ask.case.id)
