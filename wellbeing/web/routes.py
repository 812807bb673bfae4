"""Sign in and out, set up, accept an invitation, choose a language: plain pages, plain forms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from wellbeing import demo
from wellbeing.accounts import SignedIn
from wellbeing.errors import NotFound, WellbeingError
from wellbeing.forms import InvalidForm, Problem, questions, read
from wellbeing.i18n import LANGUAGES, N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.runtime import running
from wellbeing.services import invitations, set_up, sign_in
from wellbeing.web import account, ask, pages, school, share, talk
from wellbeing.web.gate import cookie_name
from wellbeing.web.origin import same_origin
from wellbeing.web.session import enter_with, leave
from wellbeing.web.shell import asset

Draw = Callable[[int, Mapping[str, Any], pages.Found | None], Response]
_SETTING_UP = asyncio.Lock()


async def _site(request: Request) -> set_up.SiteView | None:
    try:
        return await run_in_threadpool(set_up.site, pages.caller_of(request))
    except NotFound:
        return None


async def signin(request: Request) -> Response:
    """Show the sign-in page, or sign in and go where the person wanted to go."""
    site = await _site(request)
    if site is None:
        return RedirectResponse("/setup", 303)
    form = await request.form() if request.method == "POST" else {}
    wanted = pages.safe_next(str(form.get("next") or request.query_params.get("next") or "/"))

    def draw(status: int, values: Mapping[str, Any], found: pages.Found | None) -> Response:
        return pages.draw(
            request, "signin.html", N_("Sign in"), status=status, found=found, values=values,
            next=wanted, demo=site.demo, site_name=site.name,
            accounts=demo.accounts() if site.demo else (),
            questions=questions(sign_in.SignInForm), main_class="wide" if site.demo else "",
            school="" if site.demo else school.link(wanted),
        )  # fmt: skip

    if request.method == "GET":
        return draw(200, {}, None)
    return await _submit(request, form, sign_in.SignInForm, sign_in.sign_in, draw, wanted)


async def _submit(
    request: Request,
    form: Mapping[str, Any],
    kind: type[Any],
    act: Callable[..., SignedIn],
    draw: Draw,
    wanted: str = "/",
) -> Response:
    """Read a form and act; every problem comes back with what was typed."""
    language = pages.language_of(request)
    typed = {name: value for name, value in form.items() if name not in ("password", "pre", "code")}
    if not pages.genuine(request, form):
        return draw(403, typed, pages.found_in(language, WellbeingError(pages.AGAIN)))
    try:
        filled = read(kind, form)
        signed_in = await run_in_threadpool(act, pages.caller_of(request), filled)
    except NotFound:
        raise
    except WellbeingError as error:
        return draw(422, typed, pages.found_in(language, error))
    await leave(request)
    return await enter_with(request, signed_in, wanted)


async def signout(request: Request) -> Response:
    """End the sign-in in every tab."""
    if not same_origin(request, required=True) and not pages.genuine(request, await request.form()):
        return PlainTextResponse("Refused: this came from another site.", 403)
    await leave(request)
    response = RedirectResponse("/signin", 303)
    response.delete_cookie(cookie_name(), path="/", secure=running().settings.secure_cookies)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


async def setup(request: Request) -> Response:
    """Turn an empty database into a real site."""
    if await _site(request) is not None:
        return RedirectResponse("/signin", 303)
    form = await request.form() if request.method == "POST" else {}

    def draw(status: int, values: Mapping[str, Any], found: pages.Found | None) -> Response:
        return pages.draw(
            request, "setup.html", N_("Set up"), status=status, found=found, values=values,
            questions=questions(set_up.SetUpForm), main_class="wide", near=pages.is_near(request),
        )  # fmt: skip

    if request.method == "GET":
        return draw(200, {}, None)
    if not pages.may_set_up(request, form):
        typed = {name: value for name, value in form.items() if name != "password"}
        return draw(422, typed, _needs_code(request))
    return await _submit(request, form, set_up.SetUpForm, set_up.set_up_site, draw)


def _needs_code(request: Request) -> pages.Found:
    problem = Problem(pages.NEEDS_CODE)
    return pages.found_in(pages.language_of(request), InvalidForm({"code": problem}))


async def open_demo(request: Request) -> Response:
    """Turn an empty database into a demo, for ever."""
    form = await request.form()
    if not pages.genuine(request, form) or not pages.may_set_up(request, form):
        return RedirectResponse("/setup", 303)
    async with _SETTING_UP:
        if await _site(request) is None:
            await run_in_threadpool(demo.write, running())
    return RedirectResponse("/signin", 303)


async def invite(request: Request) -> Response:
    """Show an invitation and make the account that it is for."""
    code = request.path_params["code"]
    try:
        seen = await run_in_threadpool(invitations.invitation, pages.caller_of(request), code)
        form = await request.form() if request.method == "POST" else {}

        def draw(status: int, values: Mapping[str, Any], found: pages.Found | None) -> Response:
            return pages.draw(
                request, "invite.html", N_("Invitation"), status=status, found=found,
                values=values or {"name": seen.name}, site_name=seen.site_name,
                role_label=ROLE_LABELS[seen.role], questions=questions(invitations.AcceptForm),
                school=f"/signin/school/invite/{code}" if school.offered() else "",
            )  # fmt: skip

        if request.method == "GET":
            return draw(200, {}, None)

        def accept(caller: Any, filled: invitations.AcceptForm) -> SignedIn:
            return invitations.accept_invitation(caller, code, filled)

        return await _submit(request, form, invitations.AcceptForm, accept, draw)
    except NotFound as gone:
        return pages.message(request, N_("Invitation"), gone.message, 404)


async def language(request: Request) -> Response:
    """Remember the language in a cookie and go back."""
    back = RedirectResponse(_back(request.query_params.get("next", "/")), 303)
    chosen = request.query_params.get("to", "")
    if chosen in LANGUAGES:
        back.set_cookie(
            pages.language_cookie(),
            chosen,
            max_age=31_536_000,
            httponly=True,
            secure=running().settings.secure_cookies,
            samesite="lax",
            path="/",
        )
    return back


def _back(wanted: str) -> str:
    safe = pages.safe_next(wanted)
    return wanted if safe == "/" and wanted.split("?")[0] == "/signin" else safe


async def ready(request: Request) -> Response:
    """Tell whether the database answers."""

    def ask() -> None:
        with running().reading.connect() as connection:
            connection.execute(text("SELECT 1"))

    await run_in_threadpool(ask)
    return PlainTextResponse("ready")


ROUTES = [
    Route("/signin", signin, methods=["GET", "POST"]),
    Route("/signout", signout, methods=["POST"]),
    Route("/setup", setup, methods=["GET", "POST"]),
    Route("/demo", open_demo, methods=["POST"]),
    Route("/invite/{code}", invite, methods=["GET", "POST"]),
    *account.ROUTES,
    *ask.ROUTES,
    *school.ROUTES,
    *share.ROUTES,
    *talk.ROUTES,
    Route("/language", language, methods=["GET"]),
    Route("/ready", ready, methods=["GET"]),
    Route("/assets/{name}", asset, methods=["GET"]),
]
