"""Giving a case away: asked where somebody counsels, at once where nobody can be asked."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.support.care import Scene
from wellbeing.errors import Forbidden, InvalidTransition
from wellbeing.forms import InvalidForm, read
from wellbeing.models import CounsellingSession
from wellbeing.services import cases, cover, people, sessions, team, transfers


def test_where_somebody_counsels_the_coordinator_asks_the_colleague(scene: Scene) -> None:
    world = scene.world
    form = team.AssignForm(scene.desk("counsellor2").id, reason="她更近。")
    done = team.assign(world.coordinator, scene.case, form)
    assert done.answer_by is not None and done.answer_by > world.clock.at
    assert cases.cases(world.counsellor) and cases.cases(world.counsellor2) == ()
    with pytest.raises(InvalidTransition):  # one colleague at a time
        team.assign(world.coordinator, scene.case, form)
    asked = transfers.transfers(world.coordinator, scene.case)[0]
    assert transfers.open_transfer(world.counsellor2, asked.id).reason == "她更近。"
    with pytest.raises(Forbidden):
        transfers.accept_transfer(world.counsellor, asked.id, transfers.AcceptForm())
    transfers.decline_transfer(world.counsellor2, asked.id, transfers.DeclineForm("满了。"))
    assert cases.cases(world.counsellor)
    with pytest.raises(InvalidForm):
        team.assign(world.coordinator, scene.case, team.AssignForm(scene.desk("counsellor").id))


@pytest.mark.parametrize("why", ["nobody yet", "away", "gone"])
def test_whoever_cannot_be_asked_is_not_waited_for(scene: Scene, why: str) -> None:
    world = scene.world
    case, form = scene.case, team.AssignForm(scene.desk("counsellor2").id)
    if why == "nobody yet":
        case = world.decide(world.refer("officer", student_name="白小舟").id).case_id
    elif why == "away":
        cover.end_cover(world.coordinator, scene.away())
        assert team.assign(world.coordinator, case, form).answer_by is not None  # back again
        asked = transfers.transfers(world.coordinator, case)[0].id
        transfers.take_back_transfer(world.coordinator, asked)
        scene.away()
    else:
        people.deactivate(world.administrator, scene.desk("counsellor").id)
    assert team.assign(world.coordinator, case, form) == team.Assigned(None)
    assert case in {one.id for one in cases.cases(world.counsellor2)}


def test_nobody_takes_a_case_on_whose_talks_meet_their_own(scene: Scene) -> None:
    world = scene.world
    booked = scene.book(day="2026-03-24")
    form = team.AssignForm(scene.desk("counsellor2").id)
    other = world.decide(world.refer("officer", student_name="白小舟").id).case_id
    team.assign(world.coordinator, other, form)
    raw = {"day": "2026-03-24", "at": "16:00", "minutes": "50"}
    theirs = sessions.book(world.counsellor2, other, read(sessions.BookForm, raw))
    _same_time(scene, theirs, booked)
    transfers.ask_transfer(
        world.counsellor, scene.case, transfers.TransferForm(form.counsellor_id, "她离得近。")
    )
    asked = transfers.transfers(world.counsellor, scene.case)[0].id
    with pytest.raises(InvalidTransition) as refused:
        transfers.accept_transfer(world.counsellor2, asked, transfers.AcceptForm())
    assert refused.value.params == {"times": "2026-03-24 14:30"}
    move = {"day": "2026-03-25", "at": "09:00", "minutes": "50", "asked_by": "counsellor"}
    sessions.move(world.counsellor2, theirs, read(sessions.MoveForm, move))
    transfers.accept_transfer(world.counsellor2, asked, transfers.AcceptForm())
    assert cases.cases(world.counsellor) == ()


def _same_time(scene: Scene, one: UUID, other: UUID) -> None:
    """Put a talk into another room at the time of another: as in a second school."""
    talk = CounsellingSession.__table__
    like = select(talk.c.starts_at, talk.c.ends_at).where(talk.c.id == other)
    with scene.world.runtime.engine.begin() as connection:
        start, end = connection.execute(like).one()
        connection.execute(
            update(talk).where(talk.c.id == one).values(starts_at=start, ends_at=end, room="2")
        )
