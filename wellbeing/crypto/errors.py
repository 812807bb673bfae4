"""Why a sealed text stays closed; no message carries a text, a key or a ciphertext."""

from __future__ import annotations

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


class PlaintextRefused(CryptoError):
    """Something unsealed was about to be written into a sealed column."""


class FormatError(CryptoError):
    """The bytes are not an envelope of this version."""


class Truncated(FormatError):
    """The envelope is too short."""


class UnsupportedVersion(FormatError):
    """The envelope's version, suite or flags are unknown."""


class Tampered(CryptoError):
    """The bytes were changed, or moved from where they belong."""


class StaleRecord(CryptoError):
    """The row as a whole is not what was saved: a field was replayed, removed or edited."""


class KeyUnavailable(CryptoError):
    """The key of this text is not here."""


__all__ = [
    "CryptoError",
    "Forbidden",
    "FormatError",
    "KeyMissing",
    "KeyPermission",
    "KeyUnavailable",
    "PlaintextRefused",
    "StaleRecord",
    "Tampered",
    "Truncated",
    "UnsupportedVersion",
    "WeakKey",
]
