"""Search: folded equality tokens are stored; fragments live in memory alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.crypto import KeyMaterial, Keyring, NameIndex, fold, matches
from wellbeing.crypto.search import token

NAMES = ["王小明", "欧阳娜娜", "李娜", "José Ångström", "Li Na", "𠮷田", "阿卜杜·热合曼"]


@pytest.fixture
def ring() -> Keyring:
    return Keyring(KeyMaterial(bytes(range(32)), {1: bytes(range(1, 33))}, 1), "demo:one")


@pytest.fixture
def index(ring: Keyring) -> NameIndex:
    made = NameIndex(ring)
    made.refresh((UUID(int=n), 1, [name]) for n, name in enumerate(NAMES))
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


@given(st.text(min_size=1, max_size=12), st.data())
def test_the_index_never_misses_what_matches(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    typed = name[start : data.draw(st.integers(start + 1, len(name)))]
    made, found = NameIndex(Keyring(KeyMaterial(b"", {}, 1), "t")), uuid4()
    made.add(found, 1, [name])
    if matches(typed, name):
        assert made.find(typed) == [found]


def test_a_newer_revision_replaces_and_an_older_one_does_not(ring: Keyring) -> None:
    made, one = NameIndex(ring), uuid4()
    made.add(one, 2, ["王小明"])
    made.add(one, 1, ["李娜"])
    assert made.find("小明") == [one] and made.find("李娜") == []
    made.add(one, 3, ["李娜"])
    assert made.find("小明") == [] and made.find("李娜") == [one] and len(made) == 1
    made.remove(one)
    made.remove(one)
    assert made.find("李娜") == [] and len(made) == 0 and not made._grams


def test_the_first_page_is_enough(ring: Keyring) -> None:
    made = NameIndex(ring)
    made.refresh((uuid4(), 1, ["王小明"]) for _ in range(60))
    assert len(made.find("王")) == 50 and len(made.find("王", limit=7)) == 7


def test_two_processes_share_no_token_and_no_name_lies_about(index: NameIndex) -> None:
    other = NameIndex(index._keyring)
    other.refresh((UUID(int=n), 1, [name]) for n, name in enumerate(NAMES))
    assert not set(index._grams) & set(other._grams)
    assert not any("小".encode() in gram for gram in index._grams)


def test_searching_while_others_are_added_works(index: NameIndex) -> None:
    def both(number: int) -> int:
        index.add(uuid4(), 1, ["王小明"])
        return len(index.find("小明", limit=500))

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(both, range(200))) == 201
