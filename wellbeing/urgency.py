"""The level that a person chose, kept with its reasons whenever it is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.models import Case, UrgencyChange
from wellbeing.work import Work


def chosen(
    work: Work, case: Case, was: str, level: str, reasons: Sequence[str], why: str
) -> None:  # fmt: skip
    """Keep that a level was chosen, from what and why; `was` is "" at the beginning."""
    row = UrgencyChange(
        case_id=case.id, student_id=case.student_id, at=work.now, was=was, level=level,
        reasons=list(reasons),
    )  # fmt: skip
    row.why = why
    work.db.add(row)
