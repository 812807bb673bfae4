"""The referral's questions, section by section: a task list, not one long page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer, questions, read
from wellbeing.grounds import BasisKind
from wellbeing.i18n import N_


class ReplyRoute(StrEnum):
    """How the person who reported wants to be told what became of it."""

    HERE = auto()
    PHONE = auto()
    IN_PERSON = auto()


@dataclass(frozen=True, slots=True)
class AboutStudent:
    """Who it is about."""

    student_name: str = ask(
        N_("Full name"),
        hint=N_("As on the school roll. If you do not know it, write what you know."),
        required=N_("Please give a name, even if only a part of it."),
    )
    school_id: UUID | None = ask(
        N_("School"), Kind.RECORD, required=N_("Please choose the school.")
    )
    birth_date: date | None = offer(
        N_("Date of birth"),
        Kind.DATE,
        hint=N_("For example 2013-05-10. It helps us to find the right person."),
        first=date(1990, 1, 1),
    )
    class_name: str = offer(N_("Class"), hint=N_("For example Grade 7, class 3."))
    school_number: str = offer(N_("School number"))
    student_id: UUID | None = offer(N_("Found on the school roll"), Kind.LINK)


@dataclass(frozen=True, slots=True)
class WhatWasSeen:
    """What was seen, in whose words, when and where."""

    facts: str = ask(
        N_("What happened?"),
        Kind.TEXT,
        hint=N_("Only what was seen or heard. Leave guesses and labels out."),
        required=N_("Please describe in a few words what was seen."),
    )
    whose_words: str = offer(
        N_("In whose words?"),
        Kind.TEXT,
        hint=N_("Who saw or said it? Quote them where you can."),
    )
    seen_when: str = ask(
        N_("When?"),
        hint=N_("Day and time, or since when."),
        required=N_("Please say when, even roughly."),
    )
    seen_where: str = offer(N_("Where?"))


@dataclass(frozen=True, slots=True)
class WorriesAndStrengths:
    """What worries you, and what is going well."""

    worries: str = ask(
        N_("What worries you?"),
        Kind.TEXT,
        required=N_("Please say what worries you, in one sentence or more."),
    )
    going_well: str = offer(
        N_("What is going well?"),
        Kind.TEXT,
        hint=N_("People they trust, things they like and are good at."),
    )


@dataclass(frozen=True, slots=True)
class AlreadyTried:
    """What was already tried."""

    tried: str = offer(
        N_("What have you or others already tried?"),
        Kind.TEXT,
        hint=N_("And what helped, even a little."),
    )


@dataclass(frozen=True, slots=True)
class OwnView:
    """The young person's own view."""

    asked: str = ask(
        N_("Have you spoken with the young person about this referral?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes")), ("no", N_("Not yet"))),
    )
    own_view: str = offer(
        N_("What do they say and want, in their own words?"),
        Kind.TEXT,
        shown_when=("asked", ("yes",)),
    )


@dataclass(frozen=True, slots=True)
class Family:
    """The family, and whether it is safe to tell them."""

    family_safe: str = ask(
        N_("Is it safe to tell the family about this referral?"),
        Kind.CHOICE,
        hint=N_("If someone at home may be the cause, choose No. Nobody will tell them before "
                "the coordinator has decided."),
        options=(("yes", N_("Yes")), ("no", N_("No")), ("not_sure", N_("I am not sure"))),
    )  # fmt: skip
    family_reason: str = ask(
        N_("Why is it not safe, or what makes you unsure?"),
        Kind.TEXT,
        shown_when=("family_safe", ("no", "not_sure")),
        required=N_("Please say why, so that we can keep the young person safe."),
    )
    family: str = offer(
        N_("What do you know about the family?"),
        Kind.TEXT,
        hint=N_("Who they live with, who looks after them, who already knows."),
    )


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """Why you may share this."""

    lawful_basis: str = ask(
        N_("Why may you share this with us?"),
        Kind.CHOICE,
        options=(
            (BasisKind.GUARDIAN_CONSENT, N_("A guardian has agreed to this referral")),
            (BasisKind.OWN_CONSENT, N_("The young person (14 or older) has agreed")),
            (BasisKind.STATUTORY_DUTY, N_("It is my duty by law to report this")),
            (BasisKind.EMERGENCY, N_("Life or health is in danger")),
            (BasisKind.SAFEGUARDING, N_("To protect the young person; asking first is not safe")),
        ),
    )
    basis_note: str = ask(
        N_("Who agreed, when and how?"),
        Kind.TEXT,
        shown_when=("lawful_basis", (BasisKind.GUARDIAN_CONSENT, BasisKind.OWN_CONSENT)),
        required=N_("Please say who agreed, when and how."),
    )


@dataclass(frozen=True, slots=True)
class TellBack:
    """How you want to be told what became of it."""

    reply_route: str = ask(
        N_("How shall we tell you what became of it?"),
        Kind.CHOICE,
        options=(
            (ReplyRoute.HERE, N_("Here, in Miaopu")),
            (ReplyRoute.PHONE, N_("By phone")),
            (ReplyRoute.IN_PERSON, N_("In person")),
        ),
    )
    reply_contact: str = ask(
        N_("Phone number and good times to call"),
        shown_when=("reply_route", (ReplyRoute.PHONE,)),
        required=N_("Please give a number, so that we can call you."),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """One task of the list."""

    key: str
    title: str
    form: type[Any]


SECTIONS = (
    Section("about", N_("Who it is about"), AboutStudent),
    Section("seen", N_("What was seen"), WhatWasSeen),
    Section("worries", N_("Worries and strengths"), WorriesAndStrengths),
    Section("tried", N_("What was already tried"), AlreadyTried),
    Section("own_view", N_("The young person's own view"), OwnView),
    Section("family", N_("The family"), Family),
    Section("basis", N_("Why you may share this"), LawfulBasis),
    Section("reply", N_("How to tell you"), TellBack),
)


def section(key: str) -> Section:
    """Return a section by its key; the first one for an unknown key."""
    return next((one for one in SECTIONS if one.key == key), SECTIONS[0])


def problems(part: Section, answers: Mapping[str, Any]) -> dict[str, Problem]:
    """Return what is still missing or wrong in a section."""
    try:
        read(part.form, answers)
    except InvalidForm as invalid:
        return invalid.problems
    return {}


def begun(part: Section, answers: Mapping[str, Any]) -> bool:
    """Tell whether anything of a section was answered or looked at."""
    return bool(answers.get(f"done:{part.key}")) or any(
        answers.get(n) for n in questions(part.form)
    )


def read_all(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return every clean answer by field name, or raise InvalidForm for all sections at once."""
    clean: dict[str, Any] = {}
    wrong: dict[str, Problem] = {}
    for part in SECTIONS:
        try:
            form = read(part.form, answers)
        except InvalidForm as invalid:
            wrong |= invalid.problems
        else:
            clean |= {name: getattr(form, name) for name in questions(part.form)}
    if wrong:
        raise InvalidForm(wrong)
    return clean
