"""Who is at the door, as the site's own rules let them in: second factor and background check."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from wellbeing import audit, checks
from wellbeing.identity import identify, identify_link
from wellbeing.policy import EVERYONE, NEED_FACTOR, VISITOR, Actor
from wellbeing.runtime import Runtime
from wellbeing.work import Caller


def admit(connection: Connection, caller: Caller, now: datetime) -> Actor:
    """Return the actor behind a caller's token or link; raise SignedOut when there is none."""
    if caller.link:
        return identify_link(connection, caller.link, now)
    if not caller.token:
        return VISITOR
    runtime = caller.runtime
    actor = identify(connection, caller.token, now, runtime.settings.idle_minutes)
    return _narrowed(actor, runtime, now)


def admit_to_view(connection: Connection, caller: Caller, now: datetime) -> Actor:
    """Return the actor behind a caller, as the same run of a page found them a moment ago."""
    look = caller.look
    if look is None or caller.link:
        return admit(connection, caller, now)
    actor = look.found(caller.token, now)
    if actor is None:
        actor = replace(admit(connection, caller, now), at=now)
        look.keep(caller.token, actor, audit.tail(connection))
    return actor


def _narrowed(actor: Actor, runtime: Runtime, now: datetime) -> Actor:
    """Return the actor with what the site asks of staff first; a demo asks for nothing."""
    settings = runtime.settings
    asks_factor = settings.second_factor != "optional" and not actor.enrolled
    if not (asks_factor or settings.background_check_days) or not runtime.is_real():
        return actor
    asked = EVERYONE if settings.second_factor == "everybody" else NEED_FACTOR
    if asks_factor and actor.has(*asked):
        actor = replace(actor, must_enrol=True)
    if settings.background_check_days:
        today = now.astimezone(runtime.pack.time_zone).date()
        actor = checks.narrowed(actor, today, settings.background_check_days)
    return actor
