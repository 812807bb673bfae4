"""Random walks through a site: who tries what, past everybody's eyes, and how far a run came.

A table of a machine is written down a second time by hand (`Paths`), so that a fault in the
first one shows. A walk draws an edge that it has not taken yet and goes there; in between
anybody tries anything.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.support.world import World, reopen
from wellbeing import audit
from wellbeing.errors import Forbidden, InvalidTransition, NoBasis, NotFound, Stale
from wellbeing.forms import InvalidForm
from wellbeing.gate import Caller
from wellbeing.models import Transition
from wellbeing.workflow import Machine

REFUSALS = (Forbidden, NotFound, InvalidTransition, InvalidForm, NoBasis, Stale)
# Acts of a table that no person takes: the walk sees to them itself.
APART = ("wait", "again", "cancel")
# Chooses one of several: by chance, or as hypothesis wants it.
Pick = Callable[[Sequence[Any]], Any]
# What may follow: (state, act) → (which side takes it, the state it leads to).
Paths = Mapping[tuple[str, str], tuple[str, str]]


W = TypeVar("W", bound="Walk")


class Walk(RuleBasedStateMachine):
    """A site of its own for every walk; what was reached is kept over the whole run."""

    template: ClassVar[Path]
    # Machine and state, over a whole run.
    reached: ClassVar[set[tuple[str, str]]]
    # Machine, state that was left, and what was done.
    taken: ClassVar[set[tuple[str, str, str]]]
    minutes: ClassVar[int] = 11

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "site"
        shutil.copytree(self.template, self.folder)
        self.world: World = reopen(self.folder)

    def teardown(self) -> None:
        """Note how far it came, and that the chain of the audit holds."""
        steps = self.rows(Transition)
        self.reached.update((row.machine, row.reached) for row in steps)
        self.taken.update((row.machine, row.left, row.action) for row in steps)
        with self.world.runtime.reading.connect() as connection:
            assert audit.verify(connection, self.world.runtime.keyring()) is None
        self.world.close()
        shutil.rmtree(self.folder.parent)

    def attempt(self, login: str, may: bool, act: Callable[[Caller], Any], what: str = "") -> bool:
        """Do it; whoever may not is always refused. Return whether it was done."""
        self.world.clock.move(minutes=self.minutes)
        try:
            act(self.world.caller(login))
        except REFUSALS:
            return False
        assert may, f"{login} was not refused: {what}"
        return True

    def rows(self, model: Any) -> list[Any]:
        """Read a table as it is, past everybody's eyes."""
        with self.world.runtime.reading.connect() as connection:
            return list(connection.execute(select(model.__table__)))


