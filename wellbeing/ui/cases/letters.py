"""Letters of a family to the coordinator: offers and complaints, each with its answer."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import letters
from wellbeing.services.cases import CaseView
from wellbeing.services.letters import LetterView
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, note, quote, show
from wellbeing.ui.urgency import clock_span
from wellbeing.ui.visit import caller, may, t, when
from wellbeing.ui.who_sees import will_read, will_read_in

ABOUT = {"complaint": dict(letters.ABOUT), "offer": dict(letters.OFFERS)}
KINDS = {"complaint": N_("Complaint"), "offer": N_("Offer to help")}


def family_letters(view: CaseView) -> None:
    """Paint for the family how to complain and how to help, and what became of it."""
    found = letters.letters(caller(), view.id)
    _answered(found)
    fold(t(N_("I would like to help other families")), f"offer-{view.id}", _offer, view, len(found))
    title = t(N_("Something is not right: how to complain"))
    fold(title, f"complain-{view.id}", _complain, view, len(found))


def _offer(view: CaseView, before: int) -> None:
    form_area(
        FormSpec(
            key=f"offer-{view.id}-{before}",
            form=letters.OfferForm,
            readers={ANY_TEXT: will_read(view.id, "family_letter.text")},
            act=lambda me, form: letters.offer_help(me, view.id, form),
            button=N_("Send the offer"),
            done=lambda _: says(N_("Thank you. The coordinator answers you here.")),
            quiet=True,
        )
    )


def _complain(view: CaseView, before: int) -> None:
    note(t(N_("The coordinator reads it, not the counsellor. You get an answer here.")), "calm")
    form_area(
        FormSpec(
            key=f"complain-{view.id}-{before}",
            form=letters.ComplaintForm,
            readers={ANY_TEXT: will_read(view.id, "family_letter.text")},
            act=lambda me, form: letters.complain(me, view.id, form),
            button=N_("Send the complaint"),
            done=lambda _: says(
                N_("Received. The coordinator must answer you within {time}."),
                time=clock_span("complaint"),
            ),
            quiet=True,
        )
    )


def _answered(found: Sequence[LetterView]) -> None:
    for one in found:
        quote(one.text or _about(one), f"{_about(one)} · {when(one.at)}")
        if one.answered_at:
            quote(one.answer, t(N_("Answered on {when}"), when=when(one.answered_at)))


def _about(one: LetterView) -> str:
    return f"{t(KINDS[one.kind])}: {t(ABOUT[one.kind][one.about])}"


def letters_part(view: CaseView) -> None:
    """Paint the letters for the coordinator, the open ones with a box for the answer."""
    if not may(May.SCREEN):
        return
    found = letters.letters(caller(), view.id)
    if not found:
        return
    show(f'<h2 class="mp-h2">{esc(t(N_("Letters of the family to you")))}</h2>')
    for one in found:
        _answered([one])
        if one.answered_at is None:
            form_area(
                FormSpec(
                    key=f"letter-{one.id}",
                    form=letters.LetterReplyForm,
                    readers={ANY_TEXT: will_read_in(one.id, "family_letter.answer")},
                    act=lambda me, form, one=one: letters.answer_letter(me, one.id, form),
                    button=N_("Answer the family"),
                    done=lambda _: says(N_("Answered. The family sees it now.")),
                )
            )
