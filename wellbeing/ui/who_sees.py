"""Who may see this and why: under every record, computed when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.readers import Reader
from wellbeing.reasons import WORDS, Why
from wellbeing.services import need_to_know
from wellbeing.ui.parts import esc, person, show, table
from wellbeing.ui.visit import caller, t

_QUESTION = N_("Who may see this, and why?")


def who_sees_part(kind: str, record_id: UUID) -> None:
    """Paint the switch, and behind it everybody who may see this record, with the reason."""
    who_sees_each(kind, (("", record_id),))


def who_sees_each(kind: str, records: Sequence[tuple[str, UUID]]) -> None:
    """Paint one switch for the records of a page, each of which has its own readers and title."""
    if not records:
        return
    st.divider()
    if not st.toggle(t(_QUESTION), key=f"who-sees-{records[0][1]}"):
        return
    for title, record_id in records:
        if title:
            show(f'<h3 class="mp-h3">{esc(title)}</h3>')
        _readers(kind, record_id, title)
    text = N_("They may know that it exists. Which of its texts they can open, their role decides.")
    show(f'<p class="mp-sub">{esc(t(text))}</p>')


def _readers(kind: str, record_id: UUID, title: str) -> None:
    mine = need_to_know.why_i_see(caller(), kind, record_id)
    show(f"<p>{esc(t(N_('You see it because: you {reason}.'), reason=t(WORDS_YOU[mine.why])))}</p>")
    if mine.reads_only:
        show(f"<p>{esc(t(N_('You may read it, and change nothing in it.')))}</p>")
    found = need_to_know.who_sees(caller(), kind, record_id)
    if not found:
        show(f"<p>{esc(t(N_('Nobody else whom you know of may see it.')))}</p>")
        return
    rows = [
        (person(one.name, t(ROLE_LABELS[one.role])), esc(t(WORDS[Why(one.why)]))) for one in found
    ]
    table(title or t(_QUESTION), (t(N_("Name")), t(N_("Why"))), rows)


def will_read(record_id: UUID, text: str, about: str = "case_file") -> tuple[Reader, ...]:
    """Return who else could open a text of a case or another record, for the line under its box."""
    return need_to_know.will_read(caller(), record_id, text, about=about)


def will_read_in(row_id: UUID, text: str) -> tuple[Reader, ...]:
    """Return who else could open a text of a record that is there already."""
    return need_to_know.will_read_in(caller(), row_id, text)


WORDS_YOU = {
    Why.AUTHOR: N_("wrote it"),
    Why.TEAM: N_("are on the case team"),
    Why.DEPUTY: N_("stand in for the counsellor, who is away"),
    Why.DELEGATED: N_("were given this case for a time"),
    Why.REVIEW: N_("look at this case as supervisor today"),
    Why.EMERGENCY: N_("opened this case in an emergency"),
    Why.SUPERVISOR: N_("supervise the counsellor"),
    Why.GUARDIAN: N_("are a guardian of the young person"),
    Why.COORDINATOR: N_("coordinate all help here"),
    Why.ASKED: N_("were asked to take the case on"),
    Why.PLACE: N_("work at the place that was asked to help"),
    Why.RECORDED: N_("recorded the incident"),
    Why.REFERRER: N_("reported about this young person"),
    Why.TASK: N_("have a task in the plan"),
    Why.SCHOOL: N_("teach at this school"),
    Why.NAMED: N_("are named in it"),
    Why.RULE: N_("may see such records by their own rule"),
}
