"""Hostile answers in every field of every form: refused with a sentence, or kept exactly."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import World
from wellbeing.forms import InvalidForm, Kind, questions, read
from wellbeing.services import (
    drafts,
    invitations,
    organisations,
    referrals,
    screening,
    set_up,
    sign_in,
    students,
)

FORMS: list[type[Any]] = [
    *(part.form for part in referrals.SECTIONS),
    referrals.AddForm,
    referrals.AnswerForm,
    screening.AskForm,
    screening.DecideForm,
    screening.TellForm,
    invitations.InviteForm,
    invitations.InviteGuardianForm,
    invitations.AcceptForm,
    organisations.OrganisationForm,
    students.StudentForm,
    students.GuardianForm,
    set_up.SetUpForm,
    sign_in.SignInForm,
]
FIELDS = [(form, name) for form in FORMS for name in questions(form)]
INERT = [
    "![x](http://127.0.0.1:9/x.png) [y](javascript:alert(1)) **z** :red[w] $a$",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://127.0.0.1:9\")", "+1", "-1", "@SUM(A1)",
    "www.example.invalid a@b.invalid", "陆子昂",
    "e\u0301 é", "👩‍👧 家", "; DROP TABLE referral; --",
    "{name} {0} %s", "𠮷",
]  # fmt: skip
REFUSED = ["\x00", "a\x00b", "\u202egpj", "a\u2066b", "\ud800", "a\x1b[31m", "\x07"]


def _problem(form: type[Any], name: str, value: object) -> str:
    """Return the message under the field, or "" where the answer is taken."""
    answers = {**_companions(form, name), name: value}
    try:
        read(form, answers)
    except InvalidForm as invalid:
        found = invalid.problems.get(name)
        return found.message if found else ""
    return ""


def _companions(form: type[Any], name: str) -> dict[str, object]:
    """Answer what a conditional question depends on, so that it is asked."""
    condition = questions(form)[name].shown_when
    return {condition[0]: condition[1][0]} if condition else {}


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_hidden_characters_are_refused_with_a_sentence(form: type[Any], name: str) -> None:
    for hostile in REFUSED:
        assert _problem(form, name, f"文{hostile}字"), hostile


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_a_megabyte_is_refused_with_a_sentence(form: type[Any], name: str) -> None:
    assert _problem(form, name, "字" * 350_000)
    assert _problem(form, name, "a\n" * 100_000)


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_markup_and_formulas_are_kept_exactly_or_refused(form: type[Any], name: str) -> None:
    kind = questions(form)[name].kind
    for text in INERT:
        problem = _problem(form, name, text)
        if kind is Kind.TEXT:
            assert problem == "", text
            answers = {**_companions(form, name), name: text}
            try:
                assert getattr(read(form, answers), name) == text
            except InvalidForm as other:
                assert name not in other.problems
        elif kind in (Kind.CHOICE, Kind.SEVERAL, Kind.RECORD, Kind.LINK, Kind.DATE):
            assert problem, text


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_wrong_types_are_refused_and_never_raise(form: type[Any], name: str) -> None:
    for value in ({}, [], ["x"], 7, 1.5, True, b"x", object()):
        _problem(form, name, value)
    required = questions(form)[name].required
    assert bool(_problem(form, name, "")) == bool(required)


def test_dates_come_in_every_usual_writing_and_impossible_ones_do_not() -> None:
    form = students.StudentForm
    base = {"name": "x", "school_id": "00000000-0000-0000-0000-000000000001"}
    for typed in ("2013-05-01", "2013-5-1", "2013/5/1", "2013.5.1", "2013年5月1日"):
        assert read(form, {**base, "birth_date": typed}).birth_date.isoformat() == "2013-05-01"
    for typed in ("2013-02-30", "1890-01-01", "2190-01-01", "yesterday", "٢٠١٣-٠٥-٠١x", "--"):
        assert _problem(form, "birth_date", typed), typed


@pytest.mark.parametrize("text", INERT)
def test_hostile_text_comes_back_as_it_was_typed(world: World, text: str) -> None:
    sent = world.refer("officer", facts=text, worries=text)
    view = referrals.open_my_referral(world.officer, sent.id)
    assert view.texts["facts"] == text
    assert screening.open_screening(world.coordinator, sent.id).texts["worries"] == text


def test_a_draft_keeps_even_what_sending_refuses(world: World) -> None:
    hostile = "文\u202e字" * 20_000
    drafts.keep_draft(world.officer, "referral:big", {"facts": hostile})
    assert drafts.open_draft(world.officer, "referral:big").answers["facts"] == hostile
    with pytest.raises(InvalidForm):
        referrals.send_referral(world.officer, "referral:big")
    assert drafts.open_draft(world.officer, "referral:big").answers["facts"] == hostile
