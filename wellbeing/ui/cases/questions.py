"""The family's questions, for those who answer them."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services import family
from wellbeing.services.cases import CaseView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, quote, show
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import will_read_in


def questions_part(view: CaseView) -> None:
    """Paint the family's questions, the open ones with a box for the answer."""
    found = family.family_questions(caller(), view.id)
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Questions of the family")))}</h2>')
    for one in found:
        quote(one.question, t(N_("Asked on {when}"), when=when(one.asked_at)))
        if one.answered_at:
            quote(one.answer, t(N_("Answered on {when}"), when=when(one.answered_at)))
            continue
        form_area(
            FormSpec(
                key=f"reply-{one.id}",
                form=family.ReplyForm,
                readers={ANY_TEXT: will_read_in(one.id, "family_question.answer")},
                act=lambda me, form, one=one: family.answer_family(me, one.id, form),
                button=N_("Answer the family"),
                done=lambda _: says(N_("Answered. The family sees it now.")),
            )
        )
