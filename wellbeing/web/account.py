"""My account and the new password: plain pages, so that no secret passes through Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from wellbeing.errors import NotFound, SignedOut, WellbeingError
from wellbeing.forms import questions, read
from wellbeing.i18n import N_, show_moment
from wellbeing.runtime import running
from wellbeing.services import own_account, reset, school_sign_in, second_factor
from wellbeing.web import pages
from wellbeing.web.gate import token_of

DONE = {
    "password": N_("Your password is changed. Every other sign-in of yours has ended."),
    "proved": N_("The code fits. You can go on for ten minutes."),
    "tied": N_("Tied. You can sign in through your school from now on."),
    "ended": N_("Ended. That browser has to sign in again."),
}


async def account(request: Request) -> Response:
    """Show where one is signed in, and the form for a new password."""
    return await _account(request, 200, None)


async def _account(request: Request, status: int, found: pages.Found | None) -> Response:
    who = pages.caller_of(request, token_of(request))
    try:
        sign_ins = await run_in_threadpool(own_account.my_sign_ins, who)
        factor = await run_in_threadpool(second_factor.my_factor, who)
        school = await run_in_threadpool(school_sign_in.my_school, who)
    except SignedOut:
        return RedirectResponse("/signin", 303)
    language, zone = pages.language_of(request), running().pack.zone
    shown = [
        (one, show_moment(language, one.begun_at, zone), show_moment(language, one.seen_at, zone))
        for one in sign_ins
    ]
    return pages.draw(
        request, "account.html", N_("My account"), status=status, found=found, sign_ins=shown,
        questions=questions(own_account.ChangePasswordForm) | questions(second_factor.CodeForm),
        factor=factor, school=school,
        said=DONE.get(request.query_params.get("said", ""), ""),
    )  # fmt: skip


async def _act(
    request: Request, act: Callable[[Any, Mapping[str, Any]], object], said: str
) -> Response:
    """Run an act on one's own account; a refusal comes back on the page."""
    form = await request.form()
    language = pages.language_of(request)
    if not pages.genuine(request, form):
        return await _account(request, 403, pages.found_in(language, WellbeingError(pages.AGAIN)))
    try:
        await run_in_threadpool(act, pages.caller_of(request, token_of(request)), form)
    except SignedOut:
        return RedirectResponse("/signin", 303)
    except WellbeingError as refusal:
        return await _account(request, 422, pages.found_in(language, refusal))
    return RedirectResponse(f"/account?said={said}", 303)


async def begin(request: Request) -> Response:
    """Show a new seed as a QR code, this once; a second try draws another one."""
    return await _begin(request, second_factor.begin_factor)


async def replace(request: Request) -> Response:
    """Show the seed for a new telephone in the place of the old one."""
    return await _begin(request, second_factor.replace_factor)


async def _begin(request: Request, draw: Callable[[Any], second_factor.NewFactor]) -> Response:
    made: list[second_factor.NewFactor] = []

    def act(who: Any, form: Mapping[str, Any]) -> object:
        made.append(draw(who))
        return made

    answer = await _act(request, act, "factor")
    return _draw_new(request, made[0]) if made else answer


def _draw_new(request: Request, made: second_factor.NewFactor) -> Response:
    picture = segno.make(made.address, error="m").svg_data_uri(scale=5, border=3)
    return pages.draw(
        request, "factor.html", N_("One-time codes"), picture=picture, seed=made.seed,
        codes=(), questions=questions(second_factor.CodeForm),
    )  # fmt: skip


async def confirm(request: Request) -> Response:
    """Make the new seed count, and show the recovery codes, this once."""

    def act(who: Any, form: Mapping[str, Any]) -> tuple[str, ...]:
        return second_factor.confirm_factor(who, read(second_factor.CodeForm, form))

    return await _show_codes(request, act)


async def renew(request: Request) -> Response:
    """Show new recovery codes in the place of the old ones, this once."""

    def act(who: Any, form: Mapping[str, Any]) -> tuple[str, ...]:
        return second_factor.renew_recovery_codes(who)

    return await _show_codes(request, act)


async def _show_codes(
    request: Request, make: Callable[[Any, Mapping[str, Any]], tuple[str, ...]]
) -> Response:
    codes: list[str] = []

    def act(who: Any, form: Mapping[str, Any]) -> object:
        codes.extend(make(who, form))
        return codes

    answer = await _act(request, act, "factor")
    if not codes:
        return answer
    return pages.draw(request, "factor.html", N_("One-time codes"), codes=codes)


async def prove(request: Request) -> Response:
    """Prove the second factor again before an act that asks for a fresh one."""

    def act(who: Any, form: Mapping[str, Any]) -> object:
        return second_factor.prove_factor(who, read(second_factor.CodeForm, form))

    return await _act(request, act, "proved")


async def change_password(request: Request) -> Response:
    """Set one's own password."""

    def act(who: Any, form: Mapping[str, Any]) -> object:
        return own_account.change_password(who, read(own_account.ChangePasswordForm, form))

    return await _act(request, act, "password")


async def end(request: Request) -> Response:
    """End one other sign-in of one's own, or all others."""

    def act(who: Any, form: Mapping[str, Any]) -> object:
        wanted = str(form.get("id") or "")
        if wanted == "others":
            return own_account.end_other_sign_ins(who)
        return own_account.end_sign_in(who, _id(wanted))

    return await _act(request, act, "ended")


def _id(wanted: str) -> UUID:
    try:
        return UUID(wanted)
    except ValueError:
        raise NotFound() from None


async def new_password(request: Request) -> Response:
    """Show an approved link, and set the new password with it, once."""
    code, who = request.path_params["code"], pages.caller_of(request)
    try:
        seen = await run_in_threadpool(reset.reset_link, who, code)
        found, status = None, 200
        if request.method == "POST":
            found, status = await _set(request, code), 422
            if found is None:
                return RedirectResponse("/signin", 303, headers={"cache-control": "no-store"})
    except NotFound as gone:
        return pages.message(request, N_("New password"), gone.message, 404)
    return pages.draw(
        request, "reset.html", N_("New password"), status=status, found=found,
        site_name=seen.site_name, questions=questions(reset.NewPasswordForm),
    )  # fmt: skip


async def _set(request: Request, code: str) -> pages.Found | None:
    """Set the password; return what is wrong with it, or None when it is set."""
    form, language = await request.form(), pages.language_of(request)
    if not pages.genuine(request, form):
        return pages.found_in(language, WellbeingError(pages.AGAIN))
    try:
        filled = read(reset.NewPasswordForm, form)
        await run_in_threadpool(reset.set_new_password, pages.caller_of(request), code, filled)
    except NotFound:
        raise
    except WellbeingError as refusal:
        return pages.found_in(language, refusal)
    return None


ROUTES = [
    Route("/account", account, methods=["GET"]),
    Route("/account/password", change_password, methods=["POST"]),
    Route("/account/factor", begin, methods=["POST"]),
    Route("/account/confirm", confirm, methods=["POST"]),
    Route("/account/recovery", renew, methods=["POST"]),
    Route("/account/replace", replace, methods=["POST"]),
    Route("/account/prove", prove, methods=["POST"]),
    Route("/account/end", end, methods=["POST"]),
    Route("/reset/{code}", new_password, methods=["GET", "POST"]),
]
