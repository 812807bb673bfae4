"""The statements behind the guide's facts: a constant number, and none for what is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Select, select
from sqlalchemy.orm import aliased

from wellbeing.crypto import SealedType
from wellbeing.facts import DatedFact, HarmFact
from wellbeing.handoff_flow import FINISHED
from wellbeing.models import (
    Case,
    CaseMember,
    ContactTry,
    CounsellingSession,
    Emergency,
    Entrusted,
    FamilyLetter,
    FamilyQuestion,
    FollowUp,
    FollowUpAsk,
    Guardian,
    Handoff,
    HarmReport,
    LawfulBasis,
    Measurement,
    MissedTry,
    NoticeHold,
    Observation,
    Plan,
    PlanAnswer,
    PlanTask,
    SafetyEntry,
    SafetyPlan,
    Tie,
    Transfer,
    Transition,
    UrgencyChange,
    WithheldText,
    Withholding,
)
from wellbeing.safety_flow import BasisState, HarmState
from wellbeing.work import Work
from wellbeing.workflow import CaseAction, PlanState, SessionState, TaskState, TransferState

Rows = Mapping[UUID, list[Any]]
Ids = Select[Any]


@cache
def clear(model: Any) -> tuple[Any, ...]:
    """Return a record's columns without its sealed ones: plain rows are read many times faster."""
    columns = model.__mapper__.column_attrs
    return tuple(
        getattr(model, one.key)
        for one in columns
        if not isinstance(one.columns[0].type, LargeBinary | SealedType)
    )


MODELS: tuple[type[Any], ...] = (
    CaseMember, CounsellingSession, Plan, PlanAnswer, PlanTask, FamilyQuestion, Withholding,
    FollowUp, Transfer, LawfulBasis, Emergency, ContactTry, Handoff,
    FollowUpAsk, FamilyLetter,
    UrgencyChange, SafetyEntry, SafetyPlan, Observation, MissedTry, WithheldText, Measurement,
)  # fmt: skip
_LATER = aliased(Observation)
# What is finished never makes a step: it is not read.
_OPEN: Mapping[type[Any], Any] = {
    CaseMember: CaseMember.until.is_(None),
    CounsellingSession: CounsellingSession.state != SessionState.MOVED,
    Plan: Plan.state != PlanState.SUPERSEDED,
    PlanTask: PlanTask.state == TaskState.OPEN,
    FamilyQuestion: FamilyQuestion.answered_at.is_(None),
    # The newest of each teacher.
    Observation: ~select(_LATER.id)
    .where(
        _LATER.case_id == Observation.case_id,
        _LATER.teacher_id == Observation.teacher_id,
        _LATER.on > Observation.on,
    )
    .exists(),
    Withholding: Withholding.active,
    WithheldText: WithheldText.active,
    FollowUp: FollowUp.state.in_((TaskState.OPEN, TaskState.DONE)),
    FollowUpAsk: FollowUpAsk.answered_at.is_not(None),
    FamilyLetter: FamilyLetter.answered_at.is_(None),
    LawfulBasis: LawfulBasis.state != BasisState.ENDED,
    Emergency: Emergency.reviewed_at.is_(None),
    Transfer: Transfer.seen_at.is_(None)
    & Transfer.state.in_((TransferState.ASKED, TransferState.DECLINED)),
    Handoff: Handoff.state.not_in(FINISHED),
    Measurement: Measurement.speak_on.is_not(None),
}


# What most cases have none of: whether there is any is asked for all of them at once.
_RARE: tuple[type[Any], ...] = (
    Withholding, Transfer, LawfulBasis, Emergency, ContactTry, Handoff, FollowUpAsk, FamilyLetter,
    UrgencyChange, SafetyEntry, SafetyPlan, HarmReport, NoticeHold, Observation,
    MissedTry, WithheldText, Measurement,
)  # fmt: skip


