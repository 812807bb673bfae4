"""Lists of what was handed over: whose turn it is stands on every line."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import handoffs
from wellbeing.services.handoffs import HandoffRow
from wellbeing.ui.handoffs.words import STATES
from wellbeing.ui.parts import clock, empty, esc, header, label, link, show, table
from wellbeing.ui.visit import caller, may, t


def handoffs_page(rows: Sequence[HandoffRow]) -> None:
    """Paint what was handed over: what is open first, what is finished below."""
    lead = N_("Everything here is somebody's turn until whoever asked has read the outcome.")
    if not may(May.HAND_OVER):
        lead = N_("What other places ask of yours. Names appear when you have said yes.")
    header(t(N_("Handed over")), t(lead))
    if not rows:
        text = N_("When a young person needs another place, it begins on the page of their case.")
        empty(t(N_("Nothing was handed over yet.")), t(text))
        return
    open_now = [one for one in rows if one.turn]
    done = [one for one in rows if not one.turn]
    handoff_table(t(N_("Open")), open_now)
    handoff_table(t(N_("Finished")), done)


def handoff_table(title: str, rows: Sequence[HandoffRow]) -> None:
    """Paint one list; nothing where it is empty."""
    if not rows:
        return
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (
        t(N_("Number")), t(N_("Young person")), t(N_("Place")), t(N_("How it stands")),
        t(N_("Whose turn")), t(N_("By when")),
    )  # fmt: skip
    table(title, columns, [_cells(one) for one in rows])


def _cells(one: HandoffRow) -> tuple[str, ...]:
    words, tone = STATES[one.state]
    urgent = label(t(N_("Urgent")), "alarm") if one.urgent and one.turn else ""
    return (
        link(one.reference, "handoff", id=one.id), esc(one.student), esc(one.place),
        f"{label(t(words), tone)} {urgent}", esc(whose(one)),
        clock(one.due_at, one.standing) if one.turn else "",
    )  # fmt: skip


def whose(one: HandoffRow) -> str:
    """Return whose turn it is, as the reader says it."""
    if not one.turn:
        return ""
    mine = one.turn == ("sender" if may(May.HAND_OVER) else "receiver")
    if mine:
        return t(N_("your turn"))
    return one.place if one.turn == "receiver" else t(N_("those who asked"))


def case_part(case_id: UUID) -> None:
    """Paint what a case has handed over, and the way to another place."""
    if not may(May.HAND_OVER):
        return
    rows = handoffs.handoffs(caller(), case_id)
    handoff_table(t(N_("Handed over")), rows)
    words = link(t(N_("Ask another place to help")), "hand_over", id=case_id)
    show(f'<p class="mp-no-print">{words}</p>')
