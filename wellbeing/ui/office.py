"""The office: people, invitations and places."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.policy import May
from wellbeing.services import invitations, organisations, people, reset, second_factor
from wellbeing.ui.cases.people import show_invitation
from wellbeing.ui.checks import check_cell, check_form
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import Cell, empty, esc, header, label, show, table
from wellbeing.ui.visit import caller, may, t, when, who

_KINDS = dict(organisations.KINDS)


def people_page() -> None:
    """Paint the people of the site, open invitations, and the form to invite somebody."""
    header(t(N_("People")), t(N_("Who has an account here, and who is invited.")))
    shown = st.session_state.pop("invitation", None)
    if shown is not None:
        show_invitation(shown)
    if may(May.INVITE_STAFF):
        with st.expander(t(N_("Invite somebody")), expanded=False):
            _invite()
    _people(people.people(caller()))
    _waiting()


def _invite() -> None:
    places = [(one.id, one.name) for one in organisations.organisations(caller())]
    form_area(
        FormSpec(
            key="invite",
            form=invitations.InviteForm,
            act=invitations.invite,
            button=N_("Make the invitation"),
            done=lambda made: st.session_state.update(invitation=made),
            options={"organisation_id": places},
        )
    )


def _people(found: tuple[people.Person, ...]) -> None:
    rows = [
        (
            esc(one.name),
            "<br>".join(esc(_role(role, place)) for role, place in one.roles),
            label(t(N_("active")), "good") if one.active else label(t(N_("ended")), "calm"),
            check_cell(one),
        )
        for one in found
    ]
    columns = (t(N_("Name")), t(N_("Role")), t(N_("Account")), t(N_("Background check")))
    asked = any(one.check_ends_on for one in found)
    table(t(N_("People")), columns if asked else columns[:3], rows if asked else _three(rows))
    check_form(found)
    others = {str(one.id): one for one in found if one.id != who().id}
    with st.expander(t(N_("End or reopen an account"))):
        chosen = st.selectbox(
            t(N_("Whose account?")), list(others), index=None, key="account-choice",
            format_func=lambda one: others[one].name, placeholder=t(N_("Choose")),
        )  # fmt: skip
        if chosen:
            _account_button(others[chosen])


def _three(rows: list[tuple[Cell, Cell, Cell, Cell]]) -> list[tuple[Cell, Cell, Cell]]:
    """Return the rows of a site that asks for no background check."""
    return [row[:3] for row in rows]


def _role(role: str, place: str) -> str:
    return t(ROLE_LABELS[role]) + (f" · {place}" if place else "")


def _account_button(one: people.Person) -> None:
    if one.active:
        text, act = N_("End this account"), people.deactivate
    else:
        text, act = N_("Reopen this account"), people.reactivate
    st.button(t(text), key="account-button", on_click=_change, args=(one.id, act))
    if one.active and may(May.RESET_ACCESS):
        st.button(
            t(N_("Make a link for a new password")), key="reset-button",
            on_click=_reset, args=(one.id,),
        )  # fmt: skip
        st.button(
            t(N_("Take lost one-time codes away")), key="factor-button",
            on_click=_take_factor, args=(one.id,),
        )  # fmt: skip


def _take_factor(user_id: UUID) -> None:
    send(
        f"factor-{user_id}",
        lambda who: second_factor.take_factor_away(who, user_id),
        lambda _: says(N_("Taken away. The person signs in by password and can set up new ones.")),
    )


def _reset(user_id: UUID) -> None:
    send(
        f"reset-{user_id}",
        lambda who: reset.approve_reset(who, user_id),
        lambda made: st.session_state.update(invitation=made),
    )


def _change(user_id: UUID, act: Any) -> None:
    done = {
        people.deactivate: N_("Ended. Every sign-in of this person ends at their next click."),
        people.reactivate: N_("Reopened. The person can sign in again."),
    }
    send(f"{act.__name__}-{user_id}", lambda who: act(who, user_id), lambda _: says(done[act]))


def _waiting() -> None:
    found = invitations.waiting_invitations(caller())
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Invited, not here yet")))}</h2>')
    columns = (t(N_("Name")), t(N_("Role")), t(N_("Until")))
    rows = [(esc(one.name), esc(t(ROLE_LABELS[one.role])), esc(when(one.ends_at))) for one in found]
    table(t(N_("Invited, not here yet")), columns, rows)
    names = {str(one.id): one.name for one in found}
    with st.expander(t(N_("Take an invitation back"))):
        chosen = st.selectbox(
            t(N_("Whose invitation?")), list(names), index=None, key="invitation-choice",
            format_func=names.__getitem__, placeholder=t(N_("Choose")),
        )  # fmt: skip
        if chosen:
            st.button(
                t(N_("Take it back")), key="take-back", on_click=_take_back, args=(UUID(chosen),)
            )


def _take_back(invitation_id: UUID) -> None:
    send(
        f"take-back-{invitation_id}",
        lambda who: invitations.withdraw_invitation(who, invitation_id),
        lambda _: says(N_("Taken back. The link does not work any more.")),
    )


def places_page() -> None:
    """Paint the places of the site and the form for a new one."""
    header(
        t(N_("Places")), t(N_("Schools, police stations and communities that work together here."))
    )
    found = organisations.organisations(caller())
    if found:
        rows = [(esc(one.name), esc(t(_KINDS[one.kind]))) for one in found]
        table(t(N_("Places")), (t(N_("Name")), t(N_("What is it?"))), rows)
    else:
        empty(
            t(N_("No place yet.")),
            t(N_("Begin with your school. Then invite the people who work there.")),
        )
    with st.expander(t(N_("Add a place")), expanded=not found):
        form_area(
            FormSpec(
                key="place",
                form=organisations.OrganisationForm,
                act=organisations.add_organisation,
                button=N_("Add the place"),
                done=lambda _: says(N_("Added. Now you can invite people who work there.")),
            )
        )
