"""The responsibility half of the storylines: an incident, its repair, and its sealed end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import incidents

_ZONE = ZoneInfo("Asia/Shanghai")
Act = tuple[datetime, Callable[[datetime], object]]


class Stage(Protocol):
    """Who is who in this telling."""

    students: dict[str, UUID]

    def caller(self, login: str, at: datetime) -> Caller:
        """Return a person signed in at a moment."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One incident, by the original dates; `""` as a date leaves out what has not come yet."""

    officer: str
    student: str
    recorded_at: str
    happened: Mapping[str, str]
    measures: Mapping[str, Any]
    affected: str
    # Role, what they want, what matters to them.
    prepared: tuple[tuple[str, str, str], ...]
    prepared_at: str
    meeting: Mapping[str, str]
    talk: Mapping[str, str] = field(default_factory=dict)
    # What (or "" for a payment), amount, due day, day it was kept, proof.
    items: tuple[tuple[str, str, str, str, str], ...] = ()
    guardians: tuple[tuple[str, str], ...] = ()
    child: str = ""
    looks: tuple[str, ...] = ()
    closed_at: str = ""
    ending: str = ""


S01 = Repair(
    "helixin", "lu", "2025-03-10 17:00",
    {
        "deed": "property_damage", "day": "2025-03-06", "at": "18:20",
        "place": "梧桐里地下车库 (虚构)",
        "what": "他用钥匙在邻居车门上划了一道，当场承认。周五父母在场时谈过话。",
        "damage": "左前车门一道划痕", "amount": "2600", "again": "no",
        "police_reference": "W-0306 (虚构)",
        "for_family": "他划了邻居的车，当场承认，愿意道歉、愿意赔。我们一起把它弥补好。",
    },
    {"code": "38-4", "reason": "故意划车，损失2600元；当场承认，情节较轻。",
     "measures": ("41-2", "41-3", "41-6")},
    "车主 (虚构)",
    (
        ("responsible", "yes", "想当面道歉，怕说不好；写了一封信。"),
        ("affected", "yes", "想听到为什么，希望车修好，愿意见面。"),
    ),
    "2025-04-09 16:00",
    {"admitted": "yes", "safe": "yes", "balanced": "yes", "way": "face",
     "day": "2025-04-18", "at": "16:00"},
    {
        "happened": "他说了那天的事，车主说了看到车时的心情。",
        "thought": "他说当时只想有人看见，后来每天绕路走。",
        "touched": "车主很难过，父母也很难过。",
        "asked": "车主想要一句当面的道歉，还有修车的钱。",
        "offered": "他读了信，父母愿意分两次赔。",
        "present": "父母、班主任方圆 (虚构)",
    },
    (
        ("当面道歉，并把信交给车主", "", "2025-04-18", "2025-04-18", "会谈时当面道歉，信已交。"),
        ("", "1300", "2025-04-30", "2025-04-29", "收据一 (虚构)"),
        ("", "1300", "2025-05-30", "2025-05-30", "收据二 (虚构)"),
        ("按时来学校访谈室", "", "2025-05-27", "2025-05-27", "八次都到了。"),
    ),
    guardians=(("lumama", "陆母 (虚构)"), ("lubaba", "陆父 (虚构)")),
    child="陆子昂",
    looks=("2025-04-25 17:00", "2025-05-19 17:00", "2025-07-17 17:00"),
    closed_at="2025-07-18 17:00",
    ending="道歉、赔偿、约定都做到了，车主见面会打招呼。",
)  # fmt: skip
REPAIRS = {"S01": S01}


def under_way(stage: Stage, now: datetime) -> None:
    """Tell an incident that is not finished: both sides are prepared, the meeting is fixed."""
    told_at = (now - timedelta(days=6)).replace(hour=2, minute=0)
    day = (told_at - timedelta(days=2)).date()
    one = Repair(
        "helixin", "", "",
        {
            "deed": "property_damage", "name": "范小川 (虚构)",
            "birth_date": day.replace(year=day.year - 16, day=1).isoformat(),
            "day": day.isoformat(), "at": "19:40", "place": "梧桐里面馆门口 (虚构)",
            "what": "他踢坏了面馆的灯箱。店主和路人都看见，他承认了。",
            "damage": "灯箱外壳", "amount": "480", "again": "no",
            "for_family": "他踢坏了一个灯箱，愿意帮忙修好。",
        },
        {"code": "38-4", "reason": "故意损坏，损失不大，愿意弥补。", "measures": ("41-1", "41-2")},
        "面馆店主 (虚构)",
        (
            ("responsible", "yes", "想自己动手修，不想只是赔钱。"),
            ("affected", "yes", "只想知道为什么，愿意见面。"),
        ),
        "",
        {"admitted": "yes", "safe": "yes", "balanced": "yes", "way": "face",
         "day": (now + timedelta(days=4)).date().isoformat(), "at": "16:30"},
    )  # fmt: skip
    told = _Told(stage, one)
    for hours, act in enumerate((told.record, told.confirm, told.prepare)):
        act(told_at + timedelta(hours=hours))


