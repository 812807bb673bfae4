"""One section of the referral: saved while typing, checked when going on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.forms import questions
from wellbeing.i18n import N_
from wellbeing.services import referrals, students
from wellbeing.ui.drafted import keep_answers, load_draft
from wellbeing.ui.fields import FormSpec, current, fields, summary
from wellbeing.ui.go import go
from wellbeing.ui.parts import esc, header, note, show
from wellbeing.ui.refer_draft import draft_form, path_to, spec_of
from wellbeing.ui.saved import saved_line
from wellbeing.ui.visit import caller, t, when


def section_page(draft: str, step: str) -> None:
    """One short part; saved while typing, checked when going on."""
    part = referrals.section(step)
    spec = spec_of(draft, part)
    answers = load_draft(spec.draft_form)
    header(t(part.title), "", path_to(draft))
    problems = st.session_state.get(f"problems:{spec.key}", {})
    with st.container():
        summary(spec, problems)
    with st.container():
        if part.key == "about":
            _search(spec, draft)
    fields(spec, answers, problems)
    with st.container():
        saved_line(spec.draft_form)
    st.button(
        t(spec.button),
        key=f"next-{part.key}",
        type="primary",
        on_click=_next,
        args=(spec, draft, part),
    )


_FOUND = N_("Is it one of these? If not, just go on: the person is added.")
_NOT_FOUND = N_("Nobody you may see has this name. Just go on: the person is added.")


def _search(spec: FormSpec, draft: str) -> None:
    """Search while the name is typed: only whom this person may see is ever shown."""
    typed = str(st.session_state.get(spec.widget("student_name")) or "")
    chosen = current(spec, load_draft(spec.draft_form)).get("student_id")
    if chosen:
        note(t(N_("Taken from the school roll.")), "good")
        for _, number, at in referrals.my_open_referrals_of(caller(), UUID(chosen)):
            text = N_("You referred this young person on {when} ({number}). You can add to it.")
            note(t(text, when=when(at), number=number), "warm")
        st.button(t(N_("Not this person")), key="unlink", on_click=_link, args=(spec, draft, None))
        return
    if len(typed.strip()) < 2:
        return
    found = students.find_students(caller(), typed)
    show(f'<p class="mp-saved">{esc(t(_FOUND if found else _NOT_FOUND))}</p>')
    for one in found:
        text = " · ".join(
            part for part in (one.name, one.school, one.class_name, when(one.birth_date)) if part
        )
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            show(f"<p>{esc(text)}</p>")
        right.button(
            t(N_("This one")), key=f"pick-{one.id}", on_click=_link, args=(spec, draft, one)
        )


def _link(spec: FormSpec, draft: str, one: students.FoundStudent | None) -> None:
    """Take a found student over, or let go of the one that was taken."""
    changes: dict[str, Any] = {"student_id": str(one.id) if one else None}
    if one is not None:
        birth = one.birth_date.isoformat() if one.birth_date else ""
        changes |= {"student_name": one.name, "birth_date": birth, "class_name": one.class_name}
        school = next((i for i, name in spec.options["school_id"] if name == one.school), None)
        changes["school_id"] = str(school) if school else None
    keep_answers(draft_form(draft), changes)
    for name, value in changes.items():
        st.session_state[spec.widget(name)] = value


def _next(spec: FormSpec, draft: str, part: referrals.Section) -> None:
    """Keep the part; go on where it is complete, else show what is missing."""
    answers = current(spec, load_draft(spec.draft_form))
    changes = {name: answers.get(name) for name in questions(part.form)}
    keep_answers(draft_form(draft), changes | {f"done:{part.key}": True})
    problems = referrals.problems(part, answers)
    if problems:
        st.session_state[f"problems:{spec.key}"] = problems
        return
    st.session_state.pop(f"problems:{spec.key}", None)
    keys = [one.key for one in referrals.SECTIONS]
    place = keys.index(part.key) + 1
    step = {"step": keys[place]} if place < len(keys) else {"step": "check"}
    go("refer", draft=draft, **step)
