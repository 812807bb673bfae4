"""When somebody was born, and the form to add or correct it."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import birth_date
from wellbeing.services.cases import CaseView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import facts, note
from wellbeing.ui.visit import may, t, when
from wellbeing.ui.who_sees import will_read


def birth_date_part(view: CaseView) -> None:
    """Paint the date of birth, and offer to those who run the case to put it right."""
    if not may(May.RUN_CASE):
        return
    if view.birth_date is None:
        note(t(N_("The date of birth is not known. Whom the law asks depends on it.")), "warm")
    else:
        facts([(t(N_("Date of birth")), when(view.birth_date))])
    if not view.reads_as:
        known = view.birth_date is not None
        title = N_("Correct the date of birth") if known else N_("Add the date of birth")
        fold(t(title), f"birth-{view.id}", _form, view)


def _form(view: CaseView) -> None:
    form_area(
        FormSpec(
            key=f"birth-{view.id}-{view.birth_date}",
            form=birth_date.BirthDateForm,
            readers={ANY_TEXT: will_read(view.id, "case_reason.text")},
            act=lambda me, form: birth_date.correct_birth_date(me, view.id, form),
            button=N_("Save the date of birth"),
            done=lambda _: says(
                N_("Saved, with your reason. Ages and who is asked are reckoned anew."),
                then=N_("What is next stands at the top of the case."),
            ),
            quiet=True,
        )
    )
