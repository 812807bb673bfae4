"""Lawful basis in the database: whether one stands, asked where something is shared, and asking.

`require` is the one function that stands before every sharing: the plan with a guardian, tasks
with a helper, the word to whoever reported, a handoff to another place.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import NoBasis
from wellbeing.facts import BasisFact
from wellbeing.grounds import CONSENTS, BasisKind, Ground, Purpose, Sharing, ground
from wellbeing.models import BasisAnswer, Case, Guardian, LawfulBasis, Withholding
from wellbeing.quiet import not_to_be_told
from wellbeing.rules import clock_due
from wellbeing.safety_flow import BASIS, BasisAction, BasisState
from wellbeing.site_acts import DECIDES
from wellbeing.site_basis import age_of, bases_of, mark_closed, own_consent_age
from wellbeing.work import Work

_SAID_NO = (BasisState.REFUSED, BasisState.WITHDRAWN)


def standing(work: Work, sharing: Sharing) -> Ground:
    """Return what a sharing rests on at this moment, whoever asks."""
    return _ground(work, sharing, bases_of(work, sharing.case_id))


def require(work: Work, sharing: Sharing) -> Ground:
    """Return what a sharing rests on, or raise NoBasis with what to do."""
    found = standing(work, sharing)
    if not found.stands:
        raise NoBasis(found.why)
    return found


def _ground(work: Work, sharing: Sharing, entries: Iterable[BasisFact]) -> Ground:
    age = age_of(work, sharing.student_id)
    return ground(sharing, entries, age, own_consent_age(work))


def sharing_in(
    case: Case,
    purpose: Purpose,
    recipient_id: UUID | None = None,
    fields: frozenset[str] = frozenset(),
) -> Sharing:
    """Return the question for one case."""
    return Sharing(case.id, case.student_id, purpose, recipient_id, fields)


def ask_consent(work: Work, sharing: Sharing, recipient: str) -> list[LawfulBasis]:
    """Ask everybody who decides at this age, each for themselves; return what was asked.

    From the age of own consent on the young person is asked and the guardians are told (PIPL
    art. 31); below it every guardian who decides is asked. Who was asked before is not asked
    twice.
    """
    age = age_of(work, sharing.student_id)
    if age is not None and age >= own_consent_age(work):
        asked: list[UUID | None] = [None]
        kind = BasisKind.OWN_CONSENT
    else:
        # To be asked about another place tells a guardian that something happened.
        handing = sharing.purpose is Purpose.HANDOFF
        quiet = not_to_be_told(work, sharing.student_id) if handing else frozenset()
        family = deciding_guardians(work, sharing)
        asked = [one.id for one in family if one.id not in quiet]
        kind = BasisKind.GUARDIAN_CONSENT
    known = {(one.kind, one.guardian_id) for one in _rows(work, sharing)}
    fresh = [who for who in asked if (kind, who) not in known]
    return [basis_row(work, sharing, kind, recipient, guardian_id=who) for who in fresh]


def name_duty(
    work: Work, sharing: Sharing, kind: BasisKind, recipient: str, why: str
) -> LawfulBasis:
    """Name a duty, an emergency or protection; after an emergency the family is told later."""
    row = basis_row(work, sharing, kind, recipient, state=BasisState.NAMED)
    row.why = why
    if kind is BasisKind.EMERGENCY:
        owe_word(work, row)
    return row


def owe_word(work: Work, row: LawfulBasis) -> None:
    """Have the family told of what was decided without them, by the pack's clock."""
    row.inform_by, row.informed_at = clock_due(work.runtime.pack, "inform_later", work.now), None


def from_referral(work: Work, case: Case, kind: BasisKind, note: str) -> None:
    """Let a new case rest on what the referral says; a consent too young to give is asked for."""
    sharing = sharing_in(case, Purpose.HELP)
    if kind not in CONSENTS:
        name_duty(work, sharing, kind, "", note)
        return
    age = age_of(work, case.student_id)
    if kind is BasisKind.OWN_CONSENT and (age is None or age < own_consent_age(work)):
        ask_consent(work, sharing, "")
        return
    row = basis_row(work, sharing, kind, "")
    work.db.flush()
    work.transition(row, BASIS, BasisAction.AGREE)
    said = BasisAnswer(
        basis_id=row.id, case_id=case.id, student_id=case.student_id, answer=row.state,
        route="referral", at=work.now,
    )  # fmt: skip
    said.words = note
    work.db.add(said)
    if kind is BasisKind.OWN_CONSENT:
        owe_word(work, row)


def basis_row(
    work: Work,
    sharing: Sharing,
    kind: BasisKind,
    recipient: str,
    *,
    guardian_id: UUID | None = None,
    state: BasisState = BasisState.ASKED,
) -> LawfulBasis:
    """Return a new consent or duty, added to the work."""
    row = LawfulBasis(
        case_id=sharing.case_id, student_id=sharing.student_id, purpose=sharing.purpose.value,
        recipient_id=sharing.recipient_id, fields=",".join(sorted(sharing.needed)),
        kind=kind.value, guardian_id=guardian_id, state=state.value, closes=False, at=work.now,
    )  # fmt: skip
    row.recipient = recipient
    work.db.add(row)
    return row


def deciding_guardians(work: Work, sharing: Sharing) -> list[Guardian]:
    """Return the guardians who decide and from whom the case is not kept, as the actor sees."""
    kept = Withholding.case_id == sharing.case_id, Withholding.active
    withheld = set(work.db.scalars(select(Withholding.guardian_id).where(*kept)))
    query = select(Guardian).where(Guardian.student_id == sharing.student_id)
    found = work.db.scalars(query.order_by(Guardian.created_at))
    return [one for one in found if one.standing in DECIDES and one.id not in withheld]


def settle(work: Work, sharing: Sharing) -> Ground:
    """Write down which refusals hold after an answer, for the row filters of what is shared."""
    work.db.flush()
    entries = bases_of(work, sharing.case_id)
    found = _ground(work, sharing, entries)
    said_no = {one.id for one in entries if one.state in _SAID_NO and _about(one, sharing)}
    mark_closed(work, sharing.case_id, said_no, closes=not found.stands)
    return found


def _about(one: BasisFact, sharing: Sharing) -> bool:
    return (one.purpose, one.recipient_id) == (sharing.purpose.value, sharing.recipient_id)


def _rows(work: Work, sharing: Sharing) -> list[LawfulBasis]:
    about = LawfulBasis.case_id == sharing.case_id, LawfulBasis.purpose == sharing.purpose.value
    rows = work.db.scalars(select(LawfulBasis).where(*about))
    return [row for row in rows if row.recipient_id == sharing.recipient_id]
