"""Steps in cases: the actor's own, and those that the actor waits for."""

from __future__ import annotations

import heapq
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing.agenda.views import MOST, NextStep
from wellbeing.case_facts import waiting_cases
from wellbeing.guide import Owner, Step, What
from wellbeing.models import Case
from wellbeing.models.relations import team_cases
from wellbeing.names import student_names
from wellbeing.policy import May, Role
from wellbeing.rules import Standing
from wellbeing.work import Work

# Where a step is taken; everything else on the case's own page.
_PAGES = {
    What.HOLD_SESSION: "session",
    What.RECORD_SESSION: "session",
    What.SIGN_NOTE: "session",
    What.CALL_MISSED: "session",
    What.OTHER_WAY_MISSED: "session",
    What.WRITE_MISSED: "session",
    What.PROPOSE_PLAN: "plan",
    What.CALL_FAMILY: "plan",
    What.ASK_YOUNG_PERSON: "plan",
    What.ASK_OTHER_WAY: "plan",
    What.DECIDE_SILENCE: "plan",
    What.TALK_ABOUT_PLAN: "plan",
    What.NAME_BASIS: "plan",
    What.DRAFT_PLAN: "plan",
    What.REVIEW_PLAN: "plan",
    What.FINISH_CLOSING: "closing",
    What.HEAR_ANSWER: "closing",
    What.SPEAK_NOW: "safety",
    What.TELL_ADULT: "safety",
    What.SPEAK_ABOUT_ANSWER: "safety",
    What.CRISIS_CONTACT: "safety",
    What.WRITE_SAFETY_PLAN: "safety",
    What.LOOK_AT_SAFETY_PLAN: "safety",
    What.SUPERVISE: "safety",
    What.WELFARE_CHECK: "safety",
    What.ASK_CONSENT: "consents",
    What.TAKE_CONSENT: "consents",
    What.ASK_OWN_CONSENT: "consents",
    What.INFORM_FAMILY: "consents",
    What.ANSWER_TRANSFER: "transfer",
    What.SEND_HANDOFF: "handoff",
    What.REPLY_TO_HANDOFF: "handoff",
    What.ANSWER_RECEIVER: "handoff",
    What.SEE_HANDED_OVER: "handoff",
    What.WORD_ON_HANDOFF: "handoff",
    What.RESUME_HANDOFF: "handoff",
    What.CONFIRM_CANCEL: "handoff",
    What.LOOP_HANDOFF: "handoff",
}


# What a family has written and waits for.
_OF_FAMILY = (What.ANSWER_FAMILY, What.ANSWER_COMPLAINT, What.ANSWER_OFFER)
_HARM = (What.TELL_AUTHORITY, What.ASK_OUTCOME, What.REVIEW_HOLD)


def case_steps(work: Work) -> tuple[list[NextStep], list[NextStep]]:
    """Return the actor's own steps in all cases, and those of others whom the actor waits for.

    A counsellor waits for family and helpers, a guardian for an answer to what they wrote; the
    coordinator is told what is long overdue.
    """
    if not work.actor.has(Role.COUNSELLOR, Role.COORDINATOR, Role.PARENT):
        return [], []
    cases, found = waiting_cases(work)
    watched = _only_watched(work)
    mine: list[tuple[Any, Step]] = []
    others: list[tuple[Any, Step]] = []
    for case in cases:
        for step in found[case.id]:
            if step.what in _HARM:
                continue  # `harm_steps` tells it, also where there is no case
            if step.what is What.ANSWER_TRANSFER and work.actor.user_id in step.user_ids:
                continue  # asked of the actor, who need not see the case: `asked_of_me` tells it
            if _mine(work, case, step) or _office(work, step):
                mine.append((case, step))
            elif case.id not in watched and _waits_for(work, step):
                others.append((case, step))
    first = [heapq.nsmallest(MOST, some, key=lambda one: one[1].due_at) for some in (mine, others)]
    names = student_names(work, {case.student_id for some in first for case, _ in some})
    shown = [
        [_case_step(work, case, step, names.get(case.student_id, "")) for case, step in some]
        for some in first
    ]
    return shown[0], shown[1]


def _mine(work: Work, case: Any, step: Step) -> bool:
    """Tell whether a step is the actor's: their own, an absent colleague's, a given case's."""
    given = case.id in work.actor.ties.delegated and step.owner is Owner.COUNSELLOR
    return given or not work.actor.selves.isdisjoint(step.user_ids)


def _only_watched(work: Work) -> set[UUID]:
    """Return the cases that the actor reads, as supervisor say, and waits for nothing in them."""
    ties = work.actor.ties
    watched = set(ties.reviews | ties.emergency)
    if ties.supervises:
        theirs = Case.id.in_(team_cases(ties.supervises))
        own = Case.id.in_(team_cases(work.actor.selves))
        watched |= set(work.db.scalars(select(Case.id).where(theirs, ~own)))
    return watched


def _waits_for(work: Work, step: Step) -> bool:
    if work.actor.has(Role.COORDINATOR):
        return work.standing_of(step) is Standing.ESCALATED
    if work.actor.has(Role.PARENT) and step.what in _OF_FAMILY:
        return True  # a guardian knows of no other guardian's letters
    return work.actor.has(Role.COUNSELLOR)


def _office(work: Work, step: Step) -> bool:
    return step.owner is Owner.COORDINATOR and work.actor.has(Role.COORDINATOR)


def _case_step(work: Work, case: Any, step: Step, student: str) -> NextStep:
    page = _PAGES.get(step.what, "case")
    if step.what is What.DO_TASK and not work.actor.may(May.RUN_CASE):
        page = "tasks"
    target = step.object_id if page in ("session", "transfer", "handoff") else case.id
    standing = work.standing_of(step)
    return NextStep(step.what.value, page, target, case.number, student, step.due_at, standing)
