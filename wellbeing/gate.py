"""The gate: every act of every person passes here, and nowhere else.

One use case is one permission, one transaction and one audit entry. The actor is looked up
afresh inside the transaction, for the views of one run of a page once; a role that was taken away
a second ago is gone.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy.engine import Connection

from wellbeing import (
    admission,
    audit,
    crypto,
    denials,
    journal,
    reads,
    requests,
    row_marks,
    row_security,
    step_up,
)
from wellbeing.db import open_session, plain_errors
from wellbeing.errors import Forbidden, SignedOut, WellbeingError
from wellbeing.identity import identify_lapsed
from wellbeing.looks import Look
from wellbeing.policy import Actor, May
from wellbeing.two_people import RULED, Ruled, TwoPeople, require
from wellbeing.work import Access, Caller, Work
from wellbeing.writing import writing

__all__ = ["Access", "Caller", "Look", "Work", "commit", "use_case"]

P = ParamSpec("P")
R = TypeVar("R")


def use_case(
    *,
    may: May,
    access: Access = Access.WRITE,
    fresh_factor: bool = False,
    two_people: TwoPeople | None = None,
) -> Callable[[Callable[Concatenate[Work, P], R]], Callable[Concatenate[Caller, P], R]]:
    """Make a function a use case: checked, in one transaction, entered in the audit.

    With `fresh_factor` a person with a second factor must have proved it minutes ago; with
    `two_people` the first call proposes, and only another person's confirmation does it.
    """

    def wrap(body: Callable[Concatenate[Work, P], R]) -> Callable[Concatenate[Caller, P], R]:
        def act(work: Work, args: Any, kwargs: Any) -> R:
            if fresh_factor:
                step_up.require(work)
            if ruled is not None:
                require(work, ruled, args, kwargs)
            look = work.caller.look
            if access is Access.READ and look is not None:
                asked = body, work.caller.language, args, tuple(kwargs.items())
                return cast(
                    R, look.view(asked, work.actor, work.now, lambda: body(work, *args, **kwargs))
                )
            return body(work, *args, **kwargs)

        ruled = (
            RULED.setdefault(body.__name__, Ruled(body, may, two_people)) if two_people else None
        )

        names = list(inspect.signature(body).parameters)[1:]

        @functools.wraps(body)
        def call(caller: Caller, *args: P.args, **kwargs: P.kwargs) -> R:
            run = _RUNS[access]
            if access is not Access.READ and caller.look is not None:
                caller.look.end()
            name, asked = body.__name__, dict(zip(names, args, strict=False)) | kwargs
            with (
                journal.acting(name, quiet=access is not Access.WRITE),
                plain_errors(),
                denials.entered(name, asked) as at_work,
                # A row that the second line refuses is a denial too.
                plain_errors(),
            ):
                result: R = run(caller, may, name, lambda w: act(at_work(w), args, kwargs))
                return result

        call.__use_case__ = (may, access)  # type: ignore[attr-defined]
        call.__fresh_factor__ = fresh_factor  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[Caller, P], R], call)

    return wrap


def _read(caller: Caller, may: May, name: str, body: Callable[[Work], R]) -> R:
    """Run a view; whoever's texts were opened is entered before anything is shown."""
    runtime = caller.runtime
    keyring = runtime.keyring()
    with runtime.reading.begin() as connection:
        work = _admit(connection, caller, may, keyring, admission.admit_to_view)
        if work is not None:
            result = body(work)
            work.db.close()
            fresh = _reads(work, name)
    if work is None:
        raise _denied(caller, may, name)
    if fresh:
        with writing(runtime) as connection:
            audit.append(connection, keyring, list(fresh.values()))
        runtime.held.reads.update(fresh)
    return result


def _write(caller: Caller, may: May, name: str, body: Callable[[Work], R]) -> R:
    """Run an act: request id first, the body, then the audit entry, all or nothing."""
    runtime = caller.runtime
    keyring = runtime.keyring()
    kept: WellbeingError | None = None
    with writing(runtime) as connection:
        work = _admit(connection, caller, may, keyring)
        if work is not None:
            requests.claim(connection, work, name)
            try:
                result = body(work)
            except WellbeingError as refusal:
                if not refusal.commits:
                    raise
                commit(connection, work, name, "refused")
                kept = refusal
            else:
                commit(connection, work, name, "done")
    if work is None:
        raise _denied(caller, may, name)
    keyring.keep(work.fresh)
    for one in work.afterwards:
        one()
    if kept is not None:
        raise kept
    return result


