"""What a running site holds: settings, database, keys, clock, rules and the name index."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from wellbeing import audit, crypto, migrate, row_marks, row_switch, site_keys, site_policy
from wellbeing.config import Settings
from wellbeing.db import check_engine, make_engine
from wellbeing.errors import NotFound
from wellbeing.measures import use_folder
from wellbeing.models import RECORDS, Site
from wellbeing.part_erasure import forget_parts
from wellbeing.rules import RulePack, load_pack, pack_of
from wellbeing.site_policy import Policy

Clock = Callable[[], datetime]
_LOG = logging.getLogger("miaopu")


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class KnownNames:
    """This process's name index: when it was compared with the database, in part and in full."""

    index: crypto.NameIndex = field(default_factory=crypto.NameIndex)
    looked_at: datetime | None = None
    compared_at: datetime | None = None
    lock: Lock = field(default_factory=Lock)


@dataclass(slots=True)
class Held:
    """What is found out once and shared by all views of one site."""

    keyring: crypto.Keyring | None = None
    # Whether row-level security stands behind the site's own rules; SQLite has none to miss.
    second_line: bool = True
    names: KnownNames = field(default_factory=KnownNames)
    # Asked for when an empty site is set up from another machine; printed at the start.
    set_up_code: str = field(default_factory=lambda: secrets.token_hex(4))
    reads: set[bytes] = field(default_factory=set)
    reads_day: int = 0
    # By student and revision: who decides alone is asked every day.
    birthdays: dict[tuple[UUID, int], date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Runtime:
    """A started site; `at` gives the same site under another clock."""

    settings: Settings
    engine: Engine
    keys: crypto.FileProvider
    pack: RulePack
    clock: Clock = now
    # What the machine's settings ask for; see site_policy.py.
    asked: Policy = field(default_factory=lambda: Policy({}))
    held: Held = field(default_factory=Held)

    @classmethod
    def start(cls, settings: Settings, clock: Clock = now) -> Runtime:
        """Check key file and database, prepare what is missing, and return the site.

        A key that is refused is refused before anything is written, folders included.
        """
        os.umask(0o077)
        keys = site_keys.prepare(settings)
        _folders(settings)
        migrate.upgrade(settings)
        engine = make_engine(settings)
        check_engine(engine)
        stands = row_switch.ensure(engine, required=settings.second_line == "required")
        site_keys.catch_up(engine, keys)
        pack = load_pack(settings.rule_pack, settings.rule_overrides)
        for refused in use_folder(settings.instrument_folder):
            # Left out, and said here and on the page of rules: one bad file stops no site.
            _LOG.warning(refused.message.format(**refused.params))
        held = Held(second_line=stands)
        runtime = cls(settings, engine, keys, pack, clock, site_policy.asked(settings), held)
        if runtime.site_kind():
            runtime.eraser().catch_up(engine, runtime.marker("erase"))
        return runtime.under_policy()

    def under_policy(self) -> Runtime:
        """Return this site under the policy in force, whatever the machine's settings ask for.

        Raises StartRefused where somebody has changed or deleted a policy in the database.
        """
        with self.reading.connect() as connection:
            site_policy.require_all(connection)
        policy = self.policy()
        if policy is None:
            return self
        file = self.settings.rule_overrides.name if self.settings.rule_overrides else "site"
        pack = pack_of(str(policy.values["rule_pack"]), file, policy.rules)
        return replace(self, settings=policy.over(self.settings), pack=pack)

    def policy(self) -> Policy | None:
        """Return the policy in force; None before set-up."""
        if not self.site_kind():
            return None
        with self.reading.connect() as connection:
            return site_policy.in_force(connection, self.keyring())

    def at(self, clock: Clock) -> Runtime:
        """Return this site as it runs under another clock."""
        return replace(self, clock=clock)

    @property
    def reading(self) -> Engine:
        """The engine for views: readers never wait for a writer."""
        return self.engine.execution_options(read_only=True)

    def site_kind(self) -> str:
        """Return "real" or "demo", or "" while nobody has set the site up."""
        with self.reading.connect() as connection:
            return connection.execute(select(Site.__table__.c.kind)).scalar() or ""

    def is_real(self) -> bool:
        """Tell whether this is a real site; a demo asks nothing of its invented people."""
        return not self.keyring().tenant.startswith("demo:")

    def keyring(self) -> crypto.Keyring:
        """Return the site's keyring; raise NotFound before set-up."""
        if self.held.keyring is None:
            table = Site.__table__.c
            with self.reading.connect() as connection:
                row = connection.execute(select(table.id, table.kind)).first()
            if row is None:
                raise NotFound()
            self.held.keyring = self.keyring_for(row.kind, row.id)
        return self.held.keyring

    def keyring_for(self, kind: str, site_id: UUID) -> crypto.Keyring:
        """Return a keyring whose every context names the site and its kind."""
        return site_keys.keyring_for(self.keys, kind, site_id, self.settings.envelope_minimum)

    def policy_waits(self) -> bool:
        """Tell whether the machine's settings ask for a policy that is not in force."""
        found = self.policy()
        return found is not None and found != self.asked

    def eraser(self) -> crypto.Eraser:
        """Return what erases on this site, with the ledger beside its key."""
        path = self.settings.key_path
        ledger = crypto.Ledger(path.with_name(path.name + ".erased"))
        return crypto.Eraser(self.keyring(), ledger, RECORDS, forget_parts)

    def marker(self, act: str) -> crypto.Mark:
        """Return what enters in the audit which rows the site itself wrote by an act."""

        def mark(connection: Connection, written: crypto.Written) -> None:
            wrote = row_marks.packed(written)
            entry = audit.Act(self.clock(), None, act, "done", kind="operator", wrote=wrote)
            audit.append(connection, self.keyring(), [entry] if wrote else [])

        return mark

    def close(self) -> None:
        """Wipe keys and close the database."""
        if self.held.keyring is not None:
            self.held.keyring.close()
        self.engine.dispose()


def _folders(settings: Settings) -> None:
    for folder in (settings.folder, settings.log_folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


_RUNNING: list[Runtime] = []


def run_as(runtime: Runtime) -> None:
    """Name the site that this process serves; a served process has exactly one."""
    _RUNNING[:] = [runtime]


def running() -> Runtime:
    """Return the site that this process serves."""
    if not _RUNNING:
        run_as(Runtime.start(Settings()))
    return _RUNNING[0]
