"""One table of pages: who sees which in the menu. The gate decides what they may do there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import Actor, May, Role
from wellbeing.ui.visit import t


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its file, its place in the menu, and the permission that opens it."""

    path: str
    title: str
    icon: str
    may: May
    listed: bool = True

    @property
    def url(self) -> str:
        """The page's address."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".py")


ENTRIES = (
    Entry("start/home.py", N_("Today"), ":material/wb_sunny:", May.SEE_HOME),
    Entry("cases/refer.py", N_("Refer a young person"), ":material/add_circle:", May.REFER),
    Entry("cases/referrals.py", N_("My referrals"), ":material/outbox:", May.SEE_OWN_REFERRALS),
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
    Entry("cases/plan.py", N_("Plan"), "", May.RUN_CASE, listed=False),
    Entry("cases/consents.py", N_("Consents"), "", May.RUN_CASE, listed=False),
    Entry("cases/meeting.py", N_("Page for a meeting"), "", May.RUN_CASE, listed=False),
    Entry("cases/closing.py", N_("Closing and follow-ups"), "", May.RUN_CASE, listed=False),
    Entry("cases/referral.py", N_("Referral"), "", May.SEE_OWN_REFERRALS, listed=False),
    Entry("cases/screen.py", N_("Screening"), "", May.SCREEN, listed=False),
    Entry("cases/case.py", N_("Case"), "", May.SEE_CASE, listed=False),
    Entry("office/students.py", N_("Students"), ":material/school:", May.MANAGE_STUDENTS),
    Entry("office/people.py", N_("People"), ":material/group:", May.MANAGE_PEOPLE),
    Entry("office/cover.py", N_("Supervision and cover"), ":material/handshake:", May.SEE_COVER),
    Entry("office/proposals.py", N_("To confirm"), ":material/how_to_reg:", May.CONFIRM),
    Entry("office/emergency.py", N_("Emergency"), ":material/emergency:", May.BREAK_GLASS),
    Entry("office/audit.py", N_("Audit"), ":material/policy:", May.SEE_AUDIT),
    Entry("office/rules.py", N_("Rules"), ":material/gavel:", May.SEE_RULES),
    Entry("office/places.py", N_("Places"), ":material/home_work:", May.MANAGE_ORGANISATIONS),
)
PAGES = {entry.url: entry.path for entry in ENTRIES}


def pages_for(roles: Iterable[Role], *, check_ended: bool = False) -> list[Any]:
    """Return the menu of somebody with these roles.

    One plain list: Streamlit's sections nest list items in a way that screen readers misread.
    """
    actor = Actor(None, frozenset(roles), check_ended=check_ended)
    return [_page(entry) for entry in ENTRIES if actor.may(entry.may)]


def _page(entry: Entry) -> Any:
    home = entry.url == "home"
    return st.Page(
        entry.path,
        title=t(entry.title),
        icon=entry.icon or None,
        url_path=None if home else entry.url,
        default=home,
        visibility="visible" if entry.listed else "hidden",
    )