def _keep(caller: Caller, may: May, name: str, body: Callable[[Work], R]) -> R:
    """Run an act on one's own unsent words: checked and in one transaction, but no audit entry."""
    return _kept(caller, may, name, body, admission.admit)


def _last_words(caller: Caller, may: May, name: str, body: Callable[[Work], R]) -> R:
    """Run the same act for a sign-in that lapsed: nothing can be read by it."""

    def lapsed(connection: Connection, caller: Caller, now: datetime) -> Actor:
        return identify_lapsed(connection, caller.token, now)

    return _kept(caller, may, name, body, lapsed)


def _kept(caller: Caller, may: May, name: str, body: Callable[[Work], R], find: FindActor) -> R:
    with writing(caller.runtime) as connection:
        work = _admit(connection, caller, may, caller.runtime.keyring(), find)
        if work is not None:
            result = body(work)
            work.db.flush()
            if gone := row_marks.deletions(work.fresh):
                # No entry for what is kept while somebody types; one for what is thrown away.
                audit.append(
                    connection, work.keyring, [replace(_act(work, name, "done"), wrote=gone)]
                )
            work.db.close()
    if work is None:
        raise _denied(caller, may, name)
    work.keyring.keep(work.fresh)
    return result


_RUNS: dict[Access, Callable[[Caller, May, str, Callable[[Work], Any]], Any]] = {
    Access.READ: _read,
    Access.WRITE: _write,
    Access.KEEP: _keep,
    Access.LAST_WORDS: _last_words,
}


def commit(connection: Connection, work: Work, name: str, outcome: str) -> None:
    """Write everything that waits, then the audit entry as the last statement, and commit."""
    work.db.flush()
    requests.remember(connection, work)
    opened = _reads(work, name).values()
    act = replace(
        _act(work, name, outcome),
        wrote=row_marks.written(connection, work.fresh, work.keyring) or None,
    )
    audit.append(connection, work.keyring, [*opened, act])
    work.db.close()


FindActor = Callable[[Connection, Caller, datetime], Actor]


def _admit(
    connection: Connection, caller: Caller, may: May, keyring: crypto.Keyring,
    find: FindActor = admission.admit,
) -> Work | None:  # fmt: skip
    """Return the work of a caller who may do this; None when the role does not allow it."""
    now = caller.runtime.clock()
    actor = find(connection, caller, now)
    if actor.at is None:
        actor = replace(actor, at=now)
    journal.acts_as(actor.user_id)
    if not actor.may(may):
        if not (caller.token or caller.link):
            raise SignedOut()
        return None
    reading = connection.get_execution_options().get("read_only", False)
    if not reading:
        actor = replace(actor, ties=actor.ties.to_act(may))
    work = Work(actor, now, caller, keyring, viewing=reading)
    keyring.heed(work.fresh, connection, row_security.enter(connection, actor))
    filters = caller.look.filters_for(actor) if caller.look is not None and reading else None
    work.db = open_session(connection, actor, work, filters)
    return work


def _denied(caller: Caller, may: May, name: str) -> Forbidden:
    """Enter a role's refusal in the audit and return it to raise."""
    runtime = caller.runtime
    now = runtime.clock()
    with runtime.reading.connect() as connection:
        actor = admission.admit(connection, caller, now)
        new = denials.of_role(connection, runtime, now, actor.user_id, name, may)
    denials.enter(runtime, new)
    return Forbidden()


def _act(work: Work, name: str, outcome: str) -> audit.Act:
    who, about = work.actor.user_id, (work.kind, work.object_id, work.caller.request_id)
    return audit.Act(work.now, who, name, outcome, *about, work.detail)


def _reads(work: Work, name: str) -> dict[bytes, audit.Act]:
    return reads.unseen(work.runtime.held, work.today, reads.acts(work, name))
