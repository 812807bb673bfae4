"""The referral as a task list: danger, sections, check, receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

from wellbeing.errors import AlreadyDone
from wellbeing.forms import Kind, questions
from wellbeing.i18n import N_
from wellbeing.rules import EMERGENCY_LABELS
from wellbeing.runtime import running
from wellbeing.services import drafts, organisations, referrals, students
from wellbeing.ui.fields import (
    FormSpec,
    current,
    fields,
    keep_answers,
    load_draft,
    saved_line,
    summary,
)
from wellbeing.ui.go import go, send
from wellbeing.ui.parts import dots, esc, facts, header, label, note, print_link, show
from wellbeing.ui.visit import caller, t, when

_TITLE = N_("Refer a young person")
_CALL_FIRST = N_(
    "If life or health is in danger: call first, stay with the young person, write later."
)


def _form(draft: str) -> str:
    return f"referral:{draft}"


def _spec(draft: str, part: referrals.Section) -> FormSpec:
    places = organisations.organisations(caller())
    schools = [(one.id, one.name) for one in places if one.kind == "school"]
    return FormSpec(
        key=f"refer-{draft[:8]}-{part.key}",
        form=part.form,
        act=lambda who, form: None,
        button=N_("Save and go on"),
        options={"school_id": schools},
        draft=_form(draft),
    )


def choose_draft() -> None:
    """Offer to go on with what was begun, or to begin anew."""
    header(t(_TITLE), t(N_("About five minutes. You can stop at any time and go on later.")))
    begun = drafts.my_drafts(caller(), "referral:")
    if begun:
        show(f'<h2 class="mp-h2">{esc(t(N_("Not sent yet")))}</h2>')
    for view in begun:
        name = str(view.answers.get("student_name") or t(N_("Nobody named yet")))
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            show(
                f"<p><strong>{esc(name)}</strong><br>"
                f"{esc(t(N_('saved {when}'), when=when(view.saved_at)))}</p>"
            )
        code = view.form.removeprefix("referral:")
        right.button(
            t(N_("Go on")), key=f"go-{code}", on_click=go, args=("refer",), kwargs={"draft": code}
        )
    st.button(t(N_("Begin a new referral")), type="primary", key="begin", on_click=_begin)


def _begin() -> None:
    go("refer", draft=str(uuid4()), step="danger")


def danger(draft: str) -> None:
    """Ask first whether somebody is in danger now, and say what to do at once."""
    header(t(N_("Is someone in danger right now?")), "", _path(draft))
    note(
        t(_CALL_FIRST),
        "alarm",
    )
    numbers = "".join(
        f'<li><a href="tel:{esc(one.number)}"><strong>{esc(one.number)}</strong></a> '
        f"{esc(t(EMERGENCY_LABELS.get(one.who, one.who)))}"
        + (
            f' <span class="mp-sub">{esc(t(N_("not checked yet")))}</span>'
            if one.unverified
            else ""
        )
        + "</li>"
        for one in running().pack.emergency
    )
    show(f'<ul class="mp-emergency">{numbers}</ul>')
    yes, no = t(N_("Yes: mark it urgent and go on")), t(N_("No, go on"))
    left, right = st.columns(2)
    left.button(yes, key="danger-yes", on_click=_danger, args=(draft, "yes"), width="stretch")
    right.button(
        no, key="danger-no", type="primary", on_click=_danger, args=(draft, "no"), width="stretch"
    )


def _danger(draft: str, answer: str) -> None:
    keep_answers(_form(draft), {"danger": answer})
    go("refer", draft=draft)


def _path(draft: str) -> tuple[tuple[str, str], ...]:
    return ((t(_TITLE), f"/refer?draft={draft}"),)


def task_list(draft: str) -> None:
    """Show the sections with where each stands; each is saved by itself."""
    answers = load_draft(_spec(draft, referrals.SECTIONS[0]))
    header(t(_TITLE), t(N_("Eight short parts. Everything is saved as you type.")))
    if answers.get("danger") == "yes":
        note(t(N_("Marked urgent: the coordinator sees it first.")), "alarm")
    left = 0
    for part in referrals.SECTIONS:
        state = _state(part, answers)
        left += state != "done"
        row = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        )
        row.button(
            t(part.title), key=f"part-{part.key}", type="tertiary",
            on_click=go, args=("refer",), kwargs={"draft": draft, "step": part.key},
        )  # fmt: skip
        with row.container(width="content"):
            show(_STATES[state]())
    _task_buttons(draft, left)


_STATES = {
    "done": lambda: label(t(N_("Done")), "good"),
    "begun": lambda: label(t(N_("Begun")), "warm"),
    "open": lambda: label(t(N_("To do")), "calm"),
}


def _state(part: referrals.Section, answers: Mapping[str, Any]) -> str:
    touched = referrals.begun(part, answers)
    if touched and not referrals.problems(part, answers):
        return "done"
    return "begun" if touched else "open"


def _task_buttons(draft: str, left: int) -> None:
    saved_line(_form(draft))
    if left:
        show(f'<p class="mp-lead">{esc(t(N_("{left} parts are left."), left=left))}</p>')
    st.button(
        t(N_("Check your answers")), key="to-check", type="primary",
        on_click=go, args=("refer",), kwargs={"draft": draft, "step": "check"},
    )  # fmt: skip
    st.button(t(N_("Throw this draft away")), key="discard", on_click=_discard, args=(draft,))


def _discard(draft: str) -> None:
    drafts.discard_draft(caller(), _form(draft))
    _forget(draft)
    go("refer")


def _forget(draft: str) -> None:
    for name in [one for one in st.session_state if draft[:8] in str(one)]:
        st.session_state.pop(name, None)


def section_page(draft: str, step: str) -> None:
    """One short part; saved while typing, checked when going on."""
    part = referrals.section(step)
    spec = _spec(draft, part)
    answers = load_draft(spec)
    header(t(part.title), "", _path(draft))
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
    chosen = current(spec, load_draft(spec)).get("student_id")
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
    keep_answers(_form(draft), changes)
    for name, value in changes.items():
        st.session_state[spec.widget(name)] = value


def _next(spec: FormSpec, draft: str, part: referrals.Section) -> None:
    """Keep the part; go on where it is complete, else show what is missing."""
    answers = current(spec, load_draft(spec))
    changes = {name: answers.get(name) for name in questions(part.form)}
    keep_answers(_form(draft), changes | {f"done:{part.key}": True})
    problems = referrals.problems(part, answers)
    if problems:
        st.session_state[f"problems:{spec.key}"] = problems
        return
    st.session_state.pop(f"problems:{spec.key}", None)
    keys = [one.key for one in referrals.SECTIONS]
    place = keys.index(part.key) + 1
    step = {"step": keys[place]} if place < len(keys) else {"step": "check"}
    go("refer", draft=draft, **step)


def check(draft: str) -> None:
    """Everything on one page before it is sent: afterwards it cannot be changed."""
    answers = load_draft(_spec(draft, referrals.SECTIONS[0]))
    header(
        t(N_("Check your answers")),
        t(N_("After sending, the text cannot be changed; you can add to it.")),
        _path(draft),
    )
    missing = [part for part in referrals.SECTIONS if referrals.problems(part, answers)]
    for part in referrals.SECTIONS:
        if part in missing:
            note(t(N_("Something is missing in: {part}"), part=t(part.title)), "warm")
        facts(_shown(draft, part, answers), t(part.title))
        st.button(
            t(N_("Change: {part}"), part=t(part.title)), key=f"change-{part.key}", type="tertiary",
            on_click=go, args=("refer",), kwargs={"draft": draft, "step": part.key},
        )  # fmt: skip
    st.button(
        t(N_("Send the referral")), key="send-referral", type="primary",
        disabled=bool(missing), on_click=_send, args=(draft,),
    )  # fmt: skip


def _shown(
    draft: str, part: referrals.Section, answers: Mapping[str, Any]
) -> list[tuple[str, str]]:
    spec = _spec(draft, part)
    shown = []
    for name, question in questions(part.form).items():
        value = answers.get(name)
        if name == "student_id" or value in (None, "", [], ()):
            continue
        if question.kind is Kind.CHOICE:
            value = t(dict(question.options).get(str(value), str(value)))
        elif question.kind is Kind.RECORD:
            value = next((n for i, n in spec.options.get(name, ()) if str(i) == str(value)), "")
        shown.append((t(question.label), str(value)))
    return shown


def _send(draft: str) -> None:
    def act(who: Any) -> referrals.Receipt:
        return referrals.send_referral(who, _form(draft))

    def done(result: referrals.Receipt | AlreadyDone) -> None:
        sent = result.result_id if isinstance(result, AlreadyDone) else result.id
        _forget(draft)
        go("refer", sent=str(sent))

    send(f"referral-{draft}", act, done)


def receipt(sent: UUID) -> None:
    """The receipt: a number, what happens next, and when they will hear."""
    view = referrals.open_my_referral(caller(), sent)
    header(t(N_("Sent. Thank you.")), t(N_("You will hear back: that is a promise.")))
    show(
        f'<section class="mp-receipt"><p>{esc(t(N_("Your reference number")))}</p>'
        f"<strong>{esc(view.number)}</strong><p>{esc(when(view.sent_at))}</p></section>"
    )
    dots(
        (
            (t(N_("Sent")), "done"),
            (t(N_("The coordinator looks at it by {when}"), when=when(view.due_at)), "now"),
            (t(N_("A decision is made")), "later"),
            (t(N_("You are told what became of it")), "later"),
        )
    )
    print_link(t(N_("Print this receipt")))
    st.page_link("cases/referrals.py", label=t(N_("My referrals")), icon=":material/outbox:")
