"""Every refusal that a person may meet, as a sentence to translate and its values."""

from __future__ import annotations

from uuid import UUID


class WellbeingError(Exception):
    """A refusal with a message id; pages translate it, logs never print it.

    `message` is an English sentence (the gettext message id) that says what to do;
    `params` fill its placeholders and never hold personal data.
    """

    default = "Something went wrong. Please try again."
    # Whether what the use case wrote is kept although it refuses: a counted attempt, say.
    commits = False

    def __init__(self, message: str = "", **params: object) -> None:
        self.message = message or self.default
        self.params = params
        super().__init__(self.message)


class Forbidden(WellbeingError):
    """The actor may not do this."""

    default = "You may not do this. If you think you should, ask your coordinator."


class SignedOut(Forbidden):
    """There is no live session behind the call."""

    default = "You are signed out. Please sign in again."


class FactorNeeded(WellbeingError):
    """The act asks for a second factor that was proved a moment ago."""

    default = "Please type a one-time code on your account page first, then do this again."


class NotFound(WellbeingError):
    """There is no such record, or this actor may not know of it: the answer is the same."""

    default = "We cannot find this page, or it is not yours to open."


class InvalidTransition(WellbeingError):
    """The step is not possible from where the record stands now."""

    default = "This step is not possible now. Someone may have moved it on: look at the page again."


class NoBasis(WellbeingError):
    """There is no lawful basis to share this, for this purpose and with this recipient."""

    default = "There is no basis to share this. Please ask for consent first."


class Stale(WellbeingError):
    """Somebody else saved the same record in between."""

    default = "Someone else has just changed this. Please look at it again before you save."


class Unavailable(WellbeingError):
    """The site cannot serve for now: database busy, full, or read-only."""

    default = "The site cannot save at the moment. Your text is kept; please try again in a minute."


class StartRefused(WellbeingError):
    """The site must not start like this; the message says what to do."""


class AlreadyDone(WellbeingError):
    """The same request was saved before; `result_id` names what it made."""

    default = "This was already saved. Nothing was saved twice."

    def __init__(self, result_id: UUID | None = None) -> None:
        super().__init__()
        self.result_id = result_id
