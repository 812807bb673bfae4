"""Whether it happened before is corrected: with a reason, and what was decided on it comes back."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.support.hunt import Tab
from tests.support.repair import Repair
from wellbeing.errors import Forbidden, InvalidTransition, NotFound
from wellbeing.forms import InvalidForm, read
from wellbeing.services import incidents
from wellbeing.services.incidents import AgainForm, AnswerView

BEFORE = AgainForm("yes", "派出所的登记里还有一次。")


@pytest.fixture
def older(repair: Repair) -> UUID:
    """A fifteen-year-old, for whom the law looks at whether it happened before."""
    raw = {
        "role": "responsible",
        "name": "大孩子 (虚构)",
        "birth_date": "2010-05-10",
        "again": "no",
    }
    return incidents.add_person(repair.officer, repair.id, read(incidents.PersonForm, raw))


def answer(repair: Repair, person: UUID) -> AnswerView:
    view = incidents.open_incident(repair.officer, repair.id)
    return next(one for one in view.answers if one.id == person)


def test_the_offer_follows_and_who_corrected_what_why_stays_to_be_read(
    repair: Repair, older: UUID
) -> None:
    assert "again" not in {one.key for one in answer(repair, older).offered.detention}
    incidents.correct_again(repair.officer, older, BEFORE)
    found = answer(repair, older)
    assert found.again == 2 and "again" in {one.key for one in found.offered.detention}
    repair.world.clock.move(hours=1)
    incidents.correct_again(repair.world.coordinator, older, AgainForm("no", "是同名的人。"))
    found = answer(repair, older)
    assert found.again == 1 and "again" not in {one.key for one in found.offered.detention}
    assert [(one.was, one.became, one.reason) for one in found.corrections] == [
        (2, 1, "是同名的人。"), (1, 2, BEFORE.reason),
    ]  # fmt: skip
    assert len({one.by for one in found.corrections}) == 2
    assert answer(repair, repair.boy).corrections == ()  # of each their own


def test_what_was_decided_on_it_is_to_be_decided_again(repair: Repair, older: UUID) -> None:
    repair.confirm()
    repair.confirm(older, measures=["41-2", "p-1"], reason="第一次。")
    repair.prepare()
    incidents.correct_again(repair.officer, older, BEFORE)
    found, view = answer(repair, older), incidents.open_incident(repair.officer, repair.id)
    assert found.to_decide_again and not found.code and not view.confirmed
    assert [one.key for one in found.before] == ["41-2", "p-1"]
    assert answer(repair, repair.boy).code  # the other one's decision stands
    assert [one.what for one in view.steps] == ["confirm_measures"]
    with pytest.raises(InvalidTransition):
        repair.prepare()
    repair.confirm(older, measures=["41-2", "p-2"], reason="不是第一次。")
    found = answer(repair, older)
    assert not found.to_decide_again and found.reason == "不是第一次。"
    assert found.corrections[0].measures == ("41-2", "p-1")  # what it was stays to be read


def test_after_the_agreement_too_it_is_asked_for_and_a_family_reads_nothing_meanwhile(
    repair: Repair,
) -> None:
    repair.agree()
    incidents.correct_again(repair.officer, repair.boy, BEFORE)
    view = incidents.open_incident(repair.officer, repair.id)
    assert "confirm_measures" in {one.what for one in view.steps}
    assert incidents.family_incident(repair.mother, repair.id).measures == ()
    repair.confirm()
    view = incidents.open_incident(repair.officer, repair.id)
    assert "confirm_measures" not in {one.what for one in view.steps}
    assert incidents.family_incident(repair.mother, repair.id).measures


def test_what_is_refused(repair: Repair) -> None:
    with pytest.raises(InvalidForm) as same:
        incidents.correct_again(repair.officer, repair.boy, AgainForm("no", "没有。"))
    assert set(same.value.problems) == {"again"}
    with pytest.raises(InvalidForm):
        read(AgainForm, {"again": "yes", "reason": ""})
    with pytest.raises(NotFound):  # nobody asks it of who was affected
        incidents.correct_again(repair.officer, repair.neighbour, BEFORE)
    with pytest.raises(NotFound):  # another officer's
        incidents.correct_again(repair.world.officer2, repair.boy, BEFORE)
    for who in (repair.mother, repair.world.teacher, repair.world.counsellor):
        with pytest.raises(Forbidden):
            incidents.correct_again(who, repair.boy, BEFORE)
    repair.keep(repair.agree())
    with pytest.raises(InvalidTransition):  # all is kept: it is left as it is
        incidents.correct_again(repair.officer, repair.boy, BEFORE)
    assert answer(repair, repair.boy).corrections == ()


def test_it_is_corrected_on_the_page(repair: Repair) -> None:
    repair.confirm()
    tab, form = Tab(repair.officer), f"again-{repair.boy}"
    tab.open("incidents/incident.py", {"id": str(repair.id)})
    tab.fill({f"{form}-again": "yes", f"{form}-reason": BEFORE.reason})
    assert not tab.press(f"send-{form}").failed
    assert answer(repair, repair.boy).to_decide_again
