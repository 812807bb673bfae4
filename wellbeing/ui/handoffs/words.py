"""The words of handing over: its states, whose turn, what each side said."""

from __future__ import annotations

from wellbeing.i18n import N_

STATES = {
    "draft": (N_("Not sent yet"), "calm"),
    "requested": (N_("Asked"), "calm"),
    "needs_info": (N_("A question is open"), "warm"),
    "accepted": (N_("Accepted"), "good"),
    "declined": (N_("Declined"), "warm"),
    "lapsed": (N_("Not answered in time"), "warm"),
    "in_progress": (N_("Help has begun"), "good"),
    "on_hold": (N_("Resting"), "warm"),
    "cancel_asked": (N_("Taken back, not confirmed yet"), "warm"),
    "cancelled": (N_("Taken back"), "calm"),
    "completed": (N_("Completed"), "good"),
    "failed": (N_("Did not work out"), "warm"),
    "looped": (N_("Finished"), "calm"),
    "entered_in_error": (N_("Entered by mistake"), "calm"),
}
SAID = {
    "send": N_("asked"),
    "accept": N_("said yes"),
    "decline": N_("said no"),
    "ask": N_("asked back"),
    "answer": N_("answered"),
    "lapse": N_("time ran out"),
    "cancel": N_("took it back"),
    "ask_cancel": N_("asked to take it back"),
    "confirm_cancel": N_("confirmed that it was taken back"),
    "begin": N_("first contact"),
    "hold": N_("let it rest"),
    "resume": N_("went on"),
    "interim": N_("a word in between"),
    "complete": N_("told the outcome"),
    "fail": N_("told the outcome"),
    "loop": N_("read it, and closed the loop"),
    "mark_error": N_("marked it as a mistake"),
}
PIECES = {
    "reason": N_("The request in short"),
    "identity": N_("Name, age and school"),
    "contact": N_("How to reach the family"),
    "summary": N_("The lines from the talks that others need"),
    "plan": N_("The plan with its goals"),
    "progress": N_("How it is going"),
}
CLOCK = N_("the clock")