def repair_acts(stage: Stage, story: str) -> Iterator[Act]:
    """Yield every act of a storyline's incident with its original moment."""
    one = REPAIRS.get(story)
    if one is None:
        return
    told = _Told(stage, one)
    yield _at(one.recorded_at), told.record
    yield _at(one.recorded_at) + timedelta(hours=16), told.confirm
    for n, amount in enumerate(item for item in one.items if item[1]):
        yield _at(one.recorded_at) + timedelta(hours=17, minutes=n), partial(told.pay, amount)
    yield _at(one.prepared_at), told.prepare
    meeting = _at(f"{one.meeting['day']} {one.meeting['at']}")
    yield meeting + timedelta(hours=1), told.meet
    for minute, item in enumerate((i for i in one.items if not i[1]), 61):
        yield meeting + timedelta(minutes=minute), partial(told.promise, item)
    for minute, (login, name) in enumerate(one.guardians, 65):
        yield meeting + timedelta(minutes=minute), partial(told.sign, login, name)
    yield meeting + timedelta(minutes=70), told.sign_here
    for item in one.items:
        yield _at(f"{item[3]} 19:00"), partial(told.keep, item)
    for day in one.looks:
        yield _at(day), told.look
    yield _at(one.closed_at), told.close


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=_ZONE)


class _Told:
    """The acts of one incident."""

    def __init__(self, stage: Stage, one: Repair) -> None:
        self.stage, self.one = stage, one
        self.id: UUID | None = None
        self.shift = timedelta()

    def me(self, at: datetime) -> Caller:
        return self.stage.caller(self.one.officer, at)

    def view(self, at: datetime) -> incidents.IncidentView:
        if self.id is None:
            raise LookupError("the incident was not recorded")
        return incidents.open_incident(self.me(at), self.id)

    def part(self, role: str, at: datetime) -> UUID:
        return next(one.id for one in self.view(at).people if one.role == role)

    def moved(self, day: str) -> str:
        """Return an original day, moved as the whole story is."""
        return (_at(day) + self.shift).date().isoformat()

    def record(self, at: datetime) -> None:
        if self.one.recorded_at:
            self.shift = at - _at(self.one.recorded_at)
        raw = {**self.one.happened}
        if self.one.student:
            raw["student_id"] = str(self.stage.students[self.one.student])
        raw["day"] = self.moved(self.one.happened["day"])
        self.id = incidents.record_incident(self.me(at), read(incidents.RecordForm, raw))
        neighbour = incidents.PersonForm("affected", None, self.one.affected, None, "000-0000-0013")
        incidents.add_person(self.me(at), self.id, neighbour)

    def confirm(self, at: datetime) -> None:
        form = read(incidents.MeasuresForm, self.one.measures)
        incidents.confirm_measures(self.me(at), self.part("responsible", at), form)

    def pay(self, item: tuple[str, ...], at: datetime) -> None:
        _, amount, due, _, _ = item
        raw = {"amount": amount, "person_id": str(self.part("responsible", at)),
               "due_on": self.moved(due)}  # fmt: skip
        form = read(incidents.PaymentForm, raw)
        incidents.add_payment(self.me(at), self.view(at).id, form)

    def prepare(self, at: datetime) -> None:
        for role, wants, said in self.one.prepared:
            form = incidents.PrepareForm(wants, said)
            incidents.prepare_side(self.me(at), self.part(role, at), form)
        raw = {**self.one.meeting, "day": self.moved(self.one.meeting["day"])}
        incidents.fix_meeting(self.me(at), self.view(at).id, read(incidents.ReadyForm, raw))

    def meet(self, at: datetime) -> None:
        form = read(incidents.TalkForm, self.one.talk)
        incidents.hold_meeting(self.me(at), self.view(at).id, form)

    def promise(self, item: tuple[str, ...], at: datetime) -> None:
        what, _, due, _, _ = item
        raw = {"what": what, "person_id": str(self.part("responsible", at)),
               "due_on": self.moved(due)}  # fmt: skip
        form = read(incidents.PromiseForm, raw)
        incidents.add_promise(self.me(at), self.view(at).id, form)

    def sign_here(self, at: datetime) -> None:
        for role, name in (("responsible", self.one.child), ("affected", self.one.affected)):
            form = incidents.SignForm(self.part(role, at), "self", name)
            incidents.sign_here(self.me(at), self.view(at).id, form)

    def sign(self, login: str, name: str, at: datetime) -> None:
        form = incidents.OwnSignForm(name)
        incidents.sign_as_guardian(self.stage.caller(login, at), self.view(at).id, form)

    def keep(self, item: tuple[str, ...], at: datetime) -> None:
        what, _, due, _, proof = item
        day = self.moved(due)
        found = next(
            one
            for one in self.view(at).items
            if one.kind != "check" and one.what == what and one.due_on.isoformat() == day
        )
        if found.kind == "payment":
            told = incidents.ToldReceivedForm("call", proof)
            incidents.record_received(self.me(at), found.id, told)
        else:
            incidents.record_kept(self.me(at), found.id, incidents.ProofForm(proof))

    def look(self, at: datetime) -> None:
        due = next(
            one for one in self.view(at).items if one.kind == "check" and one.state == "open"
        )
        form = incidents.CheckForm("yes", "双方都说守住了。")
        incidents.look(self.me(at), due.id, form)

    def close(self, at: datetime) -> None:
        form = incidents.EndForm(self.one.ending)
        incidents.close_incident(self.me(at), self.view(at).id, form)
