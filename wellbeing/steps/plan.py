"""The plan: drafted, proposed, answered by each one, reviewed; and its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from wellbeing.facts import AnswerFact, PlanFact
from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import CaseState, PlanState, SessionState, TaskState

_NO = ("refused", "wants_talk")


def planning(ask: Asker) -> Iterator[Step]:
    """Draft, propose, have it answered, review it in time."""
    plan = ask.case.plan
    held = [one for one in ask.case.sessions if one.state == SessionState.HELD]
    if ask.case.state == CaseState.CLOSING:
        return
    if plan is None or plan.state == PlanState.ENDED:
        # After an ended plan it is decided anew, from the day on which the case went on.
        begun = ask.case.reopened_at or min((one.ends_at for one in held), default=None)
        if begun is not None:
            yield ask.ours(What.DRAFT_PLAN, begun, "plan_draft", ask.case.id)
    elif plan.state == PlanState.DRAFT:
        begun = max(plan.drafted_at, ask.case.reopened_at or plan.drafted_at)
        yield ask.ours(What.PROPOSE_PLAN, begun, "plan_propose", plan.id)
    elif plan.state == PlanState.PROPOSED:
        yield from answers(ask, plan)
    elif plan.state == PlanState.IN_FORCE:
        yield from again(ask, plan)
        if plan.review_on is not None:
            yield review(ask, plan, plan.review_on)


def answers(ask: Asker, plan: PlanFact) -> Iterator[Step]:
    """Silence is chased by a call and another way, never taken for agreement."""
    since = plan.proposed_at or plan.drafted_at
    due = plan.answer_due_at or ask.due("plan_answer", since)
    late = ask.now > due
    for one in plan.answers:
        if one.answer in _NO:
            yield ask.ours(What.TALK_ABOUT_PLAN, since, "plan_talk", plan.id)
        elif not one.answer and one.user_id is not None and not late:
            users = (one.user_id,)
            yield Step(Owner.GUARDIAN, What.ANSWER_PLAN, due, since, plan.id, users)
        elif not one.answer:
            yield silent(ask, plan, one, due if late else since)
    if all(one.answer == "agreed" for one in plan.answers):
        yield ask.ours(What.NAME_BASIS, since, "plan_talk", plan.id)


def again(ask: Asker, plan: PlanFact) -> Iterator[Step]:
    """Who said yes before they saw all of a plan in force is asked about the rest of it."""
    for one in plan.answers:
        if one.again_at is not None:
            due = ask.due("plan_answer", one.again_at)
            if one.user_id is not None and ask.now <= due:
                users = (one.user_id,)
                yield Step(Owner.GUARDIAN, What.ANSWER_PLAN, due, one.again_at, plan.id, users)
            else:
                yield ask.ours(What.CALL_FAMILY, due, "plan_call", plan.id)
        elif one.answer in _NO and _later(one, plan):
            yield ask.ours(What.TALK_ABOUT_PLAN, one.said_at or ask.now, "plan_talk", plan.id)


def _later(one: AnswerFact, plan: PlanFact) -> bool:
    """Tell whether something was said after the plan came into force."""
    return bool(one.said_at and plan.in_force_at and one.said_at > plan.in_force_at)


def silent(ask: Asker, plan: PlanFact, one: AnswerFact, since: datetime) -> Step:
    """Call, or ask the young person; then another way; then the coordinator decides."""
    if one.ways == 0 or one.tried_at is None:
        what = What.ASK_YOUNG_PERSON if one.guardian_id is None else What.CALL_FAMILY
        return ask.ours(what, since, "plan_call", plan.id)
    if one.ways == 1:
        return ask.ours(What.ASK_OTHER_WAY, one.tried_at, "plan_other_way", plan.id)
    due = ask.due("plan_silence", one.tried_at)
    return Step(Owner.COORDINATOR, What.DECIDE_SILENCE, due, one.tried_at, plan.id)


def review(ask: Asker, plan: PlanFact, on: date) -> Step:
    """Look at the plan together by its day, or sooner after so many talks."""
    since = plan.reviewed_at or plan.in_force_at or plan.drafted_at
    ended = (one.ends_at for one in ask.case.sessions if one.state == SessionState.HELD)
    talks = sorted(at for at in ended if at > since)
    due, enough = ask.end_of(on), ask.pack.care.review.talks
    if len(talks) >= enough:
        due = min(due, ask.due("plan_review", talks[enough - 1]))
    return ask.step(What.REVIEW_PLAN, since, due, plan.id)


def tasks(ask: Asker) -> Iterator[Step]:
    """Each open task is a step of the one who took it on."""
    for one in ask.case.tasks:
        if one.state != TaskState.OPEN:
            continue
        due = ask.end_of(one.due_on)
        if one.user_id is None or one.user_id in ask.case.counsellors:
            yield ask.step(What.DO_TASK, one.since, due, one.id)
        else:
            owner = Owner.GUARDIAN if one.party == "guardian" else Owner.HELPER
            yield Step(owner, What.DO_TASK, due, one.since, one.id, (one.user_id,))
