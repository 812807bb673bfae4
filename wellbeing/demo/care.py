"""The storylines after a case was taken on, with their original dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wellbeing.demo import cast


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk: its day and hour, what the note holds, and the two lines for others."""

    at: str
    text: str
    others: str = ""


@dataclass(frozen=True, slots=True)
class Care:
    """How one case went on, by the original dates."""

    story: str
    student: str
    counsellor: str
    talks: tuple[Talk, ...]
    invited: tuple[tuple[str, cast.DemoAccount], ...] = ()
    helpers: tuple[str, ...] = ()
    plan_at: str = ""
    plan: Mapping[str, str] = field(default_factory=dict)
    # What, party, login of the helper, place, due day, day it was done, a word to it.
    tasks: tuple[tuple[str, str, str, str, str, str, str], ...] = ()
    # When, login (or @relation by phone, or "" for the young person), answer, words.
    answers: tuple[tuple[str, str, str, str], ...] = ()
    question: tuple[str, str, str, str] | None = None
    closed_at: str = ""
    ending: Mapping[str, object] = field(default_factory=dict)
    looks: tuple[tuple[str, str, str], ...] = ()


CARES = (
    Care(
        "S01", "lu", "yezhiqiu",
        (
            Talk("2025-03-18 14:00", "他说回家就是写作业，没有人问他今天怎么样。",
                 "课间请叫他的名字。"),
            Talk("2025-03-25 14:00", "说起那辆车，他说当时只想有人看见。"),
            Talk("2025-04-01 14:00", "想当面道歉，怕说不好。一起练了一遍。"),
            Talk("2025-04-08 14:00", "和同桌打了一次球。", "同桌的邀请对他很重要。"),
            Talk("2025-04-15 14:00", "准备周五的修复会谈，他写了一封信。"),
            Talk("2025-04-22 14:00", "道歉之后轻松了很多。"),
            Talk("2025-05-13 14:00", "数学考了71，他先告诉了方老师。"),
            Talk("2025-05-27 14:00", "他说现在知道难的时候可以找谁。"),
        ),
        invited=(
            ("mother", cast.PARENT),
            ("father", cast.FATHER),
        ),
        helpers=("fangyuan", "helixin"),
        plan_at="2025-03-19 10:00",
        plan={
            "strengths": "羽毛球打得好，对值日很负责，愿意道歉、愿意赔。",
            "goal_1": "我想每天有人和我说说话", "now_1": "3", "hoped_1": "8",
            "goal_2": "我想和一两个同学玩得来", "now_2": "2", "hoped_2": "7",
            "goal_3": "我想数学不再怕", "now_3": "4", "hoped_3": "7",
        },
        tasks=(
            ("每天晚饭后一起散步二十分钟", "guardian", "lumama", "home", "2025-04-30",
             "2025-04-28", "差了两天，其余都做到了。"),
            ("每周两次课后补数学", "teacher", "fangyuan", "school", "2025-05-30",
             "2025-05-29", "从62到71。"),
            ("当面道歉，分两次赔1300元", "young_person", "", "community", "2025-05-30",
             "2025-05-30", "都付清了。"),
            ("每月和车主、家长通一次电话", "officer", "helixin", "police", "2025-06-06",
             "2025-06-05", "车主说孩子见面会打招呼。"),
        ),
        answers=(
            ("2025-03-20 20:10", "lumama", "agreed", "谢谢你们。"),
            ("2025-03-20 21:00", "lubaba", "wants_talk", "散步能不能改在晚饭后？"),
            ("2025-03-21 08:30", "lubaba", "agreed", "好，谈过了。"),
            ("2025-03-21 12:10", "", "agreed", "可以。"),
        ),
        question=("2025-04-02 20:00", "lumama", "他在学校有人一起吃饭吗？",
                  "有，同桌和他一起。您可以问问他们聊什么。"),
        closed_at="2025-06-24 15:00",
        ending={
            "reason": "goals_met",
            "for_family": "三个目标都往前走了。再难的时候：先告诉方老师，或者来访谈室，门是开的。",
            "for_team": "目标达到，赔偿付清，家人每天散步。",
            "told": ("young_person", "guardians"),
            "looks": "yes",
        },
        looks=(
            ("2025-07-24 10:00", "call", "假期每天打球，睡得好。"),
            ("2025-09-24 15:00", "school", "新学期同桌还是他，数学78。"),
            ("2025-12-24 15:00", "visit", "父母报名做了志愿者，一切平稳。"),
        ),
    ),
    Care(
        "S02", "shen", "luoyifan",
        (
            Talk("2025-09-24 14:00", "她说到了校门口，腿就不动了。",
                 "请允许她先到图书室。"),
            Talk("2025-10-15 14:00", "这周来了两个上午。"),
            Talk("2025-10-22 14:00", "和语文老师一起走进教室一次。"),
            Talk("2025-10-29 14:00", "又在家两天，她自责。",
                 "不追问缺席，只说见到她高兴。"),
            Talk("2025-11-05 14:00", "督导后换了办法：先从第三节课开始。"),
            Talk("2025-11-12 14:00", "五天来了四天半。"),
            Talk("2025-11-19 14:00", "她自己走进了校门，语文老师在窗口挥手。"),
            Talk("2025-12-03 14:00", "一整周都在。"),
        ),
        plan_at="2025-10-16 10:00",
        plan={
            "strengths": "信任语文老师，每天给同桌发消息。",
            "goal_1": "我想走进校门", "now_1": "2", "hoped_1": "6",
            "goal_2": "我想上完一整天课", "now_2": "3", "hoped_2": "6",
            "goal_3": "我想早上起得来", "now_3": "3", "hoped_3": "5",
        },
        answers=(
            ("2025-10-17 18:00", "@mother", "agreed", "只要她愿意就好。"),
            ("2025-10-22 14:50", "", "agreed", "试试。"),
        ),
        tasks=(
            ("早上七点在校门口等她", "teacher", "fangyuan", "school", "2025-12-31", "", ""),
            ("晚上十点前关灯", "young_person", "", "home", "2025-12-31", "", ""),
        ),
        helpers=("fangyuan",),
    ),
    Care(
        "S06", "tang", "baijing",
        (
            Talk("2025-11-07 14:00", "他先画了一条船，一直没有说话。最后说奶奶做的面好吃。",
                 "请不要问他伤是怎么来的。"),
            Talk("2025-11-14 14:00", "他说晚上睡得着了。"),
            Talk("2025-11-21 14:00", "他问以后还能不能住奶奶家。", "他想知道下周谁会来看他。"),
        ),
    ),
)  # fmt: skip
