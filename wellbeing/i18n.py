"""Messages in the reader's language: English sentences are the message ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
NAMES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
HTML_LANG = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}
_DIRECTORY = Path(__file__).parent / "locale"
_TRADITIONAL = ("zh_Hant", "zh_TW", "zh_HK", "zh_MO")


def N_(message: str) -> str:
    """Mark a message id for the catalogues; it is translated where it is shown."""
    return message


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """Return a language's catalogue; English is the message ids themselves."""
    path = catalogue_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}


def catalogue_path(language: str) -> Path:
    """Return where a language's gettext catalogue is; it is read as it was written."""
    return _DIRECTORY / language / "LC_MESSAGES" / "miaopu.po"


def translate(language: str, message: str, **params: object) -> str:
    """Return the message in `language` with its placeholders filled."""
    text = _catalogue(language).get(message, message)
    return text.format(**params) if params else text


def plural(language: str, one: str, many: str, n: int, **more: object) -> str:
    """Return the message for a count: none of our other languages has a plural."""
    return translate(language, one if n == 1 else many, n=n, **more)


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
    # Day before month, as the moments have it: one page never writes days in two ways.
    return format_date(day, "d MMM y" if language == "en" else "medium", Locale.parse(language))


def show_moment(language: str, moment: datetime, zone: str) -> str:
    """Return a UTC moment on the site's wall clock, day and minutes; the year where it matters."""
    local = moment.astimezone(ZoneInfo(zone))
    this_year = local.year == datetime.now(ZoneInfo(zone)).year
    year, pattern = (" y", "d MMM{}, HH:mm") if language == "en" else ("y年", "{}M月d日 HH:mm")
    pattern = pattern.format("" if this_year else year)
    return format_datetime(local, pattern, locale=Locale.parse(language))


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC; a moment without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC)
