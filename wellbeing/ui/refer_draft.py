"""What the referral's pages share: its draft, its sections' forms, the path to them."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import organisations, referrals
from wellbeing.ui.fields import FormSpec
from wellbeing.ui.visit import caller, t

TITLE = N_("Refer a young person")


def draft_form(draft: str) -> str:
    """Return the name under which a referral's draft is kept."""
    return f"referral:{draft}"


def spec_of(draft: str, part: referrals.Section) -> FormSpec:
    """Return a section as a form that is kept in the referral's draft."""
    places = organisations.organisations(caller())
    schools = [(one.id, one.name) for one in places if one.kind == "school"]
    return FormSpec(
        key=f"refer-{draft[:8]}-{part.key}",
        form=part.form,
        act=lambda who, form: None,
        button=N_("Save and go on"),
        options={"school_id": schools},
        draft=draft_form(draft),
    )


def path_to(draft: str) -> tuple[tuple[str, str], ...]:
    """Return the path back to the task list."""
    return ((t(TITLE), f"/refer?draft={draft}"),)


def forget(draft: str) -> None:
    """Forget what this browser holds of a draft."""
    for name in [one for one in st.session_state if draft[:8] in str(one)]:
        st.session_state.pop(name, None)
