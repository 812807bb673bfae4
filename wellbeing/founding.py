"""The one way into an empty database: it becomes a site, real or demo, once and for ever."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from wellbeing import site_policy
from wellbeing.db import open_session, plain_errors
from wellbeing.gate import commit
from wellbeing.models import Site, SiteKind
from wellbeing.policy import VISITOR, May
from wellbeing.site_keys import key_check
from wellbeing.work import Access, Caller, Work
from wellbeing.writing import writing

P = ParamSpec("P")
R = TypeVar("R")


def founding(
    *, kind: SiteKind
) -> Callable[[Callable[Concatenate[Work, P], R]], Callable[Concatenate[Caller, P], R]]:
    """Make a function the use case that turns an empty database into a site of this kind.

    Its first argument is a form with `site_name`. The one row that makes a site is unique:
    a second founding is refused, whatever its kind.
    """

    def wrap(body: Callable[Concatenate[Work, P], R]) -> Callable[Concatenate[Caller, P], R]:
        @functools.wraps(body)
        def call(caller: Caller, *args: P.args, **kwargs: P.kwargs) -> R:
            form: Any = args[0]
            with plain_errors(), writing(caller.runtime) as connection:
                work = _found(connection, caller, kind, form.site_name)
                result = body(work, *args, **kwargs)
                commit(connection, work, body.__name__, "done")
            return result

        call.__use_case__ = (May.VISIT, Access.WRITE)  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[Caller, P], R], call)

    return wrap


def _found(connection: Connection, caller: Caller, kind: SiteKind, name: str) -> Work:
    site_id, now = uuid4(), caller.runtime.clock()
    keyring = caller.runtime.keyring_for(kind, site_id)
    site = {"id": site_id, "rev": 1, "single": 1, "name": name, "kind": kind.value}
    check = key_check(keyring, kind, site_id)
    connection.execute(insert(Site).values(**site, created_at=now, key_check=check))
    site_policy.begin(connection, keyring, caller.runtime.asked, now)
    work = Work(VISITOR, now, caller, keyring)
    work.db = open_session(connection, VISITOR, work)
    return work
