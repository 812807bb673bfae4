"""A session unwraps only the keys that policy grants its actor."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.support.care import Scene
from tests.support.world import World
from wellbeing.crypto import reveal_many
from wellbeing.errors import Forbidden
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import PrivateNote, SessionNote
from wellbeing.policy import May
from wellbeing.services import cases, people, sessions


def _unwrapped(world: World) -> set[str]:
    return {compartment for _, compartment, _ in world.runtime.keyring()._cache}


def _afresh(world: World) -> None:
    world.runtime.keyring()._cache.clear()


def test_reading_a_case_unwraps_no_counselling_key_for_who_may_not_open_it(scene: Scene) -> None:
    world = scene.world
    talk = scene.talk()
    readers = [(world.coordinator, False), (scene.mother, False), (world.counsellor, True)]
    for who, opens in readers:
        _afresh(world)
        cases.open_case(who, scene.case)
        if opens:
            sessions.open_session(who, talk)
        assert ("counselling" in _unwrapped(world)) is opens


def test_a_refused_text_leaves_its_key_wrapped(scene: Scene) -> None:
    world = scene.world
    talk = scene.talk()

    @use_case(may=May.SEE_CASE, access=Access.READ)
    def pry(work: Work) -> None:
        notes = [_note(work, scene)]
        with pytest.raises(Forbidden):
            reveal_many(notes, "parts")
        with pytest.raises(Forbidden):
            notes[0].parts.reveal()

    _afresh(world)
    pry(world.coordinator)
    assert "counselling" not in _unwrapped(world)
    sessions.open_session(world.counsellor, talk)
    assert "counselling" in _unwrapped(world)


def _note(work: Work, scene: Scene) -> SessionNote:
    """Return a note in the actor's session although its row is hidden from the actor."""
    row = SessionNote(
        session_id=scene.case, case_id=scene.case, student_id=scene.student,
        author_id=scene.student, layout="soap", signed_at=work.now, locks_at=work.now,
    )  # fmt: skip
    with work.runtime.reading.connect() as connection:
        row._parts = connection.execute(select(SessionNote.__table__.c.parts)).scalar_one()
    work.db.add(row)
    return row


def test_each_author_has_a_key_of_their_own_for_private_notes(scene: Scene) -> None:
    world = scene.world
    me: Caller = world.counsellor
    sessions.keep_private(me, scene.case, sessions.PrivateForm("只给自己看"))
    keys = world.runtime.keyring()._cache
    mine = {subject for subject, compartment, _ in keys if compartment == "private"}
    assert people.me(me).id in mine and scene.student not in mine
    assert PrivateNote.__subject__ == "author_id"
