"""Sites to measure: a few records come through the use cases, the rest are copies of them.

A copy is written in bulk, but sealed and signed as the flush does it: the page opens it.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.engine import Connection

from wellbeing.config import Settings
from wellbeing.crypto import Fresh, Keyring, SealedBytes
from wellbeing.crypto.cells import Pending, context_of
from wellbeing.crypto.manifest import manifests
from wellbeing.crypto.search import token
from wellbeing.gate import Caller
from wellbeing.models import Referral, Student
from wellbeing.runtime import Runtime
from wellbeing.services import drafts, invitations, organisations, referrals, set_up, sign_in
from wellbeing.workflow import OPEN_REFERRAL, ReferralState

PASSWORD = "correct horse battery"
PER_STUDENT = 4  # referrals about one young person
BATCH = 1_000
ANSWERS = {
    "student_name": "陆小满", "birth_date": "2013-05-10", "class_name": "七年级3班",
    "danger": "no", "facts": "用钥匙划了一辆车，在地上坐了很久。(虚构) " * 6,
    "whose_words": "邻居看见，当晚告诉我们。", "seen_when": "周四傍晚", "seen_where": "车库",
    "worries": "好像没有朋友，常常一个人。" * 4, "going_well": "喜欢羽毛球。",
    "tried": "谈过一次话。", "asked": "yes", "own_view": "我就是很烦。" * 3, "family_safe": "yes",
    "family": "和父母同住。", "lawful_basis": "guardian_consent",
    "basis_note": "母亲当面同意。", "reply_route": "here",
}  # fmt: skip


@dataclass(slots=True)
class Site:
    """A site in a folder, with its people signed in."""

    folder: Path
    runtime: Runtime
    office: Caller
    officer: Caller
    school: UUID

    @property
    def engine(self) -> Engine:
        """The site's database."""
        return self.runtime.engine

    def sign_ins(self, number: int, login: str = "coordinator") -> tuple[str, ...]:
        """Sign somebody in so many times more; return the tokens."""
        form = sign_in.SignInForm(login, PASSWORD)
        door = Caller(self.runtime, address="127.0.0.1")
        return tuple(sign_in.sign_in(door, form).token for _ in range(number))

    def refer(self, name: str = ANSWERS["student_name"]) -> UUID:
        """Send a referral through the use cases; return its id."""
        answers = {**ANSWERS, "student_name": name, "school_id": str(self.school)}
        drafts.keep_draft(self.officer, "bench", answers)
        return referrals.send_referral(self.officer.sending(uuid4()), "bench").id

    def join(self, login: str, role: str) -> Caller:
        """Invite somebody to the school and accept as them."""
        return _join(self.runtime, self.office, self.school, login, role)


def make(folder: Path, url: str = "") -> Site:
    """Make a site with a coordinator, a school and an officer; `url` names its PostgreSQL."""
    # Cheap passwords: their price is not what is measured here.
    settings = Settings(
        data_dir=folder,
        database_url=url,
        key_file=None,
        password_memory_kib=64,
        second_factor="optional",
        background_check_days=0,
    )
    runtime = Runtime.start(settings)
    door = Caller(runtime, address="127.0.0.1")
    first = set_up.SetUpForm("Benchmark (虚构)", "纪宁 (虚构)", "coordinator", PASSWORD)
    office = Caller(runtime, set_up.set_up_site(door, first).token, "127.0.0.1")
    place = organisations.OrganisationForm("North (虚构)", "school")
    school = organisations.add_organisation(office, place).id
    officer = _join(runtime, office, school, "officer", "officer")
    return Site(folder, runtime, office, officer, school)


def _join(runtime: Runtime, office: Caller, school: UUID, login: str, role: str) -> Caller:
    invite = invitations.InviteForm(f"{login} (虚构)", role, school)
    code = invitations.invite(office, invite).link.rsplit("/", 1)[1]
    person = invitations.AcceptForm(f"{login} (虚构)", login, PASSWORD)
    door = Caller(runtime, address="127.0.0.1")
    made = invitations.accept_invitation(door, code, person)
    return Caller(runtime, made.token, "127.0.0.1")


