"""What is a person's own without the case: tasks of a plan, a handover that they are asked for."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.case_acts import plans_in_force
from wellbeing.fact_queries import by_case, of_model
from wellbeing.fact_rows import teacher_facts
from wellbeing.guide import What
from wellbeing.models import Case, CaseMember, Observation, PlanTask, Transfer
from wellbeing.names import student_names
from wellbeing.policy import Role
from wellbeing.rules import clock_due
from wellbeing.steps.school import reminder
from wellbeing.work import Work
from wellbeing.workflow import CaseState, TaskState, TransferState


def asked_of_me(work: Work) -> list[NextStep]:
    """Return the handovers that a counsellor is asked for: a number, no young person's name."""
    if not work.actor.has(Role.COUNSELLOR):
        return []
    mine = Transfer.to_id == work.actor.user_id, Transfer.state == TransferState.ASKED
    rows = work.db.scalars(select(Transfer).where(*mine).order_by(Transfer.asked_at)).all()
    if not rows:
        return []
    c = Case.__table__.c
    query = select(c.id, c.number).where(c.id.in_([row.case_id for row in rows]))
    numbers = {key: number for key, number in work.db.connection().execute(query)}
    found = []
    for row in rows:
        due = clock_due(work.runtime.pack, "transfer", row.asked_at)
        standing = work.standing(row.asked_at, due)
        about = (What.ANSWER_TRANSFER.value, "transfer", row.id, numbers[row.case_id], "")
        found.append(NextStep(*about, due, standing))
    return found


def own_reminders(work: Work) -> list[NextStep]:
    """Return where a teacher is asked again what they see at school."""
    if not work.actor.has(Role.TEACHER):
        return []
    mine = CaseMember.user_id == work.actor.user_id, CaseMember.role == Role.TEACHER
    query = select(CaseMember, Case).join(Case, Case.id == CaseMember.case_id)
    here = CaseMember.until.is_(None), Case.state == CaseState.OPEN
    rows = work.db.execute(query.where(*mine, *here)).all()
    if not rows:
        return []
    told = by_case(work, of_model(Observation, [case.id for _, case in rows]))
    names = student_names(work, {case.student_id for _, case in rows})
    found = []
    for member, case in rows:
        for fact in teacher_facts([member], told.get(case.id, [])):
            for step in reminder(work.runtime.pack, case.id, fact, work.now):
                about = (step.what.value, "case", case.id, "", names.get(case.student_id, ""))
                found.append(NextStep(*about, step.due_at, work.standing_of(step)))
    return found


def own_tasks(work: Work) -> list[NextStep]:
    """Return the open tasks of an officer or a teacher, who need not know the case."""
    if not work.actor.has(Role.OFFICER, Role.TEACHER):
        return []
    mine = PlanTask.user_id == work.actor.user_id, PlanTask.state == TaskState.OPEN
    every = work.db.scalars(select(PlanTask).where(*mine).order_by(PlanTask.due_on)).all()
    live = plans_in_force(work, {row.plan_id for row in every})
    rows = [row for row in every if row.plan_id in live][:MOST]
    names = student_names(work, {row.student_id for row in rows})
    zone = work.runtime.pack.time_zone
    found = []
    for row in rows:
        due = datetime.combine(row.due_on, time(23, 59), zone)
        standing = work.standing(due - timedelta(days=7), due)
        name = names.get(row.student_id, "")
        found.append(NextStep("do_task", "tasks", row.case_id, "", name, due, standing))
    return found
