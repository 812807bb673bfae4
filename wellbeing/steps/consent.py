"""Consent: asked one by one, at the age of own consent again, and families told afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from wellbeing.facts import BasisFact
from wellbeing.grounds import BasisKind, Purpose
from wellbeing.safety_flow import BasisState
from wellbeing.steps.asker import Asker, Owner, Step, What
from wellbeing.workflow import CaseState


def consents(ask: Asker) -> Iterator[Step]:
    """Ask before anything is done, chase silence, and tell the family what could not wait."""
    if ask.case.state == CaseState.CLOSING:
        return
    help_ = [one for one in ask.case.bases if one.purpose == Purpose.HELP]
    if not help_:
        yield ask.ours(What.ASK_CONSENT, ask.case.opened_at, "ask_consent", ask.case.id)
    for one in ask.case.bases:
        if one.state == BasisState.ASKED:
            yield _answer(ask, one)
        if one.inform_by is not None and not ask.case.all_held:
            yield ask.step(What.INFORM_FAMILY, one.since, one.inform_by, one.id)
    yield from own_consent(ask)


def _answer(ask: Asker, one: BasisFact) -> Step:
    """A guardian with an account answers; after the clock, and without one, somebody asks."""
    due = ask.due("consent_answer", one.since)
    if one.user_id is not None and ask.now <= due:
        users = (one.user_id,)
        return Step(Owner.GUARDIAN, What.ANSWER_CONSENT, due, one.since, one.id, users)
    return ask.ours(What.TAKE_CONSENT, due if one.user_id else one.since, "ask_consent", one.id)


def own_consent(ask: Asker) -> Iterator[Step]:
    """From the age of own consent on, the young person is asked about each standing consent."""
    if ask.case.own_since is None:
        return
    own = {
        (one.purpose, one.recipient_id)
        for one in ask.case.bases
        if one.kind == BasisKind.OWN_CONSENT
    }
    day = datetime.combine(ask.case.own_since, time(), ask.pack.time_zone)
    for one in ask.case.bases:
        given = one.kind == BasisKind.GUARDIAN_CONSENT and one.state == BasisState.AGREED
        if given and (one.purpose, one.recipient_id) not in own:
            own.add((one.purpose, one.recipient_id))
            since = max(day, one.since)
            yield ask.ours(What.ASK_OWN_CONSENT, since, "own_consent", one.id)
