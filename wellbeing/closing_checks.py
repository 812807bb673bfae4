"""What should be true before a case is closed, and what must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, select

from wellbeing.case_lines import has_improved
from wellbeing.fact_rows import safety_fact
from wellbeing.handoff_flow import FINISHED
from wellbeing.i18n import N_
from wellbeing.incident_facts import unfulfilled
from wellbeing.models import (
    Case,
    CounsellingSession,
    FamilyQuestion,
    Handoff,
    HarmReport,
    Plan,
    PlanTask,
    Referral,
    SafetyEntry,
    UrgencyChange,
)
from wellbeing.safety_flow import HarmState
from wellbeing.work import Work
from wellbeing.workflow import PlanState, SessionState, TaskState

FAST = ("u0", "u1", "u2")
BLOCKERS = {
    "harm_without_outcome": N_("A report of harm has no outcome yet. Please ask and record it."),
    "unsigned_note": N_("A note is not signed yet."),
    "open_session": N_("An appointment is still open: record or move it."),
    "unanswered_referral": N_("A person who reported has not been answered yet."),
    "unanswered_question": N_("A question of the family is not answered yet."),
    "open_handoff": N_("Something is still handed over: close that loop first."),
    "open_answer": N_("A plan is waiting for answers."),
    "open_agreement": N_("An agreement between the sides is not fulfilled yet."),
    "crisis_without_review": N_(
        "A supervisor has not looked at the crisis yet. Please wait for their review."
    ),
}
CRITERIA = {
    "plan_agreed": N_("A plan was agreed"),
    "tasks_done": N_("At least {percent} % of the plan's tasks are done"),
    "talked": N_("At least one talk took place"),
    "progress": N_("The goals are attained, or the check-ins improved reliably, above the cut-off"),
    "calm": N_("No crisis and no report of harm for {days} days"),
}
# Nobody but whoever closes knows these: the last form asks for them.
SAID = {
    "told": N_("The young person and every guardian who may know have been told"),
    "looks": N_("Follow-ups are booked"),
}


@dataclass(frozen=True, slots=True)
class Checklist:
    """What should hold before closing, and what must."""

    criteria: tuple[tuple[str, bool], ...]
    blockers: tuple[str, ...]
    # The days on which somebody looks again, were the case closed today.
    looks: tuple[date, ...]
    # The numbers of the criteria, by the rule pack.
    percent: int
    days: int

    @property
    def complete(self) -> bool:
        """Whether every criterion holds."""
        return all(holds for _, holds in self.criteria)


def looks_of(work: Work) -> tuple[date, ...]:
    """Return the days of the follow-ups from today: the next school day where one is a holiday."""
    calendar = work.runtime.pack.calendar
    days = [work.today + relativedelta(months=n) for n in work.runtime.pack.care.follow_ups.months]
    return tuple(day if calendar.is_working(day) else calendar.add(day, 1) for day in days)


def checklist_of(work: Work, case: Case) -> Checklist:
    """Return what the record says of this case."""
    sessions = work.db.scalars(_of(CounsellingSession, case)).all()
    plans = work.db.scalars(_of(Plan, case)).all()
    # A plan of before the case was opened again has ended: it is no agreement for now.
    live = next((one for one in plans if one.state == PlanState.IN_FORCE), None)
    tasks = [one for one in work.db.scalars(_of(PlanTask, case)) if live and one.plan_id == live.id]
    done = sum(one.state == TaskState.DONE for one in tasks)
    end = work.runtime.pack.care.end
    criteria = (
        ("talked", any(one.state == SessionState.HELD for one in sessions)),
        ("plan_agreed", live is not None),
        ("tasks_done", 100 * done >= end.tasks_percent * len(tasks)),
        ("progress", has_improved(work, case)),
        ("calm", _calm(work, case)),
    )
    blockers = tuple(_blockers(work, case, sessions, plans))
    return Checklist(criteria, blockers, looks_of(work), end.tasks_percent, end.calm_days)


def _calm(work: Work, case: Case) -> bool:
    """Tell whether nothing alarming happened for so long (PRACTICE §2): no fast level, no harm."""
    since = work.now - timedelta(days=work.runtime.pack.care.end.calm_days)
    harm = HarmReport.student_id == case.student_id, HarmReport.noticed_at > since
    change = UrgencyChange.case_id == case.id, UrgencyChange.at > since
    fast = UrgencyChange.level.in_(FAST)
    queries = select(HarmReport.id).where(*harm), select(UrgencyChange.id).where(*change, fast)
    return case.urgency not in FAST and not any(work.db.scalars(one).first() for one in queries)


def _of(model: type[Any], case: Case) -> Select[tuple[Any]]:
    return select(model).where(model.case_id == case.id)


def _blockers(
    work: Work, case: Case, rows: Sequence[CounsellingSession], plans: Sequence[Plan]
) -> list[str]:
    found = []
    harm = HarmReport.student_id == case.student_id
    unfinished = harm & (HarmReport.state != HarmState.OUTCOME_RECORDED)
    if work.db.scalars(select(HarmReport.id).where(unfinished).limit(1)).first():
        found.append("harm_without_outcome")
    if any(one.state == SessionState.BOOKED for one in rows):
        found.append("open_session")
    if any(one.state == SessionState.HELD and one.noted_at is None for one in rows):
        found.append("unsigned_note")
    waiting = select(Referral.id).where(
        Referral.case_id == case.id, Referral.next_due_at.is_not(None)
    )
    if work.db.scalars(waiting.limit(1)).first():
        found.append("unanswered_referral")
    asked = _of(FamilyQuestion, case).where(FamilyQuestion.answered_at.is_(None))
    if work.db.scalars(asked.limit(1)).first():
        found.append("unanswered_question")
    out = _of(Handoff, case).where(Handoff.state.not_in(FINISHED))
    if work.db.scalars(out.limit(1)).first():
        found.append("open_handoff")
    if any(one.state == PlanState.PROPOSED for one in plans):
        found.append("open_answer")
    if unfulfilled(work, case.student_id):
        found.append("open_agreement")
    if _unreviewed(work, case):
        found.append("crisis_without_review")
    return found


def _unreviewed(work: Work, case: Case) -> bool:
    """Tell whether a supervisor still owes a look at the last crisis (PRACTICE §2)."""
    changes = work.db.scalars(_of(UrgencyChange, case)).all()
    entries = work.db.scalars(_of(SafetyEntry, case)).all() if changes else ()
    return safety_fact(changes, entries, ()).review_owed
