"""A date of birth is put right: with a reason, past 14 or 18 never unawares, by those who may."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.support.care import Scene
from wellbeing.errors import Forbidden, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.models import AuditEntry
from wellbeing.services import birth_date, cases, consents, cover, plans


def correct(who: Caller, scene: Scene, born: str, known: str = "") -> None:
    raw = {"birth_date": born, "reason": "户口本上写的。", "known": known}
    form = read(birth_date.BirthDateForm, raw)
    birth_date.correct_birth_date(who, scene.case, form)


def age(scene: Scene) -> int | None:
    return cases.open_case(scene.world.counsellor, scene.case).age


def told(scene: Scene, born: str) -> str:
    """Return what is said before a date is saved that the law reckons otherwise."""
    before = age(scene)
    with pytest.raises(InvalidForm) as found:
        correct(scene.world.counsellor, scene, born)
    assert age(scene) == before
    (problem,) = found.value.problems.values()
    return problem.message.format(**problem.params)


def test_a_correction_keeps_its_reason_and_stands_in_the_audit(scene: Scene) -> None:
    assert age(scene) == 12
    correct(scene.world.coordinator, scene, "2014-05-10")
    view = cases.open_case(scene.world.counsellor, scene.case)
    assert (view.age, view.birth_date) == (11, date(2014, 5, 10))
    (reason,) = cases.case_reasons(scene.world.counsellor, scene.case)
    assert (reason.kind, reason.text) == ("birth_date", "户口本上写的。")
    with scene.world.runtime.reading.connect() as connection:
        done = AuditEntry.__table__.c
        acts = connection.execute(select(done.act).where(done.outcome == "done")).scalars().all()
    assert "correct_birth_date" in acts


def test_only_those_who_run_the_case_correct_it(scene: Scene) -> None:
    world = scene.world
    for who in (scene.mother, scene.father, world.teacher, world.officer, world.administrator):
        with pytest.raises(Forbidden):
            correct(who, scene, "2014-05-10")
    with pytest.raises(NotFound):
        correct(world.counsellor2, scene, "2014-05-10")
    watches = cover.SupervisorForm(scene.desk("counsellor").id, scene.desk("counsellor2").id)
    cover.appoint_supervisor(world.coordinator, watches)
    assert cases.open_case(world.counsellor2, scene.case).age == 12
    with pytest.raises(NotFound):
        correct(world.counsellor2, scene, "2014-05-10")
    assert age(scene) == 12


def test_a_day_to_come_the_known_day_and_no_reason_are_refused(scene: Scene) -> None:
    for wrong in ("2027-01-01", "2013-05-10", "1950-01-01", "gestern", ""):
        with pytest.raises(InvalidForm):
            correct(scene.world.counsellor, scene, wrong)
    with pytest.raises(InvalidForm):
        read(birth_date.BirthDateForm, {"birth_date": "2014-05-10", "reason": " "})
    assert cases.case_reasons(scene.world.counsellor, scene.case) == ()


def test_nobody_is_moved_past_fourteen_or_eighteen_unawares(scene: Scene) -> None:
    me = scene.world.counsellor
    assert "From 14 years on" in told(scene, "2011-05-10")
    assert "From 18 years on" in told(scene, "2007-05-10")
    correct(me, scene, "2007-05-10", known="yes")
    assert age(scene) == 18
    assert "Below 18 years" in told(scene, "2011-05-10")
    correct(me, scene, "2011-05-10", known="yes")
    assert "Below 14 years" in told(scene, "2013-05-11")
    correct(me, scene, "2010-05-10")  # fifteen, as old as before in the eyes of the law
    assert age(scene) == 15


def test_what_rests_on_the_age_is_reckoned_anew(scene: Scene) -> None:
    me = scene.world.counsellor
    scene.plan()
    assert "ask_own_consent" not in scene.whats(me)
    correct(me, scene, "2011-05-10", known="yes")
    assert "ask_own_consent" in scene.whats(me)
    (given,) = consents.consents(me, scene.case)
    assert consents.ask_again(me, given.id) == 1
    correct(me, scene, "2020-05-10", known="yes")
    assert "ask_own_consent" not in scene.whats(me)
    view = plans.open_plan(me, scene.case)
    assert view is not None and all(
        one.guardian_id for one in view.answers
    )  # too young to be asked
    correct(me, scene, "2013-05-10")
    view = plans.open_plan(me, scene.case)
    assert view is not None and not all(one.guardian_id for one in view.answers)
