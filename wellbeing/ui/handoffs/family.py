"""For a family: which other place helps or was asked, in one plain line each."""

from __future__ import annotations

from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.services import handoffs
from wellbeing.ui.parts import note
from wellbeing.ui.visit import caller, t

_LINES = {
    "asked": (N_("{place} was asked to help as well. You hear here when they have answered."),
              "calm"),
    "helping": (N_("{place} helps as well."), "good"),
    "not_there": (N_("{place} does not help. The counsellor looks for another way with you."),
                  "warm"),
    "over": (N_("The help of {place} has ended. Ask the counsellor what you want to know."),
             "calm"),
}  # fmt: skip


def places_known(case_id: UUID) -> None:
    """Paint a line for each place of which the guardian was asked or told."""
    for one in handoffs.known_to_family(caller(), case_id):
        text, tone = _LINES[one.word]
        note(t(text, place=one.place), tone)
