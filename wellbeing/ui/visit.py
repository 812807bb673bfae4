"""Who is looking, in which language: asked of the browser's cookie at every use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from uuid import UUID

import streamlit as st

from wellbeing.errors import NotFound
from wellbeing.gate import Caller, Look
from wellbeing.i18n import N_, known, plural, show_date, show_moment, translate
from wellbeing.policy import Actor, May, Role
from wellbeing.runtime import running
from wellbeing.services.people import Me

_JOINER = "\u2060"  # invisible; keeps addresses in user text from becoming links


def caller() -> Caller:
    """Return the person at this browser; see looks.py for how long it is known who that is."""
    secure = running().settings.secure_cookies
    token = st.context.cookies.get("__Host-sid" if secure else "sid", "")
    return Caller(running(), token, language=language(), look=_look())


def mark() -> str:
    """Return the hidden field that tells the door's forms of this browser from others'."""
    secure = running().settings.secure_cookies
    pre = st.context.cookies.get("__Host-pre" if secure else "pre", "")
    return f'<input type="hidden" name="pre" value="{escape(pre)}">'


def begin_look() -> None:
    """Begin a run of the page: it asks anew who looks."""
    _look().begin()


def _look() -> Look:
    look: Look = st.session_state.setdefault("look", Look())
    return look


def language() -> str:
    """Return the language of this visit."""
    return known(st.session_state.get("language", "en"))


def who() -> Me:
    """Return the signed-in person, as the frame has found them for this run."""
    me: Me = st.session_state["me"]
    return me


def may(permission: May) -> bool:
    """Tell whether the person may do this: what to paint; the gate decides by itself."""
    me = who()
    return Actor(None, me.roles, check_ended=me.check_ended).may(permission)


def t(message: str, **params: object) -> str:
    """Return a message in the reader's language."""
    return translate(language(), message, **params)


def number(one: str, many: str, n: int, **more: object) -> str:
    """Return a message with a count."""
    return plural(language(), one, many, n, **more)


def listed(words: Iterable[str]) -> str:
    """Return several words in one line, with the comma of the reader's writing."""
    return t(N_(", ")).join(words)


def cases_title() -> str:
    """Return what the page of the cases is called: a family has no case but a child."""
    return t(N_("My child") if who().roles == {Role.PARENT} else N_("Cases"))


def when(moment: datetime | date | None) -> str:
    """Return a moment or a day as the reader writes it; "" for none."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return show_moment(language(), moment, running().pack.zone)
    return show_date(language(), moment)


def plain(text: str) -> str:
    """Return user text for a label: no link, no formatting, no picture comes of it."""
    text = re.sub(r"(?i)(https?|ftp|mailto|xmpp)(:)", lambda m: m[1] + _JOINER + m[2], text)
    text = re.sub(r"(?i)www\.", lambda m: m[0][:3] + _JOINER + ".", text)
    text = text.replace("@", _JOINER + "@")
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~$:<>&@/=^\"'])", r"\\\1", text)


def param(name: str = "id") -> UUID:
    """Return the id in the address; anything else is a page that cannot be found."""
    try:
        return UUID(st.query_params.get(name, ""))
    except ValueError:
        raise NotFound() from None


def number_param(name: str) -> int:
    """Return a whole number in the address, 0 where there is none."""
    typed = st.query_params.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def maybe_param(name: str) -> UUID | None:
    """Return an id in the address that may be missing."""
    return param(name) if name in st.query_params else None