class TableWalk(Walk):
    """A walk on one machine: what the table does not name is refused to everybody."""

    paths: ClassVar[Paths]
    sides: ClassVar[Mapping[str, tuple[str, ...]]]
    strangers: ClassVar[tuple[str, ...]]
    # Turns of its own, beside those of every walk.
    more: ClassVar[tuple[str, ...]] = ()
    at: str
    goal: tuple[str, str] = ("", "")
    looked: tuple[object, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.edges: set[tuple[str, str]] = set()
        self.acts = sorted({act for _, act in self.paths} - set(APART))

    def does(self, act: str) -> Callable[[Caller], Any]:
        """Return what somebody does who tries an act."""
        raise NotImplementedError

    def leads(self, act: str) -> str:
        """Return where an act must lead from here; "" where it must be refused to everybody."""
        raise NotImplementedError

    def before(self, act: str) -> str:
        """Return what must be done first where an act cannot be done yet."""
        raise NotImplementedError

    def note(self, act: str) -> None:
        """Keep in mind what an act has changed beside the state."""

    def news(self, *seen: object) -> bool:
        """Tell whether something stands otherwise than when everybody last looked.

        Readers look again then: to sign in and read after every refused try would take minutes.
        """
        before, self.looked = self.looked, seen
        return before != seen

    def stand(self) -> object:
        """Return what decides which acts are refused; in each such stand all of them are tried."""
        return self.at

    def settle(self) -> None:
        """Let the clock take its own steps first."""

    def tries(self, login: str, act: str) -> None:
        """One person tries one act; done or refused, it must be as the table says."""
        self.settle()
        reached = self.leads(act)
        may = bool(reached) and login in self.sides[self.paths[self.at, act][0]]
        done = self.attempt(login, may, self.does(act), f"{act}, {self.at}")
        assert done == may, (login, act, self.at)
        if done:
            self.edges.add((self.at, act))
            self.note(act)
            self.at = reached

    def begin(self) -> None:
        """Make what the walk is about."""
        raise NotImplementedError

    def holds(self) -> None:
        """Assert what must hold after every turn."""
        raise NotImplementedError

    @initialize()
    def a_walk_begins(self) -> None:
        self.begin()

    @rule(data=st.data())
    def somebody_has_a_turn(self, data: st.DataObject) -> None:
        """One rule for all: separate ones are switched off in some walks, which get nowhere."""
        self.turn(lambda choices: data.draw(st.sampled_from(choices)))

    @invariant()
    def what_must_hold_holds(self) -> None:
        self.holds()

    def turn(self, pick: Pick) -> None:
        """Somebody does something."""
        turns = (*["right_side"] * 5, "anybody", "other_side", *self.more)
        self.settle()
        getattr(self, pick(turns))(pick)

    def right_side(self, pick: Pick) -> None:
        """One step on the way to an edge that this walk has not taken."""
        if self.goal in self.edges or not self.far(self.goal):
            left = [one for one in sorted(set(self.paths) - self.edges) if self.far(one)]
            nearest = min((self.far(one) for one in left), default=0)
            near = [one for one in left if self.far(one) == nearest]
            free = [one for one in sorted(self.paths) if one[0] == self.at]
            self.goal = pick(near or free)
        here = self.at == self.goal[0]
        ahead = way(self.paths, self.at, self.goal[0])
        act = self.goal[1] if here else ahead[0] if ahead else ""
        if act:
            self.go(act if self.leads(act) or act in APART else self.before(act), pick)

    def far(self, edge: tuple[str, str]) -> int:
        """Return in how many steps from here an edge is taken; 0 where it never is."""
        ahead = way(self.paths, self.at, edge[0])
        return 1 + len(ahead) if ahead or self.at == edge[0] else 0

    def go(self, act: str, pick: Pick) -> None:
        """Let one of the right side do it."""
        if act:
            self.tries(pick(self.sides[self.paths[self.at, act][0]]), act)

    def anybody(self, pick: Pick) -> None:
        """A stranger tries what is possible, or somebody of a side what is not."""
        insiders = [one for side in self.sides.values() for one in side]
        login = pick((*self.strangers, *insiders))
        act = pick(self.acts)
        if login in self.strangers or not self.leads(act):
            self.tries(login, act)

    def nothing_else(self) -> None:
        """Both sides try everything that the table does not name here; all of it is refused."""
        here = self.at
        for login in (side[0] for side in self.sides.values() if side):
            for act in self.acts:
                if self.at == here and not self.leads(act):
                    self.tries(login, act)

    def other_side(self, pick: Pick) -> None:
        """Whoever waits tries the step of whose turn it is."""
        possible = [one for one in self.acts if self.leads(one)]
        if possible:
            act = pick(possible)
            turn = self.paths[self.at, act][0]
            others = [one for side, all_ in self.sides.items() if side != turn for one in all_]
            self.tries(pick(others), act)


def run_walk(
    machine: type[W], template: Path, *, examples: int, steps: int,
    first: Callable[[W], None] | None = None,
) -> type[W]:  # fmt: skip
    """Walk as hypothesis wants it, after a way by hand; return the class that kept the reach."""
    kind = _kind(machine, template)
    if first is not None:
        by_hand = kind()
        try:
            first(by_hand)
            for one in by_hand.invariants:
                one.function(by_hand)
        finally:
            by_hand.teardown()
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            # A walk is short as it is; to shrink one through a database takes minutes.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    return kind


def not_taken(walked: type[Walk], *machines: Machine) -> set[tuple[str, str, str]]:
    """Return which steps of these machines a whole run did not take."""
    all_ = {(one.name, str(left), str(act)) for one in machines for left, act in one.table}
    return all_ - walked.taken


def tour(machine: type[TableWalk], template: Path, *, turns: int) -> set[tuple[str, str]]:
    """Walk until every edge of the table was taken; return those that were not in so many turns.

    What is found by chance is found every time: the seed is fixed.
    """
    walk, chance = _kind(machine, template)(), Random(20260309)
    try:
        walk.begin()
        walk.holds()
        seen: set[object] = set()
        while (left := set(walk.paths) - walk.edges) and turns:
            if walk.stand() not in seen:
                seen.add(walk.stand())
                walk.nothing_else()
            walk.turn(chance.choice)
            walk.holds()
            turns -= 1
    finally:
        walk.teardown()
    return left


def _kind(machine: type[W], template: Path) -> type[W]:
    fresh = {"template": template, "reached": set(), "taken": set()}
    return type(machine.__name__, (machine,), fresh)


def way(paths: Paths, start: str, goal: str) -> tuple[str, ...]:
    """Return the shortest chain of acts from one state to another; () where there is none."""
    found: dict[str, tuple[str, ...]] = {start: ()}
    edge = [start]
    while edge:
        here = edge.pop(0)
        for (state, act), (_, reached) in paths.items():
            if state == here and reached not in found:
                found[reached] = (*found[here], act)
                edge.append(reached)
    return found.get(goal, ())
