"""What the access matrix needs besides: a record for every act, so that each lets somebody through.

All of it is the open case's, or nobody's: `given` says which record or code an act is asked about
there. The hunts and walks, which ask about pages, go without.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pyotp
from sqlalchemy import select

from tests.support.matrix_scene import STATES, MatrixScene
from tests.support.repair import Repair
from tests.support.world import World, accept
from wellbeing import school_accounts
from wellbeing.errors import WellbeingError
from wellbeing.gate import Caller, Work, use_case
from wellbeing.models import Case, FollowUp, SignIn
from wellbeing.oidc import Proof
from wellbeing.policy import May
from wellbeing.services import (
    change_stages,
    incidents,
    invitations,
    kept_texts,
    measures,
    plans,
    proposals,
    referrals,
    reset,
    second_factor,
    transfers,
    two_taps,
)


@use_case(may=May.USE_OWN_ACCOUNT)
def tie_as_the_school_does(work: Work, proof: Proof) -> None:
    """Tie the actor's account to an identity, which a real school would have proved."""
    assert work.actor.user_id is not None
    school_accounts.tie(work, work.actor.user_id, proof)


@use_case(may=May.RUN_CASE)
def look_later(work: Work, case_id: UUID) -> UUID:
    """Promise a look at the case, as its closing does."""
    case = work.find(Case, case_id)
    look = FollowUp(
        case_id=case.id, student_id=case.student_id, due_on=work.today, made_at=work.now,
        state="open",
    )  # fmt: skip
    work.db.add(look)
    work.db.flush()
    return look.id


class Led(Repair):
    """An incident of the matrix's young person, led by the usual steps."""

    def __init__(self, scene: MatrixScene) -> None:
        mine = scene.ids["open"]
        self.world, self.meeting = scene.world, "2026-04-17"
        self.case, self.student = mine["case_id"], mine["student_id"]

    @property
    def mother(self) -> Caller:
        return self.world.caller("mother-open")


