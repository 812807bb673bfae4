"""Background checks on the screen: the sentence to the person, and the office's form."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import streamlit as st

from wellbeing import checks
from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.runtime import running
from wellbeing.services import background_checks as service
from wellbeing.services.people import Me, Person
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import Cell, label, note
from wellbeing.ui.visit import caller, may, number, t, when


def check_note(me: Me) -> None:
    """Say to the person, thirty days ahead, that a new check is due; louder once it ended."""
    if me.check_ends_on is None:
        return
    if me.check_ended:
        text = N_(
            "Your background check counted until {day}. Until your coordinator "
            "has entered a new one, your work here is closed to you. Nothing of it is lost."
        )
    else:
        text = N_(
            "Your background check counts until {day}. Please bring your coordinator a new one "
            "before then."
        )
    note(t(text, day=when(me.check_ends_on)), "alarm" if me.check_ended else "warm")


def office_note() -> None:
    """Tell the office on the start page for how many people a new check is due."""
    count = service.checks_ending(caller()) if may(May.MANAGE_PEOPLE) else 0
    if count:
        one = N_("{n} person needs a new background check. Please look at the people's page.")
        many = N_("{n} people need a new background check. Please look at the people's page.")
        note(number(one, many, count), "warm")


def check_cell(one: Person) -> Cell:
    """Return how it stands with one person's check."""
    if one.check_ends_on is None:
        return ""
    today, day = _today(), when(one.check_ends_on)
    if today > one.check_ends_on:
        return label(t(N_("blocked after {day}"), day=day), "alarm")
    tone = "warm" if checks.ends_soon(one.check_ends_on, today) else "good"
    return label(t(N_("until {day}"), day=day), tone)


def _today() -> date:
    site = running()
    return site.clock().astimezone(site.pack.time_zone).date()


def check_form(found: tuple[Person, ...]) -> None:
    """Paint the form for the day of somebody's new check, whoever is due first on top."""
    due = sorted((one for one in found if one.check_ends_on), key=_ends)
    names = {str(one.id): one.name for one in due}
    if not names:
        return
    with st.expander(t(N_("Enter a background check"))):
        chosen = st.selectbox(
            t(N_("Whose check?")), list(names), index=None, key="check-choice",
            format_func=names.__getitem__, placeholder=t(N_("Choose")),
        )  # fmt: skip
        if chosen:
            form_area(_spec(UUID(chosen)))


def _spec(user_id: UUID) -> FormSpec:
    return FormSpec(
        key=f"check-{user_id}",
        form=service.CheckForm,
        act=lambda who, form: service.enter_check(who, user_id, form),
        button=N_("Enter the check"),
        done=lambda last: says(N_("Entered. It counts until {day}."), day=when(last)),
    )


def _ends(one: Person) -> date:
    return one.check_ends_on or date.max
