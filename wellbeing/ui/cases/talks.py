"""The talks of a case: what is booked, what took place, and what others need to know."""

from __future__ import annotations

from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import sessions
from wellbeing.services.cases import CaseView, SessionRow
from wellbeing.ui.cases.room_times import free_times
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, label, link, show, table
from wellbeing.ui.steps import SESSION_STATES
from wellbeing.ui.visit import may, t, when

_NOTED = N_("Note signed")
_NOT_NOTED = N_("Note not signed yet")


def talks_part(view: CaseView) -> None:
    """Paint the talks as a table, and for the counsellor the form that books one."""
    counsels = may(May.COUNSEL)
    title = t(N_("Talks in the interview room"))
    if view.sessions or counsels:
        show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    if view.sessions:
        opens = may(May.RUN_CASE)
        columns = (t(N_("When")), t(N_("How it stands")), t(N_("What others need to know")))
        rows = [
            (_moment(one, opens=opens), _state(one), esc(one.others_need)) for one in view.sessions
        ]
        table(title, columns, rows)
    if counsels and view.state == "open" and not view.reads_as:
        fold(t(N_("Book a talk")), f"book-{view.id}", booking, view.id, unfolded=not view.sessions)


def booking(case_id: UUID) -> None:
    """Paint the form that books a talk."""
    spec = FormSpec(
        key=f"book-{case_id}",
        form=sessions.BookForm,
        act=lambda me, form: sessions.book(me, case_id, form),
        button=N_("Book the room"),
        done=lambda _: says(N_("Booked. The family sees the appointment.")),
    )
    free_times(spec, case_id)
    form_area(spec)


def _moment(one: SessionRow, *, opens: bool) -> str:
    text = when(one.starts_at)
    return link(text, "session", id=one.id) if opens else esc(text)


def _state(one: SessionRow) -> str:
    words, tone = SESSION_STATES[one.state]
    note = t(_NOTED if one.noted else _NOT_NOTED) if one.state == "held" else ""
    sub = f'<span class="mp-sub">{esc(note)}</span>' if note and may(May.RUN_CASE) else ""
    return label(t(words), tone) + sub
