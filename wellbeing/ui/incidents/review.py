"""Responsibility and care side by side; a side that is not the reader's is not painted."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.numbers import shown_amount
from wellbeing.rules import BEHAVIOUR_LABELS
from wellbeing.services.incidents import CareSide, ResponsibilitySide, Review
from wellbeing.ui.cases.page import next_part
from wellbeing.ui.incidents.words import ITEM_STATES, STATES, TITLES
from wellbeing.ui.parts import empty, esc, facts, header, label, link, note, print_link, show
from wellbeing.ui.steps import CASE_STATES
from wellbeing.ui.tracker_words import DIRECTIONS
from wellbeing.ui.visit import t, when


def review_page(view: Review) -> None:
    """Paint what the reader may see of both tracks, next to each other."""
    header(t(N_("Responsibility and care together")), view.student, about=view.student_id)
    note(t(N_("Looked at together. What is said in talks stays on the side of care.")), "calm")
    if view.responsibility is not None and view.care is not None:
        left, right = st.columns(2, gap="large")
        with left:
            _responsibility(view)
        with right:
            _care(view.care)
    elif view.responsibility is not None:
        _responsibility(view)
    elif view.care is not None:
        _care(view.care)
    print_link(t(N_("Print this page")))


def _responsibility(view: Review) -> None:
    show(f'<h2 class="mp-h2">{esc(t(TITLES[view.penalty_words]))}</h2>')
    if not view.responsibility:
        empty(t(N_("No incident.")), t(N_("Nothing is to be made good here, or it is sealed.")))
    for one in view.responsibility or ():
        _incident(one)


def _incident(one: ResponsibilitySide) -> None:
    words, tone = STATES[one.state]
    show(f"<p>{link(one.number, 'incident', id=one.id)} {label(t(words), tone)}</p>")
    facts(
        [
            (t(N_("When")), when(one.happened_at)),
            (t(N_("Kind of behaviour")), t(BEHAVIOUR_LABELS[one.code]) if one.code else ""),
            (t(N_("Measures")), "\n".join(t(rule.label) for rule in one.measures)),
        ]
    )
    items = "".join(_promised(*promise) for promise in one.promised)
    if items:
        show(f'<ul class="mp-check">{items}</ul>')
    next_part(one.steps)


def _promised(what: str, amount: int, due: object, state: str) -> str:
    text = what or t(N_("Pay {amount}"), amount=shown_amount(amount))
    words, tone = ITEM_STATES[state]
    return f"<li>{label(t(words), tone)} {esc(text)}</li>"


def _care(care: CareSide) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Care")))}</h2>')
    words, tone = CASE_STATES[care.state]
    show(f"<p>{link(t(N_('Case')), 'case', id=care.case_id)} {label(t(words), tone)}</p>")
    missed = t(N_("{n} missed"), n=care.missed) if care.missed else ""
    talks = t(N_("{n} took place"), n=care.talks)
    facts(
        [
            (t(N_("Goals")), "\n".join(care.goals)),
            (t(N_("Talks")), " · ".join(one for one in (talks, missed) if one)),
            (t(N_("Progress")), t(DIRECTIONS[care.word][0]) if care.word in DIRECTIONS else ""),
        ]
    )
    if not care.goals:
        empty(t(N_("No plan yet.")), t(N_("The counsellor writes it with the young person.")))