def fill(site: Site, in_all: int, still_open: int) -> None:
    """Copy the site's first referral until there are `in_all`, of which some are open."""
    site.refer()
    copier = _Copier(site)
    with site.engine.begin() as connection:
        number = max(still_open, in_all // PER_STUDENT)
        names = (f"陆小满{n} (虚构)" for n in range(number))
        students = list(copier.students(connection, names))
    for batch in _batches(range(1, in_all), BATCH):
        with site.engine.begin() as connection:
            rows = [copier.referral(connection, students, n, still_open - 1) for n in batch]
            connection.execute(insert(Referral.__table__), rows)


def enrol(site: Site, names: Iterable[str]) -> None:
    """Put these names on the roll of the site's school, after a first referral of its own."""
    site.refer()
    copier = _Copier(site)
    for some in _batches(names, 10 * BATCH):
        with site.engine.begin() as connection:
            copier.students(connection, some)


def open_all(site: Site, folder: Path) -> Site:
    """Return a copy of a site in which every referral is open."""
    site.engine.dispose()  # the last connection takes the journal into the file
    shutil.copytree(site.folder, folder)
    runtime = Runtime.start(site.runtime.settings.model_copy(update={"data_dir": folder}))
    office, officer = (Caller(runtime, one.token) for one in (site.office, site.officer))
    found = Site(folder, runtime, office, officer, site.school)
    table = Referral.__table__
    with runtime.engine.begin() as connection:
        rows = connection.execute(select(table).where(table.c.state.not_in(OPEN_REFERRAL))).all()
        for row, state in zip(rows, itertools.cycle(OPEN_REFERRAL), strict=False):
            values = {
                "state": state.value, "clock_started_at": row.submitted_at,
                "next_due_at": row.submitted_at + timedelta(days=7),
                "urgency": None, "outcome": None, "decided_at": None,
            }  # fmt: skip
            signed = _signed(Referral, {**row._mapping, **values}, runtime.keyring())
            values["manifest"] = signed["manifest"]
            connection.execute(update(table).where(table.c.id == row.id).values(values))
    return found


class _Copier:
    """Copies of one referral and one student, each sealed under its own key and id."""

    def __init__(self, site: Site) -> None:
        self._keyring, self._fresh = site.runtime.keyring(), Fresh()
        self._now = site.runtime.clock()
        with site.runtime.reading.connect() as connection:
            self._referral, self._texts = self._open(connection, Referral)
            self._student, self._names = self._open(connection, Student)

    def students(self, connection: Connection, names: Iterable[str]) -> Iterator[UUID]:
        """Write a student for each name, as if an hour ago; return their ids."""
        rows, spec = [], Student.__sealed__["name"]
        for name in names:
            fresh = {"id": uuid4(), "changed_at": self._now - timedelta(hours=1)}
            texts = {**self._names, "name": (spec.flags, spec.to_bytes(Pending(name)))}
            row = self._sealed(connection, Student, {**self._student, **fresh}, texts)
            rows.append(row | {"name_token": token(self._keyring, "student", "name", name)})
        signed = [_signed(Student, row, self._keyring) for row in rows]
        for batch in _batches(signed, BATCH):
            connection.execute(insert(Student.__table__), list(batch))
        return (row["id"] for row in signed)

    def referral(
        self, connection: Connection, students: list[UUID], n: int, still_open: int
    ) -> dict[str, Any]:
        """Return the n-th copy: the first ones are open, each about somebody else."""
        is_open = n <= still_open
        sent = self._now - timedelta(hours=n % 1_000 * 4)
        due = sent + timedelta(days=7)
        values = {
            **self._referral,
            "id": uuid4(),
            "number": f"B-{sent.year}-{n:05d}",
            "student_id": students[n % len(students)],
            "submitted_at": sent,
            "clock_started_at": sent if is_open else None,
            "next_due_at": due if is_open else None,
            "acknowledged_at": sent + timedelta(hours=2),
            "state": (OPEN_REFERRAL[n % 4] if is_open else ReferralState.TOLD_BACK).value,
        }
        if not is_open:
            values |= {"urgency": "u4", "outcome": "advice_only", "decided_at": due}
        return _signed(
            Referral, self._sealed(connection, Referral, values, self._texts), self._keyring
        )

    def _open(self, connection: Connection, model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the first row's clear columns, and its texts as they are before sealing."""
        row = dict(connection.execute(select(model.__table__)).first()._mapping)
        record, texts = _record(model, row), {}
        for name, spec in model.__sealed__.items():
            if row[name] is not None:
                ctx = context_of(record, spec, self._keyring.tenant)
                text = self._keyring.open(self._fresh, connection, ctx, row[name])
                texts[name] = (spec.flags, text)
        return row, texts

    def _sealed(
        self, connection: Connection, model: Any, values: dict[str, Any], texts: dict[str, Any]
    ) -> dict[str, Any]:
        record, sealed = _record(model, values), {}
        for name, (flags, data) in texts.items():
            ctx = context_of(record, model.__sealed__[name], self._keyring.tenant)
            blob = self._keyring.seal(self._fresh, connection, ctx, flags, data)
            sealed[name] = SealedBytes(blob)
        return {**values, "rev": 1, **sealed}


def _record(model: Any, row: dict[str, Any]) -> SimpleNamespace:
    """Return a row under the attribute names that sealing and signing know."""
    record = SimpleNamespace(**row)
    record.__tablename__, record.__subject__ = model.__tablename__, model.__subject__
    record.__sealed__, record.__authenticated__ = model.__sealed__, model.__authenticated__
    for name, spec in model.__sealed__.items():
        setattr(record, spec.column, row[name])
        if spec.equality:
            setattr(record, spec.token, row[f"{name}_token"])
    return record


def _signed(model: Any, row: dict[str, Any], keyring: Keyring) -> dict[str, Any]:
    return {**row, "manifest": manifests([_record(model, row)], model, keyring)[0]}


def _batches(items: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    found = iter(items)
    while batch := tuple(itertools.islice(found, size)):
        yield batch
