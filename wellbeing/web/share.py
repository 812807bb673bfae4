"""The page of an outside place: one link, one request, one page; plain, for any phone.

What the link opens is shown only after a press of the button: programs that look at links in
messages see a door with no name on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wellbeing.errors import AlreadyDone, SignedOut, WellbeingError
from wellbeing.forms import ask, questions, read
from wellbeing.gate import Caller
from wellbeing.i18n import N_, show_date, show_moment
from wellbeing.runtime import running
from wellbeing.services import handoffs, set_up
from wellbeing.services.handoffs import ANSWERS, HandoffView, LinkRefused
from wellbeing.throttle import TooManyAttempts
from wellbeing.web import pages

TITLE = N_("A request for your help")
ACCEPTED = N_("Accepted. You see now who it is and how to reach the family.")


@dataclass(frozen=True, slots=True)
class SignedForm:
    """Who answers at a place without accounts."""

    signed: str = ask(N_("Your name and your job"), limit=80)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was typed into which of the page's forms, and what is wrong with it."""

    act: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    found: pages.Found | None = None
    said: str = ""


async def share(request: Request) -> Response:
    """Show the door; after a press of its button the request, and do what the place answers."""
    code, door = request.path_params["code"], pages.caller_of(request)
    try:
        handoff_id = await run_in_threadpool(handoffs.enter, door, code)
        me = Caller(door.runtime, address=door.address, language=door.language, link=code)
        form = await request.form() if request.method == "POST" else {}
        if not form or not pages.genuine(request, form):
            return await _door(request)
        sent = await run_in_threadpool(_do, me, handoff_id, form)
        view = await run_in_threadpool(handoffs.open_handoff, me, handoff_id)
    except TooManyAttempts as slow:
        return pages.message(request, TITLE, slow.message, 429, **slow.params)
    except (LinkRefused, SignedOut) as gone:
        return pages.message(request, TITLE, gone.message, 404)
    except WellbeingError as lost:
        return pages.message(request, TITLE, lost.message, 410)
    return _page(request, view, sent)


async def _door(request: Request) -> Response:
    site = await run_in_threadpool(set_up.site, pages.caller_of(request))
    return pages.draw(request, "door.html", TITLE, site_name=site.name, demo=site.demo)


def _do(me: Caller, handoff_id: UUID, form: Mapping[str, Any]) -> Sent:
    """Do what was pressed; a refusal comes back with everything that was typed."""
    act = str(form.get("act") or "open")
    typed = {name: str(value) for name, value in form.items() if name != "pre"}
    try:
        return Sent(act, {"signed": typed.get("signed", "")}, said=_act(me, handoff_id, act, form))
    except AlreadyDone as before:
        return Sent(act, typed, said=before.message)
    except SignedOut:
        raise
    except WellbeingError as refusal:
        return Sent(act, typed, found=pages.found_in(me.language, refusal))


def _act(me: Caller, handoff_id: UUID, act: str, form: Mapping[str, Any]) -> str:
    """Run one act and return what to say about it."""
    if act == "open":
        view = handoffs.open_handoff(me, handoff_id)
        if view.opened_at is None:
            handoffs.open_request(me, handoff_id)
        return ""
    signed = read(SignedForm, form).signed
    sending = me.sending(_once(form))
    if act == "accept":
        handoffs.accept(sending, handoff_id, signed=signed)
        return ACCEPTED
    answer = ANSWERS.get(act)
    if answer is None:
        raise WellbeingError(pages.AGAIN)
    answer.act(sending, handoff_id, read(answer.form, form), signed=signed)
    return answer.message


def _once(form: Mapping[str, Any]) -> UUID:
    try:
        return UUID(str(form.get("once")))
    except ValueError:
        raise WellbeingError(pages.AGAIN) from None


def _page(request: Request, view: HandoffView, sent: Sent) -> Response:
    language, zone = pages.language_of(request), running().pack.zone
    acts = [(name, one, questions(one.form)) for name, one in ANSWERS.items()
            if name in view.actions]  # fmt: skip
    return pages.draw(
        request, "share.html", TITLE, status=422 if sent.found else 200, found=sent.found,
        view=view, acts=acts, sent=sent, questions=questions(SignedForm), once=uuid4,
        needed_by=show_date(language, view.needed_by),
        due=show_moment(language, view.row.due_at, zone) if view.row.due_at else "",
        entries=[(one, show_moment(language, one.at, zone)) for one in view.entries],
        codes=dict((*handoffs.DECLINES, *handoffs.OUTCOMES)), main_class="wide",
    )  # fmt: skip


ROUTES = [Route("/share/{code}", share, methods=["GET", "POST"])]
