"""Consent in plain words, the same for the family and for those who help."""

from __future__ import annotations

from wellbeing.grounds import FIELD_LABELS, PURPOSE_LABELS
from wellbeing.i18n import N_
from wellbeing.services.consents import ROUTES, ConsentView
from wellbeing.ui.parts import esc, facts, label, show, table
from wellbeing.ui.visit import listed, t, when

STATES = {
    "asked": (N_("No answer yet"), "warm"),
    "agreed": (N_("Agreed"), "good"),
    "refused": (N_("Not agreed"), "alarm"),
    "withdrawn": (N_("Taken back"), "alarm"),
    "named": (N_("Stands without consent"), "warm"),
    "ended": (N_("Ended"), "calm"),
}
# What a no means, said before anybody answers.
MEANS = {
    "help": N_("If the answer is no, no new talks are booked. What the law asks for goes on."),
    "family": N_("If the answer is no, this guardian does not see the plan from then on."),
    "helpers": N_("If the answer is no, this person sees nothing of it from then on."),
    "referrer": N_("If the answer is no, they no longer see how it is going."),
    "handoff": N_("If the answer is no, nothing is passed on."),
}
WAYS = {
    **dict(ROUTES),
    "own_login": N_("By own sign-in"),
    "referral": N_("As the referral says"),
}


def consent_card(one: ConsentView) -> None:
    """Paint one question of consent: for what, with whom, what exactly, what a no means."""
    words, tone = STATES[one.state]
    fields = listed(t(FIELD_LABELS[name]) for name in one.fields)
    show(
        f'<h2 class="mp-h2">{esc(t(PURPOSE_LABELS[one.purpose]))}</h2>'
        f"<p>{label(t(words), tone)}</p>"
    )
    facts([(t(N_("With whom")), one.recipient), (t(N_("What is shared")), fields)])
    show(f'<p class="mp-sub">{esc(t(MEANS[one.purpose]))}</p>')


def consent_history(one: ConsentView) -> None:
    """Paint everything that was said to it, when, how, and who took it."""
    if not one.history:
        return
    title = t(N_("What was said"))
    rows = []
    for said in one.history:
        words, tone = STATES[said.answer]
        text = f'<span class="mp-sub">{esc(said.words)}</span>' if said.words else ""
        way = " · ".join(part for part in (t(WAYS[said.route]), said.taken_by) if part)
        rows.append((esc(when(said.at)), label(t(words), tone) + text, esc(way)))
    table(title, (t(N_("When")), t(N_("Answer")), t(N_("How, and who took it"))), rows)
