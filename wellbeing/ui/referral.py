"""A referral as the person who sent it sees it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.forms import questions
from wellbeing.i18n import N_
from wellbeing.services import referrals, screening
from wellbeing.services.referrals import MyReferral, ReferralStanding, ReferralView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import (
    dots,
    esc,
    facts,
    header,
    label,
    link,
    note,
    print_link,
    quote,
    show,
    table,
)
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import who_sees_part

_WORDS = {
    ReferralStanding.RECEIVED: (N_("Received"), "calm"),
    ReferralStanding.LOOKED_AT: (N_("Being looked at"), "calm"),
    ReferralStanding.QUESTION: (N_("Question for you"), "warm"),
    ReferralStanding.ANSWERED: (N_("Answered"), "good"),
    ReferralStanding.WITHDRAWN: (N_("Withdrawn"), "calm"),
}
_ROUTES = {
    "here": N_("here, in Miaopu"),
    "phone": N_("by phone"),
    "in_person": N_("in person"),
}


def standing_label(standing: ReferralStanding) -> str:
    """Return where a referral stands, as a label."""
    words, tone = _WORDS[standing]
    return label(t(words), tone)


def my_table(rows: Sequence[MyReferral]) -> None:
    """Paint one's own referrals; whose turn it is comes first."""
    columns = (
        t(N_("Young person")),
        t(N_("Where it stands")),
        t(N_("Sent")),
        t(N_("Next")),
        t(N_("Number")),
    )
    table(
        t(N_("My referrals")),
        columns,
        [
            (
                link(row.student, "referral", id=row.id),
                standing_label(row.standing),
                esc(when(row.sent_at)),
                esc(_next(row)),
                esc(row.number),
            )
            for row in rows
        ],
    )


def _next(row: MyReferral) -> str:
    if row.answered_at:
        return t(N_("answered {when}"), when=when(row.answered_at))
    if row.standing is ReferralStanding.QUESTION:
        return t(N_("your answer by {when}"), when=when(row.due_at))
    return t(N_("by {when}"), when=when(row.due_at)) if row.due_at else ""


def my_referral(view: ReferralView) -> None:
    """Paint the answer first, then what waits for me, then my own words."""
    path = ((t(N_("My referrals")), "/referrals"),)
    header(view.student, f"{view.number} · {when(view.sent_at)}", path, about=view.student_id)
    show(f"<p>{standing_label(view.standing)}</p>")
    if view.standing is not ReferralStanding.WITHDRAWN:
        dots(_steps(view))
    if view.answered_at:
        _answer(view)
    _question(view)
    _texts(view)
    _more(view)
    who_sees_part("referral", view.id)


def _steps(view: ReferralView) -> list[tuple[str, str]]:
    seen, told = view.acknowledged_at, view.answered_at
    by = t(N_("by {when}"), when=when(view.due_at)) if view.due_at else ""
    looking, last = ("done", "done") if told else ("now", "later")
    return [
        (t(N_("It is sent")) + " " + when(view.sent_at), "done"),
        (t(N_("Being looked at")) + " " + (when(seen) if seen else by), looking),
        (t(N_("You are told")) + " " + (when(told) if told else by if seen else ""), last),
    ]


def _answer(view: ReferralView) -> None:
    words = screening.answer_for(view.answer, view.role)
    note(" ".join(t(one) for one in words), "good")
    if view.answer_route:
        told = t(
            N_("Told {when}, {route}."),
            when=when(view.answered_at),
            route=t(_ROUTES[view.answer_route]),
        )
        show(f"<p>{esc(told)}</p>")
    if view.next_contact:
        facts([(t(N_("Whom to ask if you see something new")), view.next_contact)])
    if view.case_id:
        show(f"<p>{link(t(N_('How is it going with them?')), 'tracker', id=view.case_id)}</p>")


def _question(view: ReferralView) -> None:
    for one in view.exchanges:
        quote(one.question, t(N_("The coordinator asked on {when}"), when=when(one.asked_at)))
        if one.answered_at:
            quote(one.answer, t(N_("You answered on {when}"), when=when(one.answered_at)))
    if view.question is not None:
        spec = FormSpec(
            key=f"answer-{view.id}",
            form=referrals.AnswerForm,
            act=lambda who, form: referrals.answer_question(who, view.id, form),
            button=N_("Send the answer"),
            done=lambda _: _hears(view, N_("Sent. The coordinator goes on with your referral.")),
        )
        form_area(spec)


def _texts(view: ReferralView) -> None:
    labels = {
        name: t(question.label)
        for part in referrals.SECTIONS
        for name, question in questions(part.form).items()
    }
    facts([(labels[name], text) for name, text in view.texts.items()], t(N_("What you wrote")))
    for at, text in view.added:
        quote(text, t(N_("You added on {when}"), when=when(at)))


def _more(view: ReferralView) -> None:
    """Offer what can still be done: add, withdraw, print."""
    if view.standing not in (ReferralStanding.ANSWERED, ReferralStanding.WITHDRAWN):
        with st.expander(t(N_("Add something"))):
            form_area(
                FormSpec(
                    key=f"add-{view.id}",
                    form=referrals.AddForm,
                    act=lambda who, form: referrals.add_to_referral(who, view.id, form),
                    button=N_("Add it"),
                    done=lambda _: _hears(view, N_("Added. The coordinator sees it at once.")),
                    quiet=True,
                )
            )
    if view.standing is ReferralStanding.RECEIVED:
        with st.expander(t(N_("Withdraw this referral"))):
            ends = N_("Nobody has looked at it yet. It will be closed without an answer.")
            show(f"<p>{esc(t(ends))}</p>")
            st.button(t(N_("Yes, withdraw it")), key="withdraw", on_click=_withdraw, args=(view,))
    print_link(t(N_("Print")))


def _hears(view: ReferralView, message: str) -> None:
    """Say that it was done, and when the person will hear: the clock may have changed."""
    due = referrals.open_my_referral(caller(), view.id).due_at
    then = N_("You hear from them here by {when}.") if due else ""
    says(message, then=then, when=due)


def _withdraw(view: ReferralView) -> None:
    send(
        f"withdraw-{view.id}",
        lambda who: referrals.withdraw_referral(who, view.id),
        lambda _: says(
            N_("Withdrawn. If you are worried again, please tell us."),
            then=N_("Nobody looks at it any more."),
        ),
    )
