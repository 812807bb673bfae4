"""Role × record: exactly these rows, with other people's rows all around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.world import World, case_with_parent
from wellbeing.errors import Forbidden, NotFound, SignedOut
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import (
    Addendum,
    AskBack,
    Base,
    Case,
    CaseMember,
    Draft,
    Guardian,
    Referral,
    Reply,
    Student,
    Transition,
)
from wellbeing.policy import May
from wellbeing.services import (
    caseload,
    cases,
    drafts,
    home,
    invitations,
    measures,
    organisations,
    people,
    referrals,
    screening,
    students,
)


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def ids_of(work: Work, model: type[Any]) -> set[UUID]:
    """Return the ids of all rows of a record that exist for the actor."""
    return set(work.db.scalars(select(model.id)))


class Scene:
    """A case with its family, and a second one that belongs to others."""

    def __init__(self, world: World) -> None:
        self.case, self.parent = case_with_parent(world)
        office = world.coordinator
        self.referral = cases.open_case(office, self.case).referrals[0].id
        add = referrals.AddForm("还有一次。")
        referrals.add_to_referral(world.officer, self.referral, add)
        screening.tell_back(office, self.referral, screening.TellForm("yes", "here"))
        drafts.keep_draft(world.officer, "referral:mine", {"facts": "未完"})
        # Noise: another officer, another school, another counsellor, another child.
        self.noise = world.refer(
            "officer2",
            student_name="白小舟",
            school_id=str(world.places["south"]),
            birth_date="2012-01-02",
        ).id
        found = screening.open_screening(office, self.noise).counsellors
        other = next(one for one, name in found if name.startswith("counsellor2"))
        self.noise_case = world.decide(self.noise, counsellor_id=other).case_id
        noise_child = screening.open_screening(office, self.noise).student_id
        form = students.GuardianForm("白父 (虚构)", "father", "guardian", "000-0000-0099")
        self.noise_guardian = students.add_guardian(office, noise_child, form)
        drafts.keep_draft(world.officer2, "referral:noise", {"facts": "别人的"})
        self.student = cases.open_case(office, self.case).student_id
        self.noise_student = noise_child


@pytest.fixture
def scene(world: World) -> Scene:
    """The scene on this database."""
    return Scene(world)


def _who(world: World, scene: Scene, login: str) -> Caller:
    return scene.parent if login == "parent" else world.caller(login)


# login: (students, referrals, cases) by name; both = the scene's and the noise.
EXPECTED = {
    "coordinator": ({"student", "noise_student"}, {"referral", "noise"}, {"case", "noise_case"}),
    "officer": ({"student"}, {"referral"}, set()),
    "officer2": ({"noise_student"}, {"noise"}, set()),
    "teacher": ({"student"}, set(), set()),
    "teacher2": ({"noise_student"}, set(), set()),
    "counsellor": ({"student"}, {"referral"}, {"case"}),
    "counsellor2": ({"noise_student"}, {"noise"}, {"noise_case"}),
    "parent": ({"student"}, set(), {"case"}),
    "administrator": (set(), set(), set()),
}


def test_each_role_sees_exactly_its_rows(world: World, scene: Scene) -> None:
    for login, expected in EXPECTED.items():
        who = _who(world, scene, login)
        for model, names in zip((Student, Referral, Case), expected, strict=True):
            wanted = {getattr(scene, name) for name in names}
            assert ids_of(who, model) == wanted, (login, model.__name__)


def test_what_hangs_on_a_referral_or_case_follows_it(world: World, scene: Scene) -> None:
    for login in EXPECTED:
        who = _who(world, scene, login)
        sees_referral = scene.referral in ids_of(who, Referral)
        for model in (Addendum, Reply):
            assert bool(ids_of(who, model)) == sees_referral, (login, model.__name__)
        sees_case = bool(ids_of(who, Case))
        assert bool(ids_of(who, CaseMember)) == sees_case, login
        if login in ("administrator", "teacher", "teacher2"):
            assert ids_of(who, Transition) == set()


def test_a_draft_exists_for_its_writer_alone(world: World, scene: Scene) -> None:
    for login in EXPECTED:
        count = len(ids_of(_who(world, scene, login), Draft))
        assert count == (1 if login in ("officer", "officer2") else 0), login


def test_a_guardian_sees_only_themselves_among_guardians(world: World, scene: Scene) -> None:
    own = ids_of(scene.parent, Guardian)
    assert len(own) == 1 and scene.noise_guardian not in own
    assert ids_of(world.officer, Guardian) == set()
    assert ids_of(world.administrator, Guardian) == set()


def test_the_table_of_roles_is_complete(world: World, scene: Scene) -> None:
    for mapper in Base.registry.mappers:
        if hasattr(mapper.class_, "id"):
            ids_of(scene.parent, mapper.class_)
    assert AskBack is not None


FOREIGN: dict[str, Callable[[Caller, Scene], Any]] = {
    "open_my_referral": lambda who, s: referrals.open_my_referral(who, s.noise),
    "add": lambda who, s: referrals.add_to_referral(who, s.noise, referrals.AddForm("x")),
    "answer": lambda who, s: referrals.answer_question(who, s.noise, referrals.AnswerForm("x")),
    "withdraw": lambda who, s: referrals.withdraw_referral(who, s.noise),
    "open_case": lambda who, s: cases.open_case(who, s.noise_case),
    "open_student": lambda who, s: students.open_student(who, s.noise_student),
    "open_screening": lambda who, s: screening.open_screening(who, s.noise),
    "invite_guardian": lambda who, s: invitations.invite_guardian(
        who, s.noise_case, invitations.InviteGuardianForm(s.noise_guardian)
    ),
    "add_guardian": lambda who, s: students.add_guardian(
        who, s.noise_student, students.GuardianForm("x", "mother", "guardian")
    ),
    "deactivate": lambda who, s: people.deactivate(who, s.noise),
    "organisation": lambda who, s: organisations.add_organisation(
        who, organisations.OrganisationForm("x", "school")
    ),
    "people": lambda who, s: people.people(who),
    "tracker": lambda who, s: measures.tracker(who, s.noise_case),
    "series": lambda who, s: measures.series(who, s.noise_case),
    "record": lambda who, s: measures.record(
        who, s.noise_case, measures.RecordForm("wci5", total=20)
    ),
    "caseload": lambda who, s: caseload.caseload(who),
}


@pytest.mark.parametrize("login", ["officer", "teacher", "counsellor", "parent"])
def test_every_door_to_others_is_closed_in_the_same_way(
    world: World, scene: Scene, login: str
) -> None:
    who = _who(world, scene, login)
    for name, act in FOREIGN.items():
        with pytest.raises((NotFound, Forbidden)) as refused:
            act(who, scene)
        assert "白小舟" not in str(refused.value), name


def test_absent_and_forbidden_are_one_answer(world: World, scene: Scene) -> None:
    from uuid import uuid4

    answers = set()
    for referral_id in (scene.noise, uuid4()):
        with pytest.raises(NotFound) as refused:
            referrals.open_my_referral(world.officer, referral_id)
        answers.add(refused.value.message)
    assert len(answers) == 1


def test_search_never_hints_at_others(world: World, scene: Scene) -> None:
    assert students.find_students(world.teacher, "白小舟") == ()
    assert students.find_students(world.officer, "bai") == ()
    assert len(students.find_students(world.teacher2, "bxz")) == 1
    assert len(students.find_students(world.coordinator, "小")) == 2


def test_an_administrator_reads_no_text_about_a_young_person(world: World, scene: Scene) -> None:
    admin = world.administrator
    assert home.home(admin).mine == ()
    for act in (screening.queue, cases.cases, referrals.my_referrals):
        with pytest.raises(Forbidden):
            act(admin)
    assert all("陆小满" not in person.name for person in people.people(admin))


def test_rights_end_with_the_role_at_once(world: World, scene: Scene) -> None:
    counsellor = world.counsellor
    assert cases.open_case(counsellor, scene.case)
    office = world.coordinator
    target = next(p.id for p in people.people(office) if p.name.startswith("counsellor ("))
    people.deactivate(office, target)
    with pytest.raises(SignedOut):
        cases.open_case(counsellor, scene.case)
