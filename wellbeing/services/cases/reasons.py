"""Why the case went as it did: the reasons that a rule asked for, read by those who run it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import ERASED, reveal_kept
from wellbeing.gate import Access, Work, use_case
from wellbeing.models import Case, CaseReason, Closing
from wellbeing.names import user_names
from wellbeing.policy import May

# Beside the kinds that are kept by themselves: a closing against its checklist holds its own.
AGAINST_CHECKLIST = "against_checklist"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason: what it was asked for, who gave it, when, and what it says."""

    at: datetime
    kind: str
    by: str
    text: str


@use_case(may=May.RUN_CASE, access=Access.READ)
def case_reasons(work: Work, case_id: UUID) -> tuple[ReasonRow, ...]:
    """Return the reasons that were given in a case, the newest first."""
    work.find(Case, case_id)
    given = work.db.scalars(select(CaseReason).where(CaseReason.case_id == case_id)).all()
    ended = work.db.scalars(select(Closing).where(Closing.case_id == case_id)).all()
    names = user_names(work, {r.given_by for r in given} | {r.closed_by for r in ended})
    rows = [
        ReasonRow(row.at, row.kind, names.get(row.given_by, ERASED), text)
        for row, text in zip(given, reveal_kept(given, "text", ERASED), strict=True)
    ]
    rows += [
        ReasonRow(row.closed_at, AGAINST_CHECKLIST, names.get(row.closed_by, ERASED), text)
        for row, text in zip(ended, reveal_kept(ended, "exception", ""), strict=True)
        if text
    ]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))
