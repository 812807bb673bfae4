"""One handing over: how it stands, what is shared, what each side said, what can be done now."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services.handoffs import (
    DECLINES,
    NEXT_STEPS,
    OUTCOMES,
    Entry,
    HandoffView,
    Piece,
)
from wellbeing.ui.handoffs.listing import whose
from wellbeing.ui.handoffs.receiver import receiver_acts
from wellbeing.ui.handoffs.sender import sender_acts
from wellbeing.ui.handoffs.words import CLOCK, PIECES, SAID, STATES
from wellbeing.ui.parts import clock, esc, facts, header, label, note, print_link, quote, show
from wellbeing.ui.parts import timeline as moments
from wellbeing.ui.steps import WHAT
from wellbeing.ui.visit import t, when
from wellbeing.ui.who_sees import who_sees_part

_CODES = dict((*DECLINES, *OUTCOMES, *NEXT_STEPS))


def handoff_page(view: HandoffView) -> None:
    """Paint one handing over for its side."""
    _heading(view)
    if view.side == "sender":
        sender_acts(view)
    else:
        receiver_acts(view)
    _said(view)
    _pieces(view)
    _history(view)
    if view.side == "sender":  # below all that it is about
        who_sees_part("handoff", view.row.id)


def _heading(view: HandoffView) -> None:
    row = view.row
    path = [(t(N_("Handed over")), "/handoffs")]
    if row.case_id is not None:
        path.append((row.student, f"/case?id={row.case_id}"))
    header(f"{row.place} · {row.reference}", row.student, path, about=row.student_id)
    words, tone = STATES[row.state]
    urgent = label(t(N_("Urgent")), "alarm") if row.urgent and row.turn else ""
    due = clock(row.due_at, row.standing)
    turn = whose(row)
    next_words = f"{t(WHAT[row.what])} · {turn}" if row.turn else ""
    show(f"<p>{label(t(words), tone)} {urgent} {esc(next_words)} {due}</p>")
    facts(
        [
            (t(N_("Needed by")), when(view.needed_by)),
            (t(N_("Asked on")), when(view.requested_at)),
            (t(N_("Opened by them on")), when(view.opened_at)),
            (t(N_("Rests until")), when(view.hold_until)),
        ]
    )


def _said(view: HandoffView) -> None:
    said = [one for one in view.entries if one.text or one.code]
    if not said:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("What was said")))}</h2>')
    for one in said:
        quote(_words(one), f"{one.signed or view.row.place}, {t(SAID[one.kind])}, {when(one.at)}")


def _words(one: Entry) -> str:
    code = t(_CODES[one.code]) if one.code else ""
    day = t(N_("until {when}"), when=when(one.on)) if one.on else ""
    return "\n".join(part for part in (code, one.text, day) if part)


def _pieces(view: HandoffView) -> None:
    if not view.pieces:
        return
    title = N_("What is shared") if view.side == "sender" else N_("What you may see")
    show(f'<h2 class="mp-h2">{esc(t(title))}</h2>')
    for one in view.pieces:
        piece_part(one)
    if view.side == "receiver" and view.row.state in ("requested", "needs_info"):
        note(t(N_("Name and contact open when you accept.")))
    print_link(t(N_("Print this page")))


def piece_part(piece: Piece) -> None:
    """Paint one piece of what is shared."""
    rows = [(t(what), text) for what, text in piece.rows]
    facts(rows or [(t(N_("Nothing is there to share")), "–")], t(PIECES[piece.field]))


def _history(view: HandoffView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("What happened so far")))}</h2>')
    names = {"sender": t(N_("those who asked")), "receiver": view.row.place, "clock": t(CLOCK)}
    text = N_("{title}: {names}")
    moments([(when(at), t(text, title=names[side], names=t(SAID[action])))
             for at, action, side in reversed(view.history)])  # fmt: skip
