"""Every visit's frame: who is it, which language, which pages; then the page itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from wellbeing import journal
from wellbeing.errors import NotFound, SignedOut, WellbeingError
from wellbeing.i18n import LANGUAGES, N_, NAMES
from wellbeing.labels import ROLE_LABELS
from wellbeing.policy import Role
from wellbeing.services import people, set_up
from wellbeing.ui.checks import check_note
from wellbeing.ui.go import begin_whole
from wellbeing.ui.navigation import PAGES, pages_for
from wellbeing.ui.parts import esc, header, note, show
from wellbeing.ui.tablet import tablet
from wellbeing.ui.visit import begin_look, caller, language, mark, t, when

ICON = Path(__file__).parent.parent / "web" / "assets" / "leaf.svg"


def frame() -> None:
    """Let the person in, paint what is around every page, and run the page."""
    journal.begin()
    begin_whole()
    begin_look()
    try:
        _remember(people.me(caller()))
    except SignedOut:
        _signed_out()
        return
    if st.session_state["me"].must_enrol:
        _send_away("/account")
        return
    # Otherwise the browser's icon would be fetched from elsewhere.
    st.set_page_config(page_title="Miaopu", page_icon=str(ICON), layout="wide")
    if Role.TABLET in st.session_state["me"].roles:
        _lent()
        return
    me: people.Me = st.session_state["me"]
    allowed = pages_for(me.roles, check_ended=me.check_ended)
    chosen = st.navigation(allowed or [_only_the_note()], position="sidebar")
    if "go" in st.session_state:
        page, params = st.session_state.pop("go")
        st.switch_page(PAGES[page], query_params=params)
    _sidebar()
    _page(me, chosen)


def _page(me: people.Me, chosen: Any) -> None:
    # Always in their places: what comes and goes above a box must not make it anew, or the
    # browser loses the caret in the middle of a word.
    with st.container():
        _banner()
    with st.container():
        _said()
    with st.container():
        check_note(me)
    try:
        chosen.run()
    except NotFound as missing:
        header(t(N_("Not found")))
        note(t(missing.message), "warm")
    except SignedOut:
        _signed_out()
    except WellbeingError as refusal:
        note(t(refusal.message, **refusal.params), "alarm")


def _only_the_note() -> Any:
    """Return the one page of somebody whose role is blocked: the note above it says why."""
    return st.Page(lambda: None, title="Miaopu", url_path="check", default=True)


def _lent() -> None:
    """Whatever the address: a lent tablet paints the check-in and nothing else."""
    here = st.Page(tablet, title="Miaopu", url_path="check-in", default=True)
    also = [st.Page(tablet, title="Miaopu", url_path=url) for url in PAGES if url != "home"]
    chosen = st.navigation([here, *also], position="hidden")
    st.session_state["language"] = st.session_state.get(
        "tablet-language", st.session_state["language"]
    )
    with st.container():
        _said()
    try:
        chosen.run()
    except WellbeingError as refusal:
        note(t(refusal.message, **refusal.params), "alarm")


def _remember(me: people.Me) -> None:
    """Hold who this is for the run; another person in the same tab starts with nothing."""
    before = st.session_state.get("me")
    if before is not None and before.id != me.id:
        st.session_state.clear()
    st.session_state["me"] = me
    st.session_state["language"] = me.language


def _signed_out() -> None:
    """Send the browser to the sign-in page, and offer the way by hand as well."""
    st.session_state.clear()
    query = urlencode(st.query_params.to_dict())
    back = (urlsplit(st.context.url or "").path or "/") + (f"?{query}" if query else "")
    _send_away(f"/signin?next={quote(back, safe='')}")


def _send_away(url: str) -> None:
    shown = _to_account if url == "/account" else _ended
    st.navigation(
        [st.Page(shown, title="Miaopu", url_path="ended", default=True)], position="hidden"
    ).run()
    redirect(url)


def _to_account() -> None:
    show(f'<a href="/account" target="_self">{esc(t(N_("My account")))}</a>')


def _ended() -> None:
    note(t(SignedOut.default), "warm")
    show(f'<a href="/signin" target="_self">{esc(t(N_("Sign in")))}</a>')


def redirect(url: str) -> None:
    """Send the browser to another address, with the message that Streamlit's own login uses."""
    message, context = ForwardMsg(), get_script_run_ctx()
    message.auth_redirect.url = url
    if context is not None:
        context.enqueue(message)


def _sidebar() -> None:
    me: people.Me = st.session_state["me"]
    with st.sidebar:
        st.session_state["language-choice"] = me.language
        st.selectbox(
            t(N_("Language")), LANGUAGES, key="language-choice", format_func=NAMES.__getitem__,
            on_change=_choose_language,
        )  # fmt: skip
        roles = ", ".join(t(ROLE_LABELS[role]) for role in Role if role in me.roles)
        show(
            f'<div class="mp-me"><strong>{esc(me.name)}</strong><span>{esc(roles)}</span>'
            f'<a href="/account" target="_self">{esc(t(N_("My account")))}</a>'
            f'<form method="post" action="/signout">{mark()}'
            f'<button type="submit">{esc(t(N_("Sign out")))}'
            "</button></form></div>"
        )


def _choose_language() -> None:
    people.choose_language(caller(), st.session_state["language-choice"])


def _banner() -> None:
    if "demo" not in st.session_state:
        st.session_state["demo"] = set_up.site(caller()).demo
    if st.session_state["demo"]:
        text = N_("Demo: every person and every text here is invented. Do not enter real data.")
        show(f'<div class="mp-demo" role="note">{esc(t(text))}</div>')


def _said() -> None:
    """Say what the last act has done and what happens next, once."""
    if "says" in st.session_state:
        message, then, tone, params = st.session_state.pop("says")
        shown = {k: when(one) if isinstance(one, datetime) else one for k, one in params.items()}
        said = [t(one, **shown) for one in (message, then) if one]
        note((" " if language() == "en" else "").join(said), tone)
