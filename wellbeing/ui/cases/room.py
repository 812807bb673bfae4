"""The week of the interview room: seven days, the appointments that the reader may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.runtime import running
from wellbeing.services.sessions import SessionRow
from wellbeing.ui.parts import Cell, empty, esc, header, label, link, show, table
from wellbeing.ui.steps import SESSION_STATES
from wellbeing.ui.visit import t, when


def chosen_week() -> date:
    """Return the Monday of the week in the address, else of this week."""
    site = running()
    today = site.clock().astimezone(site.pack.time_zone).date()
    try:
        day = date.fromisoformat(st.query_params.get("week", ""))
    except ValueError:
        day = today
    day = min(max(day, today - timedelta(days=3_650)), today + timedelta(days=3_650))
    return day - timedelta(days=day.weekday())


def room_page(
    first: date, rows: Sequence[SessionRow], taken: Sequence[tuple[datetime, datetime]]
) -> None:
    """Paint the week as a list by day, with the weeks before and after one tap away."""
    header(t(N_("Interview room")), t(N_("Your talks, and when the room is taken otherwise.")))
    before, after = first - timedelta(days=7), first + timedelta(days=7)
    last = first + timedelta(days=6)
    show(
        f'<p class="mp-no-print">{link(t(N_("The week before")), "room", week=before)} · '
        f"<strong>{esc(when(first))} – {esc(when(last))}</strong> · "
        f"{link(t(N_('The week after')), 'room', week=after)}</p>"
    )
    known = {(row.starts_at, row.ends_at) for row in rows}
    others = [(a, b) for a, b in taken if (a, b) not in known]
    if not rows and not others:
        empty(t(N_("Nothing is booked.")), t(N_("Talks are booked from the page of a case.")))
        return
    lines = [(row.starts_at, _talk(row)) for row in rows] + [(a, _taken(a, b)) for a, b in others]
    table(
        t(N_("Interview room")),
        (t(N_("When")), t(N_("Young person")), t(N_("How it stands"))),
        [cells for _, cells in sorted(lines, key=lambda line: line[0])],
    )


def _talk(row: SessionRow) -> tuple[Cell, ...]:
    words, tone = SESSION_STATES[row.state]
    moment = link(when(row.starts_at), "session", id=row.id)
    return moment, esc(row.student), label(t(words), tone)


def _taken(start: datetime, end: datetime) -> tuple[Cell, ...]:
    """A colleague's talk: when, and nothing else."""
    moment = esc(f"{when(start)} – {end:%H:%M}")
    return moment, esc(t(N_("a colleague's talk"))), label(t(N_("Taken")), "calm")
