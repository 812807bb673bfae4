"""A young person asks for a talk: one plain page behind the QR code of a poster, for any phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wellbeing.errors import AlreadyDone, NotFound, WellbeingError
from wellbeing.forms import questions, read
from wellbeing.i18n import N_, show_date
from wellbeing.rules import EMERGENCY_LABELS
from wellbeing.runtime import running
from wellbeing.services import referrals
from wellbeing.services.referrals import SelfReferralForm
from wellbeing.throttle import TooManyAttempts
from wellbeing.web import pages

TITLE = N_("I would like to talk to somebody")
SENT = N_("We have your request")


async def talk(request: Request) -> Response:
    """Show the form of a poster's link, or keep what was asked; a dead link says so."""
    code, caller = request.path_params["code"], pages.caller_of(request)
    try:
        seen = await run_in_threadpool(referrals.self_referral_door, caller, code)
        if request.method == "GET":
            return _draw(request, seen, {}, None, 200)
        form = await request.form()
        try:
            if not pages.genuine(request, form):
                raise WellbeingError(pages.AGAIN)
            filled = read(SelfReferralForm, form)
            once = caller.sending(_once(form))
            await run_in_threadpool(referrals.ask_for_talk, once, code, filled)
        except (NotFound, AlreadyDone):
            raise
        except WellbeingError as error:
            found = pages.found_in(caller.language, error)
            status = 429 if isinstance(error, TooManyAttempts) else 422
            return _draw(request, seen, form, found, status)
    except NotFound as gone:
        return _page(request, "talk_gone.html", TITLE, 404, text=gone.message)
    except AlreadyDone:
        pass  # sent twice by one press: it is here, once
    return _page(request, "talk_sent.html", SENT, 200, **_said(request, seen))


def _once(form: Mapping[str, Any]) -> UUID:
    try:
        return UUID(str(form.get("once")))
    except ValueError:
        raise WellbeingError(pages.AGAIN) from None


def _draw(
    request: Request, seen: referrals.Door, typed: Mapping[str, Any], found: pages.Found | None,
    status: int,
) -> Response:  # fmt: skip
    values = {name: str(typed.get(name) or "") for name in questions(SelfReferralForm)}
    return _page(
        request, "talk.html", TITLE, status, found=found, values=values,
        questions=questions(SelfReferralForm), once=str(typed.get("once") or uuid4()),
        **_said(request, seen),
    )  # fmt: skip


def _page(request: Request, template: str, title: str, status: int, **values: Any) -> Response:
    numbers = [(one.number, EMERGENCY_LABELS.get(one.who, one.who))
               for one in running().pack.emergency]  # fmt: skip
    return pages.draw(request, template, title, status=status, numbers=numbers, **values)


def _said(request: Request, seen: referrals.Door) -> dict[str, Any]:
    day = show_date(pages.language_of(request), seen.answered_on)
    return {"site_name": seen.site_name, "place": seen.place, "day": day, "kept": seen.kept_days}


ROUTES = [Route("/talk/{code}", talk, methods=["GET", "POST"])]
