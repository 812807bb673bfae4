"""The safety page of a case: what to do now, how fast, contacts, the safety plan, reviews."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.rules import REASON_LABELS
from wellbeing.services import harm
from wellbeing.services import safety as service
from wellbeing.services.cases import CaseView
from wellbeing.services.safety import PARTS, WAYS, PlanCopy, SafetyView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.filled import filled_part
from wellbeing.ui.go import says, send
from wellbeing.ui.harm import emergency_numbers, reports_table
from wellbeing.ui.parts import (
    empty,
    esc,
    facts,
    header,
    label,
    link,
    print_link,
    show,
    table,
    unprinted,
)
from wellbeing.ui.urgency import ladder, level_answers, level_short, now_note
from wellbeing.ui.visit import caller, may, t, when
from wellbeing.ui.who_sees import who_sees_each, will_read

_ENTRIES = {
    "contact": N_("Spoke with the young person"),
    "welfare": N_("Made sure that they are well"),
    "adult": N_("Told a guardian or a safe adult"),
    "review": N_("Review"),
}


def safety_page(view: CaseView, found: SafetyView) -> None:
    """Paint what keeps the young person safe, for those who run the case."""
    path = ((t(N_("Cases")), "/cases"), (view.student, f"/case?id={view.id}"))
    header(t(N_("Safety")), view.student, path, about=view.student_id)
    now_part(found.urgency)
    _levels(view, found)
    _contacts(view, found)
    with unprinted("filled"):
        filled_part(view.id)
    _plan(view, found)
    _reviews(view, found)
    reports_table(harm.harm_reports(caller(), view.student_id))
    print_link(t(N_("Print this page")))
    newest = found.plans[:1]
    who_sees_each("safety_plan", [(t(N_("Safety plan")), one.id) for one in newest])


def now_part(urgency: str) -> None:
    """Say what the level asks for now; the fastest one shows whom to call."""
    now_note(urgency)
    if urgency == "u0":
        emergency_numbers()


def _levels(view: CaseView, found: SafetyView) -> None:
    title = t(N_("How fast we act"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    rows = []
    for one in found.changes:
        was = f"{level_short(one.was)} → " if one.was else ""
        why = ", ".join(t(REASON_LABELS[code]) for code in one.reasons)
        said = f'{esc(why)}<span class="mp-sub">{esc(one.why)}</span>'
        rows.append((esc(when(one.at)), esc(was + level_short(one.level)), said, esc(one.who)))
    if rows:
        table(title, (t(N_("When")), t(N_("How soon")), t(N_("Why")), t(N_("By"))), rows)
    if view.reads_as:
        return
    with st.expander(t(N_("Change how fast we act"))):
        ladder()
        form_area(
            FormSpec(
                key=f"urgency-{view.id}-{len(found.changes)}",
                form=service.ChangeForm,
                said={"urgency": level_answers()},
                readers={ANY_TEXT: will_read(view.id, "urgency_change.why")},
                act=lambda me, form: service.change_urgency(me, view.id, form),
                button=N_("Act at this speed from now on"),
                done=lambda _: says(N_("Changed. What to do now stands at the top of the case.")),
                quiet=True,
            )
        )


def _contacts(view: CaseView, found: SafetyView) -> None:
    title = t(N_("Contacts and looks"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    rows = [
        (
            esc(when(one.at)), label(t(_ENTRIES[one.kind])), esc(t(dict(WAYS)[one.way])),
            esc(one.text), esc(one.who),
        )
        for one in found.entries
        if one.kind != "review"
    ]  # fmt: skip
    if rows:
        columns = (t(N_("When")), t(N_("What")), t(N_("How?")), t(N_("How it was")), t(N_("By")))
        table(title, columns, rows)
    if view.reads_as:
        return
    with st.expander(t(N_("Record a contact"))):
        form_area(
            FormSpec(
                key=f"contact-{view.id}-{len(found.entries)}",
                form=service.ContactForm,
                readers={ANY_TEXT: will_read(view.id, "safety_entry.text")},
                act=lambda me, form: service.record_contact(me, view.id, form),
                button=N_("Record the contact"),
                done=lambda _: says(N_("Recorded. The next contact stands on the case.")),
                quiet=True,
            )
        )


def _plan(view: CaseView, found: SafetyView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Safety plan")))}</h2>')
    if found.plans:
        plan_parts(found.plans[0])
        copy = link(t(N_("Copy for the young person, to print")), "safety_plan", id=view.id)
        show(f'<p class="mp-no-print">{copy}</p>')
        _older(found)
    else:
        text = t(N_("Write it together with the young person, in their words. It is no contract."))
        empty(t(N_("No safety plan yet.")), text)
    if not may(May.COUNSEL) or view.reads_as:
        return
    if found.plans:
        looked = f"looked-{view.id}-{found.plans[0].looked_at}"
        st.button(t(N_("We looked at it together; it still fits")), key=looked, on_click=_look,
                  args=(view,))  # fmt: skip
    with st.expander(t(N_("Write the next version")), expanded=not found.plans):
        form_area(
            FormSpec(
                key=f"safety-plan-{view.id}-{len(found.plans)}",
                form=service.SafetyPlanForm,
                readers={ANY_TEXT: will_read(view.id, "safety_plan.parts")},
                act=lambda me, form: service.write_safety_plan(me, view.id, form),
                button=N_("Keep this version"),
                done=lambda _: says(N_("Kept. Print the copy and give it to the young person.")),
            )
        )


def _older(found: SafetyView) -> None:
    """Paint the versions before: what was written is never lost, and how it changed is seen."""
    if len(found.plans) > 1:
        with st.expander(t(N_("Older versions ({n})"), n=len(found.plans) - 1)):
            for one in found.plans[1:]:
                plan_parts(one)


def _look(view: CaseView) -> None:
    send(
        f"look-{view.id}",
        lambda me: service.look_at_plan(me, view.id),
        lambda _: says(N_("Noted. It is looked at again after the next contact.")),
    )


def plan_parts(plan: PlanCopy) -> None:
    """Paint one version, part by part."""
    version = t(N_("Version {n}"), n=plan.version)
    looked = t(N_("looked at together on {when}"), when=when(plan.looked_at))
    show(f'<p class="mp-sub">{esc(version)} · {esc(when(plan.at))} · {esc(looked)}</p>')
    _parts(plan)


def _parts(plan: PlanCopy) -> None:
    """Paint the parts in their order: the first signs first."""
    said = dict(plan.parts)
    facts([(t(words), said.get(name, "")) for name, words in PARTS.items()])


def _reviews(view: CaseView, found: SafetyView) -> None:
    title = t(N_("Reviews"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    rows = [
        (esc(when(one.at)), esc(one.text), esc(one.who))
        for one in found.entries
        if one.kind == "review"
    ]
    if rows:
        table(title, (t(N_("When")), t(N_("What was advised")), t(N_("By"))), rows)
    text = t(N_("Somebody who does not counsel here looks at it, before anything gets slower."))
    show(f'<p class="mp-sub">{esc(text)}</p>')
    act = service.supervise if view.reads_as else service.record_review
    with st.expander(t(N_("Record a review")), expanded=bool(view.reads_as)):
        form_area(
            FormSpec(
                key=f"review-{view.id}-{len(found.entries)}",
                form=service.ReviewForm,
                readers={ANY_TEXT: will_read(view.id, "safety_entry.text")},
                act=lambda me, form: act(me, view.id, form),
                button=N_("Record the review"),
                done=lambda _: says(N_("Recorded. The level may now be stepped down.")),
                quiet=True,
            )
        )


def copy_page(view: CaseView, found: SafetyView) -> None:
    """Paint the young person's own copy: their words, whom to call, nothing else."""
    path = ((view.student, f"/case?id={view.id}"), (t(N_("Safety")), f"/safety?id={view.id}"))
    header(t(N_("My safety plan")), "", path, about=view.student_id)
    if not found.plans:
        empty(t(N_("No safety plan yet.")), t(N_("Write it first; then it can be printed.")))
        return
    _parts(found.plans[0])
    show(f'<h2 class="mp-h2">{esc(t(N_("Somebody answers here at any time")))}</h2>')
    emergency_numbers()
    print_link(t(N_("Print this page")))
