"""Machine F through the gate: random people repair, stop, pay, break; what must hold, holds.

`PATHS` is DOMAIN's table of the machine, written down a second time with who takes each step; a
walk is drawn towards a goal, and in between anybody tries anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.support.repair import MEASURES, READY, TALK, Repair
from tests.support.walk import Paths, Pick, TableWalk, run_walk, tour
from wellbeing.errors import NotFound
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.incident_flow import IncidentState
from wellbeing.models import Incident, RepairItem, RepairSignature, Transition
from wellbeing.services import incidents

BEFORE_AGREED = ("proposed", "preparing", "ready", "met")
PATHS: Paths = {
    # Who leads it may see it otherwise until it is at its end.
    **{(state, "confirm"): ("leader", state)
       for state in (*BEFORE_AGREED, "agreed", "partly", "broken", "stopped")},
    ("proposed", "prepare"): ("leader", "preparing"),
    ("preparing", "prepare"): ("leader", "preparing"),
    ("preparing", "fix"): ("leader", "ready"),
    ("ready", "meet"): ("leader", "met"),
    ("met", "promise"): ("leader", "met"),
    ("met", "sign"): ("leader", "met"),
    ("met", "sign_own"): ("family", "agreed"),  # where it is the last that is missing
    ("agreed", "keep"): ("leader", "fulfilled"),  # where it is the last that waits
    ("agreed", "give_up"): ("leader", "partly"),
    ("agreed", "look"): ("leader", "agreed"),
    ("partly", "keep"): ("leader", "partly"),
    ("partly", "give_up"): ("leader", "partly"),
    ("partly", "look"): ("leader", "partly"),
    ("fulfilled", "look"): ("leader", "fulfilled"),
    **{(state, "break"): ("leader", "broken") for state in ("agreed", "partly", "fulfilled")},
    **{(state, "stop"): ("leader", "stopped") for state in BEFORE_AGREED},
    **{(state, "stop_own"): ("family", "stopped") for state in BEFORE_AGREED},
    ("stopped", "resume"): ("leader", "preparing"),
    **{(state, "close"): ("leader", "closed")
       for state in ("fulfilled", "partly", "broken", "stopped")},
    ("closed", "again"): ("nobody", "proposed"),  # what happens later is another incident
}  # fmt: skip
SIDES = {"nobody": (), "leader": ("officer", "coordinator"), "family": ("parent",)}
STRANGERS = ("officer2", "teacher", "counsellor", "counsellor2", "administrator")
AGREED_AND_ON = ("agreed", "partly", "fulfilled", "broken")


class Repairing(TableWalk):
    """One young person who is responsible, a neighbour who is affected, and everybody else."""

    paths, strangers, more = PATHS, STRANGERS, ("time",)
    sides: ClassVar[Mapping[str, tuple[str, ...]]] = SIDES

    def begin(self) -> None:
        self.scene = Repair(self.world)
        self.anew()

    def anew(self) -> None:
        self.one, self.at, self.confirmed = self.scene.id, "proposed", False
        self.prepared: set[Any] = set()
        self.signed: set[str] = set()

    def row(self) -> Any:
        return next(row for row in self.rows(Incident) if row.id == self.one)

    def items(self) -> list[Any]:
        return [one for one in self.rows(RepairItem) if one.incident_id == self.one]

    def signatures(self) -> list[Any]:
        return [one for one in self.rows(RepairSignature) if one.incident_id == self.one]

    def open_items(self, *kinds: str) -> list[Any]:
        found = [one for one in self.items() if one.state == "open" and one.kind in kinds]
        return sorted(found, key=lambda one: (one.due_on, str(one.id)))

    def does(self, act: str) -> Callable[[Caller], Any]:
        day = (self.world.clock.at + timedelta(days=9)).date().isoformat()
        other = self.scene.neighbour if self.scene.boy in self.prepared else self.scene.boy
        item = next(iter(self.open_items(*(("check",) if act == "look" else ("promise",)))), None)
        one, due = self.one, item.id if item is not None else self.scene.boy
        signer = "self" if "boy" in self.signed or act == "sign_own" else "boy"
        part = self.scene.boy if signer == "boy" else self.scene.neighbour
        promise = {"what": "当面道歉", "person_id": str(self.scene.boy), "due_on": day}
        why = incidents.BreakForm("没有做到。")
        acts: Mapping[str, Callable[[Caller], Any]] = {
            "confirm": lambda w: incidents.confirm_measures(
                w, self.scene.boy, read(incidents.MeasuresForm, MEASURES)),
            "prepare": lambda w: incidents.prepare_side(
                w, other, incidents.PrepareForm("yes", "想道歉。")),
            "fix": lambda w: incidents.fix_meeting(
                w, one, read(incidents.ReadyForm, {**READY, "day": day})),
            "meet": lambda w: incidents.hold_meeting(w, one, read(incidents.TalkForm, TALK)),
            "promise": lambda w: incidents.add_promise(
                w, one, read(incidents.PromiseForm, promise)),
            "sign": lambda w: incidents.sign_here(
                w, one, incidents.SignForm(part, "self", "签名 (虚构)")),
            "sign_own": lambda w: incidents.sign_as_guardian(
                w, one, incidents.OwnSignForm("陆妈妈 (虚构)")),
            "keep": lambda w: incidents.record_kept(w, due, incidents.ProofForm("收据。")),
            "give_up": lambda w: incidents.record_not_kept(w, due, why),
            "look": lambda w: incidents.look(w, due, incidents.CheckForm("yes", "都好。")),
            "break": lambda w: incidents.break_agreement(w, one, why),
            "stop": lambda w: incidents.stop(w, one, incidents.StopForm(self.scene.neighbour)),
            "stop_own": lambda w: incidents.stop_for_family(w, one),
            "resume": lambda w: incidents.resume(w, one),
            "close": lambda w: incidents.close_incident(w, one, incidents.EndForm("")),
        }  # fmt: skip
        return acts[act]

    def leads(self, act: str) -> str:
        """Return where an act must lead from here; "" where it must be refused to everybody."""
        reached = PATHS.get((self.at, act), ("", ""))[1]
        if not reached or act == "again" or not self.guarded(act):
            return ""
        if act == "sign_own" and self.signed != {"boy", "neighbour"}:
            return "met"
        if act == "sign" and self.signed == {"boy", "guardian"}:
            return "agreed"
        if act == "keep" and self.at == "agreed" and len(self.open_items("promise")) > 1:
            return "agreed"
        return reached

    def guarded(self, act: str) -> bool:
        """Whether everything holds that an act needs beside the state, by hand."""
        promised = bool(self.open_items("promise"))
        return {
            "prepare": self.confirmed,
            "fix": len(self.prepared) == 2,
            "promise": not self.signed,
            "sign": promised,
            "sign_own": promised and "guardian" not in self.signed,
            "keep": promised,
            "give_up": promised,
            "look": bool(self.open_items("check")),
            "close": not self.open_items("promise", "payment", "check"),
        }.get(act, True)

    def note(self, act: str) -> None:
        """Keep in mind what an act has changed beside the state."""
        self.confirmed |= act == "confirm"
        if act == "prepare":
            both = (self.scene.boy, self.scene.neighbour)
            self.prepared.add(both[1] if both[0] in self.prepared else both[0])
        elif act == "sign":
            self.signed.add("neighbour" if "boy" in self.signed else "boy")
        elif act == "sign_own":
            self.signed.add("guardian")
        elif act in ("stop", "stop_own"):
            self.signed.clear()
        elif act == "resume":
            self.prepared.clear()

    def stand(self) -> object:
        return self.at, self.confirmed, len(self.prepared), frozenset(self.signed)

    def go(self, act: str, pick: Pick) -> None:
        if act == "sign_own" and not self.signed >= {"boy", "neighbour"}:
            act = "sign"  # the guardian last: without them it is not agreed
        if act in ("sign", "sign_own") and not self.signed and len(self.open_items("promise")) < 4:
            act = "promise"  # so that some are kept and others are not
        if act != "again":
            return super().go(act, pick)
        self.edges.add((self.at, act))
        self.scene.begin_incident()
        return self.anew()

    def before(self, act: str) -> str:
        """Return what must be done before the next step of the way can be taken."""
        first = {"prepare": "confirm", "fix": "prepare", "sign_own": "sign", "sign": "promise",
                 "close": "look", "give_up": "look", "keep": "look"}.get(act, "")  # fmt: skip
        if first == "sign" and not self.open_items("promise"):
            first = "promise"
        if act == "close" and not self.open_items("check"):
            first = "keep"
        if first == "prepare" and not self.confirmed:
            first = "confirm"
        return first if self.leads(first) else ""

    def time(self, pick: Pick) -> None:
        self.world.clock.move(days=pick((1, 8)))

    def sealed_away(self) -> bool:
        assert self.row().is_sealed == (self.at == "closed")
        return self.at == "closed"

    def holds(self) -> None:
        self.everybody_reads_what_is_theirs_now()
        self.nobody_met_unprepared_or_unwilling_and_nothing_is_agreed_unsigned()
        self.what_was_kept_has_its_proof_and_what_is_closed_leaves_nothing_open()
        self.what_was_written_tells_the_whole_way_without_a_gap()

    def everybody_reads_what_is_theirs_now(self) -> None:
        assert self.row().state == self.at
        if self.news(self.one, self.at, len(self.items()), len(self.signatures())):
            self.it_stands_where_the_table_says()
            self.the_family_reads_its_own_part_and_never_the_other_side()

    def it_stands_where_the_table_says(self) -> None:
        if self.sealed_away():  # after the end only on written request, for nobody at once
            for login in ("officer", "coordinator"):
                with pytest.raises(NotFound):
                    incidents.open_incident(self.world.caller(login), self.one)
        else:
            view = incidents.open_incident(self.world.officer, self.one)
            assert view.state == self.at
            assert bool(view.steps) or self.at in ("closed", "fulfilled")
        with pytest.raises(NotFound):  # another officer's is nobody's of theirs
            incidents.open_incident(self.world.officer2, self.one)

    def the_family_reads_its_own_part_and_never_the_other_side(self) -> None:
        view = incidents.family_incident(self.world.parent, self.one)
        assert view.role == "responsible"
        assert "邻居" not in repr(view)

    def nobody_met_unprepared_or_unwilling_and_nothing_is_agreed_unsigned(self) -> None:
        row = self.row()
        if self.at in ("ready", "met", *AGREED_AND_ON):
            assert set(row.guards) == {"admitted", "safe", "balanced", "each_prepared",
                                       "all_willing"}  # fmt: skip
        if self.at in AGREED_AND_ON:
            assert row.met_at is not None and row.agreed_at is not None
            assert {one.signer for one in self.signatures()} == {"self", "guardian"}
            assert len(self.signatures()) >= 3
            checks = [one for one in self.items() if one.kind == "check"]
            zone = self.world.runtime.pack.time_zone
            agreed = row.agreed_at.replace(tzinfo=UTC).astimezone(zone).date()
            assert sorted((one.due_on - agreed).days for one in checks) == [7, 30, 90]

    def what_was_kept_has_its_proof_and_what_is_closed_leaves_nothing_open(self) -> None:
        for one in self.items():
            assert one.state != "done" or (one.done_at is not None and one.proof)
            assert one.state != "open" or self.at not in ("broken", "closed")
        if self.at == "fulfilled":
            assert not self.open_items("promise", "payment")

    def what_was_written_tells_the_whole_way_without_a_gap(self) -> None:
        steps = sorted((x for x in self.rows(Transition) if x.object_id == self.one),
                       key=lambda one: one.at)  # fmt: skip
        stands = "proposed"
        for step in steps:
            assert step.left == stands
            stands = step.reached
        assert stands == self.at


def test_every_step_is_taken_by_its_side_and_refused_to_everybody_else(
    sqlite_template: Path,
) -> None:
    assert tour(Repairing, sqlite_template, turns=400) == set()
    assert {reached for _, reached in PATHS.values()} == {state.value for state in IncidentState}


def test_random_people_cannot_break_a_repair(sqlite_template: Path) -> None:
    run_walk(Repairing, sqlite_template, examples=3, steps=25)
