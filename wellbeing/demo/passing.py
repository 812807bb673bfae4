"""S06: handed over to the street's protection station, receipt on the same day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from wellbeing.demo import cast
from wellbeing.demo.tale import Stage
from wellbeing.forms import read
from wellbeing.services import cases, handoffs, students, withholding

_ZONE = ZoneInfo("Asia/Shanghai")
_SENDER, _PLACE = "baijing", "weibao"


def pass_on(stage: Stage, places: dict[str, UUID], shift: timedelta, now: datetime) -> None:
    """Tell the handover, act by act, as far as its day has come."""
    told = _Passing(stage, places[_PLACE])
    acts: tuple[tuple[str, Callable[[datetime], None]], ...] = (
        ("2025-11-05 15:00", told.keep_from_father),
        ("2025-11-20 09:00", told.tell_free),
        ("2025-11-21 16:00", told.prepare),
        ("2025-11-24 09:05", told.send),
        ("2025-11-24 09:40", told.receive),
        ("2025-11-26 15:00", told.begin),
    )
    for day, act in acts:
        moment = datetime.fromisoformat(day).replace(tzinfo=_ZONE) + shift
        if moment < now:
            act(moment)


class _Passing:
    def __init__(self, stage: Stage, place: UUID) -> None:
        self.stage, self.place = stage, place
        self.made: UUID = place

    def _case(self, at: datetime) -> UUID:
        name = next(one.name for one in cast.STUDENTS if one.key == "tang")
        found = cases.cases(self.stage.caller(_SENDER, at))
        return next(row.id for row in found if row.student == name)

    def keep_from_father(self, at: datetime) -> None:
        me = self.stage.caller(_SENDER, at)
        found = students.guardians(me, self.stage.students["tang"])
        father = next(one.id for one in found if one.relationship == "father")
        raw = {"guardian_id": str(father), "reason": "伤可能来自父亲，先不通知。",
               "review_on": (at + timedelta(days=30)).date().isoformat()}  # fmt: skip
        form = read(withholding.WithholdForm, raw)
        withholding.withhold(me, self._case(at), form)

    def tell_free(self, at: datetime) -> None:
        partner = self.stage.caller(cast.PARTNER.login, at)
        handoffs.tell_capacity(partner, self.place, handoffs.CapacityForm("3"))

    def prepare(self, at: datetime) -> None:
        me = self.stage.caller(_SENDER, at)
        raw = {
            "place_id": str(self.place), "shared": ["identity", "contact", "summary"],
            "question": "请接手每周家访，看看孩子在奶奶家是否安全，并和居委会保持联系。",
            "summary": "十岁男孩，三周前老师看见瘀伤，已报警并告知民政。现住亲属家，情绪平稳。",
            "needed_by": (at + timedelta(days=14)).date().isoformat(), "urgent": "no",
        }  # fmt: skip
        self.made = handoffs.prepare(me, self._case(at), read(handoffs.HandoffForm, raw))
        duty = handoffs.DutyForm("statutory_duty", "强制报告后的保护措施，由街道工作站接续。")
        handoffs.name_duty(me, self.made, duty)

    def send(self, at: datetime) -> None:
        me = self.stage.caller(_SENDER, at)
        handoffs.send_handoff(me, self.made, handoffs.open_handoff(me, self.made).rev)

    def receive(self, at: datetime) -> None:
        partner = self.stage.caller(cast.PARTNER.login, at)
        handoffs.open_request(partner, self.made)
        handoffs.accept(partner, self.made)

    def begin(self, at: datetime) -> None:
        partner = self.stage.caller(cast.PARTNER.login, at)
        handoffs.begin(partner, self.made, handoffs.ContactForm("周三下午在奶奶家见面。"))
