"""Lawful basis: consents asked, given, refused and withdrawn one at a time; duties named."""

from wellbeing.services.consents.answer import (
    ROUTES,
    ConsentAnswer,
    InformForm,
    RecordForm,
    answer_consent,
    inform_family,
    record_consent,
)
from wellbeing.services.consents.name import (
    AskForm,
    NameForm,
    ask_again,
    ask_for_consent,
    end_duty,
    name_basis,
)
from wellbeing.services.consents.view import (
    ConsentView,
    Said,
    consents,
)

__all__ = [
    "ROUTES",
    "AskForm",
    "ConsentAnswer",
    "ConsentView",
    "InformForm",
    "NameForm",
    "RecordForm",
    "Said",
    "answer_consent",
    "ask_again",
    "ask_for_consent",
    "consents",
    "end_duty",
    "inform_family",
    "name_basis",
    "record_consent",
]
