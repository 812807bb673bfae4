"""Bonds between accounts here and at the school: found, made once, never guessed from a name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wellbeing.errors import InvalidTransition
from wellbeing.i18n import N_
from wellbeing.models import SchoolIdentity
from wellbeing.oidc import Proof
from wellbeing.work import Work


def digest(work: Work, proof: Proof) -> bytes:
    """Return what the database keeps of an identity: issuer and subject together."""
    return work.keyring.mac("school", proof.issuer.encode(), proof.subject.encode())


def bond(work: Work, proof: Proof) -> SchoolIdentity | None:
    """Return the bond of an identity; None where no account here belongs to it."""
    same = SchoolIdentity.subject_digest == digest(work, proof)
    found = work.db.scalars(select(SchoolIdentity).where(same)).first()
    work.require_sound([found] if found else [])
    return found


def tie(work: Work, user_id: UUID, proof: Proof) -> SchoolIdentity:
    """Tie an account to an identity; an account has one, and an identity one account.

    Another person's bond is not visible to who is signed in: the database's constraint refuses.
    """
    mine = select(SchoolIdentity).where(SchoolIdentity.user_id == user_id)
    if bond(work, proof) is not None or work.db.scalars(mine).first() is not None:
        raise InvalidTransition(N_("One of the two accounts is tied already. Untie it first."))
    made = SchoolIdentity(user_id=user_id, subject_digest=digest(work, proof), linked_at=work.now)
    made.shown = proof.shown
    work.db.add(made)
    work.db.flush()
    return made
