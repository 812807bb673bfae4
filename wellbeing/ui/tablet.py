"""The lent tablet: five sliders between faces, large targets, three languages, one way back."""

from __future__ import annotations

import streamlit as st

from wellbeing.forms import questions
from wellbeing.i18n import LANGUAGES, N_, NAMES
from wellbeing.services import check_in
from wellbeing.services.check_in import CheckInForm, GiveBackForm
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import esc, header, note, show
from wellbeing.ui.visit import caller, t

# The scale is the same five times: three faces that every font has, no words.
_SLIDERS = ("mood", "sleep", "school", "friends", "home")
_FACES = ("😞", "😐", "😀")
# The first stop is no answer: a slider that nobody has touched says nothing.
_STOPS = ("", *(str(n) for n in range(11)))
_SEALED = N_(
    "Thank you. Your answers are sealed. Your counsellor sees them; the coordinator sees only "
    "the numbers."
)
_TEXTS = ("wish", "may_know", "safe_adult")


def tablet() -> None:
    """Paint the check-in, or thanks when it was filled in; nothing else can be reached."""
    _languages()
    if check_in.place(caller()).filled:
        header(t(N_("Thank you.")), t(N_("Please give the tablet back to the counsellor.")))
    else:
        header(t(N_("How is it going?")), t(N_("Move the dots. You may leave anything out.")))
        _check_in()
    _give_back()


def _languages() -> None:
    """Three buttons, each in its own language; only this tablet, only for now."""
    for column, code in zip(st.columns(len(LANGUAGES)), LANGUAGES, strict=True):
        column.button(
            NAMES[code], key=f"tablet-{code}", on_click=st.session_state.update,
            kwargs={"tablet-language": code}, width="stretch",
        )  # fmt: skip


def _check_in() -> None:
    asked = questions(CheckInForm)
    for name in _SLIDERS:
        with st.container(key=f"tablet-row-{name}"):
            _slider(name, t(asked[name].label))
    for name in _TEXTS:
        st.text_input(t(asked[name].label), key=f"tablet-{name}", max_chars=200)
    share = asked["share"]
    words = {code: t(text) for code, text in share.options}
    st.radio(
        t(share.label), list(words), index=None, horizontal=True, key="tablet-share",
        format_func=words.__getitem__,
    )  # fmt: skip
    st.button(t(N_("Done")), key="tablet-done", type="primary", on_click=_send, width="stretch")


def _slider(name: str, label: str) -> None:
    """One slider from 0 to 10: faces at both ends and in the middle, and the number chosen."""
    key = f"tablet-{name}"
    chosen = str(st.session_state.get(key) or "")
    number = f'<span class="mp-chosen">{esc(chosen or "–")}</span>'
    show(f'<p class="mp-ask"><strong>{esc(label)}</strong> {number}</p>')
    st.select_slider(
        label, _STOPS, key=key, label_visibility="collapsed",
        format_func=lambda one: one or "–",
    )  # fmt: skip
    faces = "".join(f"<span>{face}</span>" for face in _FACES)
    show(f'<p class="mp-scale" aria-hidden="true">{faces}</p>')


def _send() -> None:
    state = st.session_state
    answers = {name: state.get(f"tablet-{name}") or "" for name in (*_SLIDERS, *_TEXTS, "share")}

    def forget(_: object) -> None:
        for name in answers:
            state.pop(f"tablet-{name}", None)
        says(_SEALED)

    send("tablet", lambda who: check_in.check_in(who, CheckInForm(**answers)), forget)


def _give_back() -> None:
    with st.expander(t(N_("For the counsellor"))):
        st.text_input(
            t(N_("For the counsellor: your number")), type="password", max_chars=4,
            key="tablet-pin", autocomplete="off",
        )  # fmt: skip
        st.button(t(N_("Take the tablet back")), key="tablet-back", on_click=_back)
    note(t(N_("What you write is for your counsellor. You can stop at any time.")), "calm")


def _back() -> None:
    pin = str(st.session_state.pop("tablet-pin", ""))
    if send("back", lambda who: check_in.give_back(who, GiveBackForm(pin))):
        for name in [one for one in st.session_state if str(one).startswith("tablet-")]:
            st.session_state.pop(name, None)
