"""The ground that every way starts from, and what it shows to whom.

A way is a generator named as its kind of step: it reaches a state that shows the step, yields,
and then takes the act that ends it, all through the use cases.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any
from uuid import UUID

from tests.support.handing import Handing
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.guide import What
from wellbeing.services import cases, home, incidents, screening, sessions

Way = Callable[["Ground"], Iterator[None]]
WAYS: dict[What, Way] = {}
# What is promised again with every time that it is done: there the act begins its clock anew.
RECURRING = frozenset({What.REVIEW_PLAN, What.LOOK_AT_SAFETY_PLAN})
_HOMES = ("counsellor", "counsellor2", "coordinator", "officer", "teacher", "parent", "partner")
FIRST = read(sessions.FirstHeldForm, {"talk_consent": "yes", "limits_told": "yes"})
NOTE = sessions.LAYOUTS["free"]("谈了。")


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as somebody is shown it; without `since` on a home page."""

    what: str
    object_id: UUID
    whose: str
    since: datetime | None
    due_at: datetime | None


def way(walk: Way) -> Way:
    """Enter a way under the kind of step that it is named after."""
    WAYS[What[walk.__name__.upper()]] = walk
    return walk


class Ground:
    """A case with its family, places that help, and an incident; told to whoever reported."""

    def __init__(self, world: World) -> None:
        self.care = Handing(world)
        office = world.coordinator
        for one in cases.open_case(office, self.care.case).referrals:
            screening.tell_back(office, one.id, screening.TellForm("yes", "here"))
        self.repair = Repair.__new__(Repair)
        vars(self.repair).update(vars(self.care), meeting="2026-04-17")
        self.repair.begin_incident()

    def rewound(self, template: Path, at: datetime) -> Ground:
        """Return the same ground as it was at first: the site is written back under its engine.

        A new engine for every way would compile every statement anew, which takes minutes.
        """
        with closing(connect(template)) as old, closing(connect(self._file)) as new:
            old.backup(new)
        self.world.clock.at = at
        found = copy.copy(self)
        found.care, found.repair = copy.copy(self.care), copy.copy(self.repair)
        return found

    def keep(self, template: Path) -> datetime:
        """Keep the site as it is now to come back to; return its moment."""
        with closing(connect(self._file)) as new, closing(connect(template)) as old:
            new.backup(old)
        return self.world.clock.at

    @property
    def _file(self) -> str:
        found = self.world.runtime.engine.url.database
        assert found
        return found

    @property
    def world(self) -> World:
        return self.care.world

    @property
    def me(self) -> Caller:
        """The counsellor, as of now."""
        return self.world.counsellor

    @property
    def office(self) -> Caller:
        return self.world.coordinator

    @property
    def case(self) -> UUID:
        return self.care.case

    def move(self, **delta: float) -> None:
        self.world.clock.move(**delta)

    def missed(self, day: str = "2026-03-17", by: str = "young_person") -> UUID:
        """Book a talk and nobody comes."""
        made = self.care.book(day=day)
        self.world.clock.at = self.world.clock.at.replace(
            month=int(day[5:7]), day=int(day[8:]), hour=8
        )
        sessions.miss(self.me, made, sessions.MissForm(by))
        return made

    def tried(self, made: UUID, *ways: str) -> None:
        """Nobody answers, whatever way is tried."""
        for one in ways:
            sessions.try_after_missed(self.me, made, sessions.MissedTryForm(one, "no"))

    def shown(self) -> set[Shown]:
        """Return every step of the case and the incident, and what is on everybody's home page."""
        found: set[Shown] = set()
        steps: list[Any] = list(cases.open_case(self.office, self.case).steps)
        steps += _of_incident(self.world.officer, self.repair.id)
        for step in steps:
            whose = ",".join(sorted(map(str, step.user_ids)))
            found.add(Shown(step.what, step.object_id, whose, step.since, step.due_at))
        for login in _HOMES:
            for row in home.home(self.world.caller(login)).mine:
                found.add(Shown(row.what, row.object_id, login, None, row.due_at))
        return found


def _of_incident(who: Caller, incident: UUID) -> list[Any]:
    view = {one.id for one in incidents.incidents(who)}
    return list(incidents.open_incident(who, incident).steps) if incident in view else []
