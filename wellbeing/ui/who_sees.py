"""Who may see this and why: under every record, computed when somebody asks."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.readers import Reader
from wellbeing.reasons import WORDS, Why
from wellbeing.services import need_to_know
from wellbeing.ui.parts import esc, person, show, table
from wellbeing.ui.visit import caller, t


def who_sees_part(kind: str, record_id: UUID) -> None:
    """Paint the switch, and behind it everybody who may see this record, with the reason."""
    st.divider()
    if not st.toggle(t(N_("Who may see this, and why?")), key=f"who-sees-{record_id}"):
        return
    mine = need_to_know.why_i_see(caller(), kind, record_id)
    show(f"<p>{esc(t(N_('You see it because: you {reason}.'), reason=t(WORDS_YOU[mine.why])))}</p>")
    found = need_to_know.who_sees(caller(), kind, record_id)
    if not found:
        show(f"<p>{esc(t(N_('Nobody else whom you know of may see it.')))}</p>")
        return
    rows = [
        (person(one.name, t(ROLE_LABELS[one.role])), esc(t(WORDS[Why(one.why)]))) for one in found
    ]
    table(t(N_("Who may see this, and why?")), (t(N_("Name")), t(N_("Why"))), rows)
    text = N_("They may know that it exists. Which of its texts they can open, their role decides.")
    show(f'<p class="mp-sub">{esc(t(text))}</p>')


def will_read(case_id: UUID, text: str) -> tuple[Reader, ...]:
    """Return who else could open a text of a case, for the line under its box."""
    return need_to_know.will_read(caller(), case_id, text)


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
    Why.REFERRER: N_("reported about this young person"),
    Why.TASK: N_("have a task in the plan"),
    Why.SCHOOL: N_("teach at this school"),
    Why.RULE: N_("may see such records by their own rule"),
}
