"""The storylines' first acts: who refers whom and what becomes of it, with the original dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Act:
    """One act after the sending: when (hours later), what, and its answers."""

    hours: float
    what: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One referral: `weeks_ago` says into which week before now the original date is moved."""

    key: str
    referrer: str
    student: str
    at: datetime
    weeks_ago: int
    answers: Mapping[str, Any]
    acts: tuple[Act, ...] = ()


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=_ZONE)


def _decide(
    hours: float, reasons: tuple[str, ...], urgency: str, outcome: str, reason: str, **more: Any
) -> Act:
    return Act(hours, "decide", {
        "reasons": reasons, "urgency": urgency, "outcome": outcome, "reason": reason, **more,
    })  # fmt: skip


_ACK, _TELL = "acknowledge", "tell"

STORIES = (
    Story("S06", "lanting", "tang", _at("2025-11-03T10:20"), 3, {
        "danger": "yes",
        "facts": "晨检时看见他小臂和背上有几处新旧不一的瘀青。他说是“摔的”，说话时一直看着门口。",
        "whose_words": "班主任看见；保健老师在场。",
        "seen_when": "周一上午10点20分", "seen_where": "教室，后到保健室",
        "worries": "伤痕不像一次摔伤，他不愿回家。",
        "going_well": "和奶奶很亲，喜欢画船。",
        "tried": "已请保健老师查看并拍照留存，没有追问。",
        "asked": "no", "family_safe": "no", "family_reason": "伤可能来自家里。请先不要通知父亲。",
        "family": "和父亲同住，奶奶住在隔壁小区。",
        "lawful_basis": "statutory_duty", "reply_route": "here",
    }, (
        Act(0.05, _ACK),
        _decide(0.25, ("harm_by_carer",), "u1", "urgent_report_made",
                "10点35分报警，10点50分告知民政和教育部门。", passed_to="派出所、民政、教育部门"),
        Act(5, _TELL),
    )),
    Story("S06b", "lanting", "tang", _at("2025-11-05T09:00"), 3, {
        "danger": "no",
        "facts": "告诫书之后他住在奶奶家，在学校不说话，课间画船。",
        "whose_words": "班主任看见。",
        "seen_when": "这两天", "seen_where": "教室",
        "worries": "他需要有人慢慢陪他说话。",
        "going_well": "奶奶每天接送。", "tried": "请保健老师每天看一眼。", "asked": "yes",
        "own_view": "他说：“我想住奶奶家。”",
        "family_safe": "no", "family_reason": "请先不要通知父亲。",
        "lawful_basis": "safeguarding", "reply_route": "here",
    }, (
        Act(0.5, _ACK),
        _decide(1, ("harm_by_carer",), "u1", "new_case", "由白老师陪他。", counsellor="baijing"),
        Act(2, _TELL),
    )),
    Story("S01", "helixin", "lu", _at("2025-03-07T16:30"), 43, {
        "danger": "no",
        "facts": "周四傍晚他用钥匙在邻居车门上划了一道，当场承认。周五父母都在场时谈过话。",
        "whose_words": "他说：“我就是很烦，没有人理我。”",
        "seen_when": "周四18点20分", "seen_where": "小区地下车库",
        "worries": "学习压力大，觉得老师和同学都看不见他。",
        "going_well": "愿意道歉，愿意赔。喜欢打羽毛球。",
        "tried": "和父母、车主谈过，车主愿意调解。",
        "asked": "yes", "own_view": "他说愿意和学校的老师聊聊，不想让全班知道。",
        "family_safe": "yes", "family": "和父母同住，父母都知道这件事。",
        "lawful_basis": "guardian_consent", "basis_note": "父母周五当面同意，母亲签字。",
        "reply_route": "phone", "reply_contact": "000-0000-0001,工作日上午",
    }, (
        Act(15, _ACK),
        _decide(64, ("damage", "pressure", "peers"), "u3", "new_case",
                "需要有人听他说。由叶老师接案。", counsellor="yezhiqiu"),
        Act(66, _TELL),
    )),
    Story("S01-teacher", "fangyuan", "lu", _at("2025-03-10T11:40"), 43, {
        "danger": "no",
        "facts": "近一个月上课常发呆，三次没交数学作业。上周体育课一个人坐在场边。",
        "whose_words": "班主任和体育老师看见。",
        "seen_when": "二月底以来", "seen_where": "教室、操场",
        "worries": "他越来越安静，好像没有朋友。",
        "going_well": "羽毛球打得好，对值日很负责。",
        "tried": "换过座位，课后谈过一次。", "asked": "no",
        "family_safe": "yes", "family": "母亲常来接。",
        "lawful_basis": "safeguarding", "reply_route": "here",
    }, (
        Act(2, _ACK),
        _decide(4, ("peers", "low_mood"), "u3", "joined_case", "与民警的转介是同一位同学。"),
        Act(5, _TELL),
    )),
    Story("S02", "fangyuan", "shen", _at("2025-09-15T09:10"), 13, {
        "danger": "no",
        "facts": "三周里缺了11个半天。到校门口又折返过两次。",
        "whose_words": "门卫和班主任看见；母亲电话里说早上起不来。",
        "seen_when": "最近三周", "seen_where": "学校门口",
        "worries": "越来越难进校门，怕她不再来。",
        "going_well": "语文老师她很信任，每天给同桌发消息。",
        "tried": "家访一次，允许先到图书室坐一会儿。",
        "asked": "yes", "own_view": "她说：“我想来，就是走不进去。”",
        "family_safe": "yes", "family": "和母亲同住。",
        "lawful_basis": "own_consent", "basis_note": "她本人（14岁）当面同意，母亲已知情。",
        "reply_route": "here",
    }, (
        Act(6, _ACK),
        _decide(30, ("absence",), "u3", "new_case", "由罗老师接案。", counsellor="luoyifan"),
        Act(52, _TELL),
    )),
    Story("S05", "fangyuan", "wen", _at("2025-09-22T08:50"), 12, {
        "danger": "no",
        "facts": "两周来总穿长袖，午休独自在走廊。周五在本子上写“累了”。",
        "whose_words": "同桌告诉班主任，班主任看见本子。",
        "seen_when": "两周以来", "seen_where": "教室、走廊",
        "worries": "情绪低落，和以前很不一样。",
        "going_well": "画画很好，愿意和美术老师说话。",
        "tried": "美术老师每天和她打招呼。", "asked": "no",
        "family_safe": "not_sure", "family_reason": "她说过怕父亲失望。",
        "lawful_basis": "safeguarding", "reply_route": "in_person",
    }, (
        Act(3, _ACK),
        Act(3.5, "ask", {"question": "她自己愿意和谁说话？您什么时候方便陪她来一次访谈室？"}),
        Act(4, "answer", {"answer": "她愿意和美术老师说话。我明天中午可以陪她来。"}),
        _decide(5, ("low_mood", "sharp_change"), "u2", "new_case",
                "由叶老师尽快约谈。", counsellor="yezhiqiu"),
        Act(6, _TELL),
    )),
    Story("S07", "jiangyi", "peng", _at("2025-04-11T15:00"), 0, {
        "danger": "no",
        "facts": "母亲来校说他每晚打游戏到两三点。他自己也说想少玩一点。",
        "whose_words": "母亲和他本人。",
        "seen_when": "这个学期", "seen_where": "家里",
        "worries": "睡得太少，早上的课常常缺。",
        "going_well": "编程课很投入，愿意来谈。", "tried": "母亲收过手机，吵了一架。",
        "asked": "yes", "own_view": "他说：“我自己也想改，就是停不下来。”",
        "family_safe": "yes", "family": "和母亲同住，母亲支持。",
        "lawful_basis": "guardian_consent", "basis_note": "母亲当面同意，他本人也同意。",
        "reply_route": "here",
    }, (
        Act(3, _ACK),
        Act(66, "ask", {"question": "他自己希望在学校还是在社区活动室见面？"}),
    )),
    Story("S11", "luoyifan", "qiao", _at("2025-05-06T21:40"), 0, {
        "danger": "no",
        "facts": "她扫了走廊上的求助二维码，留言说一想到考试就睡不着。",
        "whose_words": "她自己的话：“我怕一考试就全忘了。”",
        "seen_when": "近两周", "seen_where": "网上留言",
        "worries": "备考压力大，睡眠不好。",
        "going_well": "和室友关系好，坚持跑步。",
        "asked": "yes", "own_view": "想学一点让自己静下来的办法。",
        "family_safe": "yes", "lawful_basis": "own_consent",
        "basis_note": "本人（17岁）主动求助。", "reply_route": "here",
    }, (
        Act(11, _ACK),
        _decide(12, ("pressure", "own_wish"), "u4", "new_case", "由罗老师约谈。",
                counsellor="luoyifan"),
        Act(13, _TELL),
    )),
)  # fmt: skip
