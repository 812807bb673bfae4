"""The gallery's one page: each part once, as it is on our pages, with words of ours.

`?language=zh_Hans` shows one language alone; light and dark follow the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from wellbeing.forms import REQUIRED, Problem
from wellbeing.i18n import LANGUAGES, NAMES
from wellbeing.services import referrals
from wellbeing.ui import parts
from wellbeing.ui.fields import FormSpec, fields, summary
from wellbeing.ui.saved import saved_line
from wellbeing.ui.visit import t, when

# Of another year, so that what is shown never depends on the day of showing.
DAY = datetime(2020, 3, 9, 1, 30, tzinfo=UTC)
LATER = datetime(2020, 3, 12, 9, 0, tzinfo=UTC)
SAID = "放学后他在车库用钥匙划了一辆车。\nScratched a car. (虚构)"


def _header() -> None:
    parts.header(
        t("My referrals"),
        t("You always hear back. Here you see where each one stands."),
        ((t("Today"), "#"), (t("Cases"), "#")),
    )


def _next_step() -> None:
    due = parts.clock(LATER, "due_soon")
    who = "陈老师 (虚构)"
    parts.next_step(
        t("Next: {what}. It is with {who}.", what=t("Book the first talk"), who=who), due
    )


def _labels() -> None:
    words = (("Received", "calm"), ("Answered", "good"), ("Question for you", "warm"),
             ("Urgent", "alarm"))  # fmt: skip
    parts.show(f"<p>{' '.join(parts.label(t(text), tone) for text, tone in words)}</p>")


def _person() -> None:
    rows = [
        (parts.person("陈老师 (虚构)", t("Counsellor")), parts.esc(when(DAY))),
        (parts.person("Officer Lin (虚构)", t("Community police officer")), parts.esc(when(DAY))),
    ]
    parts.table(t("Who helps"), (t("Name"), t("Since")), rows)


def _clock() -> None:
    kinds = ("on_time", "due_soon", "overdue", "escalated")
    parts.show("".join(f"<p>{parts.clock(LATER, kind)}</p>" for kind in kinds))


def _steps() -> None:
    parts.dots(
        [(t("It is sent"), "done"), (t("Being looked at"), "now"), (t("You are told"), "later")]
    )


def _empty() -> None:
    parts.empty(t("Nothing waits for you."), t("You will see it here when somebody needs you."))


def _timeline() -> None:
    parts.timeline(
        [(when(LATER), t("Case {number} was opened", number="C-2020-7KM3")),
         (when(DAY), t("Referral {number} was sent", number="R-2020-4FQ8WN"))]
    )  # fmt: skip


def _sees() -> None:
    parts.who_sees(t("Only the counsellor and the coordinator read this."))


def _warning() -> None:
    parts.note(t("Marked urgent: the coordinator sees it first."), "alarm")
    parts.note(t("The referrer is not sure whether it is safe to tell the family."), "warm")


def _confirmation() -> None:
    parts.note(t("Sent. The coordinator goes on with your referral."), "good")
    parts.note(t("Taken from the school roll."), "calm")


def _receipt() -> None:
    parts.receipt(t("Your reference number"), "R-2020-4FQ8WN", when(DAY))


def _words() -> None:
    parts.quote(SAID, t("You added on {when}", when=when(DAY)))
    parts.facts([(t("What was seen"), SAID), (t("Sent"), when(DAY))], t("What you wrote"))


def _form() -> None:
    part = referrals.SECTIONS[1]
    key = f"gallery-{st.session_state['language']}"
    spec = FormSpec(key, part.form, lambda who, form: None, "Save and go on")
    problems = {"facts": Problem(REQUIRED), "seen_when": Problem(REQUIRED)}
    summary(spec, problems)
    fields(spec, {}, problems)
    st.session_state[f"saved:{key}"] = DAY
    saved_line(key)
    st.button(t(spec.button), key=f"{key}-send", type="primary")
    st.button(t("Throw this draft away"), key=f"{key}-away")


PARTS: dict[str, Callable[[], None]] = {
    "header": _header,
    "next": _next_step,
    "label": _labels,
    "person": _person,
    "clock": _clock,
    "steps": _steps,
    "empty": _empty,
    "timeline": _timeline,
    "sees": _sees,
    "warning": _warning,
    "confirmation": _confirmation,
    "receipt": _receipt,
    "words": _words,
    "form": _form,
}


def gallery() -> None:
    """Paint every part in the languages asked for."""
    st.set_page_config(page_title="Miaopu", layout="wide")
    asked = st.query_params.get("language", "")
    for language in (asked,) if asked in LANGUAGES else LANGUAGES:
        st.session_state["language"] = language
        parts.show(f'<p class="mp-sub" lang="{language}">{NAMES[language]}</p>')
        for name, paint in PARTS.items():
            with st.container(key=f"show-{language}-{name}"):
                paint()


gallery()
