"""A case that is read and not run: the note that says so, the review, giving it for a time."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services import cover
from wellbeing.services.cases import CaseView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import note
from wellbeing.ui.urgency import clock_span
from wellbeing.ui.visit import caller, t

_READS = {
    "supervisor": N_(
        "You read this case as supervisor. The notes of the talks open when you begin a review."
    ),
    "review": N_("You review this case. Everything that you open is entered in the audit."),
    "emergency": N_(
        "You opened this case in an emergency. Everything that you open is entered in the audit, "
        "and the coordinator was told."
    ),
}


def reading_note(view: CaseView) -> None:
    """Say as what the reader is here, where the case is not theirs to run."""
    if not view.reads_as:
        return
    note(t(_READS[view.reads_as]), "warm")
    if view.reads_as == "supervisor":
        form_area(
            FormSpec(
                key=f"review-{view.id}",
                form=cover.ReviewForm,
                act=lambda me, form: cover.open_review(me, view.id, form),
                button=N_("Begin the review"),
                done=lambda _: says(
                    N_("The talks are open to you for {time}. Then they close."),
                    time=clock_span("review_access"),
                ),
                quiet=True,
            )
        )


def give_for_a_time(view: CaseView) -> None:
    """Paint the form that gives the case to another counsellor until a day."""
    form_area(
        FormSpec(
            key=f"delegate-{view.id}",
            form=cover.DelegateForm,
            act=lambda me, form: cover.delegate(me, view.id, form),
            button=N_("Give the case until that day"),
            done=lambda _: says(N_("Given. After that day it comes back by itself.")),
            options={"delegate_id": cover.cover(caller()).counsellors},
            quiet=True,
        )
    )
