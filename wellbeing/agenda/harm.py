"""Reports of harm that wait: for the reporter, the counsellor and the coordinator alike."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.guide import What
from wellbeing.models import HarmReport, NoticeHold
from wellbeing.names import student_names
from wellbeing.policy import May
from wellbeing.quiet import undecided
from wellbeing.rules import clock_due
from wellbeing.safety_flow import HarmState
from wellbeing.steps.asker import end_of_day
from wellbeing.work import Work


def harm_steps(work: Work) -> list[NextStep]:
    """Return reports that nobody has told yet or without an outcome, and holds to decide again."""
    if not work.actor.may(May.REPORT_HARM):
        return []
    query = select(HarmReport).where(HarmReport.state != HarmState.OUTCOME_RECORDED)
    rows = work.db.scalars(query.order_by(HarmReport.noticed_at).limit(MOST)).all()
    names = student_names(work, {row.student_id for row in rows})
    told = [_step(work, row, names.get(row.student_id, "")) for row in rows]
    return [*told, *_holds(work)]


def _holds(work: Work) -> list[NextStep]:
    """Return whom somebody must decide about again: whether a guardian may be told by now."""
    if not work.actor.may(May.WITHHOLD):
        return []
    query = select(NoticeHold, HarmReport.number).join(HarmReport).where(NoticeHold.active)
    rows = work.db.execute(query.order_by(NoticeHold.review_on).limit(MOST)).all()
    names = student_names(work, {row.student_id for row, _ in rows}) if rows else {}
    found = []
    for row, number in rows:
        due = end_of_day(work.runtime.pack, row.review_on)
        step = What.REVIEW_HOLD.value, "harm", row.report_id, number
        standing = work.standing(row.at, due)
        found.append(NextStep(*step, names.get(row.student_id, ""), due, standing))
    return [*found, *_old_holds(work)]


def _old_holds(work: Work) -> list[NextStep]:
    """Return reports from before decisions were kept, on which nobody has decided since."""
    query = select(HarmReport).where(undecided()).order_by(HarmReport.written_at).limit(MOST)
    rows = work.db.scalars(query).all()
    names = student_names(work, {row.student_id for row in rows}) if rows else {}
    found = []
    for row in rows:
        due = clock_due(work.runtime.pack, "hold_review", row.written_at)
        step = What.REVIEW_HOLD.value, "harm", row.id, row.number
        standing = work.standing(row.written_at, due)
        found.append(NextStep(*step, names.get(row.student_id, ""), due, standing))
    return found


def _step(work: Work, row: HarmReport, student: str) -> NextStep:
    told = row.first_reported_at is not None
    what = What.ASK_OUTCOME if told else What.TELL_AUTHORITY
    since = row.first_reported_at or row.noticed_at
    due = clock_due(work.runtime.pack, "harm_outcome" if told else "harm_alarm", since)
    standing = work.standing(since, due)
    return NextStep(what.value, "harm", row.id, row.number, student, due, standing)
