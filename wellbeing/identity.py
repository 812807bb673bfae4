"""Who holds a token: looked up afresh for every act, in one statement."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.engine import Connection

from wellbeing.errors import SignedOut
from wellbeing.i18n import N_
from wellbeing.models import (
    BackgroundCheck,
    HandoffLink,
    Membership,
    SecondFactor,
    SignIn,
    User,
)
from wellbeing.policy import Actor, Role
from wellbeing.ties import TIES, held, with_ties

# For so long after its time a sign-in may still hand in the words that stood on its screen.
LAST_WORDS = timedelta(hours=12)
_CHECK = BackgroundCheck.__table__.c
_CHECKED = (
    select(func.max(_CHECK.checked_on))
    .where(_CHECK.user_id == User.__table__.c.id)
    .correlate(User.__table__)
    .scalar_subquery()
)
LINK_ENDED = N_("This link cannot be used any more. Please ask for a new one.")


def identify(connection: Connection, token: str, now: datetime, idle_minutes: int) -> Actor:
    """Return the actor behind a live sign-in; raise SignedOut when there is none.

    Ended, idle and overdue sign-ins and deactivated people are all the same: signed out.
    """
    return _identify(connection, token, now - timedelta(minutes=idle_minutes), now, now)


def identify_lapsed(connection: Connection, token: str, now: datetime) -> Actor:
    """Return the actor behind a sign-in that only its time has ended; raise SignedOut else."""
    return _identify(connection, token, now - LAST_WORDS, now - LAST_WORDS, now)


def _identify(
    connection: Connection, token: str, seen_after: datetime, ends_after: datetime, now: datetime
) -> Actor:
    asked = {
        "digest": token_digest(token), "seen_after": seen_after, "ends_after": ends_after,
        "now": now,
    }  # fmt: skip
    rows = connection.execute(_holder(), asked).all()
    if not rows:
        raise SignedOut()
    if rows[0].lent_for is not None:
        return Actor(rows[0].user_id, frozenset({Role.TABLET}), sign_in_id=rows[0].id)
    return Actor(
        user_id=rows[0].user_id,
        **held(rows),
        sign_in_id=rows[0].id,
        enrolled=rows[0].confirmed_at is not None,
        factor_at=rows[0].factor_at,
        checked_on=rows[0].checked_on,
        joined_on=rows[0].created_at.date(),
    )


@cache
def _holder() -> Select[Any]:
    """Return the statement of every act, made once: making it takes as long as running it."""
    s, u, m = SignIn.__table__.c, User.__table__.c, Membership.__table__.c
    f = SecondFactor.__table__.c
    current = (m.user_id == u.id) & m.until.is_(None)
    source = SignIn.__table__.join(User.__table__, u.id == s.user_id)
    source = source.outerjoin(Membership.__table__, current)
    proved = (f.user_id == u.id) & f.confirmed_at.is_not(None)
    source = source.outerjoin(SecondFactor.__table__, proved)
    source = with_ties(source, u.id, bindparam("now", type_=s.ends_at.type))
    live = (s.token_digest == bindparam("digest")) & s.ended_at.is_(None) & u.active
    live &= (s.ends_at > bindparam("ends_after")) & (s.seen_at > bindparam("seen_after"))
    columns = (
        s.id, s.user_id, s.lent_for, m.role, m.organisation_id, s.factor_at, f.confirmed_at,
        *TIES, u.created_at, _CHECKED.label("checked_on"),
    )  # fmt: skip
    return select(*columns).select_from(source).where(live)


def identify_link(connection: Connection, code: str, now: datetime) -> Actor:
    """Return whoever holds a live link to one handing over: that link and nothing else.

    Ended, replaced and unknown codes are all the same: signed out.
    """
    c = HandoffLink.__table__.c
    live = (c.code_digest == token_digest(code)) & (c.ends_at > now) & c.ended_at.is_(None)
    link_id = connection.execute(select(c.id).where(live)).scalar()
    if link_id is None:
        raise SignedOut(LINK_ENDED)
    return Actor(link_id, frozenset({Role.GUEST}))


def token_digest(token: str) -> bytes:
    """Return what the database keeps of a random token."""
    return hashlib.sha256(token.encode()).digest()
