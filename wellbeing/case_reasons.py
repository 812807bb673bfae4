"""Keep why somebody acted where a rule asks for a reason."""

from __future__ import annotations

from wellbeing.models import Case, CaseReason, ReasonKind
from wellbeing.work import Work


def keep_reason(work: Work, case: Case, kind: ReasonKind, text: str) -> None:
    """Keep the reason of an act on a case, sealed, with who gave it and when."""
    row = CaseReason(case_id=case.id, student_id=case.student_id, kind=kind.value, at=work.now)
    row.text = text
    work.db.add(row)
