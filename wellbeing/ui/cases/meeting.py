"""The meeting's page: choose who is in the room, see what is left, print it."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.services import meeting_pack
from wellbeing.services.cases import CaseView
from wellbeing.services.meeting_pack import MeetingPack, PackPart
from wellbeing.ui.parts import esc, header, note, print_link, show, who_sees
from wellbeing.ui.visit import caller, number, plain, t


def meeting_page(view: CaseView) -> None:
    """Paint the choice of people, and below it exactly what is printed for them."""
    lead = N_("One page for everybody in the room: only what each of them may see anyway.")
    header(
        t(N_("Page for a meeting")), t(lead),
        ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.id}")),
        about=view.student_id,
    )  # fmt: skip
    people = meeting_pack.attendees(caller(), view.id)
    names = {one.id: f"{plain(one.name)} · {t(ROLE_LABELS[one.role])}" for one in people}
    chosen = st.multiselect(
        t(N_("Who will be in the room beside you?")), list(names), key=f"room-{view.id}",
        format_func=names.__getitem__, placeholder=t(N_("Choose")),
    )  # fmt: skip
    stranger = st.checkbox(
        t(N_("Somebody without an account here will be there")), key=f"stranger-{view.id}"
    )
    pack = meeting_pack.meeting_pack(
        caller(), view.id, tuple(chosen), strangers=1 if stranger else 0
    )
    _pack(pack)


def _pack(pack: MeetingPack) -> None:
    names = ", ".join(one.name for one in pack.room) or t(N_("you alone"))
    who_sees(t(N_("printed for: you, {names}"), names=names) if pack.room else names)
    title = f"{pack.student} · {pack.number}" if pack.student else pack.number
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    for part in pack.parts:
        _part(part)
    show(f'<h2 class="mp-h2">{esc(t(N_("What we decide today")))}</h2><p>{"<br>" * 6}</p>')
    print_link(t(N_("Print this page")))


def _part(part: PackPart) -> None:
    show(f'<h2 class="mp-h2">{esc(t(part.title))}</h2>')
    if part.lines:
        show("<ul>" + "".join(f"<li>{esc(line)}</li>" for line in part.lines) + "</ul>")
    elif not part.left_out:
        show(f"<p>{esc(t(N_('Nothing yet.')))}</p>")
    if part.left_out:
        words = number(
            N_("{n} entry is left out: not everybody in the room may see it."),
            N_("{n} entries are left out: not everybody in the room may see them."),
            part.left_out,
        )
        note(words)
