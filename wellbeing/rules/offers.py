"""What the law of a day allows for a deed at an age: offered to a person, decided by a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wellbeing.rules.law import Law, Rule


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened, by whom at which age in full years, and what is known beside it.

    `again` counts acts within the months of `repeated`, this one included. An unknown age is
    given as the careful one: see `careful_age`.
    """

    kind: str
    age: int
    again: int = 1
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be proposed; nothing of it is decided."""

    deed: Rule
    proposed: Rule
    measures: tuple[Rule, ...]
    penalties: tuple[Rule, ...]
    duties: tuple[Rule, ...]
    detention: tuple[Rule, ...]
    sealed: tuple[Rule, ...]

    @property
    def detention_possible(self) -> bool:
        """Whether a detention could be carried out at all."""
        codes = {one.key for one in self.detention}
        listed = any(one.key == "p-3" for one in self.penalties)
        return listed and bool(codes & {"again", "grave"} or not codes)


@dataclass(frozen=True, slots=True)
class Repeated:
    """From how many acts on, this one included, within how many months a deed is a repeated one."""

    acts: int
    months: int


def repeated(law: Law) -> Repeated:
    """Return what this law counts as repeated; a law that names no time means twelve months."""
    again = law.rules["detention"].get("again")
    return Repeated(2, again.numbers.get("within_months", 12) if again else 12)


def careful_age(law: Law, age: int | None) -> int:
    """Return an age to reckon with: where it is unknown, one too young for any penalty."""
    return law.years("consequences") - 1 if age is None else age


def offer(law: Law, deed: Deed, code: str = "") -> Offer:
    """Return what this law allows; `code` is what a person confirmed instead of the proposal.

    An adult's act is not for these lists: measures and penalties are empty.
    """
    kind = law.rule("deeds", deed.kind)
    proposed = law.rule("behaviour", code or kind.codes["proposes"])
    serious = proposed.codes["tier"] == "serious"
    minor = deed.age < law.years("adult")
    groups = {"police"} if serious else {"school"}
    listed = law.all("measures") if minor else ()
    measures = tuple(one for one in listed if one.codes["group"] in groups)
    if not measures:  # a pack that knows one list for everything
        measures = tuple(one for one in listed if one.codes["group"] != "penalty")
    penalties = tuple(
        one
        for one in listed
        if serious and one.codes["group"] == "penalty" and one.covers(deed.age)
    )
    detention = tuple(one for one in law.all("detention") if penalties and _applies(law, one, deed))
    found = Offer(kind, proposed, measures, penalties, (), detention, law.all("sealing"))
    return Offer(
        kind, proposed, measures, penalties, _duties(law, deed, found), detention, found.sealed
    )


def _applies(law: Law, rule: Rule, deed: Deed) -> bool:
    is_again = deed.again >= repeated(law).acts
    known = {
        "not_under": deed.age < law.years("adult"),
        "not_first": not is_again,
        "again": is_again,
        "grave": deed.grave,
    }
    return rule.covers(deed.age) and known[rule.key]


def _duties(law: Law, deed: Deed, found: Offer) -> tuple[Rule, ...]:
    tier = found.proposed.codes["tier"]
    harm = found.deed.codes["path"] == "report"
    whens = {
        "always": True, "serious": tier == "serious", "misbehaviour": tier != "serious",
        "harm": harm, "meeting": not harm, "detention": found.detention_possible,
    }  # fmt: skip
    return tuple(
        one for one in law.all("duties") if whens[one.codes["when"]] and one.covers(deed.age)
    )


def mediation_bar(law: Law, kind: str, circumstances: Collection[str]) -> Rule | None:
    """Return why civil mediation is refused, None where the pack allows it."""
    deed = law.rule("deeds", kind)
    listed = next((one for one in law.all("bars") if one.key in {*circumstances, kind}), None)
    if listed is not None:
        return listed
    return None if deed.codes["mediation"] == "yes" else deed


def meeting_bar(law: Law, kind: str) -> Rule | None:
    """Return why no meeting may be held at all: where harm is reported, nobody is put together."""
    deed = law.rule("deeds", kind)
    return deed if deed.codes["path"] == "report" else None


def when_broken(law: Law, age: int) -> Rule:
    """Return what follows when an agreement is broken, by the age at the time of the act."""
    younger = law.rules["agreement"].get("broken_young")
    return younger if younger and younger.covers(age) else law.rule("agreement", "broken")


def speaks_of_penalty(law: Law, age: int) -> bool:
    """Tell whether the word penalty may stand on a page; below that age it never does."""
    return age >= law.years("consequences")
