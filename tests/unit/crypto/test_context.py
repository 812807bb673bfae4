"""Context and envelope as bytes: one encoding each, and none means two things."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.crypto.by_hand import context
from wellbeing.crypto import Compartment, FormatError, SealContext
from wellbeing.crypto.envelope import BODY, NONCE, header, parse

HEAD = header(0, 1)
CONTEXT = SealContext("demo:one", "child", "name", uuid4(), uuid4(), Compartment.IDENTITY)
NAMES = st.text(st.sampled_from("ab|:\0/é王"), max_size=4)
IDS = st.sampled_from([UUID(int=0), UUID(int=1), UUID(int=2**127)])
CONTEXTS = st.builds(SealContext, NAMES, NAMES, NAMES, IDS, IDS, st.sampled_from(Compartment))


@given(CONTEXTS, CONTEXTS)
def test_two_contexts_never_share_their_encoding(one: SealContext, two: SealContext) -> None:
    assert (one == two) == (context(one, HEAD) == context(two, HEAD))


@pytest.mark.parametrize("pair", [("ab", "c"), ("a|b", ""), ("", "abc"), ("a\0", "bc")])
def test_moving_a_letter_between_names_changes_the_encoding(pair: tuple[str, str]) -> None:
    plain = CONTEXT._replace(table="a", column="bc")
    moved = CONTEXT._replace(table=pair[0], column=pair[1])
    assert context(plain, HEAD) != context(moved, HEAD)


@given(st.binary(max_size=80))
def test_bytes_from_nowhere_are_an_envelope_or_a_format_error(data: bytes) -> None:
    try:
        parsed = parse(data)
    except FormatError:
        return
    assert parsed.header + data[NONCE] + data[BODY] == data


def test_the_shortest_envelope_is_read_exactly() -> None:
    head = header(0x10, 0x0102)
    shortest = head + bytes(range(28))
    assert parse(shortest) == (head, 0x10, 0x0102)
    assert (shortest[NONCE], shortest[BODY]) == (bytes(range(12)), bytes(range(12, 28)))
    with pytest.raises(FormatError):
        parse(head + bytes(27))
