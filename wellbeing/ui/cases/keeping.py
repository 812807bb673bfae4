"""What is kept from a guardian: the whole case or one text; to begin, prolong and end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import kept_texts, students, withholding
from wellbeing.services.cases import CaseView
from wellbeing.services.kept_texts import KeptText
from wellbeing.services.plans import PlanView
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import facts, note
from wellbeing.ui.visit import caller, t, when
from wellbeing.ui.who_sees import will_read
from wellbeing.withheld import ProlongForm

# A guardian, by id and name.
Family = Sequence[tuple[UUID, str]]
# A text: as what it is kept, of which record, and its words.
Text = tuple[str, UUID, str]
KEPT = {
    "goal": N_("Goal: {words}"),
    "task": N_("Task: {words}"),
    "strengths": N_("What is going well, in the plan"),
    "closing": N_("The closing words to the family"),
    "scores": N_("Totals that the young person shares with the family"),
}

# What is asked of a text that is kept only as it may be another one, and the other answer.
_INHERITED = {
    "goal": (
        N_(
            "The goal “{words}” stands in the place of one that is kept from {who}. So it is "
            "kept from them, too, until you decide."
        ),
        N_("Show this goal to {who}"),
    ),
    "task": (
        N_(
            "The task “{words}” may be one that is kept from {who}. So it is kept from them, "
            "too, until you decide."
        ),
        N_("Show this task to {who}"),
    ),
}


def withheld_part(view: CaseView, guardians: Family) -> None:
    """Paint what is kept of a case and its texts, and the forms that keep more."""
    for one in withholding.withheld(caller(), view.id):
        _kept_case(one)
    for text in kept_texts.kept_texts(caller(), view.id):
        _kept_text(text)
    fold(t(N_("Keep the case from a guardian")), f"keep-{view.id}", _keep_case, view, guardians)
    texts: list[Text] = [("scores", view.id, "")]
    if view.closing is not None:
        texts.insert(0, ("closing", view.closing.id, ""))
    title = t(N_("Keep one text from a guardian"))
    fold(title, f"keep-text-{view.id}", _keep_text, view.id, texts, guardians)


def plan_keeping_part(plan: PlanView, case: CaseView) -> None:
    """Paint the form that keeps a part of the plan from a guardian."""
    texts: list[Text] = [("goal", one.id, one.words) for one in plan.goals]
    texts += [("task", one.id, one.what) for one in plan.tasks]
    texts.append(("strengths", plan.id, ""))
    title = t(N_("Keep a part of this plan from a guardian"))
    fold(title, f"keep-text-{plan.id}", _keep_of_plan, case, texts)


def marks(kept: Sequence[KeptText]) -> Mapping[UUID, str]:
    """Return under what is kept, from whom."""
    names: dict[UUID, list[str]] = {}
    for one in kept:
        if one.kept != "scores":  # it is called as the case is, and so are the strengths
            names.setdefault(one.object_id, []).append(one.guardian)
    return {key: t(N_("Kept from: {who}"), who=" · ".join(found)) for key, found in names.items()}


def inherited_part(kept: Sequence[KeptText]) -> None:
    """Ask about each goal or task that is kept only because it may be one that is kept."""
    for one in kept:
        if one.inherited and one.words:
            text, shown = _INHERITED[one.kept]
            note(t(text, words=one.words, who=one.guardian), "warm")
            fold(t(N_("Keep it from them")), f"prolong-{one.id}", _prolong_text, one)
            st.button(
                t(shown, who=one.guardian), key=f"end-text-{one.id}",
                on_click=_end_text, args=(one,),
            )  # fmt: skip


def _keep_of_plan(case: CaseView, texts: Sequence[Text]) -> None:
    found = students.guardians(caller(), case.student_id)
    _keep_text(case.id, texts, [(one.id, one.name) for one in found])


def _keep_text(case_id: UUID, texts: Sequence[Text], guardians: Family) -> None:
    place = st.selectbox(
        t(N_("Which text?")), range(len(texts)), key=f"keep-{case_id}-which",
        format_func=lambda n: t(KEPT[texts[n][0]], words=texts[n][2]),
    )  # fmt: skip
    kept, object_id, _ = texts[place or 0]
    if kept in ("goal", "task"):
        note(t(N_("Each text is kept by itself: look at the others that would tell of it, too.")))
    form_area(
        FormSpec(
            key=f"keep-{kept}-{object_id}",
            form=kept_texts.KeepForm,
            readers={"reason": will_read(case_id, "withheld_text.reason")},
            act=lambda me, form: kept_texts.keep_text(me, kept, object_id, form),
            button=N_("Keep this text from them"),
            done=lambda _: says(
                N_("Done. They read it nowhere from now on. The day is among your next steps.")
            ),
            options={"guardian_id": guardians},
            quiet=True,
        )
    )


def _kept_text(one: KeptText) -> None:
    gone = t(N_("taken out of the plan")) if one.kept in _INHERITED else ""
    title = t(KEPT[one.kept], words=one.words or gone)
    _facts(title, one.guardian, one)
    fold(t(N_("Look again later")), f"prolong-{one.id}", _prolong_text, one)
    st.button(
        t(N_("End this: they read it again")), key=f"end-text-{one.id}",
        on_click=_end_text, args=(one,),
    )  # fmt: skip


def _prolong_text(one: KeptText) -> None:
    form_area(
        FormSpec(
            key=f"prolong-{one.id}-{one.review_on}",
            form=ProlongForm,
            act=lambda me, form: kept_texts.prolong_text(me, one.id, form),
            button=N_("Keep it until then"),
            done=lambda _: says(N_("Kept. You are asked again on that day.")),
            quiet=True,
        )
    )


def _end_text(one: KeptText) -> None:
    send(
        f"end-text-{one.id}",
        lambda me: kept_texts.end_text(me, one.id),
        lambda _: says(
            N_("Ended. They read it now; if they agreed to the plan without it, they are asked.")
        ),
    )


def _kept_case(one: withholding.WithholdingView) -> None:
    _facts(t(N_("Withheld")), one.guardian, one)
    fold(t(N_("Look again later")), f"prolong-{one.id}", _prolong_case, one)
    form_area(
        FormSpec(
            key=f"end-withholding-{one.id}",
            form=withholding.EndForm,
            act=lambda me, form: withholding.end_withholding(me, one.id, form),
            button=N_("End this: they see the case again"),
            done=lambda _: says(N_("Ended. They see the case again from now on.")),
            quiet=True,
        )
    )


def _prolong_case(one: withholding.WithholdingView) -> None:
    form_area(
        FormSpec(
            key=f"prolong-{one.id}-{one.review_on}",
            form=ProlongForm,
            act=lambda me, form: withholding.prolong_withholding(me, one.id, form),
            button=N_("Keep it until then"),
            done=lambda _: says(N_("Kept. You are asked again on that day.")),
            quiet=True,
        )
    )


def _facts(title: str, guardian: str, one: KeptText | withholding.WithholdingView) -> None:
    facts(
        [
            (t(N_("Kept from")), guardian),
            (t(N_("Since")), when(one.at)),
            (t(N_("Why")), one.reason),
            (t(N_("Look again on")), when(one.review_on)),
        ],
        title,
    )


def _keep_case(view: CaseView, guardians: Family) -> None:
    form_area(
        FormSpec(
            key=f"withhold-{view.id}",
            form=withholding.WithholdForm,
            readers={"reason": will_read(view.id, "withholding.reason")},
            act=lambda me, form: withholding.withhold(me, view.id, form),
            button=N_("Keep it from them from now on"),
            done=lambda _: says(N_("Done. They see nothing of the case from now on.")),
            options={"guardian_id": guardians},
            quiet=True,
        )
    )
