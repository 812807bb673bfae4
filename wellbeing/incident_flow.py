"""The machines of an incident (F) and of a request to read a sealed record."""

from __future__ import annotations

from enum import StrEnum, auto

from wellbeing.workflow import Machine, Step

# The kinds of what is agreed: a promise, a part of the compensation, a day to look again.
PROMISE, PAYMENT, CHECK = "promise", "payment", "check"


class IncidentState(StrEnum):
    """Machine F: an incident and its repair."""

    PROPOSED = auto()
    PREPARING = auto()
    READY = auto()
    MET = auto()
    AGREED = auto()
    FULFILLED = auto()
    PARTLY = auto()
    BROKEN = auto()
    STOPPED = auto()
    CLOSED = auto()


class IncidentAction(StrEnum):
    """What can be done about an incident."""

    PREPARE = auto()
    MAKE_READY = auto()
    MEET = auto()
    AGREE = auto()
    FULFIL = auto()
    KEEP_PARTLY = auto()
    BREAK = auto()
    STOP = auto()
    RESUME = auto()
    CLOSE = auto()


def _incident_table() -> dict[tuple[StrEnum, StrEnum], Step]:
    s, a = IncidentState, IncidentAction
    ready = ("admitted", "all_willing", "each_prepared", "safe", "balanced")
    table: dict[tuple[StrEnum, StrEnum], Step] = {
        (s.PROPOSED, a.PREPARE): Step(s.PREPARING, needs=("measures",)),
        (s.PREPARING, a.MAKE_READY): Step(s.READY, needs=ready),
        (s.READY, a.MEET): Step(s.MET, needs=("meeting",)),
        (s.MET, a.AGREE): Step(s.AGREED, needs=("promise", "signatures")),
        (s.AGREED, a.FULFIL): Step(s.FULFILLED, needs=("all_kept",)),
        (s.AGREED, a.KEEP_PARTLY): Step(s.PARTLY, needs=("some_kept",)),
        (s.STOPPED, a.RESUME): Step(s.PREPARING),
    }
    # A promise that does not hold later is a broken one, too.
    for state in (s.AGREED, s.PARTLY, s.FULFILLED):
        table[state, a.BREAK] = Step(s.BROKEN, needs=("reason",))
    # Any party stops it at any time before it is agreed; nothing follows from that.
    for state in (s.PROPOSED, s.PREPARING, s.READY, s.MET):
        table[state, a.STOP] = Step(s.STOPPED)
    for state in (s.FULFILLED, s.PARTLY, s.BROKEN, s.STOPPED):
        table[state, a.CLOSE] = Step(s.CLOSED, needs=("nothing_open",))
    return table


INCIDENT = Machine("incident", _incident_table())
# The case cannot end while one of these waits.
UNFULFILLED = (
    IncidentState.MET, IncidentState.AGREED, IncidentState.PARTLY, IncidentState.BROKEN,
)  # fmt: skip


class LookState(StrEnum):
    """A look at an agreement in force, and what it found."""

    OPEN = auto()
    HOLDS = auto()
    IN_PART = auto()
    FAILS = auto()
    CANCELLED = auto()


class LookAction(StrEnum):
    """What a look finds, in both sides' words."""

    HOLDS = auto()
    HOLDS_IN_PART = auto()
    FAILS = auto()
    CANCEL = auto()


LOOK = Machine(
    "look",
    {
        (LookState.OPEN, LookAction.HOLDS): Step(LookState.HOLDS),
        (LookState.OPEN, LookAction.HOLDS_IN_PART): Step(LookState.IN_PART),
        (LookState.OPEN, LookAction.FAILS): Step(LookState.FAILS),
        (LookState.OPEN, LookAction.CANCEL): Step(LookState.CANCELLED),
    },
)


class AccessState(StrEnum):
    """A written request to read a sealed record."""

    ASKED = auto()
    GRANTED = auto()
    REFUSED = auto()


class AccessAction(StrEnum):
    """What is decided on a request."""

    GRANT = auto()
    REFUSE = auto()


SEALED_ACCESS = Machine(
    "sealed_access",
    {
        (AccessState.ASKED, AccessAction.GRANT): Step(
            AccessState.GRANTED, needs=("reason", "another_person")
        ),
        (AccessState.ASKED, AccessAction.REFUSE): Step(
            AccessState.REFUSED, needs=("reason", "another_person")
        ),
    },
)
