"""Reads of personal records: entered once per actor, record and day, before anything is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from wellbeing import audit
from wellbeing.crypto import Keyring
from wellbeing.policy import Actor
from wellbeing.runtime import Held

Opened = Mapping[tuple[str, UUID], set[str]]
# Colleagues' names are opened on every page; the audit of reads is about young people.
_NOT_ABOUT_MINORS = frozenset({"user_account", "credential", "invitation", "draft"})


def acts(
    keyring: Keyring, now: datetime, actor: Actor, use_case: str, opened: Opened
) -> dict[bytes, audit.Act]:
    """Return one entry per record opened, under the digest that makes it unique today.

    What is read under a review or in an emergency is entered apart, and says so.
    """
    found = {}
    for (kind, subject), columns in opened.items():
        if kind in _NOT_ABOUT_MINORS:
            continue
        watch = actor.ties.watched.get(subject, "")
        parts = (now.date().isoformat().encode(), str(actor.user_id).encode(), subject.bytes)
        once = keyring.mac("read", *parts, kind.encode(), *([watch.encode()] if watch else []))
        detail = f"{watch} {','.join(sorted(columns))}".strip()[:400]
        found[once] = audit.Act(
            now, actor.user_id, use_case, "opened", kind, subject, detail=detail, once=once
        )
    return found


def unseen(held: Held, now: datetime, found: dict[bytes, audit.Act]) -> dict[bytes, audit.Act]:
    """Return the reads that this process has not entered today; costs no query."""
    if held.reads_day != now.toordinal():
        held.reads, held.reads_day = set(), now.toordinal()
    return {once: act for once, act in found.items() if once not in held.reads}


def not_entered(connection: Connection, found: dict[bytes, audit.Act]) -> list[audit.Act]:
    """Return the reads that no process has entered today."""
    if not found:
        return []
    known = audit.first_reads(connection, found)
    return [act for once, act in found.items() if once not in known]
