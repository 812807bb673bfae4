"""Two taps without signing in: how is it going, send."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wellbeing.errors import NotFound, WellbeingError
from wellbeing.forms import read
from wellbeing.i18n import N_
from wellbeing.runtime import running
from wellbeing.services import two_taps
from wellbeing.web import pages

TITLE = N_("How is it going?")
_WORDS = {
    "young_person": N_("We said we would ask. One tap is enough; then press Send."),
    "guardian": N_("We said we would ask how your child is. One tap is enough; then press Send."),
}
_THANKS = N_("Thank you. The counsellor has your answer. You can close this page.")
_FACES = {"better": "🙂", "same": "😐", "worse": "🙁"}


async def ask(request: Request) -> Response:
    """Show the one question of a link, or keep its answer; a spent link says so."""
    code, caller = request.path_params["code"], pages.caller_of(request)
    try:
        seen = await run_in_threadpool(two_taps.asked, caller, code)
        if request.method == "GET":
            return _draw(request, seen, None, 200)
        form = await request.form()
        try:
            if not pages.genuine(request, form):
                raise WellbeingError(pages.AGAIN)
            taps = read(two_taps.TapsForm, form)
            await run_in_threadpool(two_taps.answer_taps, caller, code, taps)
        except NotFound:
            raise
        except WellbeingError as error:
            found = pages.found_in(pages.language_of(request), error)
            return _draw(request, seen, found, 422)
    except NotFound as gone:
        return pages.message(request, TITLE, gone.message, 404)
    return pages.message(request, TITLE, _THANKS, 200)


def _draw(
    request: Request, seen: two_taps.AskView, found: pages.Found | None, status: int
) -> Response:
    return pages.draw(
        request, "ask.html", TITLE, status=status, found=found, site_name=seen.site_name,
        lead=_WORDS[seen.party], how=[(code, words, _FACES[code]) for code, words in two_taps.HOW],
        numbers=running().pack.emergency,
    )  # fmt: skip


ROUTES = [Route("/ask/{code}", ask, methods=["GET", "POST"])]
