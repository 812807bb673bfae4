"""A talk that was missed: by whom, whether for a good reason, and every try to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.labels import REACHING
from wellbeing.models import THEIRS, CounsellingSession, MissedBy, MissedTry
from wellbeing.policy import May
from wellbeing.talks import own_talk
from wellbeing.workflow import SESSION, SessionAction, SessionState

TRY_WAYS = REACHING
MISSED_BY: tuple[tuple[str, str], ...] = (
    (MissedBy.YOUNG_PERSON, N_("The young person did not want to come")),
    (MissedBy.NOT_BROUGHT, N_("The young person was not brought or not let go")),
    (MissedBy.SCHOOL, N_("Something at school came between")),
    (MissedBy.COUNSELLOR, N_("The counsellor could not come")),
)
EXCUSED = (("yes", N_("Yes, illness for instance")), ("no", N_("No")))


@dataclass(frozen=True, slots=True)
class MissForm:
    """Who did not come, whether for a good reason, and what was done the same day."""

    missed_by: str = ask(
        N_("What happened?"),
        Kind.CHOICE,
        options=MISSED_BY,
    )
    excused: str = offer(
        N_("Was there a good reason?"),
        Kind.CHOICE,
        options=EXCUSED,
        hint=N_("Leave it open where you do not know yet."),
        shown_when=("missed_by", THEIRS),
    )
    called: str = offer(
        N_("Have you called today?"),
        Kind.CHOICE,
        options=(
            ("reached", N_("Yes, and we spoke")),
            ("silent", N_("Yes, and nobody answered")),
        ),
        hint=N_("Leave it open where you have not called yet: it is your next step."),
        shown_when=("missed_by", THEIRS),
    )
    reason: str = offer(N_("In a line: why, and whom you called today"))


@dataclass(frozen=True, slots=True)
class MissedTryForm:
    """A try to reach whoever did not come."""

    way: str = ask(N_("By which way?"), Kind.CHOICE, options=TRY_WAYS)
    reached: str = ask(
        N_("Did you reach somebody?"), Kind.CHOICE,
        options=(("yes", N_("Yes")), ("no", N_("Nobody answered yet"))),
    )  # fmt: skip
    text: str = offer(N_("In a line: whom, and what they said"), limit=400)


@use_case(may=May.COUNSEL)
def miss(work: Work, session_id: UUID, form: MissForm) -> None:
    """Record that the talk did not take place, and by whom; a call of today is a first try."""
    session = own_talk(work, session_id)
    work.transition(session, SESSION, SessionAction.MISS, "by_whom")
    session.missed_by, session.reason = form.missed_by, form.reason
    if form.missed_by in THEIRS:
        session.excused = form.excused
        if form.called:
            _keep(work, session, MissedTryForm("call", "yes" if form.called == "reached" else "no"))


@use_case(may=May.COUNSEL)
def try_after_missed(work: Work, session_id: UUID, form: MissedTryForm) -> None:
    """Record another try to reach whoever did not come."""
    session = own_talk(work, session_id)
    if session.state != SessionState.MISSED:
        raise InvalidTransition()
    _keep(work, session, form)


def _keep(work: Work, session: CounsellingSession, form: MissedTryForm) -> None:
    row = MissedTry(
        session_id=session.id, case_id=session.case_id, student_id=session.student_id,
        way=form.way, reached=form.reached == "yes", at=work.now,
    )  # fmt: skip
    row.text = form.text
    work.db.add(row)
