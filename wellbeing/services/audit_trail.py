"""Reading the audit: the auditor's list with filters, and who opened a young person's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from wellbeing import audit, audit_export, checkpoints, site_acts
from wellbeing.forms import InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import AuditEntry, Case, User
from wellbeing.names import user_names
from wellbeing.policy import May, Role
from wellbeing.quiet import quiet_since
from wellbeing.two_people import TwoPeople

_NOBODY = UUID(int=0)
PAGE, MOST = 50, 100_000
_OF_HARM = frozenset({"harm_report", "harm_notice", "notice_hold"})
_HELPING = (Role.COUNSELLOR, Role.COORDINATOR, Role.PARENT)


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the auditor looks for; what is empty is not asked for."""

    actor_id: UUID | None = None
    act: str = ""
    outcome: str = ""
    object_id: UUID | None = None
    # On the site's wall clock.
    day: date | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class DayForm:
    """The one day that the auditor looks at."""

    day: date | None = offer(N_("Day"), Kind.DATE)


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One act: ids and codes, never a text about a young person."""

    seq: int
    at: datetime
    who: str
    act: str
    outcome: str
    kind: str
    object_id: UUID | None
    # Whose account the act was about, where it was about one.
    account: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One day on which somebody of a role opened the record."""

    day: date
    role: Role


@use_case(may=May.SEE_AUDIT, access=Access.READ)
def trail(work: Work, wanted: TrailFilter) -> tuple[TrailRow, ...]:
    """Return the newest acts that fit, at most PAGE of them; `before` goes on from there."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(PAGE)
    for name in ("actor_id", "act", "outcome", "object_id"):
        if value := getattr(wanted, name):
            query = query.where(getattr(AuditEntry, name) == value)
    if wanted.day:
        query = query.where(
            audit_export.within(wanted.day, wanted.day, work.runtime.pack.time_zone)
        )
    if wanted.before:
        query = query.where(AuditEntry.seq < wanted.before)
    rows = work.db.scalars(query).all()
    about = {one.object_id for one in rows if one.kind == User.__tablename__}
    people = {one for one in {one.actor_id for one in rows} | about if one is not None}
    names = user_names(work, people)
    return tuple(
        TrailRow(
            one.seq, one.at, names.get(one.actor_id or _NOBODY, ""), one.act, one.outcome,
            one.kind, one.object_id,
            names.get(one.object_id or _NOBODY, "") if one.object_id in about else "",
        )
        for one in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportForm:
    """Which days to export, both included."""

    first: date | None = ask(N_("From"), Kind.DATE)
    last: date | None = ask(N_("To"), Kind.DATE)


def _in_order(form: ExportForm) -> bool:
    """Tell whether it is worth a second person: days in the wrong order are refused at once."""
    return bool(form.first and form.last and form.first <= form.last)


@use_case(
    may=May.SEE_AUDIT,
    fresh_factor=True,
    two_people=TwoPeople(N_("Export the audit of these days"), when=_in_order, unless_alone=True),
)
def export_audit(work: Work, form: ExportForm) -> bytes:
    """Return the entries of these days as a table for a compliance audit, the signed tail last.

    It takes two people, and whoever confirms is given it. It holds ids and codes alone; longer
    spans than fit are written on the command line.
    """
    first, last = form.first, form.last
    if first is None or last is None or last < first:
        raise InvalidForm({"last": Problem(N_("This day is before the first one."))})
    connection = work.db.connection()
    which = audit_export.within(first, last, work.runtime.pack.time_zone)
    rows = list(islice(audit_export.rows(connection, which), MOST + 1))
    if len(rows) > MOST:
        raise InvalidForm({"last": Problem(N_("Too many entries. Please choose fewer days."))})
    table = StringIO(newline="")
    count = audit_export.write(table, rows, _signed_tail(work))
    work.kind, work.detail = "audit", f"{work.detail} entries={count}".strip()
    return table.getvalue().encode("utf-8-sig")


@use_case(may=May.SEE_AUDIT, access=Access.READ)
def checkpoint(work: Work) -> str:
    """Return the audit's tail, signed, on one line: to print, or to keep on another machine."""
    return _signed_tail(work)


def _signed_tail(work: Work) -> str:
    seq, mac = audit.tail(work.db.connection())
    return checkpoints.make(work.keyring, seq, mac, work.now)


@use_case(may=May.SEE_CASE, access=Access.READ)
def who_opened(work: Work, case_id: UUID) -> tuple[Opened, ...]:
    """Return on which days people of which roles opened a case's record, the newest first.

    For everybody who may see the case, the family too: roles and days, never a name. To the
    family a report of harm is not told by who read it; whoever is not to be told of one sees,
    from then on, only the openings of those who help here anyway.
    """
    case = work.find(Case, case_id)
    zone, family = work.runtime.pack.time_zone, work.actor.has(Role.PARENT)
    subjects = frozenset({case.id, case.student_id})
    found = site_acts.opened(work, subjects, _OF_HARM if family else frozenset())
    quiet = quiet_since(work, case.student_id) if family else None
    days = {
        Opened(at.astimezone(zone).date(), role)
        for at, role in found
        if quiet is None or at < quiet or role in _HELPING
    }
    return tuple(sorted(days, key=lambda one: (one.day, one.role), reverse=True))
