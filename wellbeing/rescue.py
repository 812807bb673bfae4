"""The way back in for a coordinator whom no other coordinator can help: at the machine itself.

Whoever can run commands on the server holds its keys anyway; this leaves an entry in the audit.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select

from wellbeing import audit, crypto, factors
from wellbeing.db import open_session
from wellbeing.errors import NotFound
from wellbeing.i18n import N_
from wellbeing.identity import token_digest
from wellbeing.models import Credential, Membership, PasswordReset
from wellbeing.policy import VISITOR, Actor, Role
from wellbeing.runtime import Runtime
from wellbeing.work import Caller, Work
from wellbeing.writing import writing

HOURS = 1


def way_in(runtime: Runtime, login: str) -> str:
    """Return a link that sets a coordinator's password once; their second factor is taken away."""
    keyring, now = runtime.keyring(), runtime.clock()
    work = Work(VISITOR, now, Caller(runtime), keyring)
    with writing(runtime) as connection:
        work.db = open_session(connection, VISITOR, work)
        credential = _coordinator(work, login)
        factors.forget(work, credential.user_id)
        work.db.flush()
        code = secrets.token_urlsafe(24)
        owner = Actor(credential.user_id, frozenset({Role.COORDINATOR}))
        session = open_session(connection, owner, work)
        session.add(
            PasswordReset(
                code_digest=token_digest(code), user_id=credential.user_id, created_at=now,
                ends_at=now + timedelta(hours=HOURS),
            )
        )  # fmt: skip
        session.flush()
        act = audit.Act(now, None, "way_in", "done", "user_account", credential.user_id)
        audit.append(connection, keyring, [act])
    return f"{runtime.settings.address}/reset/{code}"


def _coordinator(work: Work, login: str) -> Credential:
    named = crypto.equals(Credential, "login", login, work.keyring)
    found = work.db.scalars(select(Credential).where(named, ~Credential.closed)).first()
    # A visitor sees no roles: the plain table is asked, on this one's connection.
    m = Membership.__table__.c
    serving = m.role == Role.COORDINATOR.value, m.until.is_(None)
    roles = select(m.user_id).where(*serving)
    coordinators = set(work.db.connection().execute(roles).scalars())
    if found is None or found.user_id not in coordinators:
        raise NotFound(N_("No coordinator here signs in with this name."))
    return found
