"""The page of a report of harm: call first, write what was seen, say who was told."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.rules import ADDRESSEE_LABELS, EMERGENCY_LABELS, Emergency
from wellbeing.runtime import running
from wellbeing.services import harm, students
from wellbeing.services.harm import Beginning, HarmRow, HarmView
from wellbeing.services.harm.report import OUTCOMES
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import go, says
from wellbeing.ui.holds import hold_notes, holds_part
from wellbeing.ui.parts import (
    Cell,
    dots,
    empty,
    esc,
    facts,
    header,
    label,
    link,
    print_link,
    show,
    table,
)
from wellbeing.ui.rules import source_cell, source_words
from wellbeing.ui.urgency import clock_span
from wellbeing.ui.visit import caller, listed, number, t, when
from wellbeing.ui.who_sees import who_sees_part, will_read, will_read_in

TITLE = N_("Report harm")
STATES = {
    "noticed": (N_("Not reported yet"), "alarm"),
    "reported": (N_("Reported; the outcome is missing"), "warm"),
    "outcome_recorded": (N_("Outcome recorded"), "good"),
}
_PACE = {"in_time": "good", "late": "warm", "red": "alarm"}
_WAY = (N_("Noticed"), N_("Reported"), N_("Outcome recorded"))


def choose_whom(rows: Sequence[HarmRow]) -> None:
    """Paint whom it is about, for a page that did not know it, and the reports there are."""
    header(t(TITLE), t(N_("You need nobody's consent for this, and you wait for nobody.")))
    emergency_numbers()
    typed = st.text_input(t(N_("Whom is it about? A part of the name is enough.")), key="harm-who")
    if typed.strip():
        found = students.find_students(caller(), typed)
        for one in found:
            about = " · ".join(part for part in (one.school, one.class_name) if part)
            name = link(one.name, "harm", student=one.id)
            show(f'<p>{name} <span class="mp-sub">{esc(about)}</span></p>')
        if not found:
            text = t(N_("Call first; then refer the young person and mark it urgent."))
            empty(t(N_("No young person of that name.")), text)
    reports_table(rows)


def new_report(begun: Beginning) -> None:
    """Paint the one form that begins a report, and whom it is about."""
    path = ((t(TITLE), "/harm"),)
    header(t(TITLE), t(N_("You need nobody's consent for this, and you wait for nobody.")), path)
    facts([(t(N_("Whom it is about")), begun.student)])
    emergency_numbers()
    form_area(
        FormSpec(
            key=f"harm-{begun.student_id}",
            form=harm.NoticeForm,
            numbers={"time": clock_span("hold_review")},
            act=lambda me, form: harm.report_harm(me, begun.student_id, form),
            button=N_("Write it down: the clock runs"),
            readers={ANY_TEXT: will_read(begun.student_id, "harm_report.what", "student")},
            done=_written,
        )
    )
    reports_table(begun.rows)


def _written(made: object) -> None:
    says(N_("Written down and sealed. Now tell the authority, and note here whom you told."))
    report_id = getattr(made, "result_id", made)
    go("harm", id=str(report_id))


def harm_page(view: HarmView) -> None:
    """Paint one report: how long it took, who was told, what came of it."""
    row = view.row
    path = ((t(TITLE), "/harm"),)
    header(row.student, f"{row.number} · {when(row.noticed_at)}", path, about=row.student_id)
    _stand(row)
    if row.state == "noticed":
        emergency_numbers()
    facts([(t(N_("What was seen or heard")), view.what), (t(N_("By")), view.reporter)])
    hold_notes(view)
    _told(view)
    if row.state == "outcome_recorded":
        facts([(t(dict(OUTCOMES)[view.outcome]), view.outcome_text)], t(N_("What came of it")))
    else:
        _tell_form(view)
    if row.state == "reported":
        _outcome_form(view)
    holds_part(view)
    print_link(t(N_("Print this page")))
    who_sees_part("harm_report", row.id)


def _stand(row: HarmRow) -> None:
    words, tone = STATES[row.state]
    place = ("noticed", "reported", "outcome_recorded").index(row.state)
    dots(
        [(t(text), "done" if n <= place else "now" if n == place + 1 else "later")
         for n, text in enumerate(_WAY)]
    )  # fmt: skip
    show(f"<p>{label(t(words), tone)} {pace(row)}</p>")


def pace(row: HarmRow) -> str:
    """Return the minutes from noticed to reported as a label."""
    text = number(N_("{n} minute from noticed"), N_("{n} minutes from noticed"), row.minutes)
    return label(text, _PACE[row.pace])


def _told(view: HarmView) -> None:
    if not view.told:
        return
    title = t(N_("Who was told"))
    rows = [
        (esc(t(ADDRESSEE_LABELS[one.addressee])), esc(when(one.at)), esc(one.receipt), esc(one.by))
        for one in view.told
    ]
    table(title, (title, t(N_("When")), t(N_("Receipt")), t(N_("By"))), rows)


def _tell_form(view: HarmView) -> None:
    names = listed(t(one.label) for one in view.addressees)
    sources = "<br>".join(dict.fromkeys(source_cell(one) for one in view.addressees))
    text = t(N_("To be told at once: {names}."), names=names)
    show(f'<p>{esc(text)}<br><span class="mp-sub">{sources}</span></p>')
    form_area(
        FormSpec(
            key=f"told-{view.row.id}-{len(view.told)}",
            form=harm.ToldForm,
            act=lambda me, form: harm.tell_authority(me, view.row.id, form),
            button=N_("I have told them"),
            done=lambda _: says(N_("Noted. Ask them what came of it, and write it here.")),
            quiet=bool(view.told),
        )
    )


def _outcome_form(view: HarmView) -> None:
    form_area(
        FormSpec(
            key=f"outcome-{view.row.id}",
            form=harm.OutcomeForm,
            act=lambda me, form: harm.record_outcome(me, view.row.id, form),
            button=N_("Record the outcome"),
            readers={ANY_TEXT: will_read_in(view.row.id, "harm_report.outcome_text")},
            done=lambda _: says(N_("Recorded. The report has come to its end.")),
            quiet=True,
        )
    )


def reports_table(rows: Sequence[HarmRow]) -> None:
    """Paint the reports that the reader may see, and how many came late."""
    if not rows:
        return
    title = t(N_("Reports of harm"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    late = sum(one.pace == "late" for one in rows)
    red = sum(one.pace == "red" for one in rows)
    soon, limit = rows[0].limits
    words = N_("{n} in all; {late} later than {soon} minutes, {red} later than {limit} minutes.")
    text = t(words, n=len(rows), late=late, red=red, soon=soon, limit=limit)
    show(f"<p>{esc(text)}</p>")
    columns = (
        t(N_("Young person")), t(N_("Noticed")), t(N_("Until reported")), t(N_("How it stands")),
    )  # fmt: skip
    cells = [
        (
            link(one.student or one.number, "harm", id=one.id), esc(when(one.noticed_at)),
            pace(one), label(t(STATES[one.state][0]), STATES[one.state][1]),
        )
        for one in rows
    ]  # fmt: skip
    table(title, columns, cells)


def emergency_numbers() -> None:
    """Paint whom to call at once; an unchecked number says so."""
    numbers = "".join(
        f'<li><a href="tel:{esc(one.number)}"><strong>{esc(one.number)}</strong></a> '
        f"{esc(t(EMERGENCY_LABELS.get(one.who, one.who)))}"
        f"{_unchecked(one)}</li>"
        for one in running().pack.emergency
    )
    show(f'<ul class="mp-emergency">{numbers}</ul>')


def _unchecked(one: Emergency) -> Cell:
    if not one.source.unverified:
        return ""
    return f' <span class="mp-sub">{source_words(one.source)}</span>'
