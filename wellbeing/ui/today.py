"""The home page's parts: the welcome of each role, and lists of next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from wellbeing.agenda.views import NextStep
from wellbeing.i18n import N_
from wellbeing.policy import Role
from wellbeing.services import welcome as greetings
from wellbeing.ui.fold import fold
from wellbeing.ui.parts import clock, esc, link, show, table
from wellbeing.ui.steps import WAITING, WHAT
from wellbeing.ui.visit import caller, number, t

_FIRST = 12
_WELCOME = {
    Role.OFFICER: (
        N_("Tell us about a young person who needs more than a warning."),
        N_("Answer when the coordinator asks you something."),
        N_("See here what became of it."),
    ),
    Role.TEACHER: (
        N_("Tell us when a student worries you."),
        N_("Answer when the coordinator asks you something."),
        N_("See here what became of it."),
    ),
    Role.COUNSELLOR: (
        N_("See the cases that were given to you."),
        N_("Speak with the young person in time: the clock is on each case."),
        N_("Refer a young person yourself."),
    ),
    Role.COORDINATOR: (
        N_("Look at new referrals in time, and decide."),
        N_("Tell the person who reported; only then is a referral finished."),
        N_("Invite people and look after places and students."),
    ),
    Role.PARENT: (
        N_("See who is helping your child."),
        N_("Say what you think of the plan: nothing is agreed without you."),
        N_("Ask the counsellor; you get an answer here."),
    ),
    Role.PARTNER: (
        N_("See what other places ask of yours, and answer in time."),
        N_("You see who it is when you have said yes, and only as long as you help."),
        N_("Tell what came of it: whoever asked waits for your line."),
    ),
    Role.ADMINISTRATOR: (
        N_("Look after accounts and places."),
        N_("You cannot read any text about a young person."),
        N_("End an account as soon as somebody leaves."),
    ),
}


def welcome() -> None:
    """Say in three short lines what a role can do here, at its first visit alone.

    It stays while this window is open: who reads slowly does not lose it by a click.
    """
    if "first_visits" not in st.session_state:
        st.session_state["first_visits"] = greetings.greet(caller())
    lines = next(
        (_WELCOME[role] for role in _WELCOME if role in st.session_state["first_visits"]), ()
    )
    if lines:
        items = "".join(f"<li>{esc(t(line))}</li>" for line in lines)
        title = esc(t(N_("Welcome. This is what you can do here:")))
        show(f'<section class="mp-welcome"><strong>{title}</strong><ol>{items}</ol></section>')


def steps(title: str, found: Sequence[NextStep], *, own: bool = True) -> None:
    """Paint next steps: what, about whom, by when; the first ones at once, the others folded."""
    words = WHAT if own else WHAT | WAITING
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    _table(title, found[:_FIRST], words)
    if rest := found[_FIRST:]:
        fold(number(N_("{n} more step"), N_("{n} more steps"), len(rest)), f"rest-{title}",
             _table, title, rest, words)  # fmt: skip


def _table(title: str, found: Sequence[NextStep], words: Mapping[str, str]) -> None:
    columns = (t(N_("What")), t(N_("Young person")), t(N_("Number")), t(N_("When")))
    rows = [
        (
            link(t(words[one.what]), one.page, id=one.object_id),
            esc(one.student),
            esc(one.number),
            clock(one.due_at, one.standing),
        )
        for one in found
    ]
    table(title, columns, rows)
