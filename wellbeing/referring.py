"""What every new referral has in common, whoever it comes from: of whom it is, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from wellbeing.errors import NotFound
from wellbeing.models import Referral, Student
from wellbeing.numbers import new_number
from wellbeing.rules import Stage, referral_due
from wellbeing.site_acts import same_student
from wellbeing.work import Work
from wellbeing.workflow import ReferralState


def student_of(work: Work, clean: Mapping[str, Any]) -> UUID:
    """Return the young person's id: chosen, certainly the same, or new."""
    chosen: UUID | None = clean["student_id"]
    if chosen is not None:
        if work.db.get(Student, chosen) is None:
            raise NotFound()
        return chosen
    who = {name: clean[name] for name in ("school_id", "birth_date", "school_number")}
    known = same_student(work, clean["student_name"], **who)
    if known is not None:
        return known
    student = Student(
        name=clean["student_name"],
        class_name=clean["class_name"] or None,
        created_at=work.now,
        changed_at=work.now,
        **who,
    )
    work.db.add(student)
    work.db.flush()
    return student.id


def submit(work: Work, sent_at: datetime, *, urgent: bool, **values: Any) -> Referral:
    """Make a referral that was sent at a moment; its first clock runs from then on."""
    referral = Referral(
        number=new_number("R", work.now),
        state=ReferralState.SUBMITTED.value,
        submitted_at=sent_at,
        urgent=urgent,
        **values,
    )
    due = referral_due(work.runtime.pack, Stage.ACKNOWLEDGE, sent_at, urgent=urgent)
    referral.clock_started_at, referral.next_due_at = sent_at, due
    work.db.add(referral)
    return referral
