"""Students: find one, see the guardians, add either."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import organisations, students
from wellbeing.ui.cases.people import RELATIONSHIPS, STANDINGS
from wellbeing.ui.erasing import erase_part, receipts_part
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.parts import empty, esc, header, link, show, table
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import who_sees_part


def students_page() -> None:
    """Paint the search, or one student when the address names one."""
    chosen = st.query_params.get("id", "")
    if chosen:
        _student(chosen)
        return
    header(t(N_("Students")), t(N_("Search by a part of the name, by pinyin or by initials.")))
    typed = st.text_input(t(N_("Name or part of it")), key="find-student")
    if typed.strip():
        _results(students.find_students(caller(), typed))
    with st.expander(t(N_("Add a student"))):
        _add()
    receipts_part()


def _results(found: tuple[students.FoundStudent, ...]) -> None:
    if not found:
        empty(t(N_("Nobody found.")), t(N_("Only students whom you may see are searched.")))
        return
    columns = (t(N_("Name")), t(N_("School")), t(N_("Class")), t(N_("Date of birth")))
    rows = [
        (
            link(one.name, "students", id=one.id),
            esc(one.school),
            esc(one.class_name),
            esc(when(one.birth_date)),
        )
        for one in found
    ]
    table(t(N_("Students")), columns, rows)


def _add() -> None:
    places = organisations.organisations(caller())
    schools = [(one.id, one.name) for one in places if one.kind == "school"]
    form_area(
        FormSpec(
            key="student",
            form=students.StudentForm,
            act=students.add_student,
            button=N_("Add the student"),
            done=lambda made: _added(made),
            options={"school_id": schools},
        )
    )


def _added(made: object) -> None:
    says(N_("Added. Now add the guardians."))
    if isinstance(made, UUID):
        go("students", id=str(made))


def _student(chosen: str) -> None:
    try:
        student_id = UUID(chosen)
    except ValueError:
        go("students")
        return
    view = students.open_student(caller(), student_id)
    about = " · ".join(one for one in (view.school, view.class_name, when(view.birth_date)) if one)
    path = ((t(N_("Students")), "/students"),)
    header(view.name, about, path, about=student_id)
    found = students.guardians(caller(), student_id)
    show(f'<h2 class="mp-h2">{esc(t(N_("Guardians")))}</h2>')
    if found:
        columns = (t(N_("Name")), t(N_("Relationship")), t(N_("Legal standing")), t(N_("Phone")))
        rows = [
            (
                esc(one.name),
                esc(t(RELATIONSHIPS[one.relationship])),
                esc(t(STANDINGS[one.standing])),
                esc(one.phone),
            )
            for one in found
        ]
        table(t(N_("Guardians")), columns, rows)
    else:
        empty(t(N_("No guardian yet.")), t(N_("Add those who may decide for the young person.")))
    with st.expander(t(N_("Add a guardian")), expanded=not found):
        form_area(
            FormSpec(
                key=f"guardian-{student_id}",
                form=students.GuardianForm,
                act=lambda who, form: students.add_guardian(who, student_id, form),
                button=N_("Add the guardian"),
                done=lambda _: says(
                    N_("Added."),
                    then=N_("As soon as there is a case, they can be invited from it."),
                ),
            )
        )
    who_sees_part("student", student_id)
    erase_part(student_id)
