"""Search: folded equality tokens are stored; fragments live in memory alone."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.crypto import KeyMaterial, Keyring, NameIndex, fold, matches
from wellbeing.crypto.search import token
from wellbeing.crypto.sounds import units

NAMES = ["王小明", "欧阳娜娜", "李娜", "José Ångström", "Li Na", "𠮷田", "阿卜杜·热合曼"]


@pytest.fixture
def ring() -> Keyring:
    return Keyring(KeyMaterial(bytes(range(32)), {1: bytes(range(1, 33))}, 1), "demo:one")


@pytest.fixture
def index() -> NameIndex:
    return _index_of(NAMES)


def _index_of(names: Sequence[str]) -> NameIndex:
    made = NameIndex()
    made.refresh((UUID(int=n), 1, [name]) for n, name in enumerate(names))
    return made


def _found(index: NameIndex, typed: str) -> list[str]:
    names = [NAMES[one.int] for one in index.find(typed)]
    return [name for name in names if matches(typed, name)]


@pytest.mark.parametrize(
    ("one", "two"),
    [("ABC", "ａｂｃ"), ("Li  Na", "li na"), ("José", "JOSE\u0301"), ("１３８", "138"),
     ("STRASSE", "straße"), ("王 小明", "王小明")],
)  # fmt: skip
def test_width_case_accents_and_spaces_do_not_count(one: str, two: str, ring: Keyring) -> None:
    assert fold(one) == fold(two)
    assert token(ring, "t", "c", one) == token(ring, "t", "c", two)


def test_a_token_says_nothing_across_columns_tables_or_values(ring: Keyring) -> None:
    made = [token(ring, *place) for place in
            (("t", "c", "x"), ("t", "d", "x"), ("u", "c", "x"), ("t", "c", "y"))]  # fmt: skip
    assert len(set(made)) == 4 and all(len(one) == 8 for one in made)


@pytest.mark.parametrize(
    ("typed", "names"),
    [("小明", ["王小明"]), ("王", ["王小明"]), ("娜", ["欧阳娜娜", "李娜"]),
     ("wangxiaoming", ["王小明"]), ("xiaom", ["王小明"]), ("wxm", ["王小明"]),
     ("oynn", ["欧阳娜娜"]), ("lina", ["李娜", "Li Na"]), ("LI NA", ["李娜", "Li Na"]),
     ("jose", ["José Ångström"]), ("NGSTR", ["José Ångström"]), ("𠮷", ["𠮷田"]),
     ("热合", ["阿卜杜·热合曼"]), ("明王", []), ("", []), ("  ", []), ("zz", [])],
)  # fmt: skip
def test_fragments_pinyin_initials_and_latin_find(
    index: NameIndex, typed: str, names: list[str]
) -> None:
    assert sorted(_found(index, typed)) == sorted(names)


LETTERS = st.characters() | st.sampled_from("王小明单仇解吕abAB 1·(é𠮷〇")


@given(st.text(LETTERS, min_size=1, max_size=12), st.data())
def test_the_index_never_misses_what_matches(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    typed = name[start : data.draw(st.integers(start + 1, len(name)))]
    if matches(typed, name):
        assert _index_of([name]).find(typed) == [UUID(int=0)]


@given(st.sampled_from(NAMES), st.data())
def test_however_a_name_is_spoken_it_is_found(name: str, data: st.DataObject) -> None:
    """Each character in full or by its first letter, from anywhere in the name."""
    said = [data.draw(st.sampled_from(one)) for one in units(fold(name))]
    typed = "".join(data.draw(st.sampled_from([one, one[:1]])) for one in said)
    if typed.isascii() and typed:
        assert matches(typed, name)
        assert _index_of([name]).find(typed) == [UUID(int=0)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("shan", "单雨(虚构)"), ("danyu", "单雨(虚构)"), ("qiuyu", "仇雨"), ("xy", "解雨"),
     ("lvyu", "吕雨"), ("luyu", "吕雨"), ("lüyu", "吕雨"), ("wangxm", "王小明"),
     ("aoming", "王小明"), ("tomw", "Tom王"), ("ouyangnn", "欧阳娜娜"), ("ynn", "欧阳娜娜"),
     ("abudureheman", "阿卜杜·热合曼"), ("阿卜杜热合曼", "阿卜杜•热合曼"),
     ("abdrhm", "阿卜杜·热合曼")],
)  # fmt: skip
def test_a_name_is_found_by_any_reading_and_any_mixture(typed: str, name: str) -> None:
    assert matches(typed, name) and _index_of([name]).find(typed) == [UUID(int=0)]


def test_what_does_not_sound_so_is_not_found() -> None:
    for typed in ("wangxiaomi", "wm", "mingw", "xiaowang", "gg"):
        assert matches(typed, "王小明") == (typed == "wangxiaomi")


def test_a_newer_revision_replaces_and_an_older_one_does_not() -> None:
    made, one = NameIndex(), uuid4()
    made.refresh([(one, 2, ["王小明"])])
    made.refresh([(one, 1, ["李娜"])])
    assert made.find("小明") == [one] and made.find("李娜") == []
    assert made.unknown([(one, 2), (one, 1)]) == [] and made.unknown([(one, 3)]) == [one]
    made.refresh([(one, 3, ["李娜"]), (uuid4(), 1, ["赵雨"]), (one, 2, ["王小明"])])
    assert made.find("小明") == [] and made.find("李娜") == [one] and len(made) == 2
    made.keep_only([one])
    assert len(made) == 1 and made.find("赵") == [] and made.find("李") == [one]
    made.keep_only([])
    assert made.find("李娜") == [] and len(made) == 0 == made.bytes_held
    made.refresh([])
    assert made.unknown([]) == [] and made.unknown([(one, 1)]) == [one]


def test_the_first_page_is_enough_and_the_pages_hold_all() -> None:
    made, ids = NameIndex(), sorted(uuid4() for _ in range(6_000))
    made.refresh((one, 1, ["王小明"]) for one in ids)
    assert made.find("王") == ids[:50] and len(made.find("王", limit=7)) == 7
    pages = list(made.pages("王"))
    assert [len(page) for page in pages] == [60, 240, 960, 3_840, 900]
    assert [one for page in pages for one in page] == ids


def test_two_processes_share_no_mark_and_no_name_lies_about(index: NameIndex) -> None:
    assert (index._shelf.marks != _index_of(NAMES)._shelf.marks).any()
    held = index._shelf.marks.tobytes() + repr(index._numbers).encode()
    assert "小明".encode() not in held and b"xiao" not in held


def test_a_hundred_thousand_names_take_less_than_twelve_mebibytes() -> None:
    made = NameIndex()
    made.refresh((UUID(int=n), 1, ["王小明"]) for n in range(1_000))
    assert made.bytes_held * 100 <= 12 * 2**20


def test_searching_while_others_are_added_works(index: NameIndex) -> None:
    def both(number: int) -> int:
        index.refresh([(uuid4(), 1, ["王小明"])])
        return len(index.find("小明", limit=500))

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(both, range(200))) == 201
