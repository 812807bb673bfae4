"""Passwords: argon2id, the same time for right, wrong and unknown."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import Type, hash_secret_raw
from zxcvbn import zxcvbn

from wellbeing.errors import WellbeingError
from wellbeing.i18n import N_

SHORTEST, LONGEST = 12, 256
# As a power of ten: tries that somebody needs who guesses the common ones first.
_LEAST_GUESSES = 8
_READ = 72  # characters that are estimated; what follows only makes a password longer
_EXPECTED = ("miaopu", "苗圃", "woaini", "laoshi", "xuexiao", "zhongguo", "5201314", "1314520")


def check_strength(password: str, login: str) -> None:
    """Raise where a password is too short, too long, or the sign-in name itself."""
    if len(password) < SHORTEST:
        raise WellbeingError(
            N_("Please use at least {length} characters; a short sentence works well."),
            length=SHORTEST,
        )
    if len(password) > LONGEST:
        raise WellbeingError(N_("Please use at most {length} characters."), length=LONGEST)
    if len(set(password.casefold())) < 4 or _easy(password, login):
        raise WellbeingError(N_("This password is too easy to guess. Please choose another."))


def _easy(password: str, login: str) -> bool:
    """Tell whether lists of common passwords, names, words, dates or key rows lead to it soon."""
    if password.casefold() == login.casefold():
        return True
    found = zxcvbn(_same(password)[:_READ], user_inputs=[login, *_EXPECTED], max_length=_READ)
    return float(found["guesses_log10"]) < _LEAST_GUESSES


def _same(password: str) -> str:
    """Return one form for all keyboards: composed and full-width letters are the same password."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher(memory_kib: int) -> PasswordHasher:
    # 47,104 KiB, one pass, one lane: the OWASP password storage cheat sheet's first choice.
    return PasswordHasher(time_cost=1, memory_cost=memory_kib, parallelism=1)


def hashed(password: str, memory_kib: int) -> str:
    """Return the argon2id hash to keep."""
    return _hasher(memory_kib).hash(_same(password))


@cache
def _nobody(memory_kib: int) -> str:
    """Return a hash that no password fits, so that an unknown name costs the same time."""
    return _hasher(memory_kib).hash("\x00 nobody")


def fits(known: str, password: str, memory_kib: int) -> bool:
    """Tell whether the password fits the hash; an empty hash costs the same time."""
    try:
        return _hasher(memory_kib).verify(known or _nobody(memory_kib), _same(password)) and bool(
            known
        )
    except (VerifyMismatchError, InvalidHashError):
        return False


def stretched(secret: bytes, salt: bytes, memory_kib: int) -> bytes:
    """Return 32 bytes that cost as much to guess the secret from as a password costs."""
    return hash_secret_raw(
        secret, salt, time_cost=1, memory_cost=memory_kib, parallelism=1, hash_len=32, type=Type.ID
    )


def outdated(known: str, memory_kib: int) -> bool:
    """Tell whether a hash was made with other costs than today's."""
    return _hasher(memory_kib).check_needs_rehash(known)
