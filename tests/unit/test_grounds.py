"""Lawful basis as a pure function: each thing that stands beside the one that does not."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.facts import BasisFact
from wellbeing.grounds import (
    FIELDS,
    NOT_ASKED,
    PRESUMED,
    REFUSED,
    TOO_MUCH,
    Purpose,
    Sharing,
    ground,
)

CASE, CHILD, HOSPITAL, OTHER = (UUID(int=n) for n in range(1, 5))
AT = datetime(2026, 3, 9, tzinfo=UTC)
SUMMARY = frozenset({"identity", "summary"})


def basis(kind: str = "guardian_consent", state: str = "agreed", **more: object) -> BasisFact:
    known: dict[str, object] = {
        "id": UUID(int=9), "purpose": "handoff", "recipient_id": HOSPITAL, "fields": SUMMARY,
        "kind": kind, "state": state, "since": AT,
    }  # fmt: skip
    return BasisFact(**(known | more))  # type: ignore[arg-type]


def handoff(*fields: str, to: UUID = HOSPITAL) -> Sharing:
    return Sharing(CASE, CHILD, Purpose.HANDOFF, to, frozenset(fields or SUMMARY))


def test_nothing_stands_before_somebody_was_asked() -> None:
    found = ground(handoff(), [], 13, 14)
    assert (found.stands, found.why) == (False, NOT_ASKED)
    assert not ground(handoff(), [basis(state="asked")], 13, 14).stands


def test_a_guardians_consent_stands_for_this_recipient_and_these_fields_alone() -> None:
    given_ = [basis()]
    assert ground(handoff(), given_, 13, 14).kind == "guardian_consent"
    assert not ground(handoff(to=OTHER), given_, 13, 14).stands
    more = ground(handoff("identity", "summary", "notes"), given_, 13, 14)
    assert (more.stands, more.why) == (False, TOO_MUCH)
    assert not ground(Sharing(CASE, CHILD, Purpose.HELP), given_, 13, 14).stands


@pytest.mark.parametrize("no", ["refused", "withdrawn"])
def test_one_guardians_no_stops_what_the_other_allowed(no: str) -> None:
    found = ground(handoff(), [basis(), basis(state=no)], 13, 14)
    assert (found.stands, found.why) == (False, REFUSED)


def test_own_consent_counts_from_fourteen_and_then_decides_alone() -> None:
    own = basis("own_consent")
    assert not ground(handoff(), [own], 13, 14).stands
    assert not ground(handoff(), [own], None, 14).stands
    assert ground(handoff(), [own, basis(state="refused")], 14, 14).kind == "own_consent"
    no = basis("own_consent", "refused")
    assert not ground(handoff(), [no, basis()], 14, 14).stands
    assert ground(handoff(), [no, basis()], 13, 14).stands


def test_a_guardians_consent_goes_on_until_the_young_person_has_answered() -> None:
    asked = basis("own_consent", "asked")
    assert ground(handoff(), [basis(), asked], 14, 14).stands


@pytest.mark.parametrize("duty", ["statutory_duty", "emergency", "safeguarding"])
def test_a_named_duty_stands_beside_a_refusal_until_it_is_ended(duty: str) -> None:
    no = basis(state="refused")
    assert ground(handoff(), [no, basis(duty, "named")], 13, 14).kind == duty
    assert not ground(handoff(), [no, basis(duty, "ended")], 13, 14).stands
    assert not ground(handoff("contact"), [no, basis(duty, "named")], 13, 14).stands


@pytest.mark.parametrize("purpose", sorted(PRESUMED))
def test_what_is_presumed_holds_until_somebody_says_no(purpose: Purpose) -> None:
    asked = Sharing(CASE, CHILD, purpose, OTHER)
    assert ground(asked, [], 13, 14).stands
    no = basis(state="withdrawn", purpose=purpose.value, recipient_id=OTHER)
    assert not ground(asked, [no], 13, 14).stands
    wider = Sharing(CASE, CHILD, purpose, OTHER, frozenset({"notes"}))
    assert not ground(wider, [], 13, 14).stands


states = st.sampled_from(["asked", "agreed", "refused", "withdrawn", "named", "ended"])
kinds = st.sampled_from(["guardian_consent", "own_consent", "statutory_duty", "emergency"])
entries = st.lists(st.builds(basis, kinds, states), max_size=5)


@given(entries, st.none() | st.integers(0, 20))
def test_silence_never_makes_a_basis(found: list[BasisFact], age: int | None) -> None:
    silent = [one for one in found if one.state not in ("agreed", "named")]
    assert not ground(handoff(), silent, age, 14).stands


@given(entries, st.integers(0, 13))
def test_withdrawing_the_last_yes_ends_it(found: list[BasisFact], age: int) -> None:
    without = [one for one in found if one.state != "named"]
    withdrawn = [*without, basis(state="withdrawn")]
    assert not ground(handoff(), withdrawn, age, 14).stands


def test_every_purpose_names_its_fields() -> None:
    assert set(FIELDS) == set(Purpose)
    assert all(FIELDS.values())
