"""Storyline S01's responsibility half, told by the demo's own acts, held to what is expected."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.support.world import World, accept
from wellbeing.demo.repair import S01, repair_acts
from wellbeing.errors import NotFound
from wellbeing.gate import Caller
from wellbeing.i18n import translate
from wellbeing.services import cases, closing, incidents, invitations, screening, students
from wellbeing.ui.incidents.words import TITLES

SHIFT = timedelta(weeks=53)
LOGINS = {"helixin": "officer", "lumama": "mother", "lubaba": "father"}


class Told:
    """The stage on which the acts are told: S01's people in the small site."""

    def __init__(self, world: World) -> None:
        self.world = world
        born = datetime.fromisoformat("2011-09-14") + SHIFT
        sent = world.refer("officer", student_name="陆子昂", birth_date=born.date().isoformat())
        office = world.coordinator
        ids = {name: i for i, name in screening.open_screening(office, sent.id).counsellors}
        self.case = world.decide(sent.id, counsellor_id=ids["counsellor (虚构)"]).case_id
        student = cases.open_case(office, self.case).student_id
        self.students = {"lu": student}
        for login, relation in (("mother", "mother"), ("father", "father")):
            form = students.GuardianForm(f"{login} (虚构)", relation, "shared", "000-0000-0011")
            guardian = students.add_guardian(office, student, form)
            invite = invitations.InviteGuardianForm(guardian)
            accept(world, invitations.invite_guardian(office, self.case, invite).link, login)

    def caller(self, login: str, at: datetime) -> Caller:
        self.world.clock.at = at
        return self.world.caller(LOGINS[login])

    def view(self) -> incidents.IncidentView | None:
        rows = incidents.incidents(self.world.officer)
        return incidents.open_incident(self.world.officer, rows[0].id) if rows else None


def test_s01_from_a_scratched_car_to_a_sealed_record(world: World) -> None:
    told = Told(world)
    seen: list[incidents.IncidentView] = []
    for at, act in sorted(repair_acts(told, "S01"), key=lambda pair: pair[0]):
        act(at + SHIFT)
        view = told.view()
        if view is not None:
            seen.append(view)
    confirmed = next(one for one in seen if one.confirmed)
    (boy,) = confirmed.answers
    assert (boy.age, confirmed.amount) == (13, 260_000)
    assert boy.offered.penalties == () and not confirmed.penalty_words
    assert "guardian_discipline" in {one.key for one in boy.offered.duties}
    assert translate("zh_Hans", TITLES[confirmed.penalty_words]) == "责任承担"
    assert boy.code == "38-4"
    assert [one.key for one in boy.measures] == ["41-2", "41-3", "41-6"]
    last = seen[-1]
    promised = [one for one in last.items if one.kind != "check"]
    assert len(promised) == 4 and {one.state for one in promised} == {"done"}
    payments = [(one.amount, one.due_on) for one in promised if one.kind == "payment"]
    days = [(datetime.fromisoformat(day) + SHIFT).date() for day in ("2025-04-30", "2025-05-30")]
    assert payments == [(130_000, days[0]), (130_000, days[1])]
    assert last.paid == last.amount
    assert last.meeting_at is not None and last.meeting_at.weekday() == 4  # a Friday
    assert {one.name for one in last.signatures} == {
        S01.child, S01.affected, *(name for _, name in S01.guardians),
    }  # fmt: skip
    assert (last.state, [one.state for one in last.items if one.kind == "check"]) == (
        "fulfilled", ["holds"] * 3,
    )  # fmt: skip
    _sealed(told, last.id)


def _sealed(told: Told, incident_id: UUID) -> None:
    for login in ("officer", "coordinator"):
        with pytest.raises(NotFound):
            incidents.open_incident(told.world.caller(login), incident_id)
    counsellor = told.world.counsellor
    assert incidents.incidents_of_case(counsellor, told.case) == ()
    assert "open_agreement" not in closing.closing_checklist(counsellor, told.case).blockers
