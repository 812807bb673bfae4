"""Statements per page view: the real pages run in this process, and every statement is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import PropertyMock, patch

from sqlalchemy import event
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from benchmarks.servers import ROOT
from benchmarks.sites import Site, make
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.runtime import run_as
from wellbeing.services import organisations, screening, sign_in

FEW, MANY = 5, 50
_NOT_COUNTED = ("BEGIN", "PRAGMA")
# Page, and who looks at it.
PAGES = (
    ("cases/queue.py", "office"),
    ("start/home.py", "office"),
    ("cases/cases.py", "office"),
    ("cases/referrals.py", "officer"),
    ("office/students.py", "office"),
    ("office/people.py", "office"),
    ("office/places.py", "office"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """Statements of one view of a page, with few rows and with many."""

    page: str
    few: int
    many: int


def count_all(folder: Path) -> list[Count]:
    """Count every main page on a small site, let it grow, and count again."""
    site = make(folder)
    _grow(site, 0, FEW)
    few = [_view(site, page, getattr(site, who)) for page, who in PAGES]
    _grow(site, FEW, MANY)
    many = [_view(site, page, getattr(site, who)) for page, who in PAGES]
    site.runtime.close()
    pages = [page for page, _ in PAGES]
    return [Count(*one) for one in zip(pages, few, many, strict=True)]


def _grow(site: Site, first: int, last: int) -> None:
    """Add places, people, and referrals with a case each, which stay in the queue."""
    for n in range(first, last):
        place = organisations.OrganisationForm(f"Place {n} (虚构)", "community")
        organisations.add_organisation(site.office, place)
        site.join(f"teacher{n}", "teacher")
        referral = site.refer(f"同学{n} (虚构)")
        screening.acknowledge(site.office, referral)
        decision = {"reasons": ["damage"], "urgency": "u3", "outcome": "new_case", "reason": "-"}
        screening.decide(site.office, referral, read(screening.DecideForm, decision))


def _view(site: Site, page: str, who: Caller) -> int:
    """Return the statements of a page's third view, with those of the door in front of it."""
    run_as(site.runtime)
    cookies = PropertyMock(return_value={"sid": who.token})
    with patch.object(ContextProxy, "cookies", cookies):
        tab = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=30).run()
        tab.switch_page(page).run()
        with counted(site) as seen:
            sign_in.check_live(who)
            tab.run()
    if tab.exception:
        raise SystemExit(f"{page}: {tab.exception[0].message}")
    return len(seen)


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile, transaction control aside."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        if not args[2].startswith(_NOT_COUNTED):
            seen.append(args[2])

    event.listen(site.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(site.engine, "before_cursor_execute", note)