def of_model(model: Any, ids: Ids | Sequence[UUID]) -> Ids:
    query = select(*clear(model)).where(model.case_id.in_(ids))
    return query.where(_OPEN[model]) if model in _OPEN else query


def there(work: Work, ids: Ids | Sequence[UUID], asked: Mapping[type[Any], Ids]) -> set[type[Any]]:
    """Return the records of which these cases have any, by one statement for the rare ones."""
    probes = (asked[model].with_only_columns(model.id).exists() for model in _RARE)
    row = work.db.execute(select(Case.id, *probes).where(Case.id.in_(ids)).limit(1)).first()
    if row is None:  # nothing of these cases is seen but what hangs on them
        return set(asked)
    missing = {model for model, is_there in zip(_RARE, row[1:], strict=True) if not is_there}
    return set(asked) - missing


def by_case(work: Work, query: Ids) -> Rows:
    rows: Rows = defaultdict(list)
    for row in work.db.execute(query):
        rows[row.case_id].append(row)
    return rows


def guardians_of(work: Work, cases: Sequence[Any], within: Ids | None) -> Rows:
    query = select(*clear(Guardian)).where(Guardian.student_id.in_(_children(cases, within)))
    found: Rows = defaultdict(list)
    for one in work.db.execute(query):
        found[one.student_id].append(one)
    return found


def harm_in(cases: Sequence[Any], within: Ids | None) -> Ids:
    """Ask for the reports of harm without an outcome."""
    about = HarmReport.student_id.in_(_children(cases, within))
    return select(*clear(HarmReport)).where(about, HarmReport.state != HarmState.OUTCOME_RECORDED)


def holds_in(cases: Sequence[Any], within: Ids | None) -> Ids:
    """Ask for what guardians are not told now."""
    about = NoticeHold.student_id.in_(_children(cases, within))
    return select(*clear(NoticeHold)).where(about, NoticeHold.active)


def _children(cases: Sequence[Any], within: Ids | None) -> Any:
    if within is not None:
        return select(Case.student_id).where(Case.id.in_(within))
    return {case.student_id for case in cases}


def held(work: Work, query: Ids, guardians: Rows) -> dict[UUID, dict[str, Any]]:
    """Return what is held back about each young person, and whether from the whole family."""
    rows: dict[UUID, list[Any]] = defaultdict(list)
    for one in work.db.execute(query):
        rows[one.student_id].append(one)
    found = {}
    for child, some in rows.items():
        kept, family = {one.guardian_id for one in some}, {one.id for one in guardians[child]}
        facts = tuple(DatedFact(one.report_id, one.at, one.review_on) for one in some)
        found[child] = {"holds": facts, "all_held": None in kept or family <= kept}
    return found


def supervisors_of(work: Work, counsellors: set[UUID]) -> dict[UUID, set[UUID]]:
    """Return who supervises each of these counsellors; no statement where nobody is asked."""
    watches = Entrusted.tie == Tie.SUPERVISOR, Entrusted.for_user_id.in_(counsellors)
    query = select(Entrusted.for_user_id, Entrusted.user_id).where(
        *watches, Entrusted.ended_at.is_(None)
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for whom, who in work.db.execute(query) if counsellors else ():
        if whom is not None:
            found[whom].add(who)
    return found


def reported(work: Work, query: Ids) -> dict[UUID, list[HarmFact]]:
    """Return the reports of harm, by young person."""
    found: dict[UUID, list[HarmFact]] = defaultdict(list)
    for one in work.db.execute(query):
        fact = HarmFact(one.id, one.state, one.first_reported_at or one.noticed_at)
        found[one.student_id].append(fact)
    return found


def since(work: Work, action: CaseAction, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when this was last done to each of these cases."""
    begun = Transition.object_id.in_(ids), Transition.action == action
    query = select(Transition).where(*begun).order_by(Transition.at) if ids else None
    rows: Iterable[Transition] = () if query is None else work.db.scalars(query)
    return {one.object_id: one.at for one in rows}
