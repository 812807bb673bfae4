"""Why a sealed text stays closed; no message carries a text, a key or a ciphertext."""

from __future__ import annotations

from sqlalchemy.exc import DontWrapMixin

from wellbeing.errors import Forbidden, StartRefused, WellbeingError
from wellbeing.i18n import N_


class CryptoError(WellbeingError):
    """Sealing or opening failed; nothing was returned."""

    default = N_("This text cannot be opened. Please tell your administrator.")


class KeyMissing(StartRefused):
    """There is no key file where it should be."""


class KeyPermission(StartRefused):
    """Others than the owner could read or replace the key file."""


class WeakKey(StartRefused):
    """The key file does not hold proper keys."""


class KeyRefused(StartRefused):
    """The root key's source does not give it; the message says what to do."""


class ShareRefused(StartRefused):
    """A share, or what was typed of it, is not right; the message says which."""


class PlaintextRefused(CryptoError, DontWrapMixin):
    """Something unsealed was about to be written into a sealed column.

    SQLAlchemy must not wrap it: its own error carries the statement's values.
    """

    default = N_("This text cannot be saved. Please tell your administrator.")


class ContextMissing(CryptoError):
    """The row names no subject whose key could seal, or a text would be cut off from its own."""

    default = N_("This text cannot be saved. Please tell your administrator.")


class FormatError(CryptoError):
    """The bytes are not an envelope of this version."""


class Truncated(FormatError):
    """The envelope is too short."""


class UnsupportedVersion(FormatError):
    """The envelope's version, suite or flags are unknown."""


class UnsupportedSuite(UnsupportedVersion):
    """The envelope's algorithm is unknown."""


class Downgraded(UnsupportedVersion):
    """The envelope's version is older than this site takes."""


class Tampered(CryptoError):
    """The bytes were changed, or moved from where they belong."""


class StaleRecord(CryptoError):
    """The row as a whole is not what was saved: a field was replayed, removed or edited."""


class KeyUnavailable(CryptoError):
    """The key of this text is not here."""


class SubjectErased(KeyUnavailable):
    """The text was erased, with its key, for ever."""

    default = N_("What was written here has been erased, as the law asks. It cannot come back.")


class RotationConflict(WellbeingError):
    """A key is still needed, or another rotation stands in the way; the message says what to do."""


__all__ = [
    "ContextMissing",
    "CryptoError",
    "Downgraded",
    "Forbidden",
    "FormatError",
    "KeyMissing",
    "KeyPermission",
    "KeyRefused",
    "KeyUnavailable",
    "PlaintextRefused",
    "RotationConflict",
    "ShareRefused",
    "StaleRecord",
    "SubjectErased",
    "Tampered",
    "Truncated",
    "UnsupportedSuite",
    "UnsupportedVersion",
    "WeakKey",
]
