"""Follow-ups: what was promised, what was found."""

from __future__ import annotations

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.services import follow_ups, two_taps
from wellbeing.services.cases import CaseView, FollowUpRow, Rhythm
from wellbeing.ui.cases.people import show_link
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, facts, label, show, table
from wellbeing.ui.steps import TASK_STATES
from wellbeing.ui.visit import may, number, t, when
from wellbeing.ui.who_sees import will_read, will_read_in

OUTCOMES = dict(follow_ups.OUTCOMES)
WAYS = dict(follow_ups.WAYS)
HOW, PARTIES = dict(two_taps.HOW), dict(two_taps.PARTIES)


def rhythm_part(view: CaseView) -> None:
    """Paint how often people should meet, which windows lack a contact, and a form for one.

    The form is there before the first talk, too: whoever never came is met somewhere else.
    """
    if view.state == "closed" or not may(May.RUN_CASE):
        return
    if view.rhythm is not None:
        _rhythm(view.rhythm)
    fold(t(N_("Record a visit or a call")), f"contact-{view.id}", _contact, view)


def _rhythm(one: Rhythm) -> None:
    show(f'<h2 class="mp-h2">{esc(t(N_("How often you meet")))}</h2>')
    rule = number(
        N_("At least one contact in {days} days"), N_("At least {n} contacts in {days} days"),
        one.contacts, days=one.days,
    )  # fmt: skip
    lines = [(t(N_("Promised")), rule)]
    lines.append((t(N_("Kept")), number(N_("Once in time"), N_("{n} times in time"), one.kept)))
    spans = " · ".join(f"{when(first)} – {when(last)}" for first, last in one.missing[-6:])
    lines.append((t(N_("Missing")), spans or t(N_("nothing"))))
    facts(lines)


def _contact(view: CaseView) -> None:
    form_area(
        FormSpec(
            key=f"contact-{view.id}-{len(view.follow_ups)}",
            form=follow_ups.ContactForm,
            readers={"text": will_read(view.id, "follow_up.text")},
            act=lambda me, form: follow_ups.note_contact(me, view.id, form),
            button=N_("Record the contact"),
            done=lambda _: says(N_("Recorded. It counts as a contact.")),
            quiet=True,
        )
    )


def follow_ups_part(view: CaseView) -> None:
    """Paint the promised looks, and the form of the next one."""
    if not view.follow_ups:
        return
    title = t(N_("Follow-ups"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Day")), t(N_("How it stands")), t(N_("What was found")))
    table(title, columns, [_row(one) for one in view.follow_ups])
    waiting = [one for one in view.follow_ups if one.state == "open"]
    if waiting and may(May.RUN_CASE):
        _form(waiting[0])


def _row(one: FollowUpRow) -> tuple[str, str, str]:
    words, tone = TASK_STATES[one.state]
    found = t(OUTCOMES[one.outcome]) if one.outcome else ""
    below = f'<span class="mp-sub">{esc(one.text)}</span>' if one.text else ""
    way = f'<span class="mp-sub">{esc(t(WAYS[one.way]))}</span>' if one.way else ""
    return esc(when(one.due_on)), label(t(words), tone), esc(found) + way + below + _taps(one)


def _taps(one: FollowUpRow) -> str:
    """What came back by a link, as it was tapped."""
    found = ""
    for tapped in one.replies:
        call = " · " + t(N_("asks for a call")) if tapped.talk else ""
        text = f"{t(PARTIES[tapped.party])}, {when(tapped.at)}: {t(HOW[tapped.how])}{call}"
        found += f'<span class="mp-sub">{esc(text)}</span>'
    return found


def _ask_by_link(one: FollowUpRow) -> None:
    """A link for the family or the young person: two taps, no signing in."""
    made = st.session_state.pop(f"ask-link-{one.id}", None)
    if made is not None:
        text = N_("For {name}, until {when}. The link works once and is shown only now.")
        show_link(t(text, name=t(made.name), when=when(made.ends_at)), made.link)
    form_area(
        FormSpec(
            key=f"ask-{one.id}",
            form=two_taps.LinkForm,
            act=lambda me, form: two_taps.make_link(me, one.id, form),
            button=N_("Make the link"),
            done=lambda link: st.session_state.update({f"ask-link-{one.id}": link}),
            quiet=True,
        )
    )


def _form(one: FollowUpRow) -> None:
    fold(t(N_("Ask by a link: two taps, no signing in")), f"taps-{one.id}", _ask_by_link, one)
    title = t(N_("Record the follow-up of {when}"), when=when(one.due_on))
    fold(title, f"look-{one.id}", _look, one)


def _look(one: FollowUpRow) -> None:
    form_area(
        FormSpec(
            key=f"follow-{one.id}",
            form=follow_ups.FollowUpForm,
            readers={ANY_TEXT: will_read_in(one.id, "follow_up.text")},
            act=lambda me, form: follow_ups.do_follow_up(me, one.id, form),
            button=N_("Record it"),
            done=lambda _: says(N_("Recorded. Thank you for keeping the promise.")),
        )
    )
    form_area(
        FormSpec(
            key=f"no-follow-{one.id}",
            form=follow_ups.NotPossibleForm,
            readers={ANY_TEXT: will_read_in(one.id, "follow_up.text")},
            act=lambda me, form: follow_ups.give_up_follow_up(me, one.id, form),
            button=N_("It was not possible"),
            done=lambda _: says(N_("Recorded. The next follow-up stands.")),
            quiet=True,
        )
    )
