"""Consents: for the family one tap each; for those who help, asking, recording and duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.gate import Caller
from wellbeing.grounds import KIND_LABELS, PURPOSE_LABELS
from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.services import consents, students, team
from wellbeing.services.cases import CaseView
from wellbeing.services.consents import ConsentAnswer, ConsentView
from wellbeing.ui.cases.consent_words import consent_card, consent_history
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import clock, esc, header, note, print_link, show
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import who_sees_each, will_read

Act = Callable[[Caller, UUID, Any], object]
_SAID = {
    "yes": N_("Thank you. You have agreed. You can take it back here at any time."),
    "no": N_("Noted. Nothing more is shared for this. You can change your mind here at any time."),
}
# What can be said now; a no weighs as little as a yes.
_CHOICES = {
    "asked": (("yes", N_("I agree")), ("no", N_("I do not agree"))),
    "agreed": (("no", N_("I take my consent back")),),
    "refused": (("yes", N_("I agree now")),),
    "withdrawn": (("yes", N_("I agree now")),),
}


def family_consents(view: CaseView) -> None:
    """Paint each consent that this guardian gives: agree, refuse, take back, one tap each."""
    found = consents.consents(caller(), view.id)
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Your consent")))}</h2>')
    text = t(N_("One question at a time. You may say no. No answer is never taken for a yes."))
    show(f"<p>{esc(text)}</p>")
    for one in found:
        consent_card(one)
        if one.mine:
            _buttons(one)
        elif one.kind == "own_consent":
            show(f'<p class="mp-sub">{esc(t(N_("Your child is old enough to decide this.")))}</p>')
        consent_history(one)
    _who_sees(found)


def _buttons(one: ConsentView) -> None:
    for code, words in _CHOICES.get(one.state, ()):
        st.button(
            t(words), key=f"consent-{code}-{one.id}", width="stretch",
            on_click=_answer, args=(one, code),
        )  # fmt: skip


def _answer(one: ConsentView, code: str) -> None:
    send(
        f"consent-{one.id}-{code}-{len(one.history)}",
        lambda me: consents.answer_consent(me, one.id, ConsentAnswer(code)),
        lambda _: says(_SAID[code]),
    )


def consents_page(view: CaseView, found: Sequence[ConsentView]) -> None:
    """Paint what sharing rests on in a case, for those who run it."""
    path = ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.id}"))
    lead = t(N_("Each purpose and each recipient by itself. A no counts at the next page."))
    header(t(N_("Consents")), lead, path, about=view.student_id)
    if not any(one.purpose == "help" for one in found):
        note(t(N_("Nobody has been asked yet whether help may begin.")), "warm")
    for one in found:
        _one(one)
    before = len(found)
    fold(t(N_("Ask for a consent")), f"ask-consent-{view.id}", _ask, view, before)
    title = t(N_("Name a duty instead of a consent"))
    fold(title, f"name-basis-{view.id}", _name, view, before)
    print_link(t(N_("Print this page")))
    _who_sees(found)


def _who_sees(found: Sequence[ConsentView]) -> None:
    who_sees_each(
        "lawful_basis",
        [
            (
                f"{t(PURPOSE_LABELS[one.purpose])} · {one.recipient or one.guardian}".strip(" ·"),
                one.id,
            )
            for one in found
        ],
    )


def _ask(view: CaseView, before: int) -> None:
    form_area(
        FormSpec(
            key=f"ask-consent-{view.id}-{before}",
            form=consents.AskForm,
            readers={"why": will_read(view.id, "lawful_basis.why")},
            act=lambda me, form: consents.ask_for_consent(me, view.id, form),
            button=N_("Ask everybody who decides"),
            done=lambda _: says(N_("Asked. It stands on the family's page, one by one.")),
            options={"recipient_id": _recipients(view)},
            quiet=True,
        )
    )


def _name(view: CaseView, before: int) -> None:
    form_area(
        FormSpec(
            key=f"name-basis-{view.id}-{before}",
            form=consents.NameForm,
            readers={"why": will_read(view.id, "lawful_basis.why")},
            act=lambda me, form: consents.name_basis(me, view.id, form),
            button=N_("Name it, with its reason"),
            done=lambda _: says(N_("Named. It stands from now on, beside any consent.")),
            options={"recipient_id": _recipients(view)},
            quiet=True,
        )
    )


def _one(one: ConsentView) -> None:
    consent_card(one)
    whose = one.guardian or t(KIND_LABELS[one.kind])
    show(f'<p class="mp-sub">{esc(whose)} · {esc(when(one.at))}</p>')
    if one.why:
        note(one.why)
    if one.inform_by and not one.informed_at:
        show(f"<p>{clock(one.inform_by, 'due_soon')}</p>")
        _form(one, "inform", consents.InformForm, consents.inform_family, N_("The family was told"))
    consent_history(one)
    if one.state == "named":
        _button(one, "end", N_("End this duty"))
    elif one.state != "ended":
        what = t(PURPOSE_LABELS[one.purpose])
        fold(
            t(N_("Record an answer: {what}"), what=what), f"record-{one.id}", _form, one, "record",
            consents.RecordForm, consents.record_consent, N_("Record it"),
        )  # fmt: skip
        if one.kind == "guardian_consent" and one.state == "agreed":
            _button(one, "again", N_("Ask whoever decides at today's age"))


def _form(one: ConsentView, name: str, form: type[Any], act: Act, button: str) -> None:
    form_area(
        FormSpec(
            key=f"consent-{name}-{one.id}-{len(one.history)}",
            form=form,
            act=lambda me, filled: act(me, one.id, filled),
            button=button,
            done=lambda _: says(N_("Recorded. It counts from now on.")),
            quiet=True,
        )
    )


_ACTS: dict[str, Callable[[Caller, UUID], object]] = {
    "end": consents.end_duty,
    "again": consents.ask_again,
}


def _button(one: ConsentView, name: str, words: str) -> None:
    st.button(t(words), key=f"consent-{name}-{one.id}", on_click=_run, args=(one, name))


def _run(one: ConsentView, name: str) -> None:
    send(
        f"consent-{name}-{one.id}",
        lambda me: _ACTS[name](me, one.id),
        lambda _: says(N_("Done. It counts from now on.")),
    )


def _recipients(view: CaseView) -> list[tuple[UUID, str]]:
    """Return with whom something can be shared: helpers first, then the guardians."""
    people = team.people_for(caller(), view.id)
    found = [(i, f"{name} · {t(ROLE_LABELS[role])}") for i, name, role in people.helpers]
    family = students.guardians(caller(), view.student_id)
    return found + [(one.id, f"{one.name} · {t(ROLE_LABELS['parent'])}") for one in family]
