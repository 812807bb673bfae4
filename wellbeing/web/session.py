"""A browser gets its sign-in cookie, and loses the one before."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wellbeing.accounts import SignedIn
from wellbeing.errors import SignedOut
from wellbeing.i18n import LANGUAGES
from wellbeing.runtime import running
from wellbeing.services import people, sign_in
from wellbeing.web import pages
from wellbeing.web.gate import cookie_name, token_of


async def enter_with(request: Request, signed_in: SignedIn, wanted: str) -> Response:
    """Give the browser its cookie and lead on; a language chosen at the door stays chosen."""
    await run_in_threadpool(_take_language, request, signed_in.token)
    response = RedirectResponse(wanted, 303, headers={"cache-control": "no-store"})
    secure = running().settings.secure_cookies
    response.set_cookie(
        cookie_name(), signed_in.token, httponly=True, secure=secure, samesite="lax", path="/"
    )
    return response


def _take_language(request: Request, token: str) -> None:
    chosen = request.cookies.get(pages.language_cookie(), "")
    if chosen in LANGUAGES:
        people.choose_language(pages.caller_of(request, token), chosen)


async def leave(request: Request) -> None:
    """End the browser's earlier sign-in, if there is one: no token outlives a change of person."""
    token = token_of(request)
    if not token:
        return
    try:
        await run_in_threadpool(sign_in.sign_out, pages.caller_of(request, token))
    except SignedOut:
        return
