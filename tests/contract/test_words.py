"""Our own texts: no label for a person; for families no jargon, short words, short sentences.

The word list is the one that the hint under a text box uses, and the few below.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.messages import messages, read
from wellbeing.kind_words import Concern, words

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "zh_Hans", "zh_Hant")
# Words that may be right in a reporter's mouth and are never ours.
NEVER = (
    *("病人", "患者", "犯罪", "罪犯", "嫌疑人", "嫌犯"),
    *("patient", "victim", "perpetrator", "offender", "suspect", "disorder"),
)
# What families read: the door, the frame, the start page, the case, and pages of their own.
FAMILIES_READ = [
    "wellbeing/web/**/*", "wellbeing/errors.py", "wellbeing/forms.py", "wellbeing/labels.py",
    "wellbeing/services/sign_in.py", "wellbeing/services/set_up.py", "wellbeing/services/family.py",
    "wellbeing/services/check_in.py", "wellbeing/services/plans/answer.py",
    "wellbeing/services/plans/tasks.py", "wellbeing/ui/frame.py", "wellbeing/ui/parts.py",
    "wellbeing/ui/failure.py", "wellbeing/ui/fields.py", "wellbeing/ui/today.py",
    "wellbeing/ui/steps.py", "wellbeing/ui/gentle.py", "wellbeing/ui/tablet.py",
    "wellbeing/ui/cases/family.py", "wellbeing/ui/cases/page.py", "wellbeing/ui/cases/people.py",
    "wellbeing/ui/cases/plan.py", "wellbeing/ui/cases/questions.py",
    "wellbeing/ui/cases/reader.py", "wellbeing/ui/cases/tasks.py", "pages/start/*",
    "pages/cases/case.py", "pages/cases/cases.py", "pages/cases/tasks.py",
]  # fmt: skip
# Words of the trade, which a parent at night should not have to look up.
JARGON = {
    "en": (
        *("triage", "intake", "caseload", "baseline", "stakeholder", "safeguarding", "escalat"),
        *("multi-agency", "disposition", "psychoeducation", "adherence", "no-show", "workflow"),
        *("credential", "authenticat", "invalid", "parameter", "timeout"),
    ),
    "zh_Hans": (
        *("接案", "分级评估", "督导", "个案负荷", "基线", "划界分", "可靠变化", "达成度", "闭环"),
        *("抓手", "赋能", "干预", "处置", "研判", "凭证", "令牌", "会话", "参数", "超时"),
    ),
    "zh_Hant": (
        *("接案", "分級評估", "督導", "個案負荷", "基線", "切截分數", "可靠改變", "達成程度"),
        *("閉環", "抓手", "賦能", "處置", "研判", "憑證", "權杖", "工作階段", "參數", "逾時"),
    ),
}
MOST_WORDS, MOST_SIGNS = 22, 42
ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b|\b(?:e\.g|i\.e|etc|approx|incl)\b\.?")


def shown(language: str) -> dict[str, str]:
    """Return every message as this language shows it."""
    known = read(language) if language != "en" else {}
    return {text: known.get(text, text) for text in messages()}


def to_families(language: str) -> dict[str, str]:
    """Return the messages that parents and students can meet."""
    files = {
        path.relative_to(ROOT).as_posix() for glob in FAMILIES_READ for path in ROOT.glob(glob)
    }
    used = messages()
    return {text: said for text, said in shown(language).items() if used[text] & files}


def labels_in(text: str) -> list[str]:
    """Return the labelling words of a text of ours."""
    listed = (*words(Concern.LABEL), *words(Concern.ILLNESS), *NEVER)
    low = text.lower()
    return [one for one in listed if _holds(low, one)]


def _holds(text: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}s?\b", text)) if word.isascii() else word in text


def too_long(text: str) -> list[str]:
    """Return the sentences that are too long to be read at once."""
    plain = re.sub(r"\{\w+\}", "x", text)
    sentences = re.split(r"(?<=[.!?。！？])\s*", plain)
    return [one for one in sentences if _words(one) > MOST_WORDS or _signs(one) > MOST_SIGNS]


def _words(sentence: str) -> int:
    return len(re.findall(r"[A-Za-z'-]+", sentence))


def _signs(sentence: str) -> int:
    return len(re.findall(r"[\u3400-\u9fff]", sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_ours_puts_a_label_on_a_person(language: str) -> None:
    found = {text: labels_in(said) for text, said in shown(language).items()}
    assert {text: one for text, one in found.items() if one} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_read_no_jargon_and_no_abbreviation(language: str) -> None:
    found = {}
    for text, said in to_families(language).items():
        jargon = [one for one in JARGON[language] if one in said.lower()]
        if bad := jargon + ABBREVIATION.findall(re.sub(r"\{\w+\}", "", said)):
            found[text] = bad
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_read_short_sentences(language: str) -> None:
    found = {text: too_long(said) for text, said in to_families(language).items()}
    assert {text: one for text, one in found.items() if one} == {}


# Each script has its own words too: converted text would carry the other one's over.
OTHERS_WORDS = {
    "zh_Hans": ("资讯", "预设", "萤幕", "帐号", "储存", "讯息", "视窗", "连线", "使用者", "计画"),
    "zh_Hant": ("信息", "默認", "軟件", "視頻", "賬號", "登錄", "網絡", "窗口", "服務器", "志願者",
                "民警（", "反饋"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_each_script_is_written_and_not_converted(language: str) -> None:
    found = {text: [one for one in OTHERS_WORDS[language] if one in said]
             for text, said in shown(language).items()}  # fmt: skip
    assert {text: one for text, one in found.items() if one} == {}


def test_planted_words_are_found() -> None:
    assert labels_in("违法少年的档案") == ["违法少年"]
    assert labels_in("The patient is lazy") == ["lazy", "patient"]
    assert ABBREVIATION.findall("Fill the SDQ, e.g. today") == ["SDQ", "e.g."]
    assert too_long("字" * 43) and too_long("word " * 23) and not too_long("字" * 42)


def test_every_file_that_families_read_is_there() -> None:
    assert [glob for glob in FAMILIES_READ if not any(ROOT.glob(glob))] == []
    assert len(to_families("en")) > 200
