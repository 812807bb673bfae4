"""Whether a responsible person did something like it before: how it stands, and its correction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.readers import Reader
from wellbeing.rules import repeated
from wellbeing.runtime import running
from wellbeing.services import incidents
from wellbeing.services.incidents import AnswerView, Correction, IncidentView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, show
from wellbeing.ui.visit import t, when


def months_of(day: date | None = None) -> int:
    """Return within how many months the law of a day, else of today, counts what was before."""
    site = running()
    today = site.clock().astimezone(site.pack.time_zone).date()
    return repeated(site.pack.law_on(day or today)).months


def again_title(day: date) -> str:
    """Return the words that stand before whether it happened before."""
    return t(N_("Before, within {months} months"), months=months_of(day))


def again_words(one: AnswerView) -> str:
    """Return whether this person did something like this before."""
    return _words(one.again)


def _words(acts: int) -> str:
    return t(N_("Yes")) if acts > 1 else t(N_("No, this is the first time"))


def again_part(view: IncidentView, one: AnswerView, readers: Sequence[Reader]) -> None:
    """Paint what stood before a correction, and the form that corrects it."""
    if one.corrections:
        items = "".join(f"<li>{esc(_line(x))}</li>" for x in one.corrections)
        title = t(N_("Whether it happened before was corrected"))
        show(f'<section class="mp-note mp-calm"><strong>{esc(title)}</strong>'
             f"<ul>{items}</ul></section>")  # fmt: skip
    if view.state in ("fulfilled", "closed"):
        return
    with st.expander(t(N_("Correct whether it happened before"))):
        form_area(
            FormSpec(
                key=f"again-{one.id}",
                form=incidents.AgainForm,
                act=lambda me, form: incidents.correct_again(me, one.id, form),
                button=N_("Correct it"),
                readers={ANY_TEXT: readers},
                done=lambda _: _corrected(one),
                quiet=True,
            )
        )


def _line(one: Correction) -> str:
    text = N_("{day}, {name}: “{was}” became “{became}”. {reason}")
    return t(text, day=when(one.at), name=one.by, was=_words(one.was), became=_words(one.became),
             reason=one.reason)  # fmt: skip


def _corrected(one: AnswerView) -> None:
    if one.code:
        says(N_("Corrected. The law may allow other measures now: please decide again."))
    else:
        says(N_("Corrected. What the rules propose follows from it."))
