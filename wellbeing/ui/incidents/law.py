"""What the law of that day allows, beside the choice that it limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.readers import Reader
from wellbeing.rules import BEHAVIOUR_LABELS, DEED_LABELS
from wellbeing.services import incidents
from wellbeing.services.incidents import AnswerView, IncidentView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.incidents.again import again_part, again_title, again_words
from wellbeing.ui.incidents.words import TITLES
from wellbeing.ui.parts import esc, facts, link, note, show
from wellbeing.ui.rules import rules_table
from wellbeing.ui.visit import listed, plain, t, when
from wellbeing.ui.who_sees import will_read


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Who reads what is typed here: the same for each responsible person, asked once."""

    measures: Sequence[Reader]
    again: Sequence[Reader]


def responsibility_part(view: IncidentView) -> None:
    """Paint for each responsible person what was confirmed, or the proposal with its form."""
    show(f'<h2 class="mp-h2">{esc(t(TITLES[view.penalty_words]))}</h2>')
    if view.barred is not None:
        note(t(N_("Report the harm now. Nobody is put together, and no guardian is told yet.")),
             "alarm")  # fmt: skip
    boxes = _Boxes(
        will_read(view.id, "measure_decision.reason", "incident"),
        will_read(view.id, "again_correction.reason", "incident"),
    )
    if len(view.answers) == 1:
        _alone(view, view.answers[0], boxes)
        return
    if view.together:
        text = N_("This was confirmed for all together, and is now confirmed for each: {measures}.")
        note(t(text, measures=listed(t(one.label) for one in view.together)), "warm")
    for one in view.answers:
        _among_others(view, one, boxes)


def _alone(view: IncidentView, one: AnswerView, boxes: _Boxes) -> None:
    _answer(view, one, boxes)
    if not one.code:
        _form(view, one, boxes)
    elif _changeable(view):
        with st.expander(t(N_("Change this"))):
            _form(view, one, boxes)
    _rules(view, one)


def _among_others(view: IncidentView, one: AnswerView, boxes: _Boxes) -> None:
    """Paint the fold of one of several: open as long as nothing is confirmed for this person."""
    words = N_("{name}: measures are confirmed") if one.code else N_("{name}: not confirmed yet")
    with st.expander(t(words, name=plain(one.name)), expanded=not one.code):
        show(f'<h3 class="mp-h3">{esc(t(TITLES[one.penalty_words]))}</h3>')
        before = again_title(view.offered_on)
        show(f"<p>{esc(before)}: {esc(again_words(one))}</p>")
        _answer(view, one, boxes)
        if not one.code or _changeable(view):
            _form(view, one, boxes)
        _rules(view, one)


def _changeable(view: IncidentView) -> bool:
    return view.state not in ("fulfilled", "closed")


def _answer(view: IncidentView, one: AnswerView, boxes: _Boxes) -> None:
    _age(view, one)
    _earlier(one)
    again_part(view, one, boxes.again)
    if one.code:
        _confirmed(one)
    else:
        _proposal(one)


def _age(view: IncidentView, one: AnswerView) -> None:
    day = when(view.offered_on)
    if one.age is not None:
        text = t(N_("Aged {age} on that day. The law of {day} counts."), age=one.age, day=day)
    else:
        text = t(N_("The age is not known: the most careful rules count. The law is of {day}."),
                 day=day)  # fmt: skip
    show(f"<p>{esc(text)}</p>")


def _earlier(one: AnswerView) -> None:
    """Say what else is known here of the same young person; whether it counts, a person says."""
    if not one.earlier:
        return
    text = t(N_("You know of this from before. It is not counted by itself: you decide."))
    items = "".join(
        f"<li>{link(x.number, 'incident', id=x.id)} · {esc(t(DEED_LABELS[x.deed]))} · "
        f"{esc(when(x.happened_at))}</li>"
        for x in one.earlier
    )
    show(f'<section class="mp-note mp-calm"><strong>{esc(text)}</strong><ul>{items}</ul></section>')


def _proposal(one: AnswerView) -> None:
    if one.to_decide_again:
        text = N_("Decided before, on what was not right: {measures}. Please decide again.")
        none = t(N_("no measure"))
        note(t(text, measures=listed(t(x.label) for x in one.before) or none), "warm")
    kind = t(one.offered.proposed.label)
    note(t(N_("The rules propose: {kind}. Nothing is decided: you confirm or change it."),
           kind=kind), "calm")  # fmt: skip


def _confirmed(one: AnswerView) -> None:
    facts(
        [
            (t(N_("Kind of behaviour")), t(BEHAVIOUR_LABELS[one.code])),
            (t(N_("Why")), one.reason),
            (t(N_("Measures")), "\n".join(t(rule.label) for rule in one.measures)),
        ]
    )


def _form(view: IncidentView, one: AnswerView, boxes: _Boxes) -> None:
    form_area(
        FormSpec(
            key=f"measures-{one.id}",
            form=incidents.measures_form(one.offered, view.codes),
            act=lambda me, form: incidents.confirm_measures(me, one.id, form),
            button=N_("Confirm"),
            readers={ANY_TEXT: boxes.measures},
            done=lambda _: _done(view, one),
            quiet=bool(one.code),
        )
    )


def _done(view: IncidentView, one: AnswerView) -> None:
    waiting = [x.name for x in view.answers if not x.code and x.id != one.id]
    if waiting:
        says(N_("Confirmed. Next: the measures for {names}."), names=listed(waiting))
    else:
        says(N_("Confirmed. Now prepare each side in a talk of its own."))


def _rules(view: IncidentView, one: AnswerView) -> None:
    found = one.offered
    with st.expander(t(N_("What the law says to this, and where"))):
        rules_table(t(N_("Proposed")), (found.proposed, found.deed))
        rules_table(t(N_("May be offered")), (*found.measures, *found.penalties))
        rules_table(t(N_("Duties")), found.duties)
        if found.detention:
            rules_table(t(N_("Detention")), found.detention)
        rules_table(t(N_("What follows")), (one.after_break, *found.sealed))
        bar = view.no_mediation or view.barred
        if bar is not None:
            rules_table(t(N_("Mediation is not possible")), (bar,))
