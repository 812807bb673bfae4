"""What the hunt plants: texts of every kind in the case that is nobody's but counsellor2's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, Table, Uuid, or_, select, type_coerce
from sqlalchemy.types import NullType

from tests.support.matrix_scene import CANARY, STATES, MatrixScene
from tests.support.repair import INCIDENT
from tests.support.world import World
from wellbeing.forms import read
from wellbeing.models import Base
from wellbeing.services import drafts, harm, incidents, safety, sessions

NOTE, PRIVATE, DRAFT, HARM, SAFE, TRACK = "夜莺", "画眉", "百灵", "鸬鹚", "斑鸠", "白鹭"
PLANTED = (CANARY, NOTE, PRIVATE, DRAFT, HARM, SAFE, TRACK)
# Whose the planted texts are, by relation in the matrix; to nobody else may one of them appear.
THEIRS = {
    "coordinator": {CANARY, HARM, SAFE, TRACK},
    "counsellor: none": set(PLANTED) - {TRACK},
    "officer: none": {CANARY, TRACK},
    "parent: other child": {CANARY},
    "partner: receiver": {CANARY},
}

# The audit holds who tried what, and a copy of a person's own words is nobody's record.
_NOT_THEIRS = {"audit", "draft", "request_made", "sign_in"}


class HuntScene(MatrixScene):
    """The matrix's site, with a held talk, an incident, a harm report and a draft of others."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        me, mine = world.counsellor2, self.ids["noise"]
        case = mine["case_id"]
        talk = read(sessions.BookForm, {"day": "2026-03-17", "at": "13:00", "minutes": "50"})
        mine["session_id"] = sessions.book(me, case, talk)
        sessions.hold(me, mine["session_id"], sessions.FirstHeldForm("yes", "yes"))
        note = sessions.LAYOUTS["free"](f"{NOTE}，他说的话。", others_need=f"{CANARY}要时间。")
        sessions.sign_note(me, mine["session_id"], note)
        sessions.keep_private(me, case, sessions.PrivateForm(f"{PRIVATE}，我自己想的。"))
        signs = {"signs": f"{SAFE}，不说话。", "people": "外婆"}
        safety.write_safety_plan(me, case, read(safety.SafetyPlanForm, signs))
        seen = read(
            harm.NoticeForm, {"what": f"{HARM}，瘀青。", "hold": "yes", "hold_reason": f"{HARM}。"}
        )
        mine["report_id"] = harm.report_harm(me, mine["student_id"], seen)
        words = {"place": f"{TRACK}路", "what": f"{TRACK}，划了一道。",
                 "student_id": str(mine["student_id"])}  # fmt: skip
        form = read(incidents.RecordForm, {**INCIDENT, **words})
        mine["incident_id"] = incidents.record_incident(world.officer2, form)
        self.draft = str(uuid4())
        drafts.keep_draft(me, f"referral:{self.draft}", {"facts": f"{DRAFT}，还没写完。"})

    def foreign(self) -> dict[str, str]:
        """Return an id of the foreign case's from every table that has one, and the draft's."""
        mine = self.ids["noise"]
        case, student = mine["case_id"], mine["student_id"]
        found = {"draft": self.draft, "user": str(self.users["officer2"])}
        found |= {one.removesuffix("_id"): str(mine[one]) for one in ("incident_id", "session_id")}
        found["harm_report"] = str(mine["report_id"])
        with self.world.runtime.reading.connect() as connection:
            for name, table in sorted(Base.metadata.tables.items()):
                columns = [table.c[one] for one in ("case_id", "student_id") if one in table.c]
                columns += [table.c.id] if name in ("case_file", "student") else []
                if not columns or "id" not in table.c:
                    continue
                ours = or_(*(one.in_((case, student)) for one in columns))
                row = connection.execute(select(table.c.id).where(ours)).scalars().first()
                if isinstance(row, UUID):
                    found.setdefault(name, str(row))
        return found

    def rows(self, state: str) -> dict[str, dict[UUID, str]]:
        """Return all that is kept of a case and its young person: by table, each row by its id.

        What hangs on them at any distance is found by the ids that rows hold of one another.
        """
        ids = {one for name, one in self.ids[state].items() if name != "entrusted_id"}
        found: dict[str, dict[UUID, str]] = {}
        with self.world.runtime.reading.connect() as connection:
            kept = {
                name: [dict(row) for row in connection.execute(_raw(table)).mappings()]
                for name, table in Base.metadata.tables.items()
                if name not in _NOT_THEIRS and "id" in table.c
            }
        for _ in range(4):
            for name, rows in kept.items():
                theirs = [row for row in rows if ids & _ids_in(row)]
                found[name] = {row["id"]: repr(sorted(row.items(), key=str)) for row in theirs}
                ids |= {row["id"] for row in theirs if isinstance(row["id"], UUID)}
        return {name: rows for name, rows in found.items() if rows}

    def forgery(self) -> dict[UUID, UUID]:
        """Return for every id of the cases that are one's own a foreign one of the same table."""
        foreign, ids = self.rows("noise"), {}
        for state in STATES:
            for name, rows in self.rows(state).items():
                other = next(iter(foreign.get(name, ())), None)
                ids |= {mine: other for mine in rows if other and mine not in foreign[name]}
        return ids


def _ids_in(row: Mapping[str, Any]) -> set[UUID]:
    return {one for one in row.values() if isinstance(one, UUID)}


def _raw(table: Table) -> Select[Any]:
    """Return what selects a table's rows as they lie there, its sealed fields sealed."""
    return select(
        *(
            column if isinstance(column.type, Uuid) else type_coerce(column, NullType())
            for column in table.c
        )
    )
