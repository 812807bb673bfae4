"""Rules of law on the screen: each beside the choice it limits, with article and source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.rules import VERIFICATION_LABELS, WAY_LABELS, WHEN_LABELS, Rule, Source
from wellbeing.services.rulebook import RuleBook
from wellbeing.ui.parts import Cell, esc, header, label, note, show, table
from wellbeing.ui.visit import t, when

_TONES = {"unverified": "warm", "seen": "warm", "site": "good", "primary": "good"}
_FORCE = {"must": N_("must"), "may": N_("may")}
SECTIONS = {
    "ages": N_("Ages"),
    "report": N_("To whom harm is reported"),
    "behaviour": N_("Kinds of behaviour"),
    "deeds": N_("What is proposed for what happened"),
    "measures": N_("Measures"),
    "detention": N_("Detention"),
    "bars": N_("When mediation is not possible"),
    "duties": N_("Duties"),
    "agreement": N_("What follows an agreement"),
    "checks": N_("Looks at an agreement"),
    "keeping": N_("How long records are kept"),
    "sealing": N_("Sealing"),
    "warning_levels": N_("Names of warning levels"),
}


def source_cell(rule: Rule) -> Cell:
    """Return where a rule is written and how far somebody checked it."""
    article = t(N_("art. {article}"), article=rule.article) if rule.article else ""
    return source_words(rule.source, article)


def source_words(source: Source, article: str = "") -> Cell:
    """Return where an entry of the pack comes from, how far it was checked, and when."""
    text = " ".join(part for part in (source.text, article) if part)
    checked = label(
        t(VERIFICATION_LABELS[source.verification]), _TONES.get(source.verification, "calm")
    )
    day = f' <span class="mp-sub">{esc(when(source.verified_on))}</span>'
    return f"{esc(text)} {checked}{day if source.verified_on else ''}"


def rules_table(title: str, rules: Iterable[Rule]) -> None:
    """Paint rules as lines: what, with its limits, and its source."""
    rows = [(esc(t(one.label)), esc(limits(one)), source_cell(one)) for one in rules]
    if rows:
        table(title, (t(N_("Rule")), t(N_("Says")), t(N_("Source"))), rows)


def limits(rule: Rule) -> str:
    """Return what the numbers and codes of a rule say, in words."""
    n, c = rule.numbers, rule.codes
    parts = []
    if "years" in n:
        age = rule.section == "ages" or rule.key == "until_age"
        parts.append(t(N_("{n} years old") if age else N_("{n} years"), n=n["years"]))
    if "days" in n:
        parts.append(t(N_("after {n} days"), n=n["days"]))
    if "from_age" in n:
        parts.append(t(N_("from {n} years"), n=n["from_age"]))
    if "under_age" in n:
        parts.append(t(N_("under {n} years"), n=n["under_age"]))
    if "within_months" in n:
        parts.append(t(N_("within {n} months"), n=n["within_months"]))
    if "force" in c:
        parts += [t(_FORCE[c["force"]]), t(WHEN_LABELS[c["when"]])]
    if "leads_to" in c:
        parts.append(t(WAY_LABELS[c["leads_to"]]))
    return " · ".join(parts)


def rules_page(book: RuleBook) -> None:
    """Paint the rule book of a day."""
    header(t(N_("Rules")), t(N_("What the site knows of law: every entry with its source.")))
    text = ", ".join(f"{t(VERIFICATION_LABELS[state])}: {n}" for state, n in book.checked)
    note(t(N_("Entries by how far they were checked: {text}."), text=text), "calm")
    _days(book)
    for section, rules in book.sections:
        title = t(SECTIONS[section])
        show(f'<h2 class="mp-h2">{esc(title)}</h2>')
        rules_table(title, rules)


def _days(book: RuleBook) -> None:
    """Offer the days on which something changed: the law of the day of an event counts."""
    days = [date.fromordinal(one.toordinal() - 1) for one in book.changes]
    st.pills(
        t(N_("As it stood on")), [*days, None], key="rules-day", default=None,
        format_func=lambda day: when(day) if day else t(N_("Today")),
    )  # fmt: skip
    show(f"<p>{esc(t(N_('This is the law of {when}.'), when=when(book.day)))}</p>")


def chosen_day() -> date | None:
    """Return the day that was picked, none for today."""
    found: date | None = st.session_state.get("rules-day")
    return found


def refused_part(files: Iterable[tuple[str, str]]) -> None:
    """Paint the site's own instrument files that were left out, each with its line and reason."""
    rows = [(esc(name), esc(why)) for name, why in files]
    if not rows:
        return
    title = t(N_("Instrument files that were left out"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    table(title, (t(N_("File")), t(N_("Line, and what is wrong"))), rows)
