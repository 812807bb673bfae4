"""The hint names labels, illnesses and rumours in three languages, and leaves fair words alone."""

from __future__ import annotations

import time

import pytest

from wellbeing.kind_words import Concern, hints, words

NAMED = {
    "他是个问题学生，没人管得了。": [(Concern.LABEL, "问题学生")],
    "他是個問題學生，沒人管得了。": [(Concern.LABEL, "問題學生")],
    "A real Troublemaker and a liar.": [(Concern.LABEL, "Troublemaker"), (Concern.LABEL, "liar")],
    "听说他偷过钱。": [(Concern.RUMOUR, "听说")],
    "聽說他偷過錢。": [(Concern.RUMOUR, "聽說")],
    "Apparently he took money.": [(Concern.RUMOUR, "Apparently")],
    "她可能有抑郁症。": [(Concern.ILLNESS, "抑郁症")],
    "她可能有憂鬱症。": [(Concern.ILLNESS, "憂鬱症")],
    "He has ADHD, I think.": [(Concern.ILLNESS, "ADHD")],
}
FAIR = (
    "周四傍晚他用钥匙在邻居的车门上划了一道。",
    "週四傍晚他用鑰匙在鄰居的車門上劃了一道。",
    "He scratched a car door with a key on Thursday.",
    "班主任说，听说他最近常常一个人。",
    "奶奶告诉我，她听说孩子哭了。",
    "医生诊断为抑郁症。",
    "His mother says he was diagnosed with depression.",
    "她说：“我就是个坏孩子。”",
    "她說：「我就是個壞孩子。」",
    'She said "I am a bad kid".',
    "The criminology lesson was lazily planned: apparent calm.",
    "",
)


@pytest.mark.parametrize("text", NAMED)
def test_a_word_is_named_with_its_concern(text: str) -> None:
    assert [(one.concern, one.word) for one in hints(text)] == NAMED[text]


@pytest.mark.parametrize("text", FAIR)
def test_what_was_seen_or_whose_words_they_are_passes(text: str) -> None:
    assert hints(text) == ()


def test_a_source_does_not_excuse_a_label() -> None:
    assert [one.word for one in hints("班主任说他是差生。")] == ["差生"]


def test_a_source_counts_for_its_own_sentence_only() -> None:
    assert [one.word for one in hints("奶奶说他不吃饭。据说他逃学。")] == ["据说"]


def test_each_word_once_and_three_at_most() -> None:
    assert len(hints("蠢，蠢，蠢，人渣，败类，废物，差生")) == 3
    assert len(hints("蠢，蠢，蠢")) == 1


def test_every_listed_word_is_found_and_every_concern_has_words_in_both_scripts() -> None:
    for concern in Concern:
        for word in words(concern):
            assert [one.concern for one in hints(word)] == [concern], word


def test_a_very_long_text_does_not_hold_up_the_page() -> None:
    start = time.perf_counter()
    hints("他听奶奶说了很多事，" * 130_000)
    assert time.perf_counter() - start < 0.5
