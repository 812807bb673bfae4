"""The id of a form that was sent: a double click meets it and saves nothing twice."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from wellbeing.errors import AlreadyDone, Forbidden
from wellbeing.models import RequestMade
from wellbeing.work import Work


def claim(connection: Connection, work: Work, name: str) -> None:
    """Write the request id first: a repeated request meets it and raises AlreadyDone."""
    request_id = work.caller.request_id
    if request_id is None:
        return
    values = {"id": request_id, "actor_id": work.actor.user_id, "use_case": name, "at": work.now}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    mine = dialect.insert(RequestMade).values(values).on_conflict_do_nothing()
    if connection.execute(mine.returning(RequestMade.id)).first() is not None:
        return
    # A rival under the same id has committed by now: the insert waited for it.
    c = RequestMade.__table__.c
    same = (c.id == request_id, c.actor_id == work.actor.user_id, c.use_case == name)
    known = connection.execute(select(c.result_id).where(*same)).first()
    raise AlreadyDone(known.result_id) if known else Forbidden()


def remember(connection: Connection, work: Work) -> None:
    """Note what came of the request, for whoever sends it again."""
    if work.caller.request_id is not None and work.object_id is not None:
        mine = RequestMade.id == work.caller.request_id
        connection.execute(update(RequestMade).where(mine).values(result_id=work.object_id))
