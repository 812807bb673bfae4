"""Posters with a QR code: made here, printed once, replaced at any time."""

from __future__ import annotations

from uuid import UUID

import segno
import streamlit as st

from wellbeing.i18n import HTML_LANG, LANGUAGES, N_, translate
from wellbeing.rules import EMERGENCY_LABELS
from wellbeing.runtime import running
from wellbeing.services import organisations, referrals
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import esc, header, note, print_link, show, table, unprinted
from wellbeing.ui.visit import caller, t, when

_HEAD = N_("Would you like to talk to somebody?")
_HOW = N_("Scan the code with a phone, or type the address. You need no account.")
_WHEN = N_("Somebody answers on the next working day.")
_NOW = N_("In danger now? Call:")


def poster_page() -> None:
    """Paint which posters work now, the form for a new one, and the new one itself, this once."""
    with unprinted("poster-work"):
        header(
            t(N_("Posters: ask for a talk")),
            t(N_("By its code young people of a place ask for a talk, without an account. "
                 "What they write comes to the coordinators alone.")),
        )  # fmt: skip
        _living()
        _make()
    made = st.session_state.get("poster")
    if made is not None:
        _poster(made)


def _living() -> None:
    found = referrals.posters(caller())
    if not found:
        return
    columns = (t(N_("Place")), t(N_("Poster since")))
    rows = [(esc(one.place), esc(when(one.made_at))) for one in found]
    table(t(N_("Posters that work now")), columns, rows)
    names = {str(one.organisation_id): one.place for one in found}
    with st.expander(t(N_("End a poster"))):
        chosen = st.selectbox(
            t(N_("Whose poster?")), list(names), index=None, key="poster-choice",
            format_func=names.__getitem__, placeholder=t(N_("Choose")),
        )  # fmt: skip
        if chosen:
            st.button(t(N_("End it")), key="end-poster", on_click=_end, args=(UUID(chosen),))


def _end(organisation_id: UUID) -> None:
    send(
        f"end-poster-{organisation_id}",
        lambda who: referrals.end_poster(who, organisation_id),
        lambda _: says(N_("Ended. The code on the poster does not work any more.")),
    )


def _make() -> None:
    places = [
        (one.id, one.name)
        for one in organisations.organisations(caller())
        if one.kind in referrals.WITH_POSTER
    ]
    form_area(
        FormSpec(
            key="poster",
            form=referrals.PosterForm,
            act=referrals.make_poster,
            button=N_("Make a new poster"),
            done=lambda made: st.session_state.update(poster=made),
            options={"organisation_id": places},
        )
    )


def _poster(made: referrals.Poster) -> None:
    """Paint the sheet in the three languages of the site, around one code."""
    with unprinted("poster-note"):
        note(
            t(N_("Print it now: the address is shown only this once. An older poster of this place "
                 "does not work any more.")),
            "good",
        )  # fmt: skip
        print_link(t(N_("Print this page")))
    code = segno.make(made.link, error="m").svg_data_uri(scale=6, border=3, light="white")
    said = "".join(
        f'<div lang="{HTML_LANG[one]}"><h2>{esc(translate(one, _HEAD))}</h2>'
        f"<p>{esc(translate(one, _HOW))} {esc(translate(one, _WHEN))}</p></div>"
        for one in LANGUAGES
    )
    numbers = "".join(
        f"<li><strong>{esc(one.number)}</strong> {esc(_everywhere(one.who))}</li>"
        for one in running().pack.emergency
    )
    now = " ".join(translate(one, _NOW) for one in LANGUAGES)
    show(
        f'<section class="mp-poster"><p><strong>{esc(made.place)}</strong></p>{said}'
        f'<img src="{code}" alt="{esc(t(N_("QR code of the address")))}">'
        f"<p><code>{esc(made.link)}</code></p>"
        f"<p>{esc(now)}</p><ul>{numbers}</ul><p>{esc(made.site_name)}</p></section>"
    )


def _everywhere(who: str) -> str:
    words = EMERGENCY_LABELS.get(who, who)
    return " ".join(dict.fromkeys(translate(one, words) for one in LANGUAGES))
