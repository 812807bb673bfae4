"""The family's page: the plan, the one decision, appointments, tasks, questions."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.services import audit_trail, family
from wellbeing.services.cases import CaseView, SessionRow
from wellbeing.services.plans import PlanView
from wellbeing.ui.cases.consents import family_consents
from wellbeing.ui.cases.letters import family_letters
from wellbeing.ui.cases.page import heading, history_part, next_part
from wellbeing.ui.cases.plan import family_plan
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.handoffs.family import places_known
from wellbeing.ui.incidents.family import family_doors
from wellbeing.ui.parts import empty, esc, facts, label, link, note, quote, show, table
from wellbeing.ui.steps import SESSION_STATES
from wellbeing.ui.urgency import clock_span
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import who_sees_part, will_read


def family_page(view: CaseView, plan: PlanView | None) -> None:
    """Paint the child's case for a guardian: one thing after the other, on a phone."""
    heading(view)
    next_part(view.steps)
    if view.closing is not None and view.closing.text:
        note(view.closing.text, "good")
    if plan is None:
        empty(
            t(N_("No plan yet.")),
            t(N_("After the first talks the counsellor writes it with your child, and asks you.")),
        )
    else:
        family_plan(plan)
        if plan.in_force_at:
            show(f"<p>{link(t(N_('See how the goals are going')), 'tracker', id=view.id)}</p>")
        if plan.state != "ended" and any(one.mine and one.state == "open" for one in plan.tasks):
            show(f"<p>{link(t(N_('Your tasks')), 'tasks')}</p>")
    family_doors(view.id)
    places_known(view.id)
    _appointments(view)
    _helpers(view)
    family_consents(view)
    _questions(view)
    family_letters(view)
    fold(t(N_("Who has opened the record")), f"opened-{view.id}", _opened, view)
    fold(t(N_("What happened so far")), f"history-{view.id}", history_part, view)
    who_sees_part("case_file", view.id)
    _rights()


def _appointments(view: CaseView) -> None:
    if not view.sessions:
        return
    title = t(N_("Appointments at school"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    coming = [one for one in view.sessions if one.state == "booked"]
    past = [one for one in view.sessions if one.state != "booked"]
    if coming:
        _talks(title, coming)
    if past:
        title = t(N_("Earlier appointments ({n})"), n=len(past))
        fold(title, f"past-{view.id}", _talks, title, past)
    text = t(N_("What is said in the room stays there, unless somebody could come to harm."))
    show(f'<p class="mp-sub">{esc(text)}</p>')


def _talks(title: str, rows: Sequence[SessionRow]) -> None:
    cells = []
    for one in rows:
        words, tone = SESSION_STATES[one.state]
        cells.append((esc(when(one.starts_at)), label(t(words), tone)))
    table(title, (t(N_("When")), t(N_("How it stands"))), cells)


def _helpers(view: CaseView) -> None:
    people = [(one.name, t(ROLE_LABELS[one.role])) for one in view.team if one.until is None]
    if people:
        facts([(role, name) for name, role in people], t(N_("Who helps your child")))


def _questions(view: CaseView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("Questions to the counsellor")))}</h2>')
    asked = family.family_questions(caller(), view.id)
    for one in asked:
        quote(one.question, t(N_("You asked on {when}"), when=when(one.asked_at)))
        if one.answered_at:
            quote(one.answer, t(N_("Answered on {when}"), when=when(one.answered_at)))
    form_area(
        FormSpec(
            key=f"question-{view.id}-{len(asked)}",
            form=family.QuestionForm,
            readers={ANY_TEXT: will_read(view.id, "family_question.question")},
            act=lambda me, form: family.ask_counsellor(me, view.id, form),
            button=N_("Send the question"),
            done=_asked,
            quiet=True,
        )
    )


def _asked(due: object) -> None:
    says(N_("Sent. You get an answer here within {time}."), time=clock_span("family_question"))


def _opened(view: CaseView) -> None:
    """Who has opened the record: role and day, never a name."""
    columns = (t(N_("Day")), t(N_("Role")))
    found = audit_trail.who_opened(caller(), view.id)
    rows = [(esc(when(one.day)), esc(t(ROLE_LABELS[one.role]))) for one in found]
    if rows:
        table(t(N_("Who has opened the record")), columns, rows)
    else:
        note(t(N_("Nobody has opened it yet.")), "calm")


def _rights() -> None:
    text = t(N_("You may refuse, change your mind, and ask for another counsellor at any time."))
    note(text, "calm")
