"""The week of the interview room: seven days, the appointments that the reader may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.runtime import running
from wellbeing.services.sessions import SessionRow
from wellbeing.ui.parts import empty, esc, header, label, link, show, table
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


def room_page(first: date, rows: Sequence[SessionRow]) -> None:
    """Paint the week as a list by day, with the weeks before and after one tap away."""
    header(t(N_("Interview room")), t(N_("The talks that you may know, day by day.")))
    before, after = first - timedelta(days=7), first + timedelta(days=7)
    last = first + timedelta(days=6)
    show(
        f'<p class="mp-no-print">{link(t(N_("The week before")), "room", week=before)} · '
        f"<strong>{esc(when(first))} – {esc(when(last))}</strong> · "
        f"{link(t(N_('The week after')), 'room', week=after)}</p>"
    )
    if not rows:
        empty(t(N_("Nothing is booked.")), t(N_("Talks are booked from the page of a case.")))
        return
    cells = []
    for row in rows:
        words, tone = SESSION_STATES[row.state]
        cells.append(
            (
                link(when(row.starts_at), "session", id=row.id), esc(row.student),
                label(t(words), tone),
            )
        )  # fmt: skip
    table(
        t(N_("Interview room")),
        (t(N_("When")), t(N_("Young person")), t(N_("How it stands"))),
        cells,
    )
