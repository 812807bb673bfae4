"""The records, one small file per noun."""

from wellbeing.models.after import FamilyLetter, FollowUpAsk
from wellbeing.models.again import AgainCorrection
from wellbeing.models.background_check import BackgroundCheck
from wellbeing.models.base import SUBJECT_KEYS, Base, Record
from wellbeing.models.basis import BasisAnswer, LawfulBasis
from wellbeing.models.care import Closing, FamilyQuestion, FollowUp, Observation
from wellbeing.models.case import Case, CaseMember
from wellbeing.models.change_stage import ChangeStage, Stage
from wellbeing.models.draft import Draft
from wellbeing.models.emergency import Emergency
from wellbeing.models.entrusted import Entrusted, Tie
from wellbeing.models.first_visit import FirstVisit
from wellbeing.models.handoff import (
    Capacity,
    Handoff,
    HandoffEntry,
    HandoffLink,
    HandoffShare,
    ShareKind,
)
from wellbeing.models.harm import HarmNotice, HarmReport, NoticeHold
from wellbeing.models.history import BY_OPERATOR, AuditEntry, RequestMade, Transition
from wellbeing.models.incident import (
    Incident,
    IncidentPerson,
    MeasureDecision,
    PartRole,
    RepairItem,
    RepairSignature,
    SealedAccess,
)
from wellbeing.models.invitation import Invitation
from wellbeing.models.key_event import KeyAct, KeyEvent
from wellbeing.models.kinship import Kept
from wellbeing.models.measurement import Informant, Measurement, ProgressSignal
from wellbeing.models.organisation import Membership, Organisation, OrganisationKind
from wellbeing.models.own_words import OwnWords
from wellbeing.models.password_reset import PasswordReset
from wellbeing.models.payment_proof import PaymentProof
from wellbeing.models.plan import Party, Plan, PlanAnswer, PlanGoal, PlanTask
from wellbeing.models.plan_path import ContactTry, GoalScale, PlanReview, SharedAnswer
from wellbeing.models.proposal import Proposal
from wellbeing.models.reason import CaseReason, ReasonKind
from wellbeing.models.referral import Addendum, AskBack, FamilySafe, Outcome, Referral, Reply
from wellbeing.models.safety import SafetyEntry, SafetyKind, SafetyPlan, UrgencyChange
from wellbeing.models.school_identity import SchoolIdentity
from wellbeing.models.second_factor import RecoveryCode, SecondFactor
from wellbeing.models.self_referral import SelfReferral, SelfReferralLink
from wellbeing.models.session import (
    THEIRS,
    CounsellingSession,
    MissedBy,
    MissedTry,
    NoteAddendum,
    PrivateNote,
    SessionNote,
)
from wellbeing.models.sign_in import SignIn, SignInAttempt
from wellbeing.models.site import Site, SiteKind
from wellbeing.models.site_policy import SitePolicy
from wellbeing.models.student import Guardian, LegalStanding, Relationship, Student
from wellbeing.models.transfer import Transfer
from wellbeing.models.user import Credential, User
from wellbeing.models.withheld import WithheldText, Withholding, text_rule

# Every record there is, for those who must leave none out.
RECORDS = tuple(sorted((one.class_ for one in Base.registry.mappers), key=lambda one: one.__name__))

__all__ = [
    "BY_OPERATOR",
    "RECORDS",
    "SUBJECT_KEYS",
    "THEIRS",
    "Addendum",
    "AgainCorrection",
    "AskBack",
    "AuditEntry",
    "BackgroundCheck",
    "Base",
    "BasisAnswer",
    "Capacity",
    "Case",
    "CaseMember",
    "CaseReason",
    "ChangeStage",
    "Closing",
    "ContactTry",
    "CounsellingSession",
    "Credential",
    "Draft",
    "Emergency",
    "Entrusted",
    "FamilyLetter",
    "FamilyQuestion",
    "FamilySafe",
    "FirstVisit",
    "FollowUp",
    "FollowUpAsk",
    "GoalScale",
    "Guardian",
    "Handoff",
    "HandoffEntry",
    "HandoffLink",
    "HandoffShare",
    "HarmNotice",
    "HarmReport",
    "Incident",
    "IncidentPerson",
    "Informant",
    "Invitation",
    "Kept",
    "KeyAct",
    "KeyEvent",
    "LawfulBasis",
    "LegalStanding",
    "MeasureDecision",
    "Measurement",
    "Membership",
    "MissedBy",
    "MissedTry",
    "NoteAddendum",
    "NoticeHold",
    "Observation",
    "Organisation",
    "OrganisationKind",
    "Outcome",
    "OwnWords",
    "PartRole",
    "Party",
    "PasswordReset",
    "PaymentProof",
    "Plan",
    "PlanAnswer",
    "PlanGoal",
    "PlanReview",
    "PlanTask",
    "PrivateNote",
    "ProgressSignal",
    "Proposal",
    "ReasonKind",
    "Record",
    "RecoveryCode",
    "Referral",
    "Relationship",
    "RepairItem",
    "RepairSignature",
    "Reply",
    "RequestMade",
    "SafetyEntry",
    "SafetyKind",
    "SafetyPlan",
    "SchoolIdentity",
    "SealedAccess",
    "SecondFactor",
    "SelfReferral",
    "SelfReferralLink",
    "SessionNote",
    "ShareKind",
    "SharedAnswer",
    "SignIn",
    "SignInAttempt",
    "Site",
    "SiteKind",
    "SitePolicy",
    "Stage",
    "Student",
    "Tie",
    "Transfer",
    "Transition",
    "UrgencyChange",
    "User",
    "WithheldText",
    "Withholding",
    "text_rule",
]
