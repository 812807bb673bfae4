"""The case page: where are we, what is next, who is with it, what happened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.guide import Step
from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.policy import May
from wellbeing.services.cases import CaseRow, CaseView, ClosingView
from wellbeing.services.closing import REASONS, TOLD
from wellbeing.ui.cases.birth_date import birth_date_part
from wellbeing.ui.cases.covering import reading_note
from wellbeing.ui.cases.follow_up import follow_ups_part, rhythm_part
from wellbeing.ui.cases.letters import letters_part
from wellbeing.ui.cases.observe import observe_part
from wellbeing.ui.cases.people import guardians_part
from wellbeing.ui.cases.questions import questions_part
from wellbeing.ui.cases.reasons import reasons_part
from wellbeing.ui.cases.safety import now_part
from wellbeing.ui.cases.talks import talks_part
from wellbeing.ui.cases.team import team_part
from wellbeing.ui.emergency import emergencies_part
from wellbeing.ui.fold import fold
from wellbeing.ui.handoffs.listing import case_part
from wellbeing.ui.incidents.family import incident_lines
from wellbeing.ui.parts import (
    Cell,
    clock,
    dots,
    esc,
    header,
    label,
    link,
    next_step,
    note,
    print_link,
    quote,
    show,
    standing_of,
    table,
    timeline,
)
from wellbeing.ui.steps import CASE_LABELS, EVENTS, OWNERS, PATH, WAITING, WHAT
from wellbeing.ui.tracker import progress_chart
from wellbeing.ui.urgency import level_label
from wellbeing.ui.visit import cases_title, may, number, t, when, who
from wellbeing.ui.who_sees import who_sees_part

_MOST_STEPS = 6


def case_table(rows: Sequence[CaseRow]) -> None:
    """Paint a list of cases."""
    columns = (
        t(N_("Young person")), t(N_("How it stands")), t(N_("First talk")), t(N_("How soon")),
        t(N_("Opened")), t(N_("Number")),
    )  # fmt: skip
    cells = [
        (
            link(row.student, "case", id=row.id), _state(row.state),
            clock(row.contact_due_at, row.standing),
            level_label(row.urgency),
            esc(when(row.opened_at)), esc(row.number),
        )
        for row in rows
    ]  # fmt: skip
    table(t(N_("Cases")), columns, cells)


def _state(state: str) -> Cell:
    words, tone = CASE_LABELS[state]
    return label(t(words), tone)


def case_page(view: CaseView) -> None:
    """Paint one case for those who work with it."""
    heading(view)
    reading_note(view)
    if may(May.REVIEW_EMERGENCY):
        emergencies_part(view.id)
    dots([(t(PATH[name]), state) for name, state in view.path])
    if view.urgency in ("u0", "u1", "u2") and view.state != "closed":
        now_part(view.urgency)
    next_part(view.steps)
    if view.closing is not None:
        _ending(view.closing)
    if may(May.RUN_CASE):
        _written_to_us(view)
    progress_chart(view.id)
    if may(May.OBSERVE) or may(May.RUN_CASE):
        observe_part(view)
    talks_part(view)
    case_part(view.id)
    rhythm_part(view)
    follow_ups_part(view)
    incident_lines(view.id, "incident" if may(May.RUN_CASE) and may(May.RUN_INCIDENTS) else "")
    team_part(view)
    guardians_part(view)
    birth_date_part(view)
    _referrals(view)
    if may(May.RUN_CASE):
        reasons_part(view.id)
    history_part(view)
    who_sees_part("case_file", view.id)


def _written_to_us(view: CaseView) -> None:
    _doors(view)
    questions_part(view)
    letters_part(view)


def heading(view: CaseView) -> None:
    """Paint whose case it is and how it stands."""
    age = t(N_("{age} years old"), age=view.age) if view.age is not None else ""
    about = " · ".join(one for one in (view.school, view.class_name, age) if one)
    header(view.student, about, ((cases_title(), "/cases"),), about=view.student_id)
    times = number(N_("Opened again"), N_("Opened again {n} times"), view.reopened)
    again = label(times, "warm") if view.reopened else ""
    show(
        f"<p>{_state(view.label)} {level_label(view.urgency)} {again} "
        f'<span class="mp-sub">{esc(view.number)}</span></p>'
    )


def next_part(steps: Sequence[Step]) -> None:
    """Paint what is next: the first step large, the others below it."""
    if not steps:
        note(t(N_("Nothing is open here at the moment.")), "good")
        return
    first, *others = steps
    text = t(N_("Next: {what}. It is with {who}."), what=_words(first), who=_owner(first))
    due = clock(first.due_at, standing_of(first))
    below = _distinct(others)
    next_step(text, due, _step_list(below[:_MOST_STEPS]))
    if rest := below[_MOST_STEPS:]:
        title = number(N_("{n} more step"), N_("{n} more steps"), len(rest))
        fold(title, "more-steps", lambda: show(_step_list(rest)))


def _step_list(steps: Sequence[Step]) -> Cell:
    lines = "".join(
        f"<li>{esc(_words(one))} · {esc(_owner(one))} {clock(one.due_at, standing_of(one))}</li>"
        for one in steps
    )
    return f"<ul>{lines}</ul>" if lines else ""


def _words(step: Step) -> str:
    """Say a step to whom it is, and to whoever waits for it."""
    return t(WHAT[step.what] if who().id in step.user_ids else (WHAT | WAITING)[step.what])


def _distinct(steps: Sequence[Step]) -> list[Step]:
    """Two guardians who are asked the same are one line."""
    return list({(one.what, one.owner, one.due_at): one for one in steps}.values())


def _owner(step: Step) -> str:
    return t(N_("you")) if who().id in step.user_ids else t(OWNERS[step.owner])


def _ending(closing: ClosingView) -> None:
    reason = t(dict(REASONS)[closing.reason])
    words = t(N_("Closed on {when}: {reason}."), when=when(closing.closed_at), reason=reason)
    told = t(N_("Told: {who}."), who=", ".join(t(dict(TOLD)[one]) for one in closing.told))
    note("\n".join([words, closing.text, *([told] if closing.told else [])]), "calm")
    if closing.exception:
        quote(closing.exception, t(N_("Why it was closed against the checklist")))


def _doors(view: CaseView) -> None:
    """The pages behind the case, in the order in which they are needed."""
    doors = [link(t(N_("Plan")), "plan", id=view.id)]
    doors.append(link(t(N_("Progress")), "tracker", id=view.id))
    doors.append(link(t(N_("Safety")), "safety", id=view.id))
    doors.append(link(t(N_("Consents")), "consents", id=view.id))
    doors.append(link(t(N_("Page for a meeting")), "meeting", id=view.id))
    if may(May.COUNSEL):
        doors.append(link(t(N_("Room and calendar")), "room"))
    doors.append(link(t(N_("Responsibility and care together")), "review", id=view.student_id))
    doors.append(link(t(N_("Closing and follow-ups")), "closing", id=view.id))
    show(f'<p class="mp-doors mp-no-print">{" · ".join(doors)}</p>')


def _referrals(view: CaseView) -> None:
    if not view.referrals:
        return
    title = t(N_("How it began"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Number")), t(N_("From")), t(N_("Sent")), t(N_("Referrer told")))
    rows = [
        (
            esc(one.number), esc(t(ROLE_LABELS[one.source])), esc(when(one.sent_at)),
            esc(t(N_("yes")) if one.told else t(N_("not yet"))),
        )
        for one in view.referrals
    ]  # fmt: skip
    table(title, columns, rows)


KINDS = {
    "session": N_("Talks"),
    "plan": N_("Plan"),
    "referral": N_("Referrals"),
    "case": N_("Case"),
    "follow_up": N_("Follow-ups"),
    "measure": N_("Measurements"),
    "school": N_("School"),
    "family": N_("Family"),
    "team": N_("Team"),
    "handoff": N_("Handing over"),
    "safety": N_("Safety"),
    "consent": N_("Consents"),
    "repair": N_("Repair"),
}


@st.fragment  # filtering asks the server for nothing that the page has not already
def history_part(view: CaseView) -> None:
    """Paint the one chronology, filtered by kind, with a way to print it."""
    show(f'<h2 class="mp-h2">{esc(t(N_("What happened so far")))}</h2>')
    kinds = [kind for kind in KINDS if any(one.machine == kind for one in view.timeline)]
    chosen = st.pills(
        t(N_("Show only")), kinds, selection_mode="multi", key=f"history-{view.id}",
        format_func=lambda kind: t(KINDS[kind]),
    )  # fmt: skip
    shown = [one for one in view.timeline if not chosen or one.machine in chosen]
    timeline([(when(one.at), t(EVENTS[one.action], number=one.number)) for one in shown])
    print_link(t(N_("Print this page")))
