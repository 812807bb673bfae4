"""Tables as bare columns, for conditions that records are filtered by: see `relations`."""

from __future__ import annotations

from sqlalchemy import Boolean, Uuid, column, table

case = table("case_file", column("id", Uuid()), column("student_id", Uuid()))
member = table("case_member", column("case_id", Uuid()), column("user_id", Uuid()), column("until"))
guardian = table(
    "guardian", column("id", Uuid()), column("student_id", Uuid()), column("user_id", Uuid())
)
basis = table(
    "lawful_basis",
    column("case_id", Uuid()),
    column("purpose"),
    column("recipient_id", Uuid()),
    column("closes", Boolean()),
)
