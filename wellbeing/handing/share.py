"""What is shared, put together once: the preview, and then the very same for the receiver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from wellbeing.case_lines import CHECK_IN, check_ins
from wellbeing.crypto import reveal_many
from wellbeing.fact_rows import newest
from wellbeing.i18n import N_
from wellbeing.models import (
    Case,
    CounsellingSession,
    Guardian,
    Informant,
    Organisation,
    Plan,
    PlanGoal,
    PlanTask,
    Student,
    Withholding,
)
from wellbeing.quiet import not_to_be_told
from wellbeing.rules import age_on
from wellbeing.withheld import kept_of
from wellbeing.work import Work
from wellbeing.workflow import PlanState, SessionState

# One line: what it is, as a message id, and the text.
Row = tuple[str, str]


def rows_of(work: Work, case: Case, field: str) -> list[Row]:
    """Return the lines of one field, as far as the sender may open them."""
    return [(what, text) for what, text in _PARTS[field](work, case) if text]


def _identity(work: Work, case: Case) -> list[Row]:
    student = work.find(Student, case.student_id)
    school = work.db.get(Organisation, student.school_id) if student.school_id else None
    birth = None if student.birth_date.empty else student.birth_date.reveal()
    return [
        (N_("Young person"), student.name.reveal()),
        (N_("Date of birth"), birth.isoformat() if birth else ""),
        (N_("Age"), str(age_on(birth, work.today)) if birth else ""),
        (N_("School"), school.name if school else ""),
        (N_("Class"), "" if student.class_name.empty else student.class_name.reveal()),
    ]


def _contact(work: Work, case: Case) -> list[Row]:
    """Guardians with their phones; who is not to be told is named as not to call."""
    rows = work.db.scalars(select(Guardian).where(Guardian.student_id == case.student_id)).all()
    kept = select(Withholding.guardian_id).where(
        Withholding.student_id == case.student_id, Withholding.active
    )
    withheld = set(work.db.scalars(kept)) | not_to_be_told(work, case.student_id)
    names, phones = reveal_many(rows, "name"), reveal_many(rows, "phone")
    return [
        (N_("Please do not contact"), name or "")
        if row.id in withheld
        else (N_("Guardian"), f"{name} · {phone or ''}".strip(" ·"))
        for row, name, phone in zip(rows, names, phones, strict=True)
    ]


def _summary(work: Work, case: Case) -> list[Row]:
    held = CounsellingSession.case_id == case.id, CounsellingSession.state == SessionState.HELD
    query = select(CounsellingSession).where(*held).order_by(CounsellingSession.starts_at)
    rows = work.db.scalars(query).all()
    zone = work.runtime.pack.time_zone
    days = [row.starts_at.astimezone(zone).date().isoformat() for row in rows]
    texts = reveal_many(rows, "others_need")
    lines = [(N_("From the talks"), f"{day}: {text}") for day, text in zip(days, texts, strict=True)
             if text]  # fmt: skip
    return [(N_("Talks held"), str(len(rows))), *lines]


# What a guardian may not read is marked: whoever helps at the other place talks with families, too.
_STRENGTHS = N_("What goes well"), N_("What goes well: not for every guardian, ask us first")
_GOAL = N_("Goal"), N_("Goal: not for every guardian, ask us first")
_TASK = N_("Task"), N_("Task: not for every guardian, ask us first")


def _plan(work: Work, case: Case) -> list[Row]:
    plan = newest(work.db.scalars(select(Plan).where(Plan.case_id == case.id)))
    if plan is None or plan.state not in (PlanState.IN_FORCE, PlanState.PROPOSED):
        return []
    goals = work.db.scalars(select(PlanGoal).where(PlanGoal.plan_id == plan.id)).all()
    tasks = work.db.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id)).all()
    kept = frozenset().union(*kept_of(work, plan).values())
    lines = [(plan.case_id, _STRENGTHS, plan.strengths.reveal())]
    lines += [(one.goal_id, _GOAL, said) for one, said in _said(goals, "words")]
    lines += [(one.task_id, _TASK, said) for one, said in _said(tasks, "what")]
    return [(what[one in kept], said or "") for one, what, said in lines]


def _said(rows: Sequence[Any], column: str) -> list[tuple[Any, str | None]]:
    return list(zip(rows, reveal_many(rows, column), strict=True))


def _progress(work: Work, case: Case) -> list[Row]:
    line = check_ins(work, case, CHECK_IN, Informant.YOUNG_PERSON)
    known = [one for one in line if one.value is not None]
    if not known:
        return []
    ends = [known[0], known[-1]] if len(known) > 1 else known
    text = " → ".join(f"{one.value:g} ({one.on.isoformat()})" for one in ends)
    return [(N_("Weekly check-in, 0 to 50"), text)]


_PARTS: Mapping[str, Callable[[Work, Case], list[Row]]] = {
    "identity": _identity,
    "contact": _contact,
    "summary": _summary,
    "plan": _plan,
    "progress": _progress,
}


def packed(rows: list[Row]) -> dict[str, Any]:
    """Return lines as a sealed cell holds them."""
    return {"rows": [list(row) for row in rows]}


def unpacked(cell: dict[str, Any] | None) -> tuple[Row, ...]:
    """Return the lines of a sealed cell."""
    return tuple((str(what), str(text)) for what, text in (cell or {}).get("rows", ()))
