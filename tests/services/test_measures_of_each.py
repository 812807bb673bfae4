"""Several are responsible: each has measures of their own age, each family reads its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from tests.support.hunt import Tab
from tests.support.repair import Repair
from wellbeing.errors import InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.gate import Caller
from wellbeing.services import incidents
from wellbeing.services.incidents import AnswerView


@dataclass(frozen=True)
class Two:
    """An incident of a twelve- and a fifteen-year-old of two families."""

    repair: Repair
    older: UUID
    father: Caller
    student: UUID

    def answer(self, person: UUID) -> AnswerView:
        """Return what the officer reads of one of them."""
        view = incidents.open_incident(self.repair.officer, self.repair.id)
        return next(one for one in view.answers if one.id == person)

    def family(self, who: Caller) -> list[tuple[str, list[str]]]:
        """Return the measures that a family reads, by name."""
        view = incidents.family_incident(who, self.repair.id)
        return [(name, [one.key for one in rules]) for name, rules in view.measures]


@pytest.fixture
def two(repair: Repair) -> Two:
    _, child = repair.another_family("2010-05-10")
    raw = {"role": "responsible", "student_id": str(child), "again": "yes"}
    person = read(incidents.PersonForm, raw)
    older = incidents.add_person(repair.officer, repair.id, person)
    return Two(repair, older, repair.world.caller("bai"), child)


def test_each_is_offered_what_the_law_of_that_day_has_at_their_own_age(two: Two) -> None:
    boy, older = two.answer(two.repair.boy), two.answer(two.older)
    assert (boy.age, older.age) == (12, 15)
    assert boy.offered.penalties == ()
    assert {one.key for one in older.offered.penalties} == {"p-1", "p-2", "p-3"}


def test_a_penalty_is_refused_with_its_article_for_the_younger_and_taken_for_the_older(
    two: Two,
) -> None:
    with pytest.raises(InvalidForm) as refused:
        two.repair.confirm(measures=["41-2", "p-1"])
    assert refused.value.problems["measures"].params == {
        "name": "陆小满", "age": 12, "measures": "p-1 (治安法 (2025 revision) 12)",
    }  # fmt: skip
    assert two.answer(two.repair.boy).code == ""
    two.repair.confirm(two.older, measures=["41-2", "p-1"])
    assert [one.key for one in two.answer(two.older).measures] == ["41-2", "p-1"]
    assert two.answer(two.repair.boy).code == ""  # nothing was confirmed for the other


def test_code_and_reason_are_of_each(two: Two) -> None:
    two.repair.confirm(reason="只是在旁边。", code="28-9", measures=["31-4"])
    two.repair.confirm(two.older, reason="是他带的头。")
    boy, older = two.answer(two.repair.boy), two.answer(two.older)
    assert (boy.code, boy.reason) == ("28-9", "只是在旁边。")
    assert (older.code, older.reason) == ("38-4", "是他带的头。")
    two.repair.confirm(two.older, reason="后来才知道不是他。", measures=["41-2"])
    assert two.answer(two.older).reason == "后来才知道不是他。"
    assert two.answer(two.repair.boy).reason == "只是在旁边。"


def test_whether_it_happened_before_is_asked_of_each(two: Two) -> None:
    boy, older = two.answer(two.repair.boy), two.answer(two.older)
    assert (boy.again, older.again) == (1, 2)
    assert "again" in {one.key for one in older.offered.detention}
    with pytest.raises(InvalidForm) as open_question:
        read(incidents.PersonForm, {"role": "responsible", "name": "第三位 (虚构)"})
    assert set(open_question.value.problems) == {"again"}
    read(incidents.PersonForm, {"role": "witness", "name": "第三位 (虚构)"})


def test_what_is_known_from_before_stands_beside_whom_it_is_about(two: Two) -> None:
    first = incidents.open_incident(two.repair.officer, two.repair.id).number
    two.repair.begin_incident("2026-03-06")
    raw = {"role": "responsible", "name": "无名 (虚构)", "again": "no"}
    added = read(incidents.PersonForm, raw)
    unknown = incidents.add_person(two.repair.officer, two.repair.id, added)
    assert [one.number for one in two.answer(two.repair.boy).earlier] == [first]
    assert two.answer(unknown).earlier == ()


def test_each_side_is_prepared_only_when_measures_are_confirmed_for_everybody(two: Two) -> None:
    two.repair.confirm()
    with pytest.raises(InvalidTransition):
        two.repair.prepare()
    view = incidents.open_incident(two.repair.officer, two.repair.id)
    assert not view.confirmed and [one.what for one in view.steps] == ["confirm_measures"]
    two.repair.confirm(two.older)
    two.repair.prepare()
    assert two.repair.state() == "preparing"


def test_a_family_reads_what_is_for_its_own_and_never_for_the_other(two: Two) -> None:
    assert two.family(two.repair.mother) == two.family(two.father) == []
    two.repair.confirm(measures=["41-3"])
    two.repair.confirm(two.older, measures=["41-6", "p-1"], reason="是他带的头。")
    assert two.family(two.repair.mother) == [("陆小满", ["41-3"])]
    assert two.family(two.father) == [("白小舟", ["41-6", "p-1"])]
    for who, foreign in ((two.repair.mother, "p-1"), (two.father, "41-3")):
        read_by = repr(incidents.family_incident(who, two.repair.id))
        assert foreign not in read_by and "是他带的头" not in read_by


def test_the_review_of_one_young_person_shows_theirs(two: Two) -> None:
    two.repair.confirm(measures=["41-3"])
    two.repair.confirm(two.older, measures=["p-1"])
    office = two.repair.world.coordinator
    for student, keys, penalty in ((two.repair.student, ["41-3"], False),
                                   (two.student, ["p-1"], True)):  # fmt: skip
        view = incidents.review(office, student)
        assert view.responsibility is not None and view.penalty_words is penalty
        assert [one.key for one in view.responsibility[0].measures] == keys


def test_without_a_birth_date_the_most_careful_rules_count(repair: Repair) -> None:
    raw = {"role": "responsible", "name": "无名 (虚构)", "again": "no"}
    form = read(incidents.PersonForm, raw)
    unknown = incidents.add_person(repair.officer, repair.id, form)
    with pytest.raises(InvalidForm) as refused:
        repair.confirm(unknown, measures=["p-1"])
    problem = refused.value.problems["measures"]
    assert "not known" in problem.message and problem.params["name"] == "无名 (虚构)"
    repair.confirm(unknown, measures=["41-2"])


def test_an_adult_is_confirmed_without_measures_and_a_measure_is_refused(repair: Repair) -> None:
    form = incidents.PersonForm("responsible", None, "大人 (虚构)", date(1990, 1, 2), again="no")
    adult = incidents.add_person(repair.officer, repair.id, form)
    with pytest.raises(InvalidForm):
        repair.confirm(adult, measures=["41-2"])
    view = incidents.open_incident(repair.officer, repair.id)
    offered = next(one.offered for one in view.answers if one.id == adult)
    left = incidents.measures_form(offered, view.codes)
    filled = read(left, {"code": "38-4", "reason": "一起来的。"})
    incidents.confirm_measures(repair.officer, adult, filled)
    repair.confirm()
    assert incidents.open_incident(repair.officer, repair.id).confirmed


def test_nothing_is_confirmed_for_who_was_affected_or_by_who_does_not_lead_it(two: Two) -> None:
    with pytest.raises(NotFound):
        two.repair.confirm(two.repair.neighbour)
    form = read(incidents.MeasuresForm, {"code": "38-4", "reason": "x", "measures": ["41-2"]})
    with pytest.raises(NotFound):
        incidents.confirm_measures(two.repair.world.officer2, two.older, form)


def test_the_title_is_true_of_everybody_and_each_has_their_own(two: Two) -> None:
    view = incidents.open_incident(two.repair.officer, two.repair.id)
    assert not view.penalty_words  # one of them is under fourteen
    boy, older = two.answer(two.repair.boy), two.answer(two.older)
    assert (boy.penalty_words, older.penalty_words) == (False, True)
    alone = two.repair.record(student_id="", name="大孩子 (虚构)", birth_date="2010-05-10")
    assert incidents.open_incident(two.repair.officer, alone).penalty_words
    unknown = two.repair.record(student_id="", name="无名 (虚构)", birth_date="")
    assert not incidents.open_incident(two.repair.officer, unknown).penalty_words
    assert not incidents.family_incident(two.repair.mother, two.repair.id).penalty_words
    assert incidents.family_incident(two.father, two.repair.id).penalty_words


def test_what_follows_a_broken_agreement_goes_by_the_age_of_each(two: Two) -> None:
    boy, older = two.answer(two.repair.boy), two.answer(two.older)
    assert (boy.after_break.key, older.after_break.key) == ("broken_young", "broken")
    two.repair.confirm(two.older)
    two.repair.confirm()
    two.repair.prepare()
    heard = incidents.PrepareForm("yes", "愿意来。")
    incidents.prepare_side(two.repair.officer, two.older, heard)
    two.repair.ready()
    two.repair.meet_now()
    two.repair.promise()
    for part, signer in ((two.older, "self"), (two.older, "guardian")):
        form = incidents.SignForm(part, signer, "白 (虚构)")
        incidents.sign_here(two.repair.officer, two.repair.id, form)
    two.repair.sign()
    page = opened(two, "incidents/incident.py")
    assert "陆小满" in page and "art. 41; 157" in page and "art. 185" in page
    printed = opened(two, "incidents/agreement.py")
    assert "art. 41; 157" in printed and "art. 185" in printed
    found = incidents.break_agreement(two.repair.officer, two.repair.id,
                                      incidents.BreakForm("没有付。"))  # fmt: skip
    assert found == {two.repair.boy: "decided_anew", two.older: "procedure"}


def opened(two: Two, page: str) -> str:
    return Tab(two.repair.officer).open(page, {"id": str(two.repair.id)}).words
