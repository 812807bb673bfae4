"""The machines of a report of harm, and of what a sharing rests on."""

from __future__ import annotations

from enum import StrEnum, auto

from wellbeing.workflow import Machine, Step


class HarmState(StrEnum):
    """A report of harm; it is not at its end before an outcome is recorded."""

    NOTICED = auto()
    REPORTED = auto()
    OUTCOME_RECORDED = auto()


class HarmAction(StrEnum):
    """What is done with a report of harm."""

    REPORT = auto()
    RECORD_OUTCOME = auto()


HARM = Machine(
    "harm",
    {
        (HarmState.NOTICED, HarmAction.REPORT): Step(HarmState.REPORTED, needs=("addressee",)),
        (HarmState.REPORTED, HarmAction.RECORD_OUTCOME): Step(
            HarmState.OUTCOME_RECORDED, needs=("outcome",)
        ),
    },
)


class BasisState(StrEnum):
    """One consent, or one named duty: what a sharing rests on."""

    ASKED = auto()
    AGREED = auto()
    REFUSED = auto()
    WITHDRAWN = auto()
    NAMED = auto()
    ENDED = auto()


class BasisAction(StrEnum):
    """What is said to it; withdrawing is one step, as agreeing is."""

    AGREE = auto()
    REFUSE = auto()
    WITHDRAW = auto()
    END = auto()


BASIS = Machine(
    "basis",
    {
        (BasisState.ASKED, BasisAction.AGREE): Step(BasisState.AGREED),
        (BasisState.ASKED, BasisAction.REFUSE): Step(BasisState.REFUSED),
        (BasisState.ASKED, BasisAction.END): Step(BasisState.ENDED),
        (BasisState.AGREED, BasisAction.WITHDRAW): Step(BasisState.WITHDRAWN),
        (BasisState.REFUSED, BasisAction.AGREE): Step(BasisState.AGREED),
        (BasisState.WITHDRAWN, BasisAction.AGREE): Step(BasisState.AGREED),
        (BasisState.NAMED, BasisAction.END): Step(BasisState.ENDED),
    },
)
