"""The scenes of the matrix and of the hunt in one, with what both lack: a row of every kind."""

from __future__ import annotations

from uuid import UUID

from tests.support.hunt_scene import HuntScene
from tests.support.matrix_scene import ACTORS
from tests.support.matrix_whole import WholeScene
from tests.support.world import World
from wellbeing.forms import read
from wellbeing.gate import Caller, Work, use_case
from wellbeing.models import Case, Closing
from wellbeing.policy import May
from wellbeing.services import (
    birth_date,
    check_in,
    handoffs,
    harm,
    incidents,
    plans,
    referrals,
    safety,
    screening,
    sessions,
)


@use_case(may=May.RUN_CASE)
def keep_ending(work: Work, case_id: UUID) -> None:
    """Keep how a case ended, as its closing does: here far too much is open to close it."""
    case = work.find(Case, case_id)
    ending = Closing(case_id=case.id, student_id=case.student_id, reason="goals_met",
                     closed_at=work.now, told=[], reopened=False)  # fmt: skip
    ending.exception, ending.for_team, ending.for_family = "", "都好。", "都好。"
    work.db.add(ending)


class EveryKind(WholeScene, HuntScene):
    """A site with a record of every kind, and whoever may have to do with one."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._referred()
        self._talked()
        self._planned()
        self._kept_safe()
        keep_ending(world.counsellor, self.ids["open"]["case_id"])

    def people(self) -> dict[str, Caller]:
        """Return everybody who has an account, signed in, by login."""
        found = {
            login.format(state=state): self.caller(who, state)
            for who, login in ACTORS.items() if login for state in self.ids
        }  # fmt: skip
        return {**found, "second": self.world.caller("second")}

    def _referred(self) -> None:
        """An addition to a referral, its reply, a question back, and a corrected birth date."""
        world, mine = self.world, self.ids["noise"]
        added = referrals.AddForm("还有一次。")
        referrals.add_to_referral(world.officer2, mine["referral_id"], added)
        told = screening.TellForm("yes", "here")
        screening.tell_back(world.coordinator, mine["referral_id"], told)
        asked = world.refer("officer2", student_name="白小舟").id
        screening.acknowledge(world.coordinator, asked)
        screening.ask_back(world.coordinator, asked, screening.AskForm("他和谁最亲近？"))
        raw = {"birth_date": "2012-01-12", "reason": "户口簿 (虚构)"}
        form = read(birth_date.BirthDateForm, raw)
        birth_date.correct_birth_date(world.counsellor, self.ids["open"]["case_id"], form)

    def _talked(self) -> None:
        """A check-in on the lent tablet, an addition to a note, a missed talk and a try after."""
        me, mine = self.world.counsellor2, self.ids["noise"]
        points = {name: "5" for name in ("mood", "sleep", "school", "friends", "home")}
        form = read(check_in.CheckInForm, {**points, "wish": "有人陪我打球"})
        check_in.check_in(self.held["tablet", "open"], form)
        addendum = sessions.AddendumForm("还说了一句。")
        sessions.add_to_note(me, mine["session_id"], addendum)
        day = {"day": "2026-03-17", "at": "15:00", "minutes": "50"}
        talk = sessions.book(me, mine["case_id"], read(sessions.BookForm, day))
        missed = {"missed_by": "young_person", "called": "silent"}
        sessions.miss(me, talk, read(sessions.MissForm, missed))

    def _planned(self) -> None:
        """Levels of a goal, a try to reach a guardian, an answer that is shared, a review."""
        world, mine = self.world, self.ids["noise"]
        plan = mine["plan_id"]
        tried = plans.TryForm("guardian", mine["guardian_father"], "call", "没人接。")
        plans.try_to_reach(world.counsellor2, plan, tried)
        shared = plans.AnswerForm("agreed", shared="yes")
        plans.answer_plan(world.caller("mother-noise"), plan, shared)
        shown = plans.open_plan(world.counsellor, self.ids["open"]["case_id"])
        assert shown is not None
        levels = {name: f"{name} (虚构)" for name in plans.LevelsForm.__dataclass_fields__}
        plans.describe_levels(world.counsellor, shown.goals[0].id, plans.LevelsForm(**levels))
        review = plans.ReviewForm("go_on", "", (), "都好。")
        plans.review_plan(world.counsellor, self.ids["open"]["plan_id"], review)

    def _kept_safe(self) -> None:
        """A contact in a crisis, harm told to an authority, a receiver, a count that was wrong."""
        world, mine = self.world, self.ids["noise"]
        contact = safety.ContactForm("contact", "call", "平静一些了。")
        safety.record_contact(world.counsellor2, mine["case_id"], contact)
        authority = read(harm.ToldForm, {"addressee": "police"})
        harm.tell_authority(world.counsellor2, mine["report_id"], authority)
        handoffs.open_request(world.caller("partner"), self.ids["open"]["handoff_id"])
        handoffs.accept(world.caller("partner"), self.ids["open"]["handoff_id"])
        right = incidents.AgainForm("yes", "登记里还有一次。")
        incidents.correct_again(world.officer, self.ids["open"]["person_id"], right)
