"""Closing: the checklist, what stands in the way, and a word to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from wellbeing.closing_checks import BLOCKERS, CRITERIA, SAID
from wellbeing.i18n import N_
from wellbeing.services import closing
from wellbeing.services.cases import CaseView
from wellbeing.ui.cases.follow_up import follow_ups_part
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import go, says, send
from wellbeing.ui.parts import esc, header, label, note, show
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import will_read


def closing_page(view: CaseView) -> None:
    """Paint the way to a closed case that holds."""
    path = ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.id}"))
    header(t(N_("Closing and follow-ups")), view.student, path, about=view.student_id)
    if view.state == "closed":
        follow_ups_part(view)
        _reopen(view)
        return
    _checklist(view)
    if view.state == "open":
        text = t(N_("Closing begins with this step. You can still go on with the case afterwards."))
        show(f"<p>{esc(text)}</p>")
        _button(view, N_("Begin closing"), closing.begin_closing, N_("Begun. Now the last words."))
        return
    _close(view)
    _button(view, N_("Go on with the case"), closing.resume_case, N_("The case goes on."))


def _checklist(view: CaseView) -> None:
    found = closing.closing_checklist(caller(), view.id)
    yes, no = t(N_("yes")), t(N_("not yet"))
    items = "".join(
        f"<li>{label(yes, 'good') if holds else label(no, 'warm')} {esc(text)}</li>"
        for name, holds in found.criteria
        for text in (t(CRITERIA[name], percent=found.percent, days=found.days),)
    )
    days = " · ".join(when(one) for one in found.looks)
    for name, words in SAID.items():
        more = f'<span class="mp-sub">{esc(days)}</span>' if name == "looks" else ""
        items += f"<li>{label(t(N_('you say it below')), 'calm')} {esc(t(words))}{more}</li>"
    show(
        f'<h2 class="mp-h2">{esc(t(N_("What should be so")))}</h2><ul class="mp-check">{items}</ul>'
    )
    if found.blockers:
        show(f'<h2 class="mp-h2">{esc(t(N_("Finish these first")))}</h2>')
    for one in found.blockers:
        note(t(BLOCKERS[one]), "warm")


def _button(view: CaseView, words: str, act: Callable[[Any, Any], None], message: str) -> None:
    st.button(
        t(words), key=f"{act.__name__}-{view.id}", on_click=_run, args=(view, act, message),
    )  # fmt: skip


def _run(view: CaseView, act: Callable[[Any, Any], None], message: str) -> None:
    send(f"{act.__name__}-{view.id}", lambda me: act(me, view.id), lambda _: says(message))


def _close(view: CaseView) -> None:
    form_area(
        FormSpec(
            key=f"close-{view.id}",
            form=closing.CloseForm,
            readers={
                "for_family": will_read(view.id, "closing.for_family"),
                "for_team": will_read(view.id, "closing.for_team"),
                "exception": will_read(view.id, "closing.exception"),
            },
            act=lambda me, form: closing.close_case(me, view.id, form),
            button=N_("Close the case"),
            done=lambda looks: _closed(view, looks),
        )
    )


def _closed(view: CaseView, looks: Sequence[date]) -> None:
    if looks:
        says(N_("Closed. Follow-ups after one, three and six months are promised."))
    else:
        says(N_("Closed. Nobody looks again; it can be opened again at any time."))
    go("case", id=str(view.id))


def _reopen(view: CaseView) -> None:
    fold(t(N_("Open the case again")), f"reopen-{view.id}", _reopening, view)


def _reopening(view: CaseView) -> None:
    form_area(
        FormSpec(
            key=f"reopen-{view.id}-{view.reopened}",
            form=closing.ReopenForm,
            readers={ANY_TEXT: will_read(view.id, "case_reason.text")},
            act=lambda me, form: closing.reopen(me, view.id, form),
            button=N_("Open it again"),
            done=lambda _: says(
                N_("Open again, with all of its history."),
                then=N_("It stands on the counsellor's list of today."),
            ),
            quiet=True,
        )
    )
