"""The coordinator's screens: the queue, and one referral with the one thing to do now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from wellbeing.forms import questions
from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.models import Outcome
from wellbeing.rules import OUTCOME_LABELS, REASON_LABELS
from wellbeing.services import referrals, screening
from wellbeing.services.screening import ScreeningView
from wellbeing.ui.deciding import decide_part, due_says
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says, send
from wellbeing.ui.parts import clock, esc, facts, header, label, link, note, quote, show
from wellbeing.ui.queue import state_label
from wellbeing.ui.urgency import level_words
from wellbeing.ui.visit import number, t, when
from wellbeing.ui.who_sees import who_sees_part
from wellbeing.workflow import ReferralState

_FAMILY = {
    "yes": (N_("The referrer thinks it is safe to tell the family."), "calm"),
    "no": (N_("Do not tell the family: the referrer says it is not safe."), "alarm"),
    "not_sure": (N_("The referrer is not sure whether it is safe to tell the family."), "warm"),
}


def screen(view: ScreeningView) -> None:
    """Paint one referral: what is at stake, what to do now, then every word of it."""
    path = ((t(N_("Queue")), "/queue"),)
    about = [view.school, view.class_name, _age(view)]
    header(view.student, " · ".join(one for one in about if one), path, about=view.student_id)
    due = clock(view.due_at, view.standing)
    urgent = label(t(N_("Urgent")), "alarm") if view.urgent else ""
    show(
        f"<p>{state_label(view.state)} {urgent} {due} "
        f'<span class="mp-sub">{esc(view.number)}</span></p>'
    )
    with st.container():
        if view.family_safe != "yes":
            words, tone = _FAMILY[view.family_safe]
            note(t(words), tone)
    with st.container():
        _others(view)
    # Read first, then decide: side by side at a desk, one below the other on a phone.
    reading, acting = st.columns([5, 4], gap="large")
    with reading:
        _texts(view)
    with acting:
        _now(view)
    who_sees_part("referral", view.id)


def _age(view: ScreeningView) -> str:
    return t(N_("{age} years old"), age=view.age) if view.age is not None else ""


def _others(view: ScreeningView) -> None:
    """The quiet signal: the same young person, or one of the same name, seen by others."""
    certain = [one for one in view.others if one.certain]
    _reports(
        number(
            N_("{n} other report about this young person"),
            N_("{n} other reports about this young person"),
            len(certain),
        ),
        certain,
    )
    alike = [one for one in view.others if not one.certain]
    _reports(t(N_("The same name, perhaps somebody else")), alike)


def _reports(title: str, found: Sequence[screening.OtherReport]) -> None:
    if not found:
        return
    items = "".join(
        f"<li>{link(one.number, 'screen', id=one.id)} · {esc(t(ROLE_LABELS[one.source]))} · "
        f"{esc(when(one.sent_at))} · {state_label(ReferralState(one.state))}</li>"
        for one in found
    )
    show(
        f'<section class="mp-note mp-calm"><strong>{esc(title)}</strong><ul>{items}</ul></section>'
    )


def _now(view: ScreeningView) -> None:
    act: dict[ReferralState, Callable[[ScreeningView], None]] = {
        ReferralState.SUBMITTED: _acknowledge,
        ReferralState.SCREENING: decide_part,
        ReferralState.NEEDS_INFO: _waiting,
        ReferralState.DECIDED: _tell,
    }
    if view.state in act:
        show(f'<h2 class="mp-h2">{esc(t(N_("What to do now")))}</h2>')
        act[view.state](view)
    elif view.state is ReferralState.TOLD_BACK:
        _finished(view)


_BEGUN = N_("Begun. The referrer sees that you are looking at it.")


def _acknowledge(view: ScreeningView) -> None:
    show(f"<p>{esc(t(N_('The referrer sees at once that somebody is looking at it.')))}</p>")
    st.button(
        t(N_("Begin to look at it")), key="acknowledge", type="primary", on_click=_run,
        args=(view, screening.acknowledge, _BEGUN),
    )  # fmt: skip


def _run(view: ScreeningView, act: Callable[..., Any], message: str) -> None:
    send(
        f"{act.__name__}-{view.id}-{view.rev}",
        lambda who: act(who, view.id),
        lambda _: due_says(view, message, N_("Please decide by {when}.")),
    )


def _waiting(view: ScreeningView) -> None:
    asked = next(one for one in reversed(view.exchanges) if one.answered_at is None)
    quote(asked.question, t(N_("You asked on {when}"), when=when(asked.asked_at)))
    show(
        f"<p>{esc(t(N_('It is the turn of the referrer. You can go on without the answer.')))}</p>"
    )
    st.button(
        t(N_("Go on without the answer")), key="take-back", on_click=_run,
        args=(view, screening.take_back_question, N_("The question was taken back.")),
    )  # fmt: skip


def _tell(view: ScreeningView) -> None:
    words = screening.answer_for(view.outcome, view.source)
    note(" ".join(t(one) for one in words), "calm")
    about = t(N_("This is what the referrer reads. It says nothing about the young person."))
    show(f"<p>{esc(about)}</p>")
    form_area(
        FormSpec(
            key=f"tell-{view.id}",
            form=screening.TellForm,
            act=lambda who, form: screening.tell_back(who, view.id, form),
            button=N_("Record the reply"),
            done=lambda _: _told(view),
        )
    )


def _told(view: ScreeningView) -> None:
    said = N_("Finished. The person who reported has been answered.")
    says(
        said,
        then=N_("Next comes the first talk with the young person.")
        if view.case_id
        else N_("There is nothing more to do here."),
    )
    if view.case_id:
        go("case", id=str(view.case_id))


def _finished(view: ScreeningView) -> None:
    note(t(N_("Answered on {when}."), when=when(view.told_at)), "good")
    if view.case_id:
        show(f"<p>{link(t(N_('Open the case')), 'case', id=view.case_id)}</p>")


def _texts(view: ScreeningView) -> None:
    labels = {
        name: question
        for part in referrals.SECTIONS
        for name, question in questions(part.form).items()
    }
    basis = dict(labels["lawful_basis"].options)
    people = " · ".join(
        one for one in (view.referrer, t(ROLE_LABELS[view.source]), view.place) if one
    )
    facts(
        [
            (t(N_("Referred by")), people),
            (t(N_("Sent")), when(view.sent_at)),
            *((t(labels[name].label), text) for name, text in view.texts.items()),
            (t(labels["lawful_basis"].label), t(basis.get(view.lawful_basis, ""))),
        ],
        t(N_("The referral")),
    )
    for at, text in view.added:
        quote(text, t(N_("Added on {when}"), when=when(at)))
    for one in view.exchanges:
        if one.answered_at:
            quote(one.question, t(N_("You asked on {when}"), when=when(one.asked_at)))
            quote(one.answer, t(N_("Answered on {when}"), when=when(one.answered_at)))
    if view.outcome:
        reasons = "\n".join(t(REASON_LABELS[code]) for code in view.reasons)
        facts(
            [
                (t(N_("Outcome")), t(OUTCOME_LABELS[Outcome(view.outcome)])),
                (t(N_("How soon")), level_words(view.urgency)),
                (t(N_("What spoke for it")), reasons),
                (t(N_("Why")), view.decision_reason),
            ],
            t(N_("The decision")),
        )
