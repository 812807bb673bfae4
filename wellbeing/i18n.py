"""Messages in the reader's language: English sentences are the message ids."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime, format_time

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
NAMES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
HTML_LANG = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}
_DIRECTORY = Path(__file__).parent / "locale"
_TRADITIONAL = ("zh_Hant", "zh_TW", "zh_HK", "zh_MO")


def N_(message: str) -> str:
    """Mark a message id for the catalogues; it is translated where it is shown."""
    return message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("miaopu", _DIRECTORY, languages=[language], fallback=True)


def translate(language: str, message: str, **params: object) -> str:
    """Return the message in `language` with its placeholders filled."""
    text = _catalogue(language).gettext(message) if message else ""
    return text.format(**params) if params else text


def plural(language: str, one: str, many: str, n: int, **params: object) -> str:
    """Return the message for a count of `n`."""
    return _catalogue(language).ngettext(one, many, n).format(n=n, **params)


def best_match(accept_language: str) -> str:
    """Return the language of ours that a browser's Accept-Language header asks for first."""
    for tag in _preferences(accept_language):
        if tag.lower().startswith("zh"):
            traditional = any(tag.lower().startswith(t.lower()) for t in _TRADITIONAL)
            return "zh_Hant" if traditional else "zh_Hans"
        if negotiate_locale([tag.split("_")[0]], ["en"]):
            return "en"
    return "en"


def known(language: str) -> str:
    """Return `language` where it is one of ours, English otherwise."""
    return language if language in LANGUAGES else "en"


def _preferences(header: str) -> Iterable[str]:
    weighed = []
    for position, part in enumerate(header[:500].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), position, tag.replace("-", "_")))
        except ValueError:
            continue
    return [tag for _, _, tag in sorted(weighed)]


def show_date(language: str, day: date) -> str:
    """Return a date as the reader writes it."""
    return format_date(day, "medium", locale=Locale.parse(language))


def show_moment(language: str, moment: datetime, zone: str) -> str:
    """Return a UTC moment on the site's wall clock, date and minutes."""
    pattern = "d MMM y, HH:mm" if language == "en" else "y年M月d日 HH:mm"
    local = moment.astimezone(ZoneInfo(zone))
    return format_datetime(local, pattern, locale=Locale.parse(language))


def show_time(language: str, moment: datetime, zone: str) -> str:
    """Return the time of day of a UTC moment on the site's wall clock."""
    return format_time(moment.astimezone(ZoneInfo(zone)), "HH:mm", locale=Locale.parse(language))


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC; a moment without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC)
