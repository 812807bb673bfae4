"""How fast we act, in words: every number is the site's own, from its rule pack."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.rules import DECIDES_LABELS, URGENCY_LABELS, Duration
from wellbeing.runtime import running
from wellbeing.ui.parts import esc, label, note, show, table
from wellbeing.ui.rules import source_words
from wellbeing.ui.visit import listed, number, t

# What to do now, shown where the level is chosen and on the case.
_NOW = {
    "u0": N_("Call {numbers}. Stay with the young person until somebody takes over."),
    "u1": N_("Speak within {time}. A guardian or a safe adult knows today. Never alone."),
    "u2": N_("Speak within {time}. Write the safety plan. Agree on the next contact."),
    "u3": N_("Speak within {time}. Ask school and family what has changed."),
    "u4": N_("Book a talk within {time}."),
    "u5": N_("Give advice and say where to turn. No case is needed."),
}
_RESCUE = ("police", "ambulance", "emergency")
_DAY, _FEW_HOURS = 24, 48


def span(one: Duration) -> str:
    """Return how long something takes in words: minutes, hours, days or working days."""
    if one.working_days is not None:
        return number(N_("{n} working day"), N_("{n} working days"), one.working_days)
    hours = one.hours or 0
    if one.minutes:
        return number(N_("{n} minute"), N_("{n} minutes"), one.minutes)
    if hours >= _FEW_HOURS and hours % _DAY == 0:
        return number(N_("{n} day"), N_("{n} days"), hours // _DAY)
    return number(N_("{n} hour"), N_("{n} hours"), hours)


def clock_span(clock: str) -> str:
    """Return how long a named clock of the pack runs, in words."""
    return span(running().pack.clocks[clock].duration)


def level_words(level: str) -> str:
    """Return a level as an answer to how soon somebody speaks with the young person."""
    return t(URGENCY_LABELS[level], time=_time(level))


def level_answers() -> dict[str, str]:
    """Return the words of every level, for a form that asks for one."""
    return {level: level_words(level) for level in URGENCY_LABELS}


def level_label(level: str) -> str:
    """Return a level as a status label; "" where none was chosen yet."""
    return label(level_short(level), "warm") if level else ""


def level_short(level: str) -> str:
    """Return a level in a word or two."""
    return _time(level) or t(N_("Advice"))


def _time(level: str) -> str:
    rule = running().pack.contact.get(level)
    if rule is None:
        return ""
    at_once = rule.duration.working_days is None and not rule.duration.span
    return t(N_("At once")) if at_once else span(rule.duration)


def now_words(level: str) -> str:
    """Return what a level asks for now."""
    rescue = listed(one.number for one in running().pack.emergency if one.who in _RESCUE)
    return t(_NOW[level], time=_time(level), numbers=rescue)


def now_note(level: str) -> None:
    """Say what the level asks for now."""
    tone = "alarm" if level in ("u0", "u1") else "warm" if level == "u2" else "calm"
    note(f"{level_words(level)}\n{now_words(level)}", tone)


def ladder() -> None:
    """Paint each level with its clock and source, its rhythm, what to do now, and who decides."""
    pack = running().pack
    rows = []
    for level in URGENCY_LABELS:
        every = pack.care.cadence.get(level)
        rhythm = t(N_("{n} in {days} days"), n=every.contacts, days=every.days) if every else ""
        decides = t(DECIDES_LABELS[pack.urgency[level].decides])
        clock = pack.contact.get(level)
        source = source_words(clock.source) if clock else ""
        words = f'{esc(level_words(level))}<br><span class="mp-sub">{source}</span>'
        rows.append((words, esc(now_words(level)), esc(rhythm), esc(decides)))
    columns = (t(N_("How soon")), t(N_("What to do now")), t(N_("Contacts")), t(N_("Who decides")))
    table(t(N_("The levels")), columns, rows)


def unchecked_levels() -> None:
    """Say beside the choice which of its numbers nobody has checked yet, and where it is from."""
    for level, rule in running().pack.contact.items():
        if rule.unverified:
            show(f'<p class="mp-sub">{esc(level_words(level))}: {source_words(rule.source)}</p>')
