"""Packs load whole, name their sources, and say plainly what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest

from wellbeing.models import Outcome
from wellbeing.rules import (
    COLOUR_LABELS,
    DECIDES_LABELS,
    EMERGENCY_LABELS,
    OUTCOME_LABELS,
    REASON_LABELS,
    URGENCY_LABELS,
    VERIFICATION_LABELS,
    Desk,
    Duration,
    PackError,
    RulePack,
    Verification,
    load_pack,
    pack_names,
)
from wellbeing.rules.loading import _over

PACKS = [load_pack(name) for name in pack_names()]
each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)


def site(folder: Path, text: str, name: str = "cn_shanghai") -> RulePack:
    file = folder / "site.toml"
    file.write_text(text, encoding="utf-8")
    load_pack.cache_clear()
    return load_pack(name, file)


def test_the_packs_of_the_product() -> None:
    assert pack_names() == ("cn_shanghai", "neutral")


@each_pack
def test_every_entry_names_its_source_and_state(pack: RulePack) -> None:
    sources = pack.sources()
    clocks = len(pack.emergency) + len(pack.clocks) + len(pack.contact)
    assert len(sources) >= 2 + clocks + len(pack.urgency) + len(pack.care.cadence) + 3
    for key, source in sources.items():
        assert source.text.strip(), key
        assert source.verification in Verification
        assert source.verification is not Verification.SITE
        if source.verification in (Verification.DESIGN, Verification.UNVERIFIED):
            assert source.verified_on is None, key


@each_pack
def test_the_care_path_has_its_numbers(pack: RulePack) -> None:
    care = pack.care
    assert (care.load.cap, care.load.warn_percent) == (25, 80)
    assert [care.load.weight(level) for level in ("u1", "u2", "u4")] == [3, 2, 1]
    desks = [care.load.desk(load) for load in (19, 20, 24, 25)]
    assert desks == [Desk.FREE, Desk.NEARLY_FULL, Desk.NEARLY_FULL, Desk.FULL]
    assert {level: one.span.days for level, one in care.cadence.items()} == {
        "u0": 1, "u1": 3, "u2": 7, "u3": 14, "u4": 21,
    }  # fmt: skip
    assert (care.review.talks, care.review.days) == (4, 30)
    assert care.follow_ups.months == (1, 3, 6)


@each_pack
def test_every_urgency_reason_stands_at_one_level(pack: RulePack) -> None:
    listed = [code for level in pack.urgency.values() for code in level.reasons]
    assert sorted(listed) == sorted(REASON_LABELS.keys() - {"other"})
    assert list(pack.urgency) == list(URGENCY_LABELS)
    assert pack.urgency["u1"].decides == "coordinator"


@each_pack
def test_clocks_are_the_defaults(pack: RulePack) -> None:
    assert {name: rule.duration for name, rule in pack.clocks.items()} == {
        "acknowledge": Duration(working_days=1),
        "screen": Duration(working_days=2),
        "ask_back": Duration(working_days=3),
        "reply": Duration(working_days=3),
        "urgent_acknowledge": Duration(hours=1),
        "urgent_screen": Duration(hours=4),
        "urgent_ask_back": Duration(hours=4),
        "urgent_reply": Duration(working_days=1),
        "assign": Duration(working_days=1),
        "first_session": Duration(working_days=10),
        "note": Duration(hours=24),
        "note_lock": Duration(hours=24),
        "review_access": Duration(hours=24),
        "self_referral": Duration(working_days=1),
        "self_referral_kept": Duration(hours=336),
        "handoff_link": Duration(hours=720),
        "two_taps": Duration(hours=336),
        "missed": Duration(working_days=2),
        "missed_letter": Duration(working_days=5),
        "missed_review": Duration(working_days=5),
        "handoff_send": Duration(working_days=1),
        "handoff_answer": Duration(working_days=3),
        "urgent_handoff_answer": Duration(hours=24),
        "handoff_question": Duration(working_days=2),
        "handoff_contact": Duration(working_days=5),
        "handoff_word": Duration(working_days=20),
        "handoff_cancel": Duration(working_days=3),
        "handoff_loop": Duration(working_days=3),
        "plan_draft": Duration(working_days=15),
        "plan_propose": Duration(working_days=3),
        "plan_answer": Duration(working_days=5),
        "plan_call": Duration(working_days=1),
        "plan_talk": Duration(working_days=3),
        "family_question": Duration(working_days=3),
        "closing": Duration(working_days=5),
        "incident_measures": Duration(working_days=5),
        "incident_prepare": Duration(working_days=10),
        "incident_agreement": Duration(working_days=3),
        "incident_close": Duration(working_days=5),
        "payment_silence": Duration(working_days=10),
        "payment_objection": Duration(working_days=5),
        "sealed_decision": Duration(hours=168),
        "sealed_access": Duration(hours=24),
        "plan_other_way": Duration(working_days=2),
        "plan_silence": Duration(working_days=2),
        "plan_review": Duration(working_days=5),
        "complaint": Duration(working_days=5),
        "offer": Duration(working_days=5),
        "transfer": Duration(working_days=2),
        "emergency_review": Duration(working_days=1),
        "transfer_declined": Duration(working_days=2),
        "follow_up_heard": Duration(working_days=2),
        "ask_consent": Duration(working_days=3),
        "consent_answer": Duration(working_days=5),
        "own_consent": Duration(working_days=10),
        "inform_later": Duration(working_days=1),
        "harm_alarm": Duration(minutes=30),
        "harm_red": Duration(minutes=120),
        "harm_outcome": Duration(working_days=3),
        "hold_review": Duration(working_days=2),
        "crisis_contact": Duration(hours=48),
        "crisis_week": Duration(hours=168),
        "crisis_month": Duration(hours=720),
        "safety_plan_look": Duration(hours=720),
        "safety_plan": Duration(hours=24),
        "supervision": Duration(working_days=2),
    }
    assert [rule.duration.hours for rule in pack.contact.values()] == [0, 4, 24, 72, None]
    assert pack.coordinator_percent == 150


def test_shanghai_has_its_numbers_and_marks_the_one_nobody_checked() -> None:
    numbers = {one.number: one for one in load_pack("cn_shanghai").emergency}
    assert list(numbers) == ["110", "120", "12355", "12345", "12356"]
    assert [n for n, one in numbers.items() if one.unverified] == ["12356"]
    assert all(one.unverified or one.source.verified_on for one in numbers.values())


def test_codes_and_labels_are_the_same_sets() -> None:
    assert set(OUTCOME_LABELS) == {outcome.value for outcome in Outcome}
    assert set(VERIFICATION_LABELS) == {state.value for state in Verification}
    for pack in PACKS:
        assert set(pack.outcomes) == set(OUTCOME_LABELS)
        assert {level.colour for level in pack.urgency.values()} == set(COLOUR_LABELS)
        assert {level.decides for level in pack.urgency.values()} == set(DECIDES_LABELS)
        assert {one.who for one in pack.emergency} <= set(EMERGENCY_LABELS)


def test_a_pack_is_read_once_and_cannot_be_changed() -> None:
    pack = load_pack("neutral")
    assert load_pack("neutral") is pack
    with pytest.raises(TypeError):
        pack.clocks["screen"] = pack.clocks["reply"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        pack.zone = "Asia/Shanghai"  # type: ignore[misc]


def test_a_site_overrides_one_value_and_becomes_its_source(tmp_path: Path) -> None:
    pack = site(tmp_path, "[clocks]\nscreen = { hours = 20 }\n")
    rule = pack.clocks["screen"]
    assert rule.duration == Duration(hours=20)
    assert (rule.source.text, rule.source.verification) == ("site.toml", Verification.SITE)
    assert pack.clocks["reply"] == load_pack("cn_shanghai").clocks["reply"]


def test_a_site_may_name_a_source_of_its_own(tmp_path: Path) -> None:
    pack = site(
        tmp_path,
        '[emergency.site_line]\nnumber = "000-0000-0012"\nsource = "duty roster"\n'
        'verification = "seen"\nverified_on = 2026-11-02\n',
    )
    last = pack.emergency[-1]
    assert (last.number, last.who) == ("000-0000-0012", "site_line")
    assert last.source.verified_on == date(2026, 11, 2)


def test_a_site_takes_a_number_off_the_list(tmp_path: Path) -> None:
    pack = site(tmp_path, '[emergency.mental_health_line]\nnumber = ""\n')
    assert [one.number for one in pack.emergency] == ["110", "120", "12355", "12345"]


def test_a_site_copies_the_notice_of_a_new_year(tmp_path: Path) -> None:
    pack = site(
        tmp_path,
        '[calendar]\nknown_through = 2027\n[calendar.overrides]\n2027-02-20 = "work"\n'
        '2027-02-11 = "rest"\n',
    )
    assert pack.calendar.is_working(date(2027, 2, 20))
    assert not pack.calendar.is_working(date(2027, 2, 11))
    assert not pack.calendar.is_estimate(date(2027, 5, 5))
    assert pack.calendar_source.verification is Verification.SITE


def test_a_section_with_a_source_of_its_own_keeps_nothing_of_the_old_one() -> None:
    base = {"calendar": {"country": "CN", "source": "a", "verified_on": date(2026, 1, 1)}}
    merged = _over(base, {"calendar": {"known_through": 2027, "source": "b"}})
    assert merged["calendar"] == {"country": "CN", "known_through": 2027, "source": "b"}


def test_single_days_alone_leave_the_calendars_source(tmp_path: Path) -> None:
    pack = site(tmp_path, '[calendar.overrides]\n2026-12-24 = "rest"\n')
    assert not pack.calendar.is_working(date(2026, 12, 24))
    assert pack.calendar_source == load_pack("cn_shanghai").calendar_source


@pytest.mark.parametrize(
    ("text", "entry", "words"),
    [
        ("[clock]\n", "clock", "clocks"),
        ("[load]\ncap = 0\n", "load.cap", "1 or more"),
        ("[load]\nwarn_percent = 120\n", "load.warn_percent", "100 or less"),
        ("[load]\nweights = { u9 = 1 }\n", "load.weights.u9", "u0"),
        ("[cadence]\nu2 = { contacts = 0, days = 7 }\n", "cadence.u2.contacts", "1 or more"),
        ("[follow_ups]\nmonths = [3, 3]\n", "follow_ups.months", "once"),
        ("[clocks]\nscreeen = { hours = 1 }\n", "clocks.screeen", "screen"),
        ("[clocks]\nscreen = 2\n", "clocks.screen", "table"),
        ("[clocks]\nscreen = { hours = true }\n", "clocks.screen.hours", "whole number"),
        ("[clocks]\nscreen = { hours = -1 }\n", "clocks.screen.hours", "whole number"),
        ("[clocks]\nscreen = { working_days = 0 }\n", "clocks.screen", "1 or more"),
        ("[clocks]\nscreen = { hours = 1, working_days = 1 }\n", "clocks.screen", "either"),
        ("[clocks]\nscreen = { hour = 1 }\n", "clocks.screen.hour", "hours"),
        ('[clocks.screen]\nhours = 1\nsource = ""\n', "clocks.screen.source", "text"),
        ('[clocks.screen]\nhours = 1\nsource = "x"\n', "clocks.screen.verification", "missing"),
        (
            '[clocks.screen]\nhours = 1\nsource = "x"\nverification = "sure"\n',
            "clocks.screen.verification",
            "primary",
        ),
        (
            '[clocks.screen]\nhours = 1\nverified_on = "today"\n',
            "clocks.screen.verified_on",
            "date",
        ),
        ('zone = "Asia/Nowhere"\n', "zone", "time zone"),
        ('zone = "../etc"\n', "zone", "time zone"),
        ("zone = 8\n", "zone", "text"),
        ('[calendar]\ncountry = "QQ"\n', "calendar.country", "calendar"),
        ('[calendar.overrides]\nfriday = "rest"\n', "calendar.overrides.friday", "date"),
        ('[calendar.overrides]\n2027-01-04 = "off"\n', "calendar.overrides.2027-01-04", "rest"),
        ('[emergency.fire]\nnumber = "119"\n', "emergency.fire", "police"),
        ("[emergency.police]\nnumber = 110\n", "emergency.police.number", "text"),
        ("[contact]\nu5 = { hours = 1 }\n", "contact.u5", "u4"),
        (
            '[urgency.u2]\ncolour = "pink"\ndecides = "anyone"\nreasons = []\n',
            "urgency.u2.colour",
            "orange",
        ),
        (
            '[urgency.u2]\ncolour = "red"\ndecides = "anyone"\nreasons = ["plan", "plan"]\n',
            "urgency.u2.reasons",
            "once",
        ),
        ('outcomes = ["lost"]\n', "outcomes", "new_case"),
        ("[escalation]\ncoordinator_percent = 80\n", "escalation.coordinator_percent", "100"),
    ],
)
def test_a_fault_names_file_entry_and_what_to_put_there(
    tmp_path: Path, text: str, entry: str, words: str
) -> None:
    with pytest.raises(PackError) as refused:
        site(tmp_path, text)
    params = refused.value.params
    assert (params["file"], params["entry"]) == ("site.toml", entry)
    assert words in refused.value.message.format(**params)


def test_taking_all_numbers_away_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="at least one number"):
        site(tmp_path, '[emergency.emergency]\nnumber = ""\n', "neutral")


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(PackError) as refused:
        site(tmp_path, "[clocks]\nscreen = two days\n")
    assert "line 2" in str(refused.value.params["detail"])


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match="UTF-8"):
        load_pack("neutral", file)


def test_a_missing_file_and_an_unknown_pack_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load_pack("neutral", tmp_path / "none.toml")
    for name in ("atlantis", "_defaults", "../packs/neutral", ""):
        with pytest.raises(PackError) as refused:
            load_pack(name)
        assert refused.value.params["known"] == "cn_shanghai, neutral"