class WholeScene(MatrixScene):
    """The matrix's site with a record for every act."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        for state in (*STATES, "noise"):
            self.ids[state]["place_id"] = world.places["station"]
        self._care()
        self._repair()
        self._links()
        self._own()
        self._second_coordinator()

    def _care(self) -> None:
        """A plan in force, a goal that is kept from the father, a measure, a stage, a transfer."""
        world, mine, me = self.world, self.ids["open"], self.world.counsellor
        case, plan = mine["case_id"], mine["plan_id"]
        shown = plans.open_plan(me, case)
        assert shown is not None
        goal = shown.goals[0].id
        kept = kept_texts.KeepForm(mine["guardian_father"], "不安全。", date(2026, 6, 1))
        mine["text_id"] = kept_texts.keep_text(me, "goal", goal, kept)
        measures.record(me, case, measures.RecordForm("wci5", total=20))
        change_stages.record_stage(me, case, change_stages.StageForm("doing"))
        for login in ("mother-open", "father-open"):
            try:
                plans.answer_plan(world.caller(login), plan, plans.AnswerForm("agreed"))
            except WellbeingError as refused:  # who is kept out of the plan does not decide
                assert login == "father-open", refused
        own = plans.RecordForm("young_person", None, "agreed", "in_person", "好")
        plans.record_answer(me, plan, own)
        ask = transfers.TransferForm(self.users["counsellor6"], "调岗。")
        transfers.ask_transfer(me, case, ask)
        waiting = transfers.transfers(me, case)[0].id
        for act in ("accept", "decline", "take_back", "open"):
            self.given[f"transfers.{act}_transfer", "transfer_id"] = waiting
        self.given["transfers.note_decline", "transfer_id"] = waiting

    def _repair(self) -> None:
        """An agreement to look at, a payment that was reported, a sealed file that is asked for."""
        led = Led(self)
        led.begin_incident()
        led.agree()
        items = incidents.open_incident(led.officer, led.id).items
        self.given["incidents.kept.look", "item_id"] = next(
            one.id for one in items if one.kind == "check"
        )
        led.begin_incident("2026-03-06")
        number = incidents.open_incident(led.officer, led.id).number
        led.seal()
        incidents.ask_sealed(led.officer, incidents.SealedForm(number, "复查。"))
        asked = incidents.sealed_requests(self.world.coordinator)[0].id
        self.given["incidents.sealing.decide_sealed", "request_id"] = asked
        received = led.paid_to_the_boy("2026-01-05")
        incidents.record_proof(led.officer, received, incidents.SeenForm("回单。"))
        for act in ("payments.confirm_received", "proofs.object_received"):
            self.given[f"incidents.{act}", "item_id"] = received

    def _links(self) -> None:
        """An invitation, a link for a new password and one for two taps, none of them used."""
        office, me = self.world.coordinator, self.world.counsellor
        form = invitations.InviteForm("新老师 (虚构)", "teacher", self.world.places["north"])
        invited = invitations.invite(office, form).link
        waiting = invitations.waiting_invitations(office)[0].id
        self.given["invitations.withdraw_invitation", "invitation_id"] = waiting
        look = look_later(me, self.ids["open"]["case_id"])
        links: dict[tuple[str, ...], str] = {
            ("invitations.invitation", "invitations.accept_invitation"): invited,
            ("reset.reset_link", "reset.set_new_password"):
                reset.approve_reset(office, self.users["officer2"]).link,
            ("two_taps.asked", "two_taps.answer_taps"):
                two_taps.make_link(me, look, two_taps.LinkForm("guardian")).link,
        }  # fmt: skip
        links |= self._asked_themselves()
        for acts, link in links.items():
            for act in acts:
                self.given[act, "code"] = link.rsplit("/", 1)[1]

    def _asked_themselves(self) -> dict[tuple[str, ...], str]:
        """A poster's link, and a request that came by it and waits."""
        office, north = self.world.coordinator, self.world.places["north"]
        link = referrals.make_poster(office, referrals.PosterForm(north)).link
        form = referrals.SelfReferralForm("矩阵 (虚构)", "", "课间", "study", "")
        referrals.ask_for_talk(self.world.visitor, link.rsplit("/", 1)[1], form)
        waiting = referrals.self_referrals(office)[0].id
        for act in ("open_self_referral", "take_up", "set_aside"):
            self.given[f"referrals.taking_up.{act}", "self_referral_id"] = waiting
        self.given["referrals.poster.end_poster", "organisation_id"] = north
        door = "referrals.self_referral."
        return {(f"{door}self_referral_door", f"{door}ask_for_talk"): link}

    def _own(self) -> None:
        """A partner with one-time codes and a school account; a sign-in of the coordinator's."""
        who = self.world.caller("partner2")
        seed = second_factor.begin_factor(who).seed
        code = pyotp.TOTP(seed).at(int(self.world.clock().timestamp()))
        second_factor.confirm_factor(who, second_factor.CodeForm(code))
        tie_as_the_school_does(who, Proof("https://school.invalid", "matrix"))
        for state in (*STATES, "noise"):
            self.held["partner: none", state] = who
        mine = SignIn.user_id == self.users["coordinator"]
        with self.world.runtime.reading.connect() as connection:
            found = connection.scalars(select(SignIn.id).where(mine)).first()
        self.given["own_account.end_sign_in", "sign_in_id"] = found

    def _second_coordinator(self) -> None:
        """Last of all, for from now on much takes two: somebody who has proposed something."""
        form = invitations.InviteForm("coordinator2 (虚构)", "coordinator", None)
        other = accept(self.world, invitations.invite(self.world.coordinator, form).link, "second")
        raised = invitations.InviteForm("新管理员 (虚构)", "administrator", None)
        try:
            invitations.invite(other, raised)
        except WellbeingError:
            waiting = proposals.proposals(self.world.coordinator)[0].id
        for act in ("proposals.confirm", "proposals.decline"):
            self.given[act, "proposal_id"] = waiting
