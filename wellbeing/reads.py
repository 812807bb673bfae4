"""Reads of personal records: entered once per actor, record and day, before anything is shown."""

from __future__ import annotations

from datetime import date

from wellbeing import audit
from wellbeing.runtime import Held
from wellbeing.work import Work

# Colleagues' names are opened on every page; the audit of reads is about young people.
_NOT_ABOUT_MINORS = frozenset({"user_account", "credential", "invitation", "draft"})


def acts(work: Work, use_case: str) -> dict[bytes, audit.Act]:
    """Return one entry per record opened, under the digest that makes it unique on the site's day.

    What is read under a review or in an emergency is entered apart, and says so.
    """
    found, actor, day = {}, work.actor, work.today.isoformat().encode()
    for (kind, subject), columns in work.opened.items():
        if kind in _NOT_ABOUT_MINORS:
            continue
        watch = actor.ties.watched.get(subject, "")
        parts = (day, str(actor.user_id).encode(), subject.bytes)
        once = work.keyring.mac("read", *parts, kind.encode(), *([watch.encode()] if watch else []))
        detail = f"{watch} {','.join(sorted(columns))}".strip()[:400]
        found[once] = audit.Act(
            work.now, actor.user_id, use_case, "opened", kind, subject, detail=detail, once=once
        )
    return found


def unseen(held: Held, day: date, found: dict[bytes, audit.Act]) -> dict[bytes, audit.Act]:
    """Return the reads that this process has not entered today; costs no query."""
    if held.reads_day != day.toordinal():
        held.reads, held.reads_day = set(), day.toordinal()
    return {once: act for once, act in found.items() if once not in held.reads}
