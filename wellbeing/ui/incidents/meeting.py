"""Preparing each side, fixing the meeting, the talk, and stopping."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import incidents
from wellbeing.services.incidents import IncidentView, PersonView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.incidents.words import ROLES, WAYS
from wellbeing.ui.parts import esc, facts, note, show
from wellbeing.ui.visit import plain, t, when
from wellbeing.ui.who_sees import will_read_in

_BEFORE = ("proposed", "preparing", "ready", "met")
PROMPTS = {
    "happened": N_("What happened"),
    "thought": N_("Thoughts then and since"),
    "touched": N_("Who was touched by it, and how"),
    "asked": N_("What is needed"),
    "offered": N_("What is offered"),
    "present": N_("Who else was there"),
}


def meeting_part(view: IncidentView) -> None:
    """Paint what belongs to the meeting, as far as it has come."""
    if view.barred is not None or not view.confirmed:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("The meeting")))}</h2>')
    if view.state in ("proposed", "preparing"):
        _preparing(view)
    elif view.state == "ready":
        text = t(N_("{way}, on {when}."), way=t(WAYS[view.way]), when=when(view.meeting_at))
        note(text, "good")
        _talk(view)
    elif view.talk:
        facts([(t(words), view.talk.get(name, "")) for name, words in PROMPTS.items()])
    if view.state in _BEFORE:
        _stop(view)
    elif view.state == "stopped":
        st.button(t(N_("Begin again: both sides want it")), key=f"resume-{view.id}",
                  on_click=_resume, args=(view.id,))  # fmt: skip


def _preparing(view: IncidentView) -> None:
    text = N_("Speak with each side alone. It is voluntary, and everybody can stop at any time.")
    show(f"<p>{esc(t(text))}</p>")
    for one in view.sides:
        words = t(N_("Talk with {name} ({part})"), name=plain(one.name), part=t(ROLES[one.role]))
        with st.expander(words, expanded=one.prepared_at is None):
            _prepare(one)
    if all(one.prepared_at for one in view.sides) and len(view.sides) > 1:
        _fix(view)


def _prepare(one: PersonView) -> None:
    if one.preparation:
        facts([(t(N_("What matters to this side")), one.preparation)])
    form_area(
        FormSpec(
            key=f"prepare-{one.id}-{one.prepared_at is not None}",
            form=incidents.PrepareForm,
            act=lambda me, form: incidents.prepare_side(me, one.id, form),
            button=N_("Keep what this side said"),
            readers={ANY_TEXT: will_read_in(one.id, "incident_person.preparation")},
            done=lambda _: says(N_("Kept. The other side does not read it.")),
            quiet=one.prepared_at is not None,
        )
    )


def _fix(view: IncidentView) -> None:
    show(f"<p><strong>{esc(t(N_('Both sides are prepared. Is it right and safe to meet?')))}"
         "</strong></p>")  # fmt: skip
    form_area(
        FormSpec(
            key=f"ready-{view.id}",
            form=incidents.ReadyForm,
            act=lambda me, form: incidents.fix_meeting(me, view.id, form),
            button=N_("Fix the meeting"),
            done=lambda _: says(N_("Fixed. The families see the day and the time.")),
        )
    )


def _talk(view: IncidentView) -> None:
    text = N_("Ask both sides each question in this order. Let the affected side speak in peace.")
    show(f"<p>{esc(t(text))}</p>")
    form_area(
        FormSpec(
            key=f"talk-{view.id}",
            form=incidents.TalkForm,
            act=lambda me, form: incidents.hold_meeting(me, view.id, form),
            button=N_("The sides have talked"),
            readers={"offered": will_read_in(view.id, "incident.talk")},  # once for all of them
            done=lambda _: says(N_("Kept. Now write down what is promised, and sign it.")),
        )
    )


def _stop(view: IncidentView) -> None:
    with st.expander(t(N_("Somebody wants to stop"))):
        show(f"<p>{esc(t(N_('No reason is asked, and nothing follows from it for anybody.')))}</p>")
        form_area(
            FormSpec(
                key=f"stop-{view.id}",
                form=incidents.StopForm,
                act=lambda me, form: incidents.stop(me, view.id, form),
                button=N_("Stop here"),
                done=lambda _: says(N_("Stopped. Nothing follows from it for anybody.")),
                options={"person_id": [(one.id, one.name) for one in view.sides]},
                quiet=True,
            )
        )


def _resume(incident_id: UUID) -> None:
    send(
        f"resume-{incident_id}",
        lambda me: incidents.resume(me, incident_id),
        lambda _: says(N_("Begun again. Please prepare each side anew.")),
    )
