"""Many sealed texts of one person, written at once: no form would take ten thousand."""

from __future__ import annotations

from uuid import UUID

from wellbeing import crypto
from wellbeing.db import open_session
from wellbeing.models import Addendum
from wellbeing.policy import Actor, Role
from wellbeing.runtime import Runtime
from wellbeing.work import Caller, Work
from wellbeing.writing import writing


def add_texts(runtime: Runtime, author: UUID, referral: UUID, student: UUID, number: int) -> None:
    """Add this many sealed texts to somebody's referral, and leave nothing in the journal."""
    actor = Actor(author, frozenset({Role.COORDINATOR}))
    with writing(runtime) as connection:
        work = Work(actor, runtime.clock(), Caller(runtime), runtime.keyring())
        work.keyring.heed(work.fresh, connection)
        work.db = open_session(connection, actor, work)
        work.db.add_all(
            Addendum(
                referral_id=referral, student_id=student, author_id=author, at=work.now,
                text=f"他说了一句话，第 {n} 次。",
            )
            for n in range(number)
        )  # fmt: skip
        work.db.flush()
    work.keyring.keep(work.fresh)
    crypto.clean_journal(runtime.engine)
