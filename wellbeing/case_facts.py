"""What the guide knows about cases, read in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from wellbeing.fact_queries import (
    MODELS,
    Ids,
    Rows,
    by_case,
    clear,
    guardians_of,
    harm_in,
    held,
    holds_in,
    of_model,
    reported,
    since,
    supervisors_of,
    there,
)
from wellbeing.fact_rows import (
    after_facts,
    newest,
    plan_fact,
    safety_fact,
    session_fact,
    task_facts,
    teacher_facts,
)
from wellbeing.facts import (
    CaseFacts,
    DatedFact,
    HandoffFact,
    TransferFact,
)
from wellbeing.grounds import BasisKind
from wellbeing.guide import Step, next_steps
from wellbeing.models import (
    Case,
    CaseMember,
    ContactTry,
    CounsellingSession,
    Emergency,
    FamilyLetter,
    FamilyQuestion,
    FollowUp,
    FollowUpAsk,
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
    Transfer,
    UrgencyChange,
    WithheldText,
    Withholding,
)
from wellbeing.policy import May, Role
from wellbeing.site_acts import DECIDES
from wellbeing.site_basis import basis_fact, own_since
from wellbeing.work import Work
from wellbeing.workflow import (
    CaseAction,
    CaseState,
    PlanState,
    TaskState,
)

_ALIVE = (CaseState.OPEN, CaseState.CLOSING)


def facts_of(work: Work, cases: Sequence[Any], within: Ids | None = None) -> tuple[CaseFacts, ...]:
    """Return the facts of these cases, as far as the actor may see them.

    `within` names the same cases as a query, for thousands of them; else their ids are listed.
    """
    ids = within if within is not None else [case.id for case in cases]
    asked = {model: of_model(model, ids) for model in MODELS}
    asked |= {HarmReport: harm_in(cases, within), NoticeHold: holds_in(cases, within)}
    present = there(work, ids, asked)
    found = {model: by_case(work, asked[model]) if model in present else {} for model in MODELS}
    guardians = guardians_of(work, cases, within)
    closing = since(work, CaseAction.BEGIN_CLOSING, _in(cases, CaseState.CLOSING))
    ended = {case for case, rows in found[Plan].items() if any(map(_has_ended, rows))}
    again = since(work, CaseAction.REOPEN, [one for one in _in(cases, *_ALIVE) if one in ended])
    harm = reported(work, asked[HarmReport]) if HarmReport in present else {}
    holds = held(work, asked[NoticeHold], guardians) if NoticeHold in present else {}
    own = _own_since(work, cases, found[LawfulBasis])
    watched = _supervisors(work, found)
    return tuple(
        _facts(
            case, found, guardians[case.student_id],
            {"closing_since": closing.get(case.id), "reopened_at": again.get(case.id),
             "own_since": own.get(case.id),
             "harm": tuple(harm.get(case.student_id, ())), **holds.get(case.student_id, {}),
             "supervisors": watched.get(case.id, ())},
        )
        for case in cases
    )  # fmt: skip


def steps_of(
    work: Work, cases: Sequence[Any], within: Ids | None = None
) -> dict[UUID, tuple[Step, ...]]:
    """Return what is next in each of these cases."""
    pack, now = work.runtime.pack, work.now
    return {facts.id: next_steps(facts, pack, now) for facts in facts_of(work, cases, within)}


def waiting_cases(work: Work) -> tuple[Sequence[Any], dict[UUID, tuple[Step, ...]]]:
    """Return every case of the actor's in which anything can be next, and what is next there.

    That is all that are not closed, and closed ones with a promised look: thousands in one
    pass, by the same number of statements as one.
    """
    promised = select(FollowUp.case_id).where(FollowUp.state == TaskState.OPEN)
    opened = select(Emergency.case_id).where(Emergency.reviewed_at.is_(None))
    written = select(FamilyLetter.case_id).where(FamilyLetter.answered_at.is_(None))
    waits = or_(*(Case.id.in_(some) for some in (promised, opened, written)))
    alive = or_(Case.state != CaseState.CLOSED, waits)
    rows = work.db.execute(select(*clear(Case)).where(alive)).all()
    return rows, steps_of(work, rows, select(Case.id).where(alive))


def _in(cases: Sequence[Any], *states: CaseState) -> list[UUID]:
    return [case.id for case in cases if case.state in states]


def _has_ended(plan: Any) -> bool:
    return bool(plan.state == PlanState.ENDED)


def _supervisors(work: Work, found: Mapping[type[Any], Rows]) -> dict[UUID, tuple[UUID, ...]]:
    """Return who supervises the counsellors of cases that were among the fastest."""
    teams = {
        case: {one.user_id for one in rows if one.role == Role.COUNSELLOR}
        for case, rows in found[CaseMember].items()
        if case in found[UrgencyChange]
    }
    watch = supervisors_of(work, {one for team in teams.values() for one in team})
    return {
        case: tuple(sorted({who for one in team for who in watch.get(one, ())} - team))
        for case, team in teams.items()
    }


def _own_since(work: Work, cases: Sequence[Any], bases: Rows) -> dict[UUID, date]:
    """Return since when young people decide alone where so far only a guardian was asked."""
    if not work.actor.may(May.RUN_CASE):
        return {}
    given = {
        case.id: case.student_id
        for case in cases
        if any(one.kind == BasisKind.GUARDIAN_CONSENT for one in bases.get(case.id, ()))
    }
    days = own_since(work, given.values()) if given else {}
    return {case: days[student] for case, student in given.items() if student in days}


def _facts(
    case: Any,
    found: Mapping[type[Any], Rows],
    guardians: Sequence[Any],
    more: Mapping[str, Any],
) -> CaseFacts:
    def rows(model: type[Any]) -> list[Any]:
        return found[model].get(case.id, [])

    plan = newest(rows(Plan))
    # While a new version is written or asked about, the one in force still counts.
    live = next((one for one in rows(Plan) if one.state == PlanState.IN_FORCE), None)
    refused = {one.recipient_id for one in rows(LawfulBasis) if one.closes}
    withheld = refused | {one.guardian_id for one in rows(Withholding)}
    users = {one.id: one.user_id for one in guardians}
    asked = [one for one in guardians if one.standing in DECIDES and one.id not in withheld]
    team = [one.user_id for one in rows(CaseMember) if one.role == Role.COUNSELLOR]
    helpers = [one for one in rows(CaseMember) if one.user_id not in refused]
    return CaseFacts(
        id=case.id,
        state=case.state,
        opened_at=case.opened_at,
        contact_started_at=case.clock_started_at,
        contact_due_at=case.contact_due_at,
        urgency=case.urgency,
        counsellors=tuple(sorted(team)),
        sessions=tuple(
            session_fact(s, [one for one in rows(MissedTry) if one.session_id == s.id])
            for s in rows(CounsellingSession)
        ),
        plan=plan_fact(plan, (rows(PlanAnswer), rows(ContactTry)), asked) if plan else None,
        tasks=task_facts(live, rows(PlanTask)),
        teachers=teacher_facts(helpers, rows(Observation)),
        questions=tuple(
            DatedFact(q.id, q.asked_at, q.asked_at.date()) for q in rows(FamilyQuestion)
        ),
        withholdings=tuple(
            DatedFact(w.id, w.at, w.review_on)
            for model in (Withholding, WithheldText)
            for w in rows(model)
        ),
        **after_facts(rows(FollowUp), rows(FollowUpAsk), rows(FamilyLetter)),
        safety=safety_fact(rows(UrgencyChange), rows(SafetyEntry), rows(SafetyPlan)),
        bases=tuple(basis_fact(one, users.get(one.guardian_id)) for one in rows(LawfulBasis)),
        to_speak=tuple(DatedFact(m.id, m.recorded_at, m.speak_on) for m in rows(Measurement)),
        **more,
        emergencies=tuple(DatedFact(e.id, e.at, e.at.date()) for e in rows(Emergency)),
        transfers=tuple(
            TransferFact(t.id, t.state, t.to_id, t.asked_at, t.answered_at) for t in rows(Transfer)
        ),
        handoffs=tuple(handoff_fact(one) for one in rows(Handoff)),
    )


def handoff_fact(row: Handoff) -> HandoffFact:
    """Return what the guide knows about a handing over."""
    return HandoffFact(row.id, row.state, row.since, row.answer_due_at, row.hold_until)
