"""Everything that a receiver can do, with its form and its words: one table for both doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wellbeing.i18n import N_
from wellbeing.services.handoffs.receive import (
    ConfirmForm,
    ContactForm,
    DeclineForm,
    FinishForm,
    HoldForm,
    QuestionForm,
    ResumeForm,
    WordForm,
    ask_sender,
    begin,
    confirm_cancel,
    decline,
    finish,
    hold,
    resume,
    tell_interim,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that a receiver can do: its form, its words, what happens next."""

    form: type[Any]
    act: Callable[..., Any]
    button: str
    message: str


ANSWERS = {
    "begin": Answer(ContactForm, begin, N_("Record the first contact"),
                    N_("Recorded. Those who asked see that help has begun.")),
    "interim": Answer(WordForm, tell_interim, N_("Send a word in between"),
                      N_("Sent. Nothing is closed by it.")),
    "complete": Answer(FinishForm, finish, N_("Tell the outcome"),
                       N_("Told. Those who asked read it; the young person's data close now.")),
    "resume": Answer(ResumeForm, resume, N_("Go on"),
                     N_("It goes on. The next word is yours.")),
    "hold": Answer(HoldForm, hold, N_("Let it rest until a day"),
                   N_("It rests. On that day it is your turn again.")),
    "confirm_cancel": Answer(ConfirmForm, confirm_cancel,
                             N_("Confirm that it was taken back"),
                             N_("Confirmed. You have nothing more to do.")),
    "ask": Answer(QuestionForm, ask_sender, N_("Ask back"),
                  N_("Asked. It is their turn now.")),
    "decline": Answer(DeclineForm, decline, N_("Say no"),
                      N_("Said. Those who asked look for another place.")),
}  # fmt: skip
