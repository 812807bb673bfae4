"""What else there is about a young person of the access matrix: harm, an incident, and letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from tests.support.repair import INCIDENT
from wellbeing.forms import read
from wellbeing.gate import Caller
from wellbeing.services import follow_ups, harm, incidents, letters, observations

Callers = Callable[[str], Caller]


def incident(officer: Caller, student_id: UUID, canary: str = "") -> dict[str, UUID]:
    """Record an incident with a neighbour and a part of the compensation; return the ids."""
    words = {"what": f"{canary}划了车。", "for_family": f"{canary}愿意赔。"} if canary else {}
    raw = {**INCIDENT, **words, "student_id": str(student_id)}
    made = incidents.record_incident(officer, read(incidents.RecordForm, raw))
    neighbour = incidents.PersonForm("affected", None, "邻居 (虚构)", None, "000-0000-0042")
    incidents.add_person(officer, made, neighbour)
    people = incidents.open_incident(officer, made).people
    boy = next(one.id for one in people if one.role == "responsible")
    part = incidents.PaymentForm("1300", boy, date(2026, 4, 30))
    item = incidents.add_payment(officer, made, part)
    return {"incident_id": made, "person_id": boy, "item_id": item}


def report_of_harm(who: Caller, student_id: UUID, canary: str = "") -> dict[str, UUID]:
    """Report harm, and say that no guardian is told; return the ids."""
    raw = {
        "what": f"{canary}手臂上有瘀青。",
        "hold": "yes",
        "hold_reason": f"{canary}可能来自家里。",
    }
    made = harm.report_harm(who, student_id, read(harm.NoticeForm, raw))
    return {"report_id": made, "hold_id": harm.open_harm(who, made).holds[0].id}


def letters_and_looks(who: Callers, state: str, mine: dict[str, UUID], canary: str = "") -> None:
    """A complaint of the mother, what a teacher sees, and a contact of the counsellor."""
    case, me = mine["case_id"], who("counsellor2" if canary else "counsellor")
    form = letters.ComplaintForm("plan", f"{canary}太快了。")
    letters.complain(who(f"mother-{state}"), case, form)
    follow_ups.note_contact(me, case, follow_ups.ContactForm("call", "holding", f"{canary}还好。"))
    if not canary:
        seen = {"concentration": "5", "belonging": "4", "attendance": "90", "mark": "62"}
        observations.observe(who("teacher3"), case, read(observations.ObserveForm, seen))
