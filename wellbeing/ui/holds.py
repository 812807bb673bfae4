"""On a report of harm: which guardian is not told, why, until when, and the next decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.readers import Reader
from wellbeing.services import harm
from wellbeing.services.harm import HarmView, Hold
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, note, show, table
from wellbeing.ui.visit import may, t, when
from wellbeing.ui.who_sees import will_read


def hold_notes(view: HarmView) -> None:
    """Say at the top who is not to be told now, and to those who do not decide it who does."""
    live = _live(view)
    for one in live:
        text = t(
            N_("Not to be told: {who}. Decided again on {day}."),
            who=_whom(one), day=when(one.review_on),
        )  # fmt: skip
        note(text, "warm")
    if view.undecided:
        note(t(N_("No parent or guardian is told until somebody decides.")), "warm")
    if (live or view.undecided) and not may(May.WITHHOLD):
        text = t(N_("The coordinator or the counsellor decides. Please tell no parent before."))
        show(f'<p class="mp-sub">{esc(text)}</p>')


def holds_part(view: HarmView) -> None:
    """Paint every decision so far, and to those who decide the form of the next one."""
    if view.holds:
        _decisions(view.holds)
    if may(May.WITHHOLD):
        readers = will_read(view.row.id, "notice_hold.reason", "harm_report")
        if view.undecided:
            _decide_old(view, readers)
        for one in _live(view):
            _decide(one, readers)
        _hold(view, readers)


def _live(view: HarmView) -> list[Hold]:
    return [one for one in view.holds if one.ended_at is None]


def _whom(one: Hold) -> str:
    return one.guardian or t(N_("every parent and guardian"))


def _decisions(holds: tuple[Hold, ...]) -> None:
    title = t(N_("Who is not told"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (
        title, t(N_("Why")), t(N_("By")), t(N_("Since")), t(N_("Decided again on")),
        t(N_("Decided")),
    )  # fmt: skip
    rows = [
        (
            esc(_whom(one)), esc(one.reason), esc(one.author), esc(when(one.at)),
            esc(when(one.review_on)),
            esc(f"{when(one.ended_at)} · {one.ended_by}" if one.ended_at else ""),
        )
        for one in holds
    ]  # fmt: skip
    table(title, columns, rows)


def _decide(one: Hold, readers: Sequence[Reader]) -> None:
    _decision(
        _whom(one), f"decide-hold-{one.id}",
        lambda me, form: harm.decide_hold(me, one.id, form), readers,
    )  # fmt: skip


def _decide_old(view: HarmView, readers: Sequence[Reader]) -> None:
    _decision(
        t(N_("every parent and guardian")), f"decide-old-hold-{view.row.id}",
        lambda me, form: harm.decide_old_hold(me, view.row.id, form), readers,
    )  # fmt: skip


def _decision(whom: str, key: str, act: Callable[..., None], readers: Sequence[Reader]) -> None:
    with st.expander(t(N_("Decide: may {who} be told?"), who=whom)):
        form_area(
            FormSpec(
                key=key,
                form=harm.HoldDecision,
                act=act,
                button=N_("Keep this decision"),
                readers={ANY_TEXT: readers},
                done=lambda _: says(N_("Decided. It holds from the next click on.")),
                quiet=True,
            )
        )


def _hold(view: HarmView, readers: Sequence[Reader]) -> None:
    with st.expander(t(N_("Do not tell one guardian"))):
        form_area(
            FormSpec(
                key=f"hold-{view.row.id}-{len(view.holds)}",
                form=harm.HoldForm,
                act=lambda me, form: harm.hold_notice(me, view.row.id, form),
                button=N_("Do not tell them from now on"),
                done=lambda _: says(N_("Done. Nothing tells them; on that day it is your step.")),
                options={"guardian_id": view.family},
                readers={ANY_TEXT: readers},
                quiet=True,
            )
        )
