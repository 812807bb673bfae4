"""The coordinator's queue: how many, how late, whose turn."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.services import screening
from wellbeing.services.screening import QueueRow, Turn
from wellbeing.ui.parts import clock, esc, label, link, show, table
from wellbeing.ui.urgency import level_label
from wellbeing.ui.visit import number, t, when
from wellbeing.workflow import ReferralState

_STATES = {
    ReferralState.SUBMITTED: (N_("New"), "warm"),
    ReferralState.SCREENING: (N_("Being looked at"), "calm"),
    ReferralState.NEEDS_INFO: (N_("Question asked"), "calm"),
    ReferralState.DECIDED: (N_("Decided: tell the referrer"), "warm"),
    ReferralState.TOLD_BACK: (N_("Answered"), "good"),
    ReferralState.WITHDRAWN: (N_("Withdrawn"), "calm"),
}
_TURNS = {Turn.COORDINATOR: N_("you"), Turn.REFERRER: N_("the referrer")}


def state_label(state: ReferralState) -> str:
    """Return a referral's state as a label."""
    words, tone = _STATES[state]
    return label(t(words), tone)


def counts(view: screening.Queue) -> None:
    """Say how many wait and how many are late."""
    waiting = number(N_("{n} referral is open"), N_("{n} referrals are open"), view.waiting)
    late = number(N_("{n} is overdue"), N_("{n} are overdue"), view.overdue)
    tone = "alarm" if view.overdue else "good"
    show(f"<p>{label(waiting)} {label(late, tone)}</p>")


def queue_table(rows: Sequence[QueueRow]) -> None:
    """Paint the queue; everything needed to choose the next one is on its line."""
    columns = (
        t(N_("Young person")),
        t(N_("Due")),
        t(N_("State")),
        t(N_("Turn")),
        t(N_("From")),
        t(N_("Sent")),
    )
    table(t(N_("Queue")), columns, [_row(row) for row in rows])


def _row(row: QueueRow) -> tuple[str, ...]:
    name = link(row.student, "screen", id=row.id) + f'<span class="mp-sub">{esc(row.school)}</span>'
    if row.urgent:
        name += " " + label(t(N_("Urgent")), "alarm")
    if row.urgency:
        name += " " + level_label(row.urgency)
    if row.other_reports:
        more = number(N_("{n} other report"), N_("{n} other reports"), row.other_reports)
        name += f'<span class="mp-sub mp-quiet">{esc(more)}</span>'
    return (
        name,
        clock(row.due_at, row.standing),
        state_label(row.state),
        esc(t(_TURNS[row.turn])),
        f'<span class="mp-word">{esc(t(ROLE_LABELS[row.source]))}</span>',
        esc(when(row.sent_at)) + f'<span class="mp-sub">{esc(row.number)}</span>',
    )
