"""What the hunt plants: texts of every kind in the case that is nobody's but counsellor2's."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import or_, select

from tests.support.matrix_scene import CANARY, MatrixScene
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
        with self.world.runtime.reading.connect() as connection:
            for name, table in sorted(Base.metadata.tables.items()):
                columns = [table.c[one] for one in ("case_id", "student_id") if one in table.c]
                columns += [table.c.id] if name in ("case_file", "student") else []
                if not columns or "id" not in table.c:
                    continue
                ours = or_(*(one.in_((case, student)) for one in columns))
                row = connection.execute(select(table.c.id).where(ours)).scalars().first()
                if isinstance(row, UUID):
                    found[name] = str(row)
        return found
