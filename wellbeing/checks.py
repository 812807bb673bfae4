"""Until when a background check counts: the newest one, or thirty days from joining without one.

Law of China on the protection of minors (2020), article 62: whoever works in close contact with
minors is looked up before they begin, and once a year.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from wellbeing.policy import STAFF, Actor, Role

GRACE_DAYS = 30  # to bring the first one
WARN_DAYS = 30  # before it ends


def ends_on(checked_on: date | None, joined_on: date, days: int) -> date:
    """Return the last day on which somebody's check counts."""
    if checked_on is None:
        return joined_on + timedelta(days=GRACE_DAYS)
    return checked_on + timedelta(days=days)


def ends_soon(last: date, today: date) -> bool:
    """Tell whether it is time to bring a new one."""
    return today >= last - timedelta(days=WARN_DAYS)


def narrowed(actor: Actor, today: date, days: int) -> Actor:
    """Return the actor with the roles that the check still allows, and the day when it ends.

    Whoever is a parent as well stays that. A coordinator keeps of the role only the people's
    page: nobody could enter a new check otherwise.
    """
    if actor.joined_on is None or not actor.has(*STAFF):
        return actor
    last = ends_on(actor.checked_on, actor.joined_on, days)
    if not ends_soon(last, today):
        return actor
    if today <= last:
        return replace(actor, check_ends_on=last)
    others = actor.roles - STAFF
    kept = actor.roles if actor.has(Role.COORDINATOR) or not others else others
    return replace(actor, roles=kept, check_ends_on=last, check_ended=True)
