"""Talks in the room: who helps, held and noted, missed, the next one in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wellbeing.facts import SessionFact
from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import CaseState, SessionState

# A call, another way, a letter (PRACTICE §2): then whoever was not reached is talked about.
_TRIES = 3


def missed_too_often(sessions: Iterable[SessionFact]) -> bool:
    """Tell whether two in a row or three of the last six were missed: then people talk.

    What was missed for a good reason counts neither as missed nor as kept.
    """
    missed = [
        one.state == SessionState.MISSED
        for one in sorted(sessions, key=lambda s: (s.starts_at, s.id))
        if one.state == SessionState.HELD or (one.state == SessionState.MISSED and one.unexcused)
    ]
    return missed[-2:].count(True) == 2 or missed[-6:].count(True) >= 3


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
    kept = [one for one in past if one.state in (SessionState.HELD, SessionState.MISSED)]
    missed = kept[-1] if kept and kept[-1].state == SessionState.MISSED else None
    silent = missed if missed and missed.unexcused and not missed.reached else None
    often = missed_too_often(past) or (silent and silent.tries >= _TRIES)
    if often and not _met_since(ask, kept[-1]):
        yield ask.ours(What.REVIEW_MISSED, kept[-1].ends_at, "missed_review", kept[-1].id)
    if silent and silent.tries < _TRIES:
        yield try_to_reach(ask, silent)
        return
    if ask.case.state == CaseState.CLOSING or any(s.state == SessionState.BOOKED for s in past):
        return
    if missed is not None:
        yield ask.ours(What.BOOK_AGAIN, missed.ends_at, "missed", missed.id)
    else:
        yield next_talk(ask, kept[-1] if kept else None)


def _met_since(ask: Asker, missed: SessionFact) -> bool:
    """Tell whether somebody met with them after a missed talk: a contact that was noted."""
    met = (*ask.case.contacts, *ask.case.safety.contacts)
    return any(at > missed.ends_at for at in met)


def try_to_reach(ask: Asker, missed: SessionFact) -> Step:
    """A call the same day, within two working days another way, within five a letter."""
    since = missed.ends_at
    if missed.tries == 0:
        day = missed.starts_at.astimezone(ask.pack.time_zone).date()
        return ask.step(What.CALL_MISSED, since, max(ask.end_of(day), since), missed.id)
    if missed.tries == 1:
        return ask.ours(What.OTHER_WAY_MISSED, since, "missed", missed.id)
    return ask.ours(What.WRITE_MISSED, since, "missed_letter", missed.id)


def next_talk(ask: Asker, held: SessionFact | None) -> Step:
    """The first talk, or the next one; whoever has said no is asked again without pressure."""
    if held is None:
        since = ask.case.contact_started_at
        due = ask.case.contact_due_at or ask.due("first_session", since)
        return ask.step(What.BOOK_FIRST, since, due, ask.case.id)
    last = max([held.ends_at, *ask.case.contacts])
    what = What.OFFER_AGAIN if held.declined else What.BOOK_NEXT
    return ask.step(what, last, last + ask.cadence().span, ask.case.id)
