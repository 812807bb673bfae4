"""The law as data: the worked rows of practice, one test each; dates, overrides and sources."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from wellbeing.rules import (
    SHAPES,
    Deed,
    Offer,
    PackError,
    Verification,
    age_on,
    careful_age,
    load_pack,
    mediation_bar,
    meeting_bar,
    offer,
    pack_names,
    speaks_of_penalty,
    when_broken,
)
from wellbeing.rules.law import Law
from wellbeing.rules.reckoning import counts

CN = load_pack("cn_shanghai")
BEFORE, AFTER = CN.law_on(date(2025, 3, 6)), CN.law_on(date(2026, 3, 5))
POLICE = [f"41-{n}" for n in range(1, 10)]
SCHOOL = [f"31-{n}" for n in range(1, 7)]


def keys(rules: object) -> list[str]:
    return [one.key for one in rules]  # type: ignore[attr-defined]


def force(found: Offer, key: str) -> str:
    return next(one.codes["force"] for one in found.duties if one.key == key)


@pytest.mark.parametrize(
    ("birth", "event", "age", "consents"),
    [
        ("2011-05-10", "2025-05-10", 13, False),
        ("2011-05-10", "2025-05-11", 14, True),
        ("2012-02-29", "2026-02-28", 13, False),
        ("2012-02-29", "2026-03-01", 14, True),
    ],
)
def test_a_birthday_counts_from_the_day_after(
    birth: str, event: str, age: int, consents: bool
) -> None:
    day = date.fromisoformat(event)
    found = age_on(date.fromisoformat(birth), day)
    assert found == age
    assert (found >= CN.law_on(day).years("consent")) is consents
    assert speaks_of_penalty(CN.law_on(day), found) is consents


def test_13_property_damage_2025() -> None:
    found = offer(BEFORE, Deed("property_damage", 13))
    assert (found.proposed.key, found.proposed.article) == ("38-4", "38(4)")
    assert found.penalties == ()
    assert keys(found.measures) == POLICE
    assert force(found, "guardian_discipline") == "must"
    assert force(found, "corrective_education") == "may"
    assert mediation_bar(BEFORE, "property_damage", ()) is None
    assert keys(found.sealed) == ["records", "access"]
    assert not speaks_of_penalty(BEFORE, 13)


def test_13_the_same_act_in_2026_makes_corrective_education_a_duty() -> None:
    old, new = (offer(law, Deed("property_damage", 13)) for law in (BEFORE, AFTER))
    assert force(new, "corrective_education") == "must"
    assert next(one for one in new.duties if one.key == "corrective_education").article == "24"
    assert (new.penalties, keys(new.measures)) == ((), keys(old.measures))
    assert force(new, "guardian_discipline") == "must"
    assert mediation_bar(AFTER, "property_damage", ()) is None


def test_15_group_fight_2025_is_lighter_not_detained_and_not_mediated() -> None:
    law = CN.law_on(date(2025, 10, 17))
    bar = mediation_bar(law, "group_fight", ())
    assert bar is not None and (bar.key, bar.article) == ("group_fight", "179(2)")
    found = offer(law, Deed("group_fight", 15))
    assert keys(found.penalties) == ["p-1", "p-2", "p-3"]
    assert force(found, "lighter") == "must"
    assert keys(found.detention) == ["not_under"]
    assert not found.detention_possible


def test_17_and_very_grave_may_be_detained_from_2026_on_and_the_article_is_named() -> None:
    law = CN.law_on(date(2026, 5, 8))
    found = offer(law, Deed("group_fight", 17, grave=True))
    assert next(one for one in found.detention if one.key == "grave").article == "23"
    assert found.detention_possible
    assert "grave" not in keys(offer(law, Deed("group_fight", 17)).detention)
    before = offer(CN.law_on(date(2025, 5, 8)), Deed("group_fight", 17, grave=True))
    assert "grave" not in keys(before.detention)
    assert not offer(law, Deed("group_fight", 13, grave=True)).detention_possible


def test_15_second_offence_within_twelve_months_2026_may_be_detained_and_is_heard() -> None:
    law = CN.law_on(date(2026, 5, 8))
    found = offer(law, Deed("group_fight", 15, again=2))
    assert "again" in keys(found.detention)
    assert next(one for one in found.detention if one.key == "again").article == "23"
    assert found.detention_possible
    assert force(found, "hearing_notice") == "must"
    once = offer(law, Deed("group_fight", 15))
    assert not once.detention_possible
    assert "hearing_notice" not in keys(once.duties)
    before = offer(CN.law_on(date(2025, 5, 8)), Deed("group_fight", 15, again=2))
    assert not before.detention_possible


def test_12_a_small_theft_from_a_classmate_stays_at_school() -> None:
    found = offer(BEFORE, Deed("petty_theft", 12))
    assert (found.deed.codes["path"], found.deed.article) == ("school", "33")
    assert keys(found.measures) == SCHOOL
    assert found.penalties == ()
    chosen = offer(BEFORE, Deed("petty_theft", 12), "38-4")
    assert keys(chosen.measures) == POLICE  # the police only where a person chooses so


@pytest.mark.parametrize("age", [9, 13, 15, 17, 30])
def test_suspected_sexual_harm_is_reported_at_any_age_and_nobody_is_put_together(age: int) -> None:
    found = offer(BEFORE, Deed("sexual_harm", age))
    assert found.deed.codes["path"] == "report"
    assert {"report_now", "no_consent", "hold_guardian"} <= set(keys(found.duties))
    assert "guardian_present" not in keys(found.duties)
    assert meeting_bar(BEFORE, "sexual_harm") is not None
    assert mediation_bar(BEFORE, "sexual_harm", ()) is not None
    assert meeting_bar(BEFORE, "property_damage") is None


@pytest.mark.parametrize("bar", ["hired", "repeated", "unwilling", "again_meanwhile", "fled"])
def test_each_bar_refuses_mediation_with_its_article(bar: str) -> None:
    found = mediation_bar(BEFORE, "property_damage", (bar,))
    assert found is not None and found.article.startswith("179(")


def test_a_broken_agreement_leads_where_the_age_allows() -> None:
    young, old = when_broken(BEFORE, 13), when_broken(BEFORE, 14)
    assert (young.codes["leads_to"], old.codes["leads_to"]) == ("decided_anew", "procedure")
    assert old.article == "185"
    neutral = load_pack("neutral").law_on(date(2026, 3, 5))
    assert when_broken(neutral, 13).codes["leads_to"] == "talk"


def test_an_unknown_age_is_reckoned_as_too_young() -> None:
    assert careful_age(BEFORE, None) == 13
    assert careful_age(BEFORE, 16) == 16


def test_an_adults_act_is_not_for_these_lists() -> None:
    found = offer(BEFORE, Deed("property_damage", 40))
    assert (found.measures, found.penalties) == ((), ())


@pytest.mark.parametrize("name", pack_names())
def test_every_offer_of_every_pack_has_a_source(name: str) -> None:
    pack = load_pack(name)
    for law in (pack.law_on(date(2025, 3, 6)), pack.law_on(date(2026, 3, 5))):
        for deed in law.all("deeds"):
            for age in (9, 13, 15, 17):
                _sound(law, offer(law, Deed(deed.key, age)))


def _sound(law: Law, found: Offer) -> None:
    assert found.measures
    for one in (*found.measures, *found.penalties, *found.duties, *found.sealed):
        assert one.source.text
        assert one.label
        assert one.since <= law.day
        if one.source.verification is Verification.PRIMARY:
            assert one.article and one.source.verified_on


def test_the_enumerations_are_whole() -> None:
    assert keys(BEFORE.all("behaviour")) == [f"{n}-{m}" for n in (28, 38) for m in range(1, 10)]
    assert [one for one in keys(BEFORE.all("measures")) if one[0] != "p"] == SCHOOL + POLICE


@pytest.mark.parametrize(
    ("of", "names"),
    [(4, ["red", "orange", "yellow", "blue"]), (3, ["level_1", "level_2", "level_3"])],
)
def test_warning_levels_come_in_four_and_in_three(of: int, names: list[str]) -> None:
    levels = [one for one in BEFORE.all("warning_levels") if one.numbers["of"] == of]
    assert keys(sorted(levels, key=lambda one: one.numbers["place"])) == names


def test_a_site_overrides_one_value_for_every_day(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(
        '[duties]\ncorrective_education = { when = "serious", force = "may" }\n'
        "[ages]\nconsent = { years = 15 }\n"
    )
    pack = load_pack("cn_shanghai", file)
    for day in (date(2025, 3, 6), date(2026, 3, 5)):
        law = pack.law_on(day)
        assert law.rule("duties", "corrective_education").codes["force"] == "may"
        assert law.rule("duties", "guardian_discipline").article == "157"
        assert law.years("consent") == 15
        assert law.rule("ages", "consent").source.verification is Verification.SITE


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('[ages]\nconsentt = { years = 1 }\n', "ages.consentt"),
        ("[ages]\nconsent = { year = 1 }\n", "ages.consent.year"),
        ("[ages]\nconsent = {}\n", "ages.consent.years"),
        ('[behaviour]\n28-1 = { tier = "bad" }\n', "behaviour.28-1.tier"),
        ('[ages]\n"consent@soon" = { years = 1 }\n', "ages.consent@soon"),
        ("[bars]\nfled = 3\n", "bars.fled"),
    ],
)  # fmt: skip
def test_a_fault_in_the_law_names_file_and_entry(tmp_path: Path, text: str, entry: str) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    with pytest.raises(PackError) as refused:
        load_pack("cn_shanghai", file)
    assert (refused.value.params["file"], refused.value.params["entry"]) == ("site.toml", entry)


def test_entries_are_counted_by_how_far_they_were_checked() -> None:
    found = counts(CN)
    assert sum(found.values()) == len(CN.sources())
    assert Counter(one.verification for one in CN.sources().values()) == found
    assert set(SHAPES) <= {key.partition(".")[0] for key in CN.sources()}


def test_16_lost_in_the_internet_is_for_the_school_and_for_care() -> None:
    law = CN.law_on(date(2025, 4, 11))
    found = offer(law, Deed("other_deed", 16), "28-4")
    assert (found.proposed.article, found.proposed.codes["tier"]) == ("28(4)", "misbehaviour")
    assert keys(found.measures) == SCHOOL
    assert (found.penalties, found.detention) == ((), ())
    assert force(found, "tell_guardian") == "must"
