"""Students and their guardians: add them, and find them before adding anybody twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from wellbeing.crypto import matches, reveal_kept
from wellbeing.errors import NotFound
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Guardian, Organisation, Student
from wellbeing.name_index import known_names
from wellbeing.policy import May

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class StudentForm:
    """A student on the school roll."""

    name: str = ask(N_("Full name"))
    school_id: UUID | None = ask(
        N_("School"), Kind.RECORD, required=N_("Please choose the school.")
    )
    birth_date: date | None = offer(N_("Date of birth"), Kind.DATE, first=date(1990, 1, 1))
    class_name: str = offer(N_("Class"))
    school_number: str = offer(N_("School number"))


@dataclass(frozen=True, slots=True)
class GuardianForm:
    """A parent or another guardian."""

    name: str = ask(N_("Full name"))
    relationship: str = ask(
        N_("Relationship"),
        Kind.CHOICE,
        options=(
            ("mother", N_("Mother")),
            ("father", N_("Father")),
            ("grandparent", N_("Grandparent")),
            ("other_relative", N_("Another relative")),
            ("other", N_("Another person")),
        ),
    )
    standing: str = ask(
        N_("Legal standing"),
        Kind.CHOICE,
        options=(
            ("guardian", N_("Guardian, decides alone")),
            ("shared", N_("Guardian, decides together with another")),
            ("carer", N_("Looks after them, does not decide")),
            ("none", N_("No legal standing")),
        ),
    )
    phone: str = offer(N_("Phone"))


@dataclass(frozen=True, slots=True)
class FoundStudent:
    """One search result: enough to choose the right person, no more."""

    id: UUID
    name: str
    school: str
    class_name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class GuardianView:
    """A guardian as staff see them."""

    id: UUID
    name: str
    relationship: str
    standing: str
    phone: str
    has_account: bool


@use_case(may=May.MANAGE_STUDENTS)
def add_student(work: Work, form: StudentForm) -> UUID:
    """Put a student on the roll of a school that the actor may see students of."""
    school = work.find(Organisation, form.school_id)
    student = Student(
        school_id=school.id,
        name=form.name,
        birth_date=form.birth_date,
        class_name=form.class_name or None,
        school_number=form.school_number or None,
        created_at=work.now,
        changed_at=work.now,
    )
    work.db.add(student)
    work.db.flush()
    # A teacher cannot put somebody on another school's roll: the new row must be theirs to see.
    if work.db.scalars(select(Student.id).where(Student.id == student.id)).first() is None:
        raise NotFound()
    work.about(student)
    return student.id


@use_case(may=May.MANAGE_STUDENTS)
def add_guardian(work: Work, student_id: UUID, form: GuardianForm) -> UUID:
    """Add a guardian of a student."""
    if work.db.get(Student, student_id) is None:
        raise NotFound()
    guardian = Guardian(
        student_id=student_id,
        name=form.name,
        phone=form.phone or None,
        relationship_kind=form.relationship,
        standing=form.standing,
        created_at=work.now,
    )
    work.db.add(guardian)
    work.about(guardian)
    return guardian.id


@use_case(may=May.FIND_STUDENTS, access=Access.READ)
def find_students(work: Work, typed: str) -> tuple[FoundStudent, ...]:
    """Return the students whom the actor may see and whose name holds what was typed.

    Chinese fragments, pinyin, initials and Latin letters all find; nobody else's students are
    ever hinted at.
    """
    places: dict[UUID | None, str] = {o.id: o.name for o in work.db.scalars(select(Organisation))}
    fitting = islice(_fitting(work, typed), MOST_FOUND)
    return tuple(_found(row, places.get(row.school_id, "")) for row in fitting)


def _fitting(work: Work, typed: str) -> Iterator[Student]:
    """Yield the actor's own among the candidates, as many as are asked for; names alone decide."""
    for page in known_names(work).pages(typed):
        rows = work.db.scalars(select(Student).where(Student.id.in_(page))).all()
        for start in range(0, len(rows), MOST_FOUND):
            some = rows[start : start + MOST_FOUND]
            names = reveal_kept(some, "name", None)
            yield from (row for row, name in zip(some, names, strict=True)
                        if matches(typed, name or ""))  # fmt: skip


@use_case(may=May.MANAGE_STUDENTS, access=Access.READ)
def open_student(work: Work, student_id: UUID) -> FoundStudent:
    """Return one student on the roll; one whom the actor may not see is NotFound."""
    row = work.find(Student, student_id)
    school = work.db.get(Organisation, row.school_id) if row.school_id else None
    return _found(row, school.name if school else "")


def _found(row: Student, school: str) -> FoundStudent:
    return FoundStudent(
        row.id,
        row.name.reveal(),
        school,
        "" if row.class_name.empty else row.class_name.reveal(),
        None if row.birth_date.empty else row.birth_date.reveal(),
    )


@use_case(may=May.SEE_CASE, access=Access.READ)
def guardians(work: Work, student_id: UUID) -> tuple[GuardianView, ...]:
    """Return a student's guardians as the actor may see them."""
    query = select(Guardian).where(Guardian.student_id == student_id)
    return tuple(
        GuardianView(
            one.id,
            one.name.reveal(),
            one.relationship_kind,
            one.standing,
            "" if one.phone.empty else one.phone.reveal(),
            one.user_id is not None,
        )
        for one in work.db.scalars(query.order_by(Guardian.created_at))
    )
