"""To the school's own sign-in and back: one journey a ticket, and then a sign-in like any other."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from wellbeing import oidc
from wellbeing.accounts import SignedIn
from wellbeing.errors import NotFound, SignedOut, WellbeingError
from wellbeing.factors import CodeNeeded, CodeRefused
from wellbeing.forms import questions, read
from wellbeing.i18n import N_
from wellbeing.oidc import Flow, Proof
from wellbeing.runtime import running
from wellbeing.services import invitations, school_sign_in, second_factor
from wellbeing.web import pages, tickets
from wellbeing.web.gate import token_of
from wellbeing.web.origin import same_origin
from wellbeing.web.session import enter_with, leave

TITLE = N_("Sign in through your school")


def _cookie() -> str:
    return pages.cookie_called("school")


def offered() -> bool:
    """Tell whether this site knows a school's sign-in."""
    return bool(running().settings.oidc_issuer)


async def go(request: Request) -> Response:
    """Send the browser to the school: to sign in, or to accept an invitation."""
    # A page elsewhere must not start it: it would end in a sign-in that nobody asked for.
    if not offered() or not same_origin(request, required=False):
        return pages.message(request, TITLE, NotFound.default, 404)
    wanted = pages.safe_next(request.query_params.get("next", "/"))
    return await _depart(request, {"for": "enter", "next": wanted})


async def accept(request: Request) -> Response:
    """Send the browser to the school to accept the invitation with this code."""
    if not offered() or not same_origin(request, required=False):
        return pages.message(request, TITLE, NotFound.default, 404)
    return await _depart(request, {"for": "accept", "code": request.path_params["code"]})


async def begin_tie(request: Request) -> Response:
    """After the present password: lead to the school to tie the two accounts."""
    form = await request.form()
    who = pages.caller_of(request, token_of(request))
    try:
        if not pages.genuine(request, form) or not offered():
            raise WellbeingError(pages.AGAIN)
        await run_in_threadpool(school_sign_in.allow_tie, who, read(school_sign_in.TieForm, form))
        url, flow = await run_in_threadpool(oidc.begin, running().settings)
    except SignedOut:
        return RedirectResponse("/signin", 303)
    except WellbeingError as refusal:
        said = pages.found_in(pages.language_of(request), refusal)
        return pages.draw(request, "school.html", TITLE, status=422, found=said)
    # A form may not lead to another site (content policy): the person follows a link.
    page = pages.draw(request, "school.html", TITLE, address=url)
    return _with_ticket(page, {"for": "tie", **asdict(flow)})


async def untie(request: Request) -> Response:
    """Untie one's own account from the school's."""
    form = await request.form()
    if pages.genuine(request, form):
        try:
            who = pages.caller_of(request, token_of(request))
            await run_in_threadpool(school_sign_in.untie_school, who)
        except SignedOut:
            return RedirectResponse("/signin", 303)
        except NotFound:
            pass  # it was untied in another tab
    return RedirectResponse("/account", 303)


async def _depart(request: Request, note: dict[str, Any]) -> Response:
    try:
        url, flow = await run_in_threadpool(oidc.begin, running().settings)
    except WellbeingError as refusal:
        return pages.message(request, TITLE, refusal.message, 502)
    return _with_ticket(RedirectResponse(url, 303), note | asdict(flow))


def _with_ticket(response: Response, note: dict[str, Any]) -> Response:
    ticket, secure = tickets.write(running(), "school", note), running().settings.secure_cookies
    response.set_cookie(
        _cookie(), ticket, max_age=tickets.MINUTES * 60, httponly=True, secure=secure,
        samesite="lax", path="/",
    )  # fmt: skip
    return response


async def back(request: Request) -> Response:
    """Take the browser back from the school, and end its ticket whatever comes of it."""
    note = tickets.read(running(), "school", request.cookies.get(_cookie(), ""))
    if not note or not offered():
        return _ended(pages.message(request, TITLE, pages.AGAIN, 403))
    flow = Flow(note["state"], note["nonce"], note["verifier"])
    state = request.query_params.get("state", "")
    try:
        address = f"{running().settings.address}{oidc.BACK}?{request.url.query}"
        proof = await run_in_threadpool(oidc.finish, running().settings, flow, address, state)
        return await _arrive(request, note, proof, "")
    except SignedOut:
        return _ended(RedirectResponse("/signin", 303))
    except WellbeingError as refusal:
        return _ended(pages.message(request, TITLE, refusal.message, 403))


async def _arrive(request: Request, note: dict[str, Any], proof: Proof, code: str) -> Response:
    """Do what the journey was for."""
    if note["for"] == "tie":
        who = pages.caller_of(request, token_of(request))
        await run_in_threadpool(school_sign_in.tie_school, who, proof)
        return _ended(RedirectResponse("/account?said=tied", 303))
    visitor = pages.caller_of(request)

    def act() -> SignedIn:
        if note["for"] == "accept":
            return invitations.accept_by_school(visitor, note["code"], proof)
        return school_sign_in.sign_in_by_school(visitor, proof, code)

    try:
        signed_in = await run_in_threadpool(act)
    except (CodeNeeded, CodeRefused) as asked:
        return _ask_code(request, note, proof, asked if code else None)
    await leave(request)
    return _ended(await enter_with(request, signed_in, note.get("next", "/")))


def _ask_code(
    request: Request, note: dict[str, Any], proof: Proof, refused: WellbeingError | None
) -> Response:
    """Ask for the one-time code; who it is stays in the ticket meanwhile."""
    said = pages.found_in(pages.language_of(request), refused) if refused else None
    page = pages.draw(
        request, "school.html", TITLE, status=422 if refused else 200, found=said, asks=True,
        questions=questions(second_factor.CodeForm),
    )  # fmt: skip
    proved = {"for": "code", "next": note.get("next", "/"), "proof": asdict(proof)}
    return _with_ticket(page, proved)


async def code(request: Request) -> Response:
    """Take the one-time code and sign in whom the school has proved."""
    form = await request.form()
    note = tickets.read(running(), "school", request.cookies.get(_cookie(), ""))
    if not pages.genuine(request, form) or "proof" not in note:
        return _ended(pages.message(request, TITLE, pages.AGAIN, 403))
    typed = str(form.get("code") or "")[:40] or "-"
    try:
        return await _arrive(request, note, Proof(**note["proof"]), typed)
    except WellbeingError as refusal:
        return _ended(pages.message(request, TITLE, refusal.message, 403))


def _ended(response: Response) -> Response:
    response.delete_cookie(_cookie(), path="/", secure=running().settings.secure_cookies)
    return response


def link(wanted: str) -> str:
    """Return the address of the button on the sign-in page; "" where no school is known."""
    return f"/signin/school?next={quote(wanted, safe='')}" if offered() else ""


ROUTES = [
    Route("/signin/school", go, methods=["GET"]),
    Route("/signin/school/invite/{code}", accept, methods=["GET"]),
    Route(oidc.BACK, back, methods=["GET"]),
    Route("/signin/school/code", code, methods=["POST"]),
    Route("/account/school", begin_tie, methods=["POST"]),
    Route("/account/untie", untie, methods=["POST"]),
]
