"""The case page: where are we, what is next, who is with it, what happened."""

from __future__ import annotations

import io
from collections.abc import Sequence
from uuid import UUID

import segno
import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.rules import URGENCY_SHORT
from wellbeing.services import invitations, reset, students
from wellbeing.services.cases import CaseRow, CaseView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.parts import (
    clock,
    dots,
    empty,
    esc,
    header,
    label,
    link,
    note,
    show,
    table,
    timeline,
)
from wellbeing.ui.visit import caller, t, when

_EVENTS = {
    "sent": N_("Referral {number} was sent"),
    "opened": N_("Case {number} was opened"),
    "acknowledge": N_("Referral {number}: somebody began to look at it"),
    "ask": N_("Referral {number}: a question was asked"),
    "answer": N_("Referral {number}: the question was answered"),
    "take_back_question": N_("Referral {number}: the question was taken back"),
    "decide": N_("Referral {number}: it was decided"),
    "tell_back": N_("Referral {number}: the person who reported was told"),
    "withdraw": N_("Referral {number} was withdrawn"),
}
RELATIONSHIPS = dict(
    (("mother", N_("Mother")), ("father", N_("Father")), ("grandparent", N_("Grandparent")),
     ("other_relative", N_("Another relative")), ("other", N_("Another person"))),
)  # fmt: skip
STANDINGS = {
    "guardian": N_("Guardian, decides alone"),
    "shared": N_("Guardian, decides together with another"),
    "carer": N_("Looks after them, does not decide"),
    "none": N_("No legal standing"),
}


def case_table(rows: Sequence[CaseRow]) -> None:
    """Paint a list of cases."""
    columns = (
        t(N_("Young person")),
        t(N_("First talk")),
        t(N_("How soon")),
        t(N_("Opened")),
        t(N_("Number")),
    )
    table(
        t(N_("Cases")),
        columns,
        [
            (
                link(row.student, "case", id=row.id),
                clock(row.contact_due_at, row.standing),
                label(t(URGENCY_SHORT[row.urgency]), "warm") if row.urgency else "",
                esc(when(row.opened_at)),
                esc(row.number),
            )
            for row in rows
        ],
    )


def case_page(view: CaseView) -> None:
    """Paint one case."""
    age = t(N_("{age} years old"), age=view.age) if view.age is not None else ""
    about = " · ".join(one for one in (view.school, view.class_name, age) if one)
    header(view.student, about, ((t(N_("Cases")), "/cases"),))
    urgency = label(t(URGENCY_SHORT[view.urgency]), "warm") if view.urgency else ""
    show(
        f"<p>{label(t(N_('Open case')), 'good')} {urgency} "
        f'<span class="mp-sub">{esc(view.number)}</span></p>'
    )
    dots(_path(view))
    _next(view)
    _team(view)
    _guardians(view)
    _referrals(view)
    show(f'<h2 class="mp-h2">{esc(t(N_("What happened so far")))}</h2>')
    timeline([(when(one.at), t(_EVENTS[one.action], number=one.number)) for one in view.timeline])


def _path(view: CaseView) -> list[tuple[str, str]]:
    return [
        (t(N_("Referred")), "done"),
        (t(N_("Taken on")), "done"),
        (t(N_("First talk")), "now"),
        (t(N_("Plan")), "later"),
        (t(N_("Follow-up")), "later"),
    ]


def _next(view: CaseView) -> None:
    who = next((one.name for one in view.team if one.until is None), t(N_("the coordinator")))
    step = t(N_("Next: a first talk with the young person. It is with {who}."), who=who)
    due = clock(view.contact_due_at, view.standing)
    show(f'<div class="mp-note mp-good"><strong>{esc(step)}</strong> {due}</div>')


def _team(view: CaseView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Who helps")))}</h2>')
    if not view.team:
        empty(t(N_("No counsellor yet.")), t(N_("The coordinator chooses one.")))
        return
    rows = [
        (esc(one.name), esc(t(ROLE_LABELS[one.role])), esc(when(one.since))) for one in view.team
    ]
    table(t(N_("Who helps")), (t(N_("Name")), t(N_("Role")), t(N_("Since"))), rows)


def _guardians(view: CaseView) -> None:
    found = students.guardians(caller(), view.student_id)
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Guardians")))}</h2>')
    columns = (
        t(N_("Name")),
        t(N_("Relationship")),
        t(N_("Legal standing")),
        t(N_("Phone")),
        t(N_("Account")),
    )
    table(
        t(N_("Guardians")),
        columns,
        [
            (
                esc(one.name),
                esc(t(RELATIONSHIPS[one.relationship])),
                esc(t(STANDINGS[one.standing])),
                esc(one.phone),
                esc(t(N_("yes")) if one.has_account else t(N_("no"))),
            )
            for one in found
        ],
    )
    waiting = [(one.id, one.name) for one in found if not one.has_account]
    if view.may_invite and waiting:
        _invite(view, waiting)


def _invite(view: CaseView, waiting: list[tuple[UUID, str]]) -> None:
    with st.expander(t(N_("Invite a guardian"))):
        shown = st.session_state.pop("invitation", None)
        if shown is not None:
            show_invitation(shown)
        form_area(
            FormSpec(
                key=f"guardian-{view.id}",
                form=invitations.InviteGuardianForm,
                act=lambda who, form: invitations.invite_guardian(who, view.id, form),
                button=N_("Make the invitation"),
                done=lambda made: st.session_state.update(invitation=made),
                options={"guardian_id": waiting},
                quiet=True,
            )
        )


def show_invitation(made: invitations.InvitationLink | reset.ResetLink) -> None:
    """Paint the link and its QR code, this once."""
    text = t(
        N_("For {name}, until {when}. The link works once and is shown only now."),
        name=made.name,
        when=when(made.ends_at),
    )
    note(text, "good")
    st.code(made.link, language=None)
    drawn = io.BytesIO()
    segno.make(made.link, error="m").save(drawn, kind="png", scale=5, border=3)
    st.image(drawn.getvalue(), caption=t(N_("Scan this code with a phone")), width=240)


def _referrals(view: CaseView) -> None:
    if not view.referrals:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("How it began")))}</h2>')
    columns = (t(N_("Number")), t(N_("From")), t(N_("Sent")), t(N_("Referrer told")))
    rows = [
        (
            esc(one.number),
            esc(t(ROLE_LABELS[one.source])),
            esc(when(one.sent_at)),
            esc(t(N_("yes")) if one.told else t(N_("not yet"))),
        )
        for one in view.referrals
    ]
    table(t(N_("How it began")), columns, rows)
