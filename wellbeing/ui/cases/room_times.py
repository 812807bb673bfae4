"""The free times of the room beside a form that asks for a day and a time: one tap fills both."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import sessions
from wellbeing.services.sessions import RoomDay
from wellbeing.ui.drafted import keep_answers
from wellbeing.ui.fields import FormSpec
from wellbeing.ui.parts import esc, show
from wellbeing.ui.visit import caller, t

_DAYS = (
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
)  # fmt: skip


def free_times(spec: FormSpec, case_id: UUID) -> None:
    """Paint two weeks of days, and of the chosen day what is taken and what is free."""
    days = {one.day: one for one in sessions.room_days(caller(), case_id)}
    with_room = [day for day, one in days.items() if one.free]
    chosen = st.pills(
        t(N_("Free days of the room")), with_room, key=f"day-{spec.key}",
        format_func=_short,
    )  # fmt: skip
    if chosen is not None:
        _times(spec, days[chosen])


def _short(day: date) -> str:
    """A day of these two weeks needs no year."""
    text = N_("{weekday} {day}/{month}")
    return t(text, weekday=t(_DAYS[day.weekday()]), day=day.day, month=day.month)


def _times(spec: FormSpec, one: RoomDay) -> None:
    if one.taken:
        text = t(N_("Taken on that day: {times}"), times=", ".join(one.taken))
        show(f'<p class="mp-sub">{esc(text)}</p>')
    key = f"time-{spec.key}-{one.day}"
    st.pills(
        t(N_("Free times, for a talk of 50 minutes")), one.free, key=key,
        on_change=_fill, args=(spec, one, key),
    )  # fmt: skip


def _fill(spec: FormSpec, one: RoomDay, key: str) -> None:
    """Fill day and time, as if somebody had typed them."""
    at = st.session_state.get(key)
    if at is None:
        return
    answers = {"day": one.day.isoformat(), "at": at}
    for name, text in answers.items():
        st.session_state[spec.widget(name)] = text
    keep_answers(spec.draft_form, answers)
