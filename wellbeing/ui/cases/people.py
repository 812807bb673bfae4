"""The family of a case: guardians, invitations, and what is withheld."""

from __future__ import annotations

import io
from uuid import UUID

import segno
import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import invitations, reset, students
from wellbeing.services.cases import CaseView
from wellbeing.ui.cases.keeping import withheld_part
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.parts import esc, note, show, table
from wellbeing.ui.visit import caller, t, when

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


def guardians_part(view: CaseView) -> None:
    """Paint the guardians, invitations for those without an account, and what is withheld."""
    found = students.guardians(caller(), view.student_id)
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Guardians")))}</h2>')
    columns = (
        t(N_("Name")), t(N_("Relationship")), t(N_("Legal standing")), t(N_("Phone")),
        t(N_("Account")),
    )  # fmt: skip
    rows = [
        (
            esc(one.name), esc(t(RELATIONSHIPS[one.relationship])),
            esc(t(STANDINGS[one.standing])), esc(one.phone),
            esc(t(N_("yes")) if one.has_account else t(N_("no"))),
        )
        for one in found
    ]  # fmt: skip
    table(t(N_("Guardians")), columns, rows)
    waiting = [(one.id, one.name) for one in found if not one.has_account]
    if view.may_invite and waiting:
        fold(t(N_("Invite a guardian")), f"invite-{view.id}", _invite, view, waiting)
    if view.may_invite:
        withheld_part(view, [(one.id, one.name) for one in found])


def _invite(view: CaseView, waiting: list[tuple[UUID, str]]) -> None:
    shown = st.session_state.pop("invitation", None)
    if shown is not None:
        show_invitation(shown)
    form_area(
        FormSpec(
            key=f"guardian-{view.id}",
            form=invitations.InviteGuardianForm,
            act=lambda me, form: invitations.invite_guardian(me, view.id, form),
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
    show_link(text, made.link)


def show_link(text: str, address: str) -> None:
    """Paint an address that is seen this once, as text and as a QR code."""
    note(text, "good")
    st.code(address, language=None)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=5, border=3)
    st.image(drawn.getvalue(), caption=t(N_("Scan this code with a phone")), width=240)
