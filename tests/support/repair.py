"""An incident between a 13-year-old of the site and a neighbour, led by the officer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.support.care import Scene
from tests.support.world import accept
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import cases, incidents, invitations, screening, students

INCIDENT = {
    "deed": "property_damage", "day": "2026-03-05", "at": "18:20", "place": "小区车库",
    "what": "他用钥匙在车门上划了一道，当场承认。", "damage": "车门一道划痕", "amount": "2600",
    "again": "no", "police_reference": "W-0001 (虚构)", "for_family": "他划了一辆车，愿意赔。",
}  # fmt: skip
MEASURES = {"code": "38-4", "reason": "一道轻划痕，当场承认。",
            "measures": ["41-2", "41-3", "41-6"]}  # fmt: skip
READY = {"admitted": "yes", "safe": "yes", "balanced": "yes", "way": "face",
         "day": "2026-04-17", "at": "16:00"}  # fmt: skip
TALK = {"happened": "他划了车。", "thought": "很后悔。", "touched": "车主很难过。",
        "asked": "想要一句道歉。", "offered": "道歉，分两次赔。"}  # fmt: skip


class Repair(Scene):
    """The scene of a case, with an incident of its young person."""

    def __init__(self, world: Any, day: str = "2026-03-05", meeting: str = "2026-04-17") -> None:
        super().__init__(world)
        self.meeting = meeting
        self.begin_incident(day)

    def begin_incident(self, day: str = "2026-03-05") -> None:
        """Record an incident of the young person that touches a neighbour."""
        self.id = self.record(day=day)
        self.boy = self.part("responsible")
        self.neighbour = incidents.add_person(
            self.officer, self.id,
            incidents.PersonForm("affected", None, "邻居 (虚构)", None, "000-0000-0042"),
        )  # fmt: skip

    @property
    def officer(self) -> Caller:
        """The officer who leads it, as of now."""
        return self.world.caller("officer")

    def record(self, **changes: Any) -> UUID:
        """Record an incident of the case's young person."""
        return incidents.record_incident(self.officer, self.filled(**changes))

    def filled(self, **changes: Any) -> incidents.RecordForm:
        """Return what is recorded of an incident of the case's young person."""
        raw = {**INCIDENT, "student_id": str(self.student), **changes}
        return read(incidents.RecordForm, raw)

    def another_family(self, born: str) -> tuple[UUID, UUID]:
        """Make a case of the other counsellor, whose young person's father is "bai".

        Return the case and the young person.
        """
        sent = self.world.refer("officer", student_name="白小舟", birth_date=born)
        office = self.world.coordinator
        found = {name: one for one, name in screening.open_screening(office, sent.id).counsellors}
        case = self.world.decide(sent.id, counsellor_id=found["counsellor2 (虚构)"]).case_id
        child = cases.open_case(office, case).student_id
        form = students.GuardianForm("白爸爸 (虚构)", "father", "guardian", "000-0000-0077")
        father = invitations.InviteGuardianForm(students.add_guardian(office, child, form))
        accept(self.world, invitations.invite_guardian(office, case, father).link, "bai")
        return case, child

    def part(self, role: str) -> UUID:
        """Return the first person with a part."""
        view = incidents.open_incident(self.officer, self.id)
        return next(one.id for one in view.people if one.role == role)

    def state(self) -> str:
        """Return how far it is."""
        return incidents.open_incident(self.officer, self.id).state

    def confirm(self, person: UUID | None = None, **changes: Any) -> None:
        """Confirm the measures for the one responsible person, or for another."""
        form = read(incidents.MeasuresForm, {**MEASURES, **changes})
        incidents.confirm_measures(self.officer, person or self.boy, form)

    def prepare(self, boy: str = "yes", neighbour: str = "yes") -> None:
        """Prepare each side in a talk of its own."""
        for part, wants in ((self.boy, boy), (self.neighbour, neighbour)):
            form = incidents.PrepareForm(wants, "想说声对不起。")
            incidents.prepare_side(self.officer, part, form)

    def ready(self, **changes: Any) -> None:
        """Fix the meeting."""
        form = read(incidents.ReadyForm, {**READY, "day": self.meeting, **changes})
        incidents.fix_meeting(self.officer, self.id, form)

    def meet(self) -> None:
        """Lead it up to the end of the meeting."""
        self.confirm()
        self.prepare()
        self.ready()
        self.meet_now()

    def meet_now(self) -> None:
        """Hold the meeting that is fixed."""
        incidents.hold_meeting(self.officer, self.id, read(incidents.TalkForm, TALK))

    def promise(self, what: str = "当面道歉", due: str = "2026-04-20") -> UUID:
        """Add a promise of the young person."""
        raw = {"what": what, "person_id": str(self.boy), "due_on": due}
        return incidents.add_promise(self.officer, self.id, read(incidents.PromiseForm, raw))

    def pay(self, amount: str = "1300", due: str = "2026-04-30") -> UUID:
        """Add a part of the compensation."""
        raw = {"amount": amount, "person_id": str(self.boy), "due_on": due}
        return incidents.add_payment(self.officer, self.id, read(incidents.PaymentForm, raw))

    def paid_to_the_boy(self, due: str = "") -> UUID:
        """Lead another incident, in which somebody unknown here pays the young person."""
        self.id = self.record(student_id="", name="邻家孩子 (虚构)", birth_date="2012-01-02")
        self.boy = self.part("responsible")
        affected = incidents.PersonForm("affected", self.student)
        incidents.add_person(self.officer, self.id, affected)
        self.confirm()
        return self.pay("2600", due or self.world.clock.at.date().isoformat())

    def sign(self) -> None:
        """Everybody who must sign does."""
        for part, signer, name in (
            (self.boy, "self", "陆小满"),
            (self.neighbour, "self", "邻居 (虚构)"),
        ):
            incidents.sign_here(self.officer, self.id, incidents.SignForm(part, signer, name))
        form = incidents.OwnSignForm("陆妈妈 (虚构)")
        incidents.sign_as_guardian(self.mother, self.id, form)

    def agree(self) -> list[UUID]:  # type: ignore[override]
        """Lead it up to a signed agreement of four items; return their ids."""
        self.meet()
        made = [self.promise(), self.pay(), self.pay(due="2026-05-30"),
                self.promise("按时来访谈室", "2026-05-30")]  # fmt: skip
        self.sign()
        return made

    def keep(self, items: list[UUID]) -> None:
        """Everything promised is kept."""
        kinds = {one.id: one.kind for one in incidents.open_incident(self.officer, self.id).items}
        for one in items:
            if kinds[one] == "payment":
                told = incidents.ToldReceivedForm("call", "收到了 (虚构)")
                incidents.record_received(self.officer, one, told)
            else:
                incidents.record_kept(self.officer, one, incidents.ProofForm("收据 (虚构)"))

    def looks(self) -> None:
        """Look at the agreement on every promised day."""
        for one in incidents.open_incident(self.officer, self.id).items:
            if one.kind == "check":
                incidents.look(self.officer, one.id, incidents.CheckForm("yes", "都好。"))

    def seal(self) -> None:
        """Lead it to its sealed end."""
        self.keep(self.agree())
        self.looks()
        incidents.close_incident(self.officer, self.id, incidents.EndForm("都做到了。"))
