"""The whole authorisation table: who may do what, and which texts a role may open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID


class Role(StrEnum):
    """What a person is to the site; a person may hold several."""

    VISITOR = auto()
    OFFICER = auto()
    TEACHER = auto()
    COUNSELLOR = auto()
    PARENT = auto()
    COORDINATOR = auto()
    ADMINISTRATOR = auto()
    # A professional of another place that young people are handed over to.
    PARTNER = auto()
    # Whoever holds the link to one handing over, at a place without accounts here.
    GUEST = auto()
    # A counsellor's browser while a young person holds it: it can do one thing only.
    TABLET = auto()


class May(StrEnum):
    """Every permission that a use case can ask for."""

    VISIT = auto()
    BE_HERE = auto()
    CHECK_IN = auto()
    USE_OWN_ACCOUNT = auto()
    SEE_HOME = auto()
    REFER = auto()
    REPORT_HARM = auto()
    SEE_OWN_REFERRALS = auto()
    ADD_TO_REFERRAL = auto()
    SCREEN = auto()
    DECIDE = auto()
    SEE_CASE = auto()
    RUN_CASE = auto()
    COUNSEL = auto()
    HAVE_TASKS = auto()
    SEE_PLAN = auto()
    ANSWER_PLAN = auto()
    GIVE_CONSENT = auto()
    OBSERVE = auto()
    WITHHOLD = auto()
    MEASURE = auto()
    SEE_TRACKER = auto()
    SEE_CASELOAD = auto()
    HAND_OVER = auto()
    SEE_HANDOFFS = auto()
    RECEIVE = auto()
    TELL_CAPACITY = auto()
    INVITE_STAFF = auto()
    INVITE_PARENT = auto()
    MANAGE_PEOPLE = auto()
    RESET_ACCESS = auto()
    MANAGE_ORGANISATIONS = auto()
    MANAGE_COVER = auto()
    MANAGE_STUDENTS = auto()
    SEE_COVER = auto()
    SEE_WHO = auto()
    SUPERVISE = auto()
    CONFIRM = auto()
    BREAK_GLASS = auto()
    REVIEW_EMERGENCY = auto()
    FIND_STUDENTS = auto()
    SEE_AUDIT = auto()
    CHANGE_POLICY = auto()
    ERASE = auto()
    SEE_KEYS = auto()
    DESTROY_KEYS = auto()
    SEE_RULES = auto()
    RUN_INCIDENTS = auto()
    SEE_INCIDENTS = auto()
    SIGN_REPAIR = auto()
    REVIEW_TRACKS = auto()
    ASK_SEALED = auto()
    DECIDE_SEALED = auto()


STAFF = frozenset({Role.OFFICER, Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR})
# Whom a site asks for a second factor, and what they may do until it is set up.
NEED_FACTOR = STAFF | {Role.ADMINISTRATOR, Role.PARTNER}
_BEFORE_ENROLMENT = frozenset({May.VISIT, May.BE_HERE, May.USE_OWN_ACCOUNT})
# Without a background check that counts; of the coordinator's work only the people's page.
_WITHOUT_CHECK = _BEFORE_ENROLMENT | {May.MANAGE_PEOPLE}
EVERYONE = frozenset(Role) - {Role.VISITOR, Role.TABLET, Role.GUEST}
REFERRERS = STAFF
PEOPLE_OFFICE = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

GRANTS: Mapping[May, frozenset[Role]] = {
    May.VISIT: frozenset(Role),
    May.BE_HERE: EVERYONE | {Role.TABLET},
    May.CHECK_IN: frozenset({Role.TABLET}),
    May.USE_OWN_ACCOUNT: EVERYONE,
    May.SEE_HOME: EVERYONE,
    May.REFER: REFERRERS,
    May.REPORT_HARM: STAFF,
    May.SEE_OWN_REFERRALS: REFERRERS,
    May.ADD_TO_REFERRAL: REFERRERS,
    May.SCREEN: frozenset({Role.COORDINATOR}),
    May.DECIDE: frozenset({Role.COORDINATOR}),
    May.SEE_CASE: STAFF | {Role.PARENT},
    May.RUN_CASE: frozenset({Role.COUNSELLOR, Role.COORDINATOR}),
    May.COUNSEL: frozenset({Role.COUNSELLOR}),
    May.HAVE_TASKS: STAFF | {Role.PARENT},
    May.SEE_PLAN: frozenset({Role.COUNSELLOR, Role.COORDINATOR, Role.PARENT}),
    May.ANSWER_PLAN: frozenset({Role.PARENT}),
    May.GIVE_CONSENT: frozenset({Role.PARENT}),
    May.OBSERVE: frozenset({Role.TEACHER}),
    May.WITHHOLD: frozenset({Role.COUNSELLOR, Role.COORDINATOR}),
    May.MEASURE: frozenset({Role.COUNSELLOR}),
    May.SEE_TRACKER: STAFF | {Role.PARENT},
    May.SEE_CASELOAD: frozenset({Role.COORDINATOR}),
    May.HAND_OVER: frozenset({Role.COUNSELLOR, Role.COORDINATOR}),
    May.SEE_HANDOFFS: frozenset({Role.COUNSELLOR, Role.COORDINATOR, Role.PARTNER, Role.GUEST}),
    May.RECEIVE: frozenset({Role.PARTNER, Role.GUEST}),
    May.TELL_CAPACITY: frozenset({Role.COORDINATOR, Role.PARTNER}),
    May.INVITE_STAFF: frozenset({Role.COORDINATOR}),
    May.INVITE_PARENT: frozenset({Role.COORDINATOR, Role.COUNSELLOR}),
    May.MANAGE_PEOPLE: PEOPLE_OFFICE,
    May.RESET_ACCESS: frozenset({Role.COORDINATOR}),
    May.MANAGE_ORGANISATIONS: PEOPLE_OFFICE,
    May.MANAGE_COVER: frozenset({Role.COORDINATOR}),
    May.SEE_COVER: frozenset({Role.COUNSELLOR, Role.COORDINATOR}),
    May.SEE_WHO: STAFF | {Role.PARENT},
    May.BREAK_GLASS: frozenset({Role.COUNSELLOR}),
    May.REVIEW_EMERGENCY: frozenset({Role.COORDINATOR}),
    May.CONFIRM: STAFF | {Role.ADMINISTRATOR},
    May.SUPERVISE: frozenset({Role.COUNSELLOR}),
    May.MANAGE_STUDENTS: frozenset({Role.TEACHER, Role.COORDINATOR}),
    May.FIND_STUDENTS: REFERRERS,
    May.SEE_AUDIT: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    May.CHANGE_POLICY: PEOPLE_OFFICE,
    May.ERASE: frozenset({Role.COORDINATOR}),
    May.SEE_KEYS: frozenset({Role.ADMINISTRATOR}),
    May.DESTROY_KEYS: PEOPLE_OFFICE,
    May.SEE_RULES: STAFF | {Role.ADMINISTRATOR},
    May.RUN_INCIDENTS: frozenset({Role.OFFICER, Role.COORDINATOR}),
    May.SEE_INCIDENTS: frozenset({Role.OFFICER, Role.COORDINATOR, Role.PARENT}),
    May.SIGN_REPAIR: frozenset({Role.PARENT}),
    May.REVIEW_TRACKS: frozenset({Role.OFFICER, Role.COUNSELLOR, Role.COORDINATOR}),
    May.ASK_SEALED: frozenset({Role.OFFICER, Role.COUNSELLOR, Role.COORDINATOR}),
    May.DECIDE_SEALED: frozenset({Role.COORDINATOR}),
}

# Which compartments of sealed text a role may open at all; rows are narrowed by visible_to.
# An administrator opens account names only: never a text about a young person.
OPENS: Mapping[Role, frozenset[str]] = {
    Role.VISITOR: frozenset({"account"}),
    Role.OFFICER: frozenset({"account", "identity", "shared", "family", "responsibility"}),
    Role.TEACHER: frozenset({"account", "identity", "shared", "family"}),
    Role.COUNSELLOR: frozenset(
        {"account", "identity", "shared", "family", "counselling", "safeguarding", "handoff"}
    ),
    Role.PARENT: frozenset({"account", "identity", "family"}),
    Role.COORDINATOR: frozenset(
        {
            "account",
            "identity",
            "shared",
            "family",
            "safeguarding",
            "responsibility",
            "handoff",
            "self_referral",
        }
    ),
    Role.ADMINISTRATOR: frozenset({"account"}),
    # Of a young person they open only what was sealed for the place, piece by piece.
    Role.PARTNER: frozenset({"account", "handoff"}),
    Role.GUEST: frozenset({"handoff"}),
    Role.TABLET: frozenset({"account"}),
}

# What a role closes, whatever else the same person may be: police never reach counselling nor what
# a young person asks for in confidence, and whoever looks after the machine reads nothing of them.
NEVER: Mapping[Role, frozenset[str]] = {
    Role.OFFICER: frozenset({"counselling", "self_referral"}),
    Role.ADMINISTRATOR: frozenset().union(*OPENS.values()) - {"account"},
}


@dataclass(frozen=True, slots=True)
class Ties:
    """What is entrusted to a counsellor beside their own cases, at this moment.

    People stand in for people (an absence, supervision) or take single cases (delegated until a
    day, under review, opened in an emergency). Supervision, review and emergency are for reading.
    """

    stands_for: frozenset[UUID] = frozenset()
    supervises: frozenset[UUID] = frozenset()
    delegated: frozenset[UUID] = frozenset()
    reviews: frozenset[UUID] = frozenset()
    emergency: frozenset[UUID] = frozenset()
    # Young people whose records are read under a review or in an emergency, and under which.
    watched: Mapping[UUID, str] = field(default_factory=dict)

    def to_act(self, may: May) -> Ties:
        """Return what counts where something is changed: a supervisor supervises, no more."""
        supervises = self.supervises if may is May.SUPERVISE else frozenset()
        return Ties(self.stands_for, supervises, self.delegated)


NO_TIES = Ties()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, looked up afresh for every call."""

    user_id: UUID | None
    roles: frozenset[Role]
    organisation_ids: frozenset[UUID] = frozenset()
    sign_in_id: UUID | None = None
    enrolled: bool = False
    factor_at: datetime | None = None
    # Whether the site asks this person for a second factor that they have not set up yet.
    must_enrol: bool = False
    # The newest background check and the day of joining; see checks.py.
    checked_on: date | None = None
    joined_on: date | None = None
    # Set where the check ends soon; `check_ended` once it does not count any more.
    check_ends_on: date | None = None
    check_ended: bool = False
    ties: Ties = NO_TIES
    # The moment of the call: what a clock has ended is gone for who was only asked.
    at: datetime | None = None

    def may(self, may: May) -> bool:
        """Tell whether one of the actor's roles is granted this."""
        if self.must_enrol and may not in _BEFORE_ENROLMENT:
            return False
        if self.check_ended and self.has(*STAFF) and may not in _WITHOUT_CHECK:
            return False
        return bool(GRANTS[may] & self.roles)

    def has(self, *roles: Role) -> bool:
        """Tell whether the actor holds one of these roles."""
        return bool(self.roles & set(roles))

    def opens(self, compartment: str) -> bool:
        """Tell whether one of the actor's roles opens texts of this compartment."""
        if any(compartment in NEVER.get(role, ()) for role in self.roles):
            return False
        return any(compartment in OPENS[role] for role in self.roles)

    @property
    def selves(self) -> frozenset[UUID]:
        """As whom the actor acts: themselves, and those whom they stand in for now."""
        own = frozenset({self.user_id} if self.user_id else ())
        return own | self.ties.stands_for


VISITOR = Actor(None, frozenset({Role.VISITOR}))
