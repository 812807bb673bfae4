"""Forms as data: a frozen dataclass whose fields carry their question."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any, TypeVar
from uuid import UUID

from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_


class Kind(StrEnum):
    """How a question is asked."""

    LINE = auto()
    TEXT = auto()
    CHOICE = auto()
    SEVERAL = auto()
    DATE = auto()
    PASSWORD = auto()
    RECORD = auto()
    LINK = auto()  # a record that a search on the page fills in; never painted as a box


# Answers from 0 (not at all) to 10 (fully).
ZERO_TO_TEN = tuple((str(n), str(n)) for n in range(11))
LIMITS = {Kind.LINE: 120, Kind.TEXT: 5_000, Kind.PASSWORD: 256}
REQUIRED = N_("Please answer this question.")
TOO_LONG = N_("This is too long: {length} characters; at most {limit} fit. Please shorten it.")
NOT_LISTED = N_("Please choose one of the answers offered.")
BAD_DATE = N_("Please give a real date, for example 2026-03-09.")
EARLY_OR_LATE = N_("Please check the year: the date must lie between {first} and {last}.")
HIDDEN = N_("This text holds a hidden control character (position {position}). Please remove it.")
INVISIBLE = N_("This line holds an invisible character (position {position}). Please retype it.")


@dataclass(frozen=True, slots=True)
class Question:
    """What a field asks: label, hint, kind, limits and answers offered."""

    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    required: str = REQUIRED
    options: tuple[tuple[str, str], ...] = ()
    limit: int = 0
    first: date = date(1900, 1, 1)
    last: date = date(2100, 12, 31)
    shown_when: tuple[str, tuple[str, ...]] | None = None

    @property
    def max_length(self) -> int:
        """The most characters that the answer may have."""
        return self.limit or LIMITS.get(self.kind, 0)


class InvalidForm(WellbeingError):
    """Some answers need another look; nothing typed is lost."""

    default = "Please look at the marked answers."

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__()
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Problem:
    """A message id and its values, to show under one field."""

    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


def ask(label: str, kind: Kind = Kind.LINE, **more: Any) -> Any:
    """Return a dataclass field whose question must be answered."""
    return _field(Question(label, kind, **more))


def offer(label: str, kind: Kind = Kind.LINE, **more: Any) -> Any:
    """Return a dataclass field whose question may be left open."""
    return _field(Question(label, kind, required="", **more))


def _field(question: Question) -> Any:
    empty = _EMPTY.get(question.kind, "")
    return dataclasses.field(default=empty, metadata={"question": question})


_EMPTY: dict[Kind, object] = {Kind.DATE: None, Kind.RECORD: None, Kind.LINK: None, Kind.SEVERAL: ()}
Form = TypeVar("Form")


def offering(form: type[Form], **choices: tuple[tuple[str, str], ...]) -> type[Form]:
    """Return the form with other answers to choose from, as a law or a list leaves them."""
    changed = []
    for one in dataclasses.fields(form):  # type: ignore[arg-type]
        if one.name in choices:
            question = dataclasses.replace(one.metadata["question"], options=choices[one.name])
            again = dataclasses.field(default=one.default, metadata={"question": question})
            changed.append((one.name, one.type, again))
    return dataclasses.make_dataclass(form.__name__, changed, bases=(form,), frozen=True)


def questions(form: type[Any]) -> dict[str, Question]:
    """Return the questions of a form by field name, in order."""
    return {f.name: f.metadata["question"] for f in dataclasses.fields(form) if f.metadata}


def applies(question: Question, answers: Mapping[str, object]) -> bool:
    """Tell whether a conditional question is asked, given the other answers."""
    if question.shown_when is None:
        return True
    name, values = question.shown_when
    return answers.get(name) in values


def read(form: type[Form], answers: Mapping[str, object]) -> Form:
    """Return the form filled from raw answers, or raise InvalidForm with every problem at once."""
    clean: dict[str, object] = {}
    problems: dict[str, Problem] = {}
    for name, question in questions(form).items():
        if not applies(question, answers):
            continue
        try:
            clean[name] = _READERS[question.kind](question, answers.get(name))
        except _Refused as refused:
            problems[name] = refused.problem
    if problems:
        raise InvalidForm(problems)
    return form(**clean)


class _Refused(Exception):
    def __init__(self, message: str, **params: object) -> None:
        self.problem = Problem(message, params)


def _text(question: Question, raw: object) -> str:
    text = raw if isinstance(raw, str) else "" if raw is None else str(raw)
    if len(text) > question.max_length:
        raise _Refused(TOO_LONG, length=len(text), limit=question.max_length)
    if not text.strip() and question.required:
        raise _Refused(question.required)
    _refuse_hidden(text, lines=question.kind is Kind.TEXT)
    return text.strip() if question.kind is Kind.LINE else text


def _refuse_hidden(text: str, *, lines: bool) -> None:
    """Refuse NUL, control, bidirectional and unpaired characters; invisible ones in names."""
    for position, character in enumerate(text, 1):
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"} and not (lines and character in "\n\r\t"):
            raise _Refused(HIDDEN, position=position)
        if character in _BIDIRECTIONAL:
            raise _Refused(HIDDEN, position=position)
        if not lines and category in {"Cf", "Zl", "Zp"}:
            raise _Refused(INVISIBLE, position=position)


_BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def _choice(question: Question, raw: object) -> str:
    chosen = str(raw or "")
    if not chosen and not question.required:
        return ""
    if not chosen:
        raise _Refused(question.required)
    if chosen not in dict(question.options):
        raise _Refused(NOT_LISTED)
    return chosen


def _several(question: Question, raw: object) -> tuple[str, ...]:
    chosen = tuple(str(one) for one in raw) if isinstance(raw, list | tuple | set) else ()
    if set(chosen) - set(dict(question.options)):
        raise _Refused(NOT_LISTED)
    if not chosen and question.required:
        raise _Refused(question.required)
    return chosen


def _date(question: Question, raw: object) -> date | None:
    if raw in (None, ""):
        if question.required:
            raise _Refused(question.required)
        return None
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(_iso(str(raw)))
    except ValueError:
        raise _Refused(BAD_DATE) from None
    if not question.first <= day <= question.last:
        raise _Refused(EARLY_OR_LATE, first=question.first, last=question.last)
    return day


def _iso(typed: str) -> str:
    """Return 2025-09-01 for 2025-9-1, 2025/9/1, 2025.9.1 and 2025年9月1日 alike."""
    for mark in "/.年月":
        typed = typed.replace(mark, "-")
    parts = typed.replace("日", "").strip().split("-")
    return "-".join(part.strip().rjust(2, "0") for part in parts) if len(parts) == 3 else typed


def _record(question: Question, raw: object) -> UUID | None:
    if raw in (None, ""):
        if question.required:
            raise _Refused(question.required)
        return None
    try:
        return raw if isinstance(raw, UUID) else UUID(str(raw))
    except ValueError:
        raise _Refused(NOT_LISTED) from None


_READERS = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.PASSWORD: _text,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.DATE: _date,
    Kind.RECORD: _record,
    Kind.LINK: _record,
}
