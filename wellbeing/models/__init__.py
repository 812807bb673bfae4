"""The records, one small file per noun."""

from wellbeing.models.base import SUBJECT_KEYS, Base, Record
from wellbeing.models.case import Case, CaseMember
from wellbeing.models.draft import Draft
from wellbeing.models.history import AuditEntry, RequestMade, Transition
from wellbeing.models.invitation import Invitation
from wellbeing.models.organisation import Membership, Organisation, OrganisationKind
from wellbeing.models.password_reset import PasswordReset
from wellbeing.models.referral import Addendum, AskBack, FamilySafe, Outcome, Referral, Reply
from wellbeing.models.second_factor import RecoveryCode, SecondFactor
from wellbeing.models.sign_in import SignIn, SignInAttempt
from wellbeing.models.site import Site, SiteKind
from wellbeing.models.student import Guardian, LegalStanding, Relationship, Student
from wellbeing.models.user import Credential, User

__all__ = [
    "SUBJECT_KEYS",
    "Addendum",
    "AskBack",
    "AuditEntry",
    "Base",
    "Case",
    "CaseMember",
    "Credential",
    "Draft",
    "FamilySafe",
    "Guardian",
    "Invitation",
    "LegalStanding",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Outcome",
    "PasswordReset",
    "Record",
    "RecoveryCode",
    "Referral",
    "Relationship",
    "Reply",
    "RequestMade",
    "SecondFactor",
    "SignIn",
    "SignInAttempt",
    "Site",
    "SiteKind",
    "Student",
    "Transition",
    "User",
]
