"""What the commands for keys share: an open site, who works on it, and a note of what was done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import typer
from rich.console import Console
from sqlalchemy import delete, insert

from wellbeing import operators
from wellbeing.config import Settings
from wellbeing.errors import WellbeingError
from wellbeing.models import KeyAct, KeyEvent
from wellbeing.runtime import Runtime
from wellbeing.services import sign_in
from wellbeing.two_people import Proposed
from wellbeing.work import Caller

say = Console(stderr=True)


@contextmanager
def open_site() -> Iterator[Runtime]:
    """Start the site of the environment for one command."""
    runtime = Runtime.start(Settings())
    try:
        yield runtime
    finally:
        runtime.close()


@contextmanager
def signed_in(site: Runtime) -> Iterator[Caller]:
    """Let somebody sign in at the machine: what follows is their own act, as on a page.

    Holding the machine is not enough for what can never be undone: the act asks for the person's
    right, and for a second person. What waits for one is said, and the command ends with 3.
    """
    form = sign_in.SignInForm(_asked("Sign-in name"), _asked("Password", hidden=True),
                              _asked("One-time code, empty without one"))  # fmt: skip
    done = sign_in.sign_in(Caller(site, address="console"), form)
    caller = Caller(site, done.token, "console")
    try:
        yield caller
    except Proposed as waits:
        say.print(waits.message)
        say.print("They confirm it in the app, or give the same command here and sign in.")
        raise typer.Exit(3) from None
    finally:
        sign_in.sign_out(caller)


def _asked(words: str, *, hidden: bool = False) -> str:
    hide = hidden and sys.stdin.isatty()
    answer: str = typer.prompt(words, default="", show_default=False, hide_input=hide, err=True)
    return answer


@contextmanager
def begun(site: Runtime, act: str, detail: str = "") -> Iterator[None]:
    """Enter that work on the keys begins, before anything is touched; `note` enters its end.

    So a kill at any moment leaves an entry, and a refusal leaves two.
    """
    operators.enter(site, act, detail, "begun")
    try:
        yield
    except WellbeingError as refusal:
        operators.enter(site, act, type(refusal).__name__, "refused")
        raise


def note(site: Runtime, act: str, detail: str, kind: KeyAct | None = None) -> None:
    """Enter what was done to the keys in the audit, and when it was last done."""
    if kind is not None:
        event = {"id": uuid4(), "rev": 1, "kind": kind.value, "at": site.clock()}
        with site.engine.begin() as connection:
            connection.execute(delete(KeyEvent).where(KeyEvent.kind == kind.value))
            epoch = site.keys.held().current
            connection.execute(insert(KeyEvent).values(**event, epoch=epoch))
    operators.enter(site, act, detail)
