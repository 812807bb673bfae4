"""Who may see a record and why: the names are exactly those whom the gate lets see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.care import Scene
from tests.support.every_kind import EveryKind
from tests.support.repair import Repair
from tests.support.world import World
from wellbeing.errors import Forbidden, NotFound
from wellbeing.gate import Access, Caller, Work, use_case
from wellbeing.models import Case, User
from wellbeing.policy import May
from wellbeing.readers import explain, seers_of
from wellbeing.reasons import WORDS, Why
from wellbeing.services import cover, need_to_know, people
from wellbeing.services.need_to_know import _kinds
from wellbeing.ui.who_sees import WORDS_YOU


@dataclass
class Seen:
    """What one person sees: rows by kind, and whom they know of."""

    id: UUID
    rows: Mapping[str, set[UUID]]
    known: set[str]


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def _seen(work: Work) -> Seen:
    """Return all that exists for the actor, of every kind, through the gate."""
    users = work.db.scalars(select(User)).all()
    rows = {kind: set(work.db.scalars(select(model.id))) for kind, model in _kinds().items()}
    assert work.actor.user_id
    return Seen(work.actor.user_id, rows, {one.name.reveal() for one in users})


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def _told(work: Work, kind: str, row_id: UUID) -> dict[str, Why]:
    """Return who is named for a record, asked by somebody who sees it."""
    row: Any = work.find(_kinds()[kind], row_id)
    return {one.name: Why(one.why) for one in seers_of(work, row)}


def _unlike(seen: Mapping[str, Seen], kind: str) -> list[UUID]:
    """Return one row of a kind for each group of people who see such a row."""
    groups: dict[frozenset[str], UUID] = {}
    for row in sorted(set().union(*(one.rows[kind] for one in seen.values()))):
        who = frozenset(name.split("-")[0] for name, one in seen.items() if row in one.rows[kind])
        groups.setdefault(who, row)
    return list(groups.values())


def test_who_is_named_is_who_sees_it_for_every_kind_of_record(world: World) -> None:
    everybody = EveryKind(world).people()
    seen = {login: _seen(who) for login, who in sorted(everybody.items())}
    wrong, kinds = [], set()
    for kind in _kinds():
        for row in _unlike(seen, kind):
            kinds.add(kind)
            login = next(name for name, one in seen.items() if row in one.rows[kind])
            told = _told(everybody[login], kind, row)
            theirs = {
                f"{name} (虚构)" for name, one in seen.items()
                if row in one.rows[kind] and name != login
            } & seen[login].known  # fmt: skip
            unsaid = {name for name, why in told.items() if why is Why.RULE}
            if set(told) != theirs or unsaid:
                wrong.append((kind, login, set(told) ^ theirs, unsaid))
    assert not wrong, wrong
    assert set(_kinds()) == kinds, set(_kinds()) ^ kinds


# The texts of incidents, of harm and of what is handed over: the line under each is asked of here.
TEXTS = (
    "incident.talk", "incident.ending", "incident_person.preparation", "incident_person.for_family",
    "measure_decision.reason", "again_correction.reason", "repair_item.what", "repair_item.proof",
    "payment_proof.seen", "payment_proof.objection", "sealed_access.answer", "harm_report.what",
    "harm_report.outcome_text", "notice_hold.reason", "handoff_share.content", "handoff_entry.text",
)  # fmt: skip


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def _opened(work: Work, text: str, row_id: UUID) -> str:
    """Return as what the actor opens this text through the gate; "" where it is closed."""
    kind, column = text.split(".")
    try:
        getattr(work.find(_kinds()[kind], row_id), column).reveal()
    except (Forbidden, NotFound):
        return ""
    return min(work.actor.roles).value


def test_whom_the_line_names_opens_the_text_and_whoever_opens_it_is_in_the_line(
    world: World,
) -> None:
    everybody = EveryKind(world).people()
    seen = {login: _seen(who) for login, who in sorted(everybody.items())}
    names = {login: people.me(who).name for login, who in everybody.items()}
    wrong = []
    for text in TEXTS:
        kind = text.split(".")[0]
        for row in _unlike(seen, kind):
            opened = {name: _opened(who, text, row) for name, who in everybody.items()}
            for login in (one for one in opened if row in seen[one].rows[kind]):
                if not _may_ask(everybody[login]):
                    continue
                line = need_to_know.will_read_in(everybody[login], row, text)
                others = {names[n]: role for n, role in opened.items() if role and n != login}
                named = {one.name for one in line if one.name}
                roles = {role for name, role in others.items() if name not in named}
                if named - set(others) or {one.role for one in line if not one.name} != roles:
                    wrong.append((text, login, line, others))
    assert not wrong, wrong


def _may_ask(who: Caller) -> bool:
    """Tell whether this role reads such lines at all."""
    try:
        need_to_know.will_read(who, UUID(int=0), TEXTS[0])
    except Forbidden:
        return False
    except NotFound:
        return True
    return True


def test_every_reason_has_words_for_oneself_and_for_others() -> None:
    assert set(WORDS) == set(Why)
    assert set(WORDS_YOU) == {why for why in Why if why.allowed}


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def _why(work: Work, case_id: UUID, act: May) -> Why:
    """Explain an act that changes something to whoever asks."""
    row = work.db.get(Case, case_id)
    if row is None:
        return Why.NO_RELATION
    return explain(work, work.actor, act, row, access=Access.WRITE).why


def test_an_act_is_explained_apart_from_reading(sqlite_world: World) -> None:
    scene, world = Scene(sqlite_world), sqlite_world
    mine, supervisor = world.counsellor, world.counsellor2
    form = cover.SupervisorForm(people.me(mine).id, people.me(supervisor).id)
    cover.appoint_supervisor(world.coordinator, form)
    reads = need_to_know.why_i_see(supervisor, "case_file", scene.case)
    assert (reads.why, reads.reads_only) == (Why.SUPERVISOR, True)
    assert not need_to_know.why_i_see(mine, "case_file", scene.case).reads_only
    # Supervision is for reading: it opens the one act that is its own, and no other.
    assert _why(supervisor, scene.case, May.SUPERVISE) is Why.SUPERVISOR
    assert _why(supervisor, scene.case, May.RUN_CASE) is Why.NO_RELATION
    assert _why(mine, scene.case, May.RUN_CASE) is Why.TEAM
    assert _why(scene.mother, scene.case, May.RUN_CASE) is Why.NOT_THE_ROLE
    assert _why(world.officer2, scene.case, May.SEE_CASE) is Why.NO_RELATION


def test_an_incident_says_who_may_see_it_to_those_who_do_and_to_nobody_else(
    sqlite_world: World,
) -> None:
    repair = Repair(sqlite_world)
    world, one, me = sqlite_world, repair.id, repair.officer
    told = {seen.name: seen.why for seen in need_to_know.who_sees(me, "incident", one)}
    assert told["counsellor (虚构)"] == "team"
    assert not {"officer2 (虚构)", "administrator (虚构)"} & set(told)
    assert need_to_know.why_i_see(me, "incident", one).why is Why.RECORDED
    for stranger in (world.officer2, world.teacher2):
        with pytest.raises(NotFound):
            need_to_know.who_sees(stranger, "incident", one)
