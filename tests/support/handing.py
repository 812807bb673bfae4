"""A case that is handed over: to a station with a partner here, to a hospital without one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.support.care import Scene
from tests.support.world import World, accept
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import handoffs, invitations, organisations

ASKED = {
    "question": "请在家访中看看孩子是否安全。",
    "summary": "十岁男孩，老师看见瘀伤，已报告。现住奶奶家。",
    "shared": ["identity", "contact"],
    "needed_by": "2026-04-10",
    "urgent": "no",
}


class Handing(Scene):
    """The scene with its receiving places."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        office = world.coordinator
        for key, kind in (("station", "protection_station"), ("hospital", "hospital"),
                          ("other", "social_work")):  # fmt: skip
            form = organisations.OrganisationForm(f"{key} (虚构)", kind)
            world.places[key] = organisations.add_organisation(office, form).id
        for login, key in (("partner", "station"), ("partner2", "other")):
            invite = invitations.InviteForm(f"{login} (虚构)", "partner", world.places[key])
            accept(world, invitations.invite(office, invite).link, login)

    @property
    def me(self) -> Caller:
        return self.world.counsellor

    @property
    def partner(self) -> Caller:
        return self.world.caller("partner")

    def draft(self, place: str = "station", **changes: Any) -> UUID:
        raw = {**ASKED, "place_id": str(self.world.places[place]), **changes}
        return handoffs.prepare(self.me, self.case, read(handoffs.HandoffForm, raw))

    def send(self, place: str = "station", **changes: Any) -> handoffs.SentView:
        made = self.draft(place, **changes)
        if not handoffs.open_handoff(self.me, made).grounded:
            handoffs.name_duty(self.me, made, handoffs.DutyForm("statutory_duty", "已强制报告。"))
        rev = handoffs.open_handoff(self.me, made).rev
        return handoffs.send_handoff(self.me, made, rev)

    def received(self, **changes: Any) -> UUID:
        """Send to the station, and open it there."""
        made = self.send(**changes).id
        handoffs.open_request(self.partner, made)
        return made

    def accepted(self, **changes: Any) -> UUID:
        made = self.received(**changes)
        handoffs.accept(self.partner, made)
        return made

    def begun(self, **changes: Any) -> UUID:
        made = self.accepted(**changes)
        handoffs.begin(self.partner, made, handoffs.ContactForm("周二家访。"))
        return made

    def state(self, one: UUID) -> str:
        return handoffs.open_handoff(self.me, one).row.state

    def guest(self, sent: handoffs.SentView) -> tuple[Caller, UUID]:
        """Come by the link of an outside place."""
        code = sent.link.rsplit("/", 1)[1]
        where = handoffs.enter(self.world.visitor, code)
        return Caller(self.world.runtime, address="127.0.0.1", link=code), where
