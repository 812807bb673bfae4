"""The site's policy: the settings that protect people, in force as two people agreed to them.

The machine's settings ask; what was put into force counts. Whoever can change a file on the
machine can therefore ask for less protection, and does not get it alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from wellbeing import audit
from wellbeing.config import Settings
from wellbeing.crypto import Keyring
from wellbeing.errors import StartRefused
from wellbeing.i18n import N_
from wellbeing.models import SitePolicy
from wellbeing.rules import site_text

FIELDS = (
    "second_factor", "background_check_days", "idle_minutes", "session_hours",
    "invitation_days", "erasure_days", "log_days", "rule_pack",
)  # fmt: skip
BEGIN = "begin_policy"
_TABLE = SitePolicy.__table__


@dataclass(frozen=True, slots=True)
class Policy:
    """What protects people here: settings by name, and the text of the site's rule file."""

    values: Mapping[str, str | int]
    rules: str = ""

    @property
    def text(self) -> str:
        """The policy as it is kept and proved."""
        return json.dumps({**self.values, "rules": self.rules}, sort_keys=True, ensure_ascii=False)

    @property
    def rules_digest(self) -> str:
        """What the rule file is known by: the beginning of its SHA-256; "" for none."""
        return hashlib.sha256(self.rules.encode()).hexdigest()[:16] if self.rules else ""

    def over(self, settings: Settings) -> Settings:
        """Return the settings as this policy allows them."""
        return settings.model_copy(update=dict(self.values))


def asked(settings: Settings) -> Policy:
    """Return the policy that the machine's settings ask for."""
    values = {name: getattr(settings, name) for name in FIELDS}
    return Policy(values, site_text(settings.rule_overrides))


def in_force(connection: Connection, keyring: Keyring) -> Policy | None:
    """Return the policy in force; None on a site from before there was one.

    Raises StartRefused where somebody has changed it in the database.
    """
    query = (
        select(_TABLE.c.number, _TABLE.c.text, _TABLE.c.proof)
        .order_by(_TABLE.c.number.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    if bytes(row.proof) != proof(keyring, row.number, row.text):
        raise StartRefused(
            N_("The site's policy was changed in the database and not by two people. Put the "
               "table site_policy back from a backup.")
        )  # fmt: skip
    kept: dict[str, Any] = json.loads(row.text)
    rules = str(kept.pop("rules"))
    return Policy({name: value for name, value in kept.items() if name in FIELDS}, rules)


@dataclass(frozen=True, slots=True)
class Removed:
    """A policy that an entry of the audit put into force, and that is not in the table any more."""

    entry: int
    at: datetime


def removed(connection: Connection) -> tuple[Removed, ...]:
    """Return every policy that the audit has entered and somebody has taken out of the table.

    A deleted policy would bring the one before it back, and with none left the settings of the
    machine would count as they are.
    """
    t = audit.TABLE.c
    named = t.kind == SitePolicy.__tablename__, t.outcome == "done", t.object_id.is_not(None)
    there = select(_TABLE.c.id).where(_TABLE.c.id == t.object_id)
    query = select(t.seq, t.at).where(*named, ~there.exists()).order_by(t.seq)
    return tuple(Removed(row.seq, row.at) for row in connection.execute(query))


def require_all(connection: Connection) -> None:
    """Raise StartRefused, naming it, where a policy was taken out of the table."""
    for one in removed(connection):
        raise StartRefused(
            N_("The site's policy of {day} (entry {entry} of the audit) was deleted from the "
               "database. Put the table site_policy back from a backup."),
            day=one.at.date().isoformat(), entry=one.entry,
        )  # fmt: skip


def begin(connection: Connection, keyring: Keyring, policy: Policy, at: datetime) -> None:
    """Put the policy that a site begins with into force; nobody is named for it."""
    row = {"id": uuid4(), **row_of(connection, keyring, policy, at)}
    connection.execute(insert(SitePolicy).values(**row))
    enter_first(connection, keyring, at)


def enter_first(connection: Connection, keyring: Keyring, at: datetime) -> None:
    """Enter the policy that the site began with in the audit, unless it is entered already."""
    entered = select(audit.TABLE.c.object_id).where(audit.TABLE.c.object_id == _TABLE.c.id)
    query = select(_TABLE.c.id).where(_TABLE.c.put_by.is_(None), ~entered.exists())
    acts = [
        audit.Act(at, None, BEGIN, "done", SitePolicy.__tablename__, row.id)
        for row in connection.execute(query)
    ]
    audit.append(connection, keyring, acts)


def row_of(
    connection: Connection, keyring: Keyring, policy: Policy, at: datetime
) -> dict[str, Any]:
    """Return the columns of a policy that is put into force after those that were."""
    number = 1 + (connection.execute(select(func.max(_TABLE.c.number))).scalar() or 0)
    text = policy.text
    return {"number": number, "at": at, "text": text, "proof": proof(keyring, number, text)}


def proof(keyring: Keyring, number: int, text: str) -> bytes:
    """Return what binds a policy and its place to the site's key: an old one cannot return."""
    return keyring.mac("site policy", str(number).encode(), text.encode())
