"""The two storylines of safety, by their original dates: a disclosure, and harm at home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wellbeing.demo import cast
from wellbeing.demo.scores import SCORES
from wellbeing.demo.tale import Stage
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import cases, harm, measures, safety, sessions

_ZONE = ZoneInfo("Asia/Shanghai")
Act = tuple[str, Callable[[Caller, UUID], object]]


def keep_safe(stage: Stage, story: str, shift: timedelta, now: datetime) -> None:
    """Tell how a young person was kept safe, act by act, as far as its day has come."""
    student, login, acts = _STORIES[story]
    name = next(one.name for one in cast.STUDENTS if one.key == student)
    for day, who, act in acts(stage):
        at = datetime.fromisoformat(day).replace(tzinfo=_ZONE) + shift
        if at < now:
            office = stage.caller(login, at)
            case = next((row.id for row in cases.cases(office) if row.student == name), None)
            act(stage.caller(who, at), case or stage.students[student])


def _talks(
    story: str, days: str, who: str, words: str, at: str = "13:00"
) -> Iterator[tuple[str, str, Any]]:
    """Book, hold and note a talk on each of these days, with its check-in."""
    totals = dict(SCORES[story].check_ins)
    for n, day in enumerate(days.split()):
        yield f"{day} {at}", who, _talk(words, totals[day], first=n == 0)


def _talk(words: str, total: float, *, first: bool) -> Callable[[Caller, UUID], None]:
    def told(me: Caller, case: UUID) -> None:
        local = me.runtime.clock().astimezone(_ZONE)
        raw = {"day": local.date().isoformat(), "at": f"{local:%H:%M}", "minutes": "50"}
        made = sessions.book(me, case, read(sessions.BookForm, raw))
        form = sessions.FirstHeldForm("yes", "yes") if first else sessions.HeldForm()
        sessions.hold(me, made, form)
        sessions.sign_note(me, made, sessions.LAYOUTS["free"](words))
        filled = measures.RecordForm(measures.CHECK_IN, total=total, about_id=made)
        measures.record(me, case, filled)

    return told


def _level(urgency: str, why: str, *reasons: str) -> Callable[[Caller, UUID], None]:
    form = safety.ChangeForm(urgency, reasons, why)
    return lambda me, case: safety.change_urgency(me, case, form)


def _contact(way: str, text: str) -> Callable[[Caller, UUID], None]:
    form = safety.ContactForm("contact", way, text)
    return lambda me, case: safety.record_contact(me, case, form)


def _told(way: str, text: str) -> Callable[[Caller, UUID], None]:
    form = safety.ContactForm("adult", way, told=text)
    return lambda me, case: safety.record_contact(me, case, form)


def _plan(own: str) -> Callable[[Caller, UUID], object]:
    form = safety.SafetyPlanForm(
        signs="一个人待着，什么都不想做。", own=own, places="美术室，河边的长椅。",
        people="美术老师，外婆。", services="叶老师；夜里打热线。", surroundings="外婆收起了刀片。",
    )  # fmt: skip
    return lambda me, case: safety.write_safety_plan(me, case, form)


def _disclosure(stage: Stage) -> Iterator[tuple[str, str, Any]]:
    me = "yezhiqiu"
    yield from _talks("S05", "2025-09-23 2025-09-30", me, "她说睡不着，画画时会好一点。")
    yield from _talks(
        "S05", "2025-10-14", me, "她说了想结束一切，也说了怎么做。一起写下安全计划。", "15:00"
    )
    yield "2025-10-14 15:10", me, _level("u1", "她在访谈中说了出来，有具体的办法。", "plan")
    yield "2025-10-14 15:35", me, _told("call", "父亲接到电话，马上来学校。她一直有人陪。")
    yield "2025-10-14 17:00", me, _plan("画画，听外婆的录音。")
    yield "2025-10-15 16:00", "jining", _review("一起看过记录和安全计划，合适；每周两次见面。")
    yield "2025-10-16 12:00", me, _contact("room", "从医院回来，愿意继续来。")
    yield from _talks("S05", "2025-10-16", me, "从医院回来，愿意继续来。")
    yield from _talks("S05", "2025-10-21", me, "一起改了安全计划。")
    yield "2025-10-21 14:30", me, _plan("画画，给美术老师发一张图。")
    later = "2025-10-28 2025-11-11 2025-11-25 2025-12-09"
    yield from _talks("S05", later, me, "一周比一周稳。")


def _review(text: str) -> Callable[[Caller, UUID], None]:
    return lambda me, case: safety.record_review(me, case, safety.ReviewForm(text))


def _harm(stage: Stage) -> Iterator[tuple[str, str, Any]]:
    made: dict[str, UUID] = {}
    child = stage.students["tang"]

    def noticed(me: Caller, _: UUID) -> None:
        form = harm.NoticeForm(
            "小臂和背上有几处新旧不一的瘀青。他说是“摔的”。", None, "10:20", "yes",
            "伤可能来自家里。",
        )  # fmt: skip
        made["id"] = harm.report_harm(me, child, form)

    def tell(addressee: str, receipt: str) -> Callable[[Caller, UUID], None]:
        form = harm.ToldForm(addressee, receipt=receipt)
        return lambda me, _: harm.tell_authority(me, made["id"], form)

    def outcome(me: Caller, _: UUID) -> None:
        form = harm.OutcomeForm("measures", "警方向父亲发出告诫书；孩子暂住奶奶家。")
        harm.record_outcome(me, made["id"], form)

    yield "2025-11-03 10:21", "lanting", noticed
    yield "2025-11-03 10:35", "lanting", tell("police", "110-000-0001")
    yield "2025-11-03 10:50", "lanting", tell("civil_affairs", "MZ-000-0001")
    yield "2025-11-03 10:51", "lanting", tell("education", "JY-000-0001")
    yield "2025-11-05 16:00", "lanting", outcome
    yield from _talks("S06", "2025-11-07 2025-11-14 2025-11-21", "baijing", "他画了一艘船。")


_STORIES: dict[str, tuple[str, str, Callable[[Stage], Iterator[tuple[str, str, Any]]]]] = {
    "S05": ("wen", "jining", _disclosure),
    "S06": ("tang", "jining", _harm),
}
STORIES = tuple(_STORIES)
