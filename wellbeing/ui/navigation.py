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
    section: str = ""
    listed: bool = True

    @property
    def url(self) -> str:
        """The page's address."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".py")


_WORK, _OFFICE = N_("Referrals and cases"), N_("Office")
ENTRIES = (
    Entry("start/home.py", N_("Today"), ":material/wb_sunny:", May.SEE_HOME),
    Entry("cases/refer.py", N_("Refer a young person"), ":material/add_circle:", May.REFER, _WORK),
    Entry(
        "cases/referrals.py", N_("My referrals"), ":material/outbox:", May.SEE_OWN_REFERRALS, _WORK
    ),
    Entry("cases/queue.py", N_("Queue"), ":material/inbox:", May.SCREEN, _WORK),
    Entry("cases/cases.py", N_("Cases"), ":material/diversity_1:", May.SEE_CASE, _WORK),
    Entry("cases/referral.py", N_("Referral"), "", May.SEE_OWN_REFERRALS, _WORK, listed=False),
    Entry("cases/screen.py", N_("Screening"), "", May.SCREEN, _WORK, listed=False),
    Entry("cases/case.py", N_("Case"), "", May.SEE_CASE, _WORK, listed=False),
    Entry("office/students.py", N_("Students"), ":material/school:", May.MANAGE_STUDENTS, _OFFICE),
    Entry("office/people.py", N_("People"), ":material/group:", May.MANAGE_PEOPLE, _OFFICE),
    Entry(
        "office/places.py", N_("Places"), ":material/home_work:", May.MANAGE_ORGANISATIONS, _OFFICE
    ),
)
PAGES = {entry.url: entry.path for entry in ENTRIES}


def pages_for(roles: Iterable[Role]) -> dict[str, list[Any]]:
    """Return the menu of somebody with these roles."""
    actor = Actor(None, frozenset(roles))
    menu: dict[str, list[Any]] = {}
    for entry in ENTRIES:
        if actor.may(entry.may):
            menu.setdefault(t(entry.section) if entry.section else "", []).append(_page(entry))
    return menu


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
