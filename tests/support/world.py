"""A small invented site: one person of every role, two schools, and noise that must not show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from wellbeing.config import Settings
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.rules import pack_of
from wellbeing.runtime import Runtime
from wellbeing.services import (
    cases,
    drafts,
    invitations,
    organisations,
    referrals,
    screening,
    set_up,
    sign_in,
    students,
)

PASSWORD = "correct horse battery"
START = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)  # a Monday, 9:30 in Shanghai

STAFF = {
    "officer": ("officer", "police"),
    "officer2": ("officer", "police"),
    "teacher": ("teacher", "north"),
    "teacher2": ("teacher", "south"),
    "counsellor": ("counsellor", "north"),
    "counsellor2": ("counsellor", "south"),
    "administrator": ("administrator", ""),
}
ANSWERS: Mapping[str, Any] = {
    "student_name": "陆小满",
    "birth_date": "2013-05-10",
    "class_name": "七年级3班",
    "danger": "no",
    "facts": "用钥匙划了一辆车。",
    "whose_words": "邻居看见。",
    "seen_when": "周四傍晚",
    "seen_where": "车库",
    "worries": "好像没有朋友。",
    "going_well": "喜欢羽毛球。",
    "tried": "谈过一次话。",
    "asked": "yes",
    "own_view": "我就是很烦。",
    "family_safe": "yes",
    "family": "和父母同住。",
    "lawful_basis": "guardian_consent",
    "basis_note": "母亲当面同意。",
    "reply_route": "here",
}


class MovingClock:
    """A clock that a test sets and moves."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **delta: float) -> None:
        """Move on by a timedelta's arguments."""
        self.at += timedelta(**delta)


@dataclass(slots=True)
class World:
    """An open site with its clock, places and people."""

    runtime: Runtime
    clock: MovingClock
    places: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    family: dict[str, UUID] = field(default_factory=dict)

    @property
    def visitor(self) -> Caller:
        """Somebody at the door."""
        return Caller(self.runtime, address="127.0.0.1")

    def caller(self, login: str) -> Caller:
        """A person, signed in now."""
        form = sign_in.SignInForm(login, PASSWORD)
        return Caller(self.runtime, sign_in.sign_in(self.visitor, form).token, "127.0.0.1")

    def __getattr__(self, login: str) -> Caller:
        if login.startswith("_"):
            raise AttributeError(login)
        return self.caller(login)

    def refer(self, login: str, /, **answers: Any) -> referrals.Receipt:
        """Send a referral as somebody, through a draft, with the usual answers."""
        who, form = self.caller(login), f"referral:{uuid4()}"
        school = {"school_id": str(self.places["north"])}
        drafts.keep_draft(who, form, {**ANSWERS, **school, **answers})
        return referrals.send_referral(who.sending(uuid4()), form)

    def decide(self, referral_id: UUID, outcome: str = "new_case", **answers: Any) -> Any:
        """Take a referral to a decision as the coordinator."""
        office = self.caller("coordinator")
        screening.acknowledge(office, referral_id)
        raw = {
            "reasons": ["damage"], "urgency": "u3", "outcome": outcome, "reason": "需要帮助。",
            **answers,
        }  # fmt: skip
        return screening.decide(office, referral_id, read(screening.DecideForm, raw))

    def override(self, file: str) -> None:
        """Put the site's own numbers in the place of its pack's, as its one file of them does."""
        self.runtime = replace(self.runtime, pack=pack_of("cn_shanghai", "site.toml", file))

    def close(self) -> None:
        """Close the site."""
        self.runtime.close()


def settings_for(folder: Path, url: str = "") -> Settings:
    """Return test settings: everything in a folder, cheap passwords, nothing asked of staff."""
    return Settings(
        data_dir=folder,
        database_url=url,
        password_memory_kib=64,
        second_factor="optional",
        background_check_days=0,
    )


def build(folder: Path, url: str = "") -> World:
    """Make the site in an empty folder and database, through the use cases alone."""
    clock = MovingClock()
    world = World(Runtime.start(settings_for(folder, url), clock), clock)
    form = set_up.SetUpForm("Test site (虚构)", "纪宁", "coordinator", PASSWORD)
    office = Caller(world.runtime, set_up.set_up_site(world.visitor, form).token)
    for key, kind in (("north", "school"), ("south", "school"), ("police", "police_station")):
        place = organisations.OrganisationForm(f"{key} (虚构)", kind)
        world.places[key] = organisations.add_organisation(office, place).id
    for login, (role, key) in STAFF.items():
        invite = invitations.InviteForm(f"{login} (虚构)", role, world.places.get(key))
        accept(world, invitations.invite(office, invite).link, login)
    keep(folder, "places", world.places)
    return world


def keep(folder: Path, kind: str, ids: Mapping[str, UUID]) -> None:
    """Note ids beside a built site, for whoever opens a copy of it."""
    (folder / f"{kind}.json").write_text(json.dumps({name: str(one) for name, one in ids.items()}))


def accept(world: World, link: str, login: str) -> Caller:
    """Accept an invitation as a new person."""
    form = invitations.AcceptForm(f"{login} (虚构)", login, PASSWORD)
    done = invitations.accept_invitation(world.visitor, link.rsplit("/", 1)[1], form)
    return Caller(world.runtime, done.token)


def reopen(folder: Path, url: str = "") -> World:
    """Open a copy of a built site."""
    clock = MovingClock()
    world = World(Runtime.start(settings_for(folder, url), clock), clock)
    for kind, ids in (("places", world.places), ("family", world.family)):
        note = folder / f"{kind}.json"
        kept = json.loads(note.read_text()) if note.exists() else {}
        ids.update({name: UUID(value) for name, value in kept.items()})
    return world


def case_with_parent(world: World) -> tuple[UUID, Caller]:
    """Make a case of the north counsellor with an invited mother; return its id and the mother."""
    sent = world.refer("officer")
    office = world.caller("coordinator")
    ids = {name: one for one, name in screening.open_screening(office, sent.id).counsellors}
    decision = world.decide(sent.id, counsellor_id=ids["counsellor (虚构)"])
    view = cases.open_case(office, decision.case_id)
    mother = students.GuardianForm("陆妈妈 (虚构)", "mother", "guardian", "000-0000-0011")
    guardian = students.add_guardian(office, view.student_id, mother)
    form = invitations.InviteGuardianForm(guardian)
    link = invitations.invite_guardian(office, decision.case_id, form)
    return decision.case_id, accept(world, link.link, "parent")
