"""Reports of harm that wait: for the reporter, the counsellor and the coordinator alike."""

from __future__ import annotations

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.guide import What
from wellbeing.models import HarmReport
from wellbeing.names import student_names
from wellbeing.policy import May
from wellbeing.rules import clock_due
from wellbeing.work import Work
from wellbeing.workflow import HarmState


def harm_steps(work: Work) -> list[NextStep]:
    """Return the reports of harm that nobody has told yet, or that have no outcome."""
    if not work.actor.may(May.REPORT_HARM):
        return []
    query = select(HarmReport).where(HarmReport.state != HarmState.OUTCOME_RECORDED)
    rows = work.db.scalars(query.order_by(HarmReport.noticed_at).limit(MOST)).all()
    names = student_names(work, {row.student_id for row in rows})
    return [_step(work, row, names.get(row.student_id, "")) for row in rows]


def _step(work: Work, row: HarmReport, student: str) -> NextStep:
    told = row.first_reported_at is not None
    what = What.ASK_OUTCOME if told else What.TELL_AUTHORITY
    since = row.first_reported_at or row.noticed_at
    due = clock_due(work.runtime.pack, "harm_outcome" if told else "harm_alarm", since)
    standing = work.standing(since, due)
    return NextStep(what.value, "harm", row.id, row.number, student, due, standing)
