"""One talk: record what became of it, write and sign the note, and say what others need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from wellbeing.forms import questions
from wellbeing.i18n import N_
from wellbeing.readers import Reader
from wellbeing.services import check_in, sessions
from wellbeing.services.sessions import SessionView
from wellbeing.ui.cases.missed import missed_part
from wellbeing.ui.cases.room_times import free_times
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, facts, header, label, note, quote, show
from wellbeing.ui.steps import SESSION_STATES
from wellbeing.ui.urgency import clock_span
from wellbeing.ui.visit import t, when
from wellbeing.ui.who_sees import who_sees_part, will_read

LAYOUT_LABELS = {
    "free": N_("Free"),
    "soap": N_("Said · seen · understood · next (SOAP)"),
    "dap": N_("Facts · understood · next (DAP)"),
    "birp": N_("Came · did · took it · next (BIRP)"),
}
_SIGNED = N_("Signed. It can be signed anew for {time}, then it locks.")
_OWN_WORDS = (N_("What I want"), N_("Who may know"), N_("A safe adult"))
_ASKED_BY = dict(sessions.ASKED_BY)
_CONSENT = {"yes": N_("Yes"), "for_now": N_("For now, and can stop at any time"), "no": N_("No")}


def session_page(view: SessionView) -> None:
    """Paint one talk for its counsellor, or what flows of it for the coordinator."""
    title = t(N_("Talk of {when}"), when=when(view.starts_at))
    header(title, view.student, _path(view), about=view.student_id)
    words, tone = SESSION_STATES[view.state]
    show(f"<p>{label(t(words), tone)} {esc(view.counsellor)}</p>")
    facts(
        [(t(name), text) for name, text in zip(_OWN_WORDS, view.own_words, strict=True)],
        t(N_("In the young person's own words")) if any(view.own_words) else "",
    )
    if view.reason:
        quote(view.reason, t(N_("Why")))
    if view.state == "missed":
        missed_part(view)
    if view.asked_by:
        facts([(t(N_("Asked for by")), t(_ASKED_BY[view.asked_by]))])
    if view.state in ("booked", "held") and view.mine:
        _lend(view)
    if view.state == "booked" and view.mine:
        _what_became(view)
    elif view.state == "held":
        _held(view)
    if view.mine:
        _private(view)
    who_sees_part("counselling_session", view.id)


def _path(view: SessionView) -> tuple[tuple[str, str], ...]:
    return ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.case_id}"))


def _lend(view: SessionView) -> None:
    with st.expander(t(N_("Hand the tablet to the young person"))):
        text = N_("They see the check-in and nothing else, until you type your number.")
        show(f"<p>{esc(t(text))}</p>")
        _form(
            view, "lend", check_in.LendForm, check_in.lend, N_("Lock and hand over"),
            N_("Please hand the tablet over now."),
        )  # fmt: skip


def _what_became(view: SessionView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("What became of it?")))}</h2>')
    held, missed, moved = st.tabs(
        [t(N_("It took place")), t(N_("It was missed")), t(N_("Move it"))]
    )
    with held:
        form_area(
            FormSpec(
                key=f"hold-{view.id}",
                form=sessions.FirstHeldForm if view.first else sessions.HeldForm,
                act=lambda me, form: sessions.hold(me, view.id, form),
                button=N_("It took place"),
                done=_was_held,
            )
        )
    with missed:
        _form(
            view, "miss", sessions.MissForm, sessions.miss, N_("Record that it was missed"),
            N_("Recorded. The page says what comes next."),
            {"reason": will_read(view.case_id, "counselling_session.reason")},
        )  # fmt: skip
    with moved:
        spec = FormSpec(
            key=f"move-{view.id}",
            form=sessions.MoveForm,
            readers={"reason": will_read(view.case_id, "counselling_session.reason")},
            act=lambda me, form: sessions.move(me, view.id, form),
            button=N_("Move it"),
            done=lambda _: says(N_("Moved. The family sees the new time.")),
            quiet=True,
        )
        free_times(spec, view.case_id)
        form_area(spec)


def _was_held(said: object) -> None:
    if said == "no":
        text = N_(
            "Recorded: their no counts. Nothing more is talked about until they want to; offer it "
            "again later, without pressure. What cannot wait stands under Safety."
        )
        says(text, "warm")
    else:
        says(N_("Recorded. Now write and sign the note."))


def _form(
    view: SessionView, name: str, form: type[Any], act: Any, button: str, message: str,
    readers: Mapping[str, Sequence[Reader]] = MappingProxyType({}),
) -> None:  # fmt: skip
    form_area(
        FormSpec(
            key=f"{name}-{view.id}",
            form=form,
            readers=readers,
            act=lambda me, filled: act(me, view.id, filled),
            button=button,
            done=lambda _: says(message),
            quiet=True,
        )
    )


def _held(view: SessionView) -> None:
    pairs = [(t(N_("Wants to talk")), t(_CONSENT.get(view.talk_consent, "")))]
    if view.limits_told_at:
        pairs.append((t(N_("Told what cannot stay between us")), when(view.limits_told_at)))
    if not view.mine:
        pairs.append((t(N_("What others need to know")), view.others_need))
    facts(pairs)
    if not view.mine:
        if view.layout:
            _note(view)
        else:
            note(t(N_("What was said and the note stay with the counsellor.")))
        return
    if view.layout:
        _note(view)
    if view.locked:
        _addendum(view)
    else:
        _write(view)


def _note(view: SessionView) -> None:
    asked = questions(sessions.LAYOUTS[view.layout])
    pairs = [(t(asked[name].label), text) for name, text in view.parts.items()]
    pairs.append((t(N_("What others need to know")), view.others_need))
    facts(pairs, t(N_("The note, signed {when}"), when=when(view.signed_at)))
    for at, text in view.addenda:
        quote(text, t(N_("Added on {when}"), when=when(at)))


def _write(view: SessionView) -> None:
    title = N_("Sign it anew") if view.layout else N_("Write the note")
    show(f'<h2 class="mp-h2">{esc(t(title))}</h2>')
    layout = st.radio(
        t(N_("How do you want to write?")), list(LAYOUT_LABELS), horizontal=True,
        format_func=lambda one: t(LAYOUT_LABELS[one]), key=f"layout-{view.id}",
    )  # fmt: skip
    with st.container(key=f"note-{layout}"):
        form_area(
            FormSpec(
                key=f"note-{view.id}-{layout}",
                form=sessions.LAYOUTS[layout],
                act=lambda me, filled: sessions.sign_note(me, view.id, filled),
                button=N_("Sign the note"),
                done=lambda _: says(_SIGNED, time=clock_span("note_lock")),
                readers={ANY_TEXT: view.note_readers, "others_need": view.line_readers},
            )
        )


def _addendum(view: SessionView) -> None:
    note(t(N_("This note is locked. You can add to it.")), "calm")
    _form(
        view, f"add-{len(view.addenda)}", sessions.AddendumForm, sessions.add_to_note,
        N_("Add it"), N_("Added. The note itself stays as it was."),
        {ANY_TEXT: view.note_readers},
    )  # fmt: skip


def _private(view: SessionView) -> None:
    with st.expander(t(N_("Your own working page"))):
        if view.private:
            quote(view.private, t(N_("Your page as it is kept")))
        form_area(
            FormSpec(
                key=f"private-{view.case_id}",
                form=sessions.PrivateForm,
                act=lambda me, filled: sessions.keep_private(me, view.case_id, filled),
                button=N_("Keep it"),
                done=lambda _: says(N_("Kept. Nobody but you can ever open it.")),
                quiet=True,
                readers={ANY_TEXT: ()},
            )
        )
