"""Who asked for a talk themselves: the list on the queue, and one request with what to do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import referrals, students
from wellbeing.services.referrals import Asked, AskedView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.parts import clock, empty, esc, facts, header, label, link, note, show, table
from wellbeing.ui.visit import caller, t, when
from wellbeing.workflow import SelfReferralState

_STATES = {
    SelfReferralState.WAITING: (N_("New"), "warm"),
    SelfReferralState.TAKEN_UP: (N_("Taken up"), "good"),
    SelfReferralState.SET_ASIDE: (N_("Set aside"), "calm"),
}
_REASONS = dict(referrals.REASONS)


def asked_part(found: Sequence[Asked]) -> None:
    """Paint who asked for a talk themselves; nobody's name before one is opened."""
    if not found:
        return
    title = t(N_("Asked for a talk themselves"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Number")), t(N_("Place")), t(N_("Due")), t(N_("State")))
    rows = [
        (link(one.number, "self_referral", id=one.id), esc(one.place),
         clock(one.due_at if one.standing != "none" else None, one.standing), _state(one))
        for one in found
    ]  # fmt: skip
    table(title, columns, rows)


def _state(one: Asked) -> str:
    words, tone = _STATES[one.state]
    return label(t(words), tone)


def self_referral_page(view: AskedView) -> None:
    """Paint one request: their words, and the two ways on."""
    one = view.row
    about = t(N_("{place} · asked on {when}"), place=one.place, when=when(one.asked_at))
    header(view.name or one.number, about, ((t(N_("Queue")), "/queue"),))
    due = clock(one.due_at, one.standing) if one.state is SelfReferralState.WAITING else ""
    show(f'<p>{_state(one)} {due} <span class="mp-sub">{esc(one.number)}</span></p>')
    if view.referral_id is not None:
        to = link(t(N_("Open the referral")), "screen", id=view.referral_id)
        show(f"<p>{to}</p>")
    if one.state is SelfReferralState.SET_ASIDE:
        _set_aside(one)
    if view.words_gone:
        _gone(view)
        return
    reading, acting = st.columns([5, 4], gap="large")
    with reading:
        _words(view)
    with acting:
        _act(view)


def _set_aside(one: Asked) -> None:
    said = t(_REASONS.get(one.reason, one.reason))
    until = t(N_("What was written is erased on {when}."), when=when(one.erase_at))
    note(f"{said}. {until}", "calm")


def _gone(view: AskedView) -> None:
    text = (
        N_("What was written stands in the referral now, and nowhere else.")
        if view.referral_id
        else N_("It was set aside, and its time is over.")
    )
    empty(t(N_("Nothing of the words is kept here.")), t(text))


def _words(view: AskedView) -> None:
    topic = dict(referrals.TOPICS).get(view.topic, "")
    facts(
        [
            (t(N_("Name, as they gave it")), view.name),
            (t(N_("Class")), view.class_name),
            (t(N_("How and when to reach them")), view.reach),
            (t(N_("What it is about")), t(topic) if topic else ""),
            (t(N_("In their own words")), view.text),
        ],
        t(N_("What they wrote")),
    )
    text = N_(
        "Nobody has checked who wrote this. Look for them in the way they chose, and quietly."
    )
    show(f'<p class="mp-sub">{esc(t(text))}</p>')


def _act(view: AskedView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Take it up")))}</h2>')
    _take_up(view)
    if view.row.state is SelfReferralState.WAITING:
        with st.expander(t(N_("Set it aside"))):
            form_area(
                FormSpec(
                    key=f"aside-{view.row.id}",
                    form=referrals.SetAsideForm,
                    act=lambda who, form: referrals.set_aside(who, view.row.id, form),
                    button=N_("Set it aside"),
                    done=lambda _: _aside(),
                    quiet=True,
                )
            )


def _take_up(view: AskedView) -> None:
    typed = st.text_input(
        t(N_("Look for them on the school roll")), value=view.name, key=f"roll-{view.row.id}"
    )
    found = students.find_students(caller(), typed) if typed.strip() else ()
    spec = FormSpec(
        key=f"take-{view.row.id}",
        form=referrals.TakeUpForm,
        act=lambda who, form: referrals.take_up(who, view.row.id, form),
        button=N_("Take it up"),
        done=_taken,
        options={"student_id": [(one.id, _about(one)) for one in found]},
    )
    for name, known in (("student_name", view.name), ("class_name", view.class_name)):
        st.session_state.setdefault(spec.widget(name), known)
    form_area(spec)


def _about(one: students.FoundStudent) -> str:
    known = (one.name, one.school, one.class_name, when(one.birth_date))
    return " · ".join(part for part in known if part)


def _taken(made: object) -> None:
    says(
        N_("Taken up. It is a referral now, and you are looking at it."),
        then=N_("Tell the young person yourself that somebody comes; then decide."),
    )
    go("screen", id=str(getattr(made, "result_id", made)))


def _aside() -> None:
    says(N_("Set aside. Its words are erased after a while; until then it can be taken up."))
    go("queue")
