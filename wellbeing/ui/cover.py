"""Supervision and cover: what is entrusted to whom, and the coordinator's forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import cover
from wellbeing.services.cover import Cover, CoverRow
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import empty, esc, header, label, link, person, table
from wellbeing.ui.visit import may, t, when

TIES = {
    "supervisor": (N_("supervises"), "calm"),
    "deputy": (N_("stands in for"), "good"),
    "delegated": (N_("has for a time"), "good"),
    "review": (N_("reviews"), "warm"),
    "emergency": (N_("opened in an emergency"), "alarm"),
}


def cover_page(view: Cover) -> None:
    """Paint what is entrusted, how to end it, and the forms of the coordinator."""
    lead = N_("So that no young person waits because somebody is away, and no work is unseen.")
    header(t(N_("Supervision and cover")), t(lead))
    if view.rows:
        columns = (
            t(N_("Who")),
            t(N_("Does what")),
            t(N_("For whom, or which case")),
            t(N_("Until")),
        )
        table(t(N_("Supervision and cover")), columns, [_row(one) for one in view.rows])
        _ending([one for one in view.rows if one.may_end])
    else:
        empty(
            t(N_("Nothing is entrusted at the moment.")),
            t(N_("The coordinator names a supervisor, or a deputy before somebody is away.")),
        )
    if may(May.MANAGE_COVER):
        _forms(view)


def _row(one: CoverRow) -> tuple[str, ...]:
    words, tone = TIES[one.tie]
    of = link(one.of, "case", id=one.case_id) if one.case_id and one.of else esc(one.of)
    since = t(N_("since {when}"), when=when(one.since))
    until = esc(when(one.until)) if one.until else esc(t(N_("until somebody ends it")))
    return person(one.to, since), label(t(words), tone), of, until


def _ending(rows: list[CoverRow]) -> None:
    if not rows:
        return
    names = {str(one.id): f"{one.to} · {t(TIES[one.tie][0])} · {one.of}" for one in rows}
    with st.expander(t(N_("End something before its time"))):
        chosen = st.selectbox(
            t(N_("What do you want to end?")), list(names), index=None, key="cover-choice",
            format_func=names.__getitem__, placeholder=t(N_("Choose")),
        )  # fmt: skip
        if chosen:
            st.button(t(N_("End it now")), key="end-cover", on_click=_end, args=(UUID(chosen),))


def _end(entrusted_id: UUID) -> None:
    send(
        f"end-cover-{entrusted_id}",
        lambda me: cover.end_cover(me, entrusted_id),
        lambda _: says(N_("Ended. They see nothing of it from their next click on.")),
    )


def _forms(view: Cover) -> None:
    with st.expander(t(N_("Name a deputy for an absence"))):
        _form(
            "deputy", cover.DeputyForm, cover.name_deputy, N_("Name the deputy"),
            N_("Named. From the first day on they act in the cases of the absent person."),
            view, "deputy_id",
        )  # fmt: skip
    with st.expander(t(N_("Name a supervisor"))):
        _form(
            "supervisor", cover.SupervisorForm, cover.appoint_supervisor, N_("Name the supervisor"),
            N_("Named. They see these cases from now on."),
            view, "supervisor_id",
        )  # fmt: skip


def _form(
    key: str, form: type[Any], act: Any, button: str, message: str, view: Cover, who: str
) -> None:
    form_area(
        FormSpec(
            key=f"cover-{key}",
            form=form,
            act=act,
            button=button,
            done=lambda _: says(message, then=N_("You can end it here at any time.")),
            options={"counsellor_id": view.counsellors, who: view.counsellors},
            quiet=True,
        )
    )
