"""One table of pages: who sees which in the menu. The gate decides what they may do there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import Actor, May, Role
from wellbeing.ui.visit import cases_title, t


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its file, its place in the menu, and the permission that opens it."""

    path: str
    title: str
    icon: str
    may: May
    listed: bool = True
    about: str = ""

    @property
    def url(self) -> str:
        """The page's address."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".py")


ENTRIES = (
    Entry("start/home.py", N_("Today"), ":material/wb_sunny:", May.SEE_HOME),
    Entry("cases/refer.py", N_("Refer a young person"), ":material/add_circle:", May.REFER),
    Entry("cases/referrals.py", N_("My referrals"), ":material/outbox:", May.SEE_OWN_REFERRALS),
    Entry("safety/harm.py", N_("Report harm"), ":material/e911_emergency:", May.REPORT_HARM),
    Entry("cases/queue.py", N_("Queue"), ":material/inbox:", May.SCREEN),
    Entry("cases/cases.py", N_("Cases"), ":material/diversity_1:", May.SEE_CASE),
    Entry("incidents/incidents.py", N_("Incidents"), ":material/handshake:", May.RUN_INCIDENTS),
    Entry("incidents/incident.py", N_("Incident"), "", May.SEE_INCIDENTS, listed=False),
    Entry("incidents/agreement.py", N_("Agreement"), "", May.RUN_INCIDENTS, listed=False),
    Entry(
        "incidents/review.py",
        N_("Responsibility and care together"),
        "",
        May.REVIEW_TRACKS,
        listed=False,
    ),
    Entry("incidents/sealed.py", N_("Sealed records"), "", May.ASK_SEALED, listed=False),
    Entry(
        "cases/caseload.py", N_("All cases at a glance"), ":material/insights:", May.SEE_CASELOAD
    ),
    Entry("cases/handoffs.py", N_("Handed over"), ":material/moving:", May.SEE_HANDOFFS),
    Entry("cases/handoff.py", N_("Handed over"), "", May.SEE_HANDOFFS, listed=False),
    Entry("cases/hand_over.py", N_("Ask another place to help"), "", May.HAND_OVER, listed=False),
    Entry("cases/tasks.py", N_("My tasks"), ":material/task_alt:", May.HAVE_TASKS),
    Entry("cases/room.py", N_("Interview room"), ":material/event:", May.COUNSEL),
    Entry("cases/session.py", N_("Talk"), "", May.RUN_CASE, listed=False),
    Entry("cases/transfer.py", N_("Handover"), "", May.COUNSEL, listed=False),
    Entry("cases/tracker.py", N_("Progress"), "", May.SEE_TRACKER, listed=False),
    Entry("cases/own_sheet.py", N_("My own way"), "", May.COUNSEL, listed=False),
    Entry("cases/plan.py", N_("Plan"), "", May.RUN_CASE, listed=False),
    Entry("safety/safety.py", N_("Safety"), "", May.RUN_CASE, listed=False),
    Entry("safety/safety_plan.py", N_("My safety plan"), "", May.RUN_CASE, listed=False),
    Entry("cases/consents.py", N_("Consents"), "", May.RUN_CASE, listed=False),
    Entry("cases/meeting.py", N_("Page for a meeting"), "", May.RUN_CASE, listed=False),
    Entry("cases/closing.py", N_("Closing and follow-ups"), "", May.RUN_CASE, listed=False),
    Entry("cases/referral.py", N_("Referral"), "", May.SEE_OWN_REFERRALS, listed=False),
    Entry("cases/screen.py", N_("Screening"), "", May.SCREEN, listed=False),
    Entry(
        "cases/self_referral.py",
        N_("Asked for a talk themselves"),
        "",
        May.SCREEN,
        listed=False,
    ),
    Entry("cases/case.py", N_("Case"), "", May.SEE_CASE, listed=False),
    Entry("office/office.py", N_("Office"), ":material/folder_open:", May.SEE_HOME),
    Entry(
        "office/students.py",
        N_("Students"),
        ":material/school:",
        May.MANAGE_STUDENTS,
        about=N_("Whom the schools look after, and who their guardians are."),
    ),
    Entry(
        "office/people.py",
        N_("People"),
        ":material/group:",
        May.MANAGE_PEOPLE,
        about=N_("Who has an account, in which role; invite and end."),
    ),
    Entry(
        "office/cover.py",
        N_("Supervision and cover"),
        ":material/handshake:",
        May.SEE_COVER,
        about=N_("Who looks after whose work, and who stands in while somebody is away."),
    ),
    Entry(
        "office/proposals.py",
        N_("To confirm"),
        ":material/how_to_reg:",
        May.CONFIRM,
        about=N_("What needs the yes of a second person."),
    ),
    Entry(
        "office/emergency.py",
        N_("Emergency access"),
        ":material/emergency:",
        May.BREAK_GLASS,
        about=N_("Open a case that is not yours, with a reason and for hours only."),
    ),
    Entry(
        "office/audit.py",
        N_("Audit"),
        ":material/policy:",
        May.SEE_AUDIT,
        about=N_("Who did what and when."),
    ),
    Entry(
        "office/policy.py",
        N_("Site policy"),
        ":material/shield:",
        May.CHANGE_POLICY,
        about=N_("The settings that protect people, and what waits to be put into force."),
    ),
    Entry(
        "office/rules.py",
        N_("Rules"),
        ":material/gavel:",
        May.SEE_RULES,
        about=N_("Which law stands behind each clock and choice."),
    ),
    Entry(
        "office/places.py",
        N_("Places"),
        ":material/home_work:",
        May.MANAGE_ORGANISATIONS,
        about=N_("Schools, police stations and other places."),
    ),
    Entry(
        "office/poster.py",
        N_("Posters: ask for a talk"),
        ":material/qr_code_2:",
        May.SCREEN,
        about=N_("The code by which young people ask for a talk themselves."),
    ),
)
# Who has more pages of the office than this finds them behind one line of the menu.
OFFICE, MOST_OFFICE = "office", 3
PAGES = {entry.url: entry.path for entry in ENTRIES}


def pages_for(roles: Iterable[Role], *, check_ended: bool = False) -> list[Any]:
    """Return the menu of somebody with these roles.

    One plain list: Streamlit's sections nest list items in a way that screen readers misread.
    """
    actor = Actor(None, frozenset(roles), check_ended=check_ended)
    gathered = len(office(actor)) > MOST_OFFICE
    return [_page(entry, gathered) for entry in ENTRIES if actor.may(entry.may)]


def office(actor: Actor) -> tuple[Entry, ...]:
    """Return the pages of the office that the actor may open."""
    return tuple(one for one in ENTRIES if one.about and actor.may(one.may))


def _page(entry: Entry, gathered: bool) -> Any:
    home = entry.url == "home"
    title = cases_title() if entry.url == "cases" else t(entry.title)
    listed = gathered if entry.url == OFFICE else entry.listed and not (gathered and entry.about)
    return st.Page(
        entry.path,
        title=title,
        icon=entry.icon or None,
        url_path=None if home else entry.url,
        default=home,
        visibility="visible" if listed else "hidden",
    )
