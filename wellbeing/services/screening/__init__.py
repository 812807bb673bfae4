"""Screening: the coordinator's queue, one referral at a time, ask back, decide, tell back."""

from wellbeing.services.screening.decide import (
    AskForm,
    DecideForm,
    Decision,
    acknowledge,
    ask_back,
    decide,
    take_back_question,
)
from wellbeing.services.screening.queue import Queue, QueueRow, Turn, queue
from wellbeing.services.screening.tell import TellForm, answer_for, tell_back
from wellbeing.services.screening.view import OtherReport, ScreeningView, open_screening

__all__ = [
    "AskForm",
    "DecideForm",
    "Decision",
    "OtherReport",
    "Queue",
    "QueueRow",
    "ScreeningView",
    "TellForm",
    "Turn",
    "acknowledge",
    "answer_for",
    "ask_back",
    "decide",
    "open_screening",
    "queue",
    "take_back_question",
    "tell_back",
]
