"""The young person's own place: a lent tablet that opens the check-in and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from wellbeing import passwords
from wellbeing.case_lines import CHECK_IN, RecordForm, measured
from wellbeing.errors import InvalidTransition, NotFound, WellbeingError
from wellbeing.forms import ZERO_TO_TEN, InvalidForm, Kind, Problem, ask, offer
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.measures import all_instruments
from wellbeing.models import CounsellingSession, Measurement, OwnWords, SignIn
from wellbeing.policy import May
from wellbeing.talks import own_talk

TRIES = 5
FEWEST = 4  # one of five may be left out; fewer do not make a total
_PIN_LENGTH = 4


class WrongPin(WellbeingError):
    """Not the counsellor's number; after five tries the tablet is signed out."""

    default = N_("This is not the right number. Please ask the counsellor.")
    commits = True


@dataclass(frozen=True, slots=True)
class LendForm:
    """A number that only the counsellor knows, for this once."""

    pin: str = ask(
        N_("A number of four digits, only for you and for now"),
        Kind.PASSWORD,
        hint=N_("It leads back from the young person's screen. A reload does not."),
    )


@dataclass(frozen=True, slots=True)
class CheckInForm:
    """How it is going, 0 to 10, and three questions that may stay empty."""

    mood: str = offer(N_("How do you feel?"), Kind.CHOICE, options=ZERO_TO_TEN)
    sleep: str = offer(N_("How do you sleep?"), Kind.CHOICE, options=ZERO_TO_TEN)
    school: str = offer(N_("How is school?"), Kind.CHOICE, options=ZERO_TO_TEN)
    friends: str = offer(N_("How is it with others?"), Kind.CHOICE, options=ZERO_TO_TEN)
    home: str = offer(N_("How is it at home?"), Kind.CHOICE, options=ZERO_TO_TEN)
    wish: str = offer(N_("What do you want?"), limit=200)
    may_know: str = offer(N_("Who may know about this?"), limit=200)
    safe_adult: str = offer(N_("Which adult can you go to?"), limit=200)
    share: str = offer(
        N_("May your family see how the weeks go?"),
        Kind.CHOICE,
        options=(("yes", N_("Yes")), ("no", N_("No"))),
    )

    @property
    def points(self) -> list[int | None]:
        """The five answers; None where one was left out."""
        given = (self.mood, self.sleep, self.school, self.friends, self.home)
        return [int(one) if one else None for one in given]


@dataclass(frozen=True, slots=True)
class GiveBackForm:
    """The counsellor's number."""

    pin: str = ask(N_("For the counsellor: your number"), Kind.PASSWORD)


@dataclass(frozen=True, slots=True)
class Place:
    """What the tablet shows: whether the check-in was filled in already."""

    filled: bool


@use_case(may=May.COUNSEL)
def lend(work: Work, session_id: UUID, form: LendForm) -> None:
    """Lend this browser to the young person of a talk: until the PIN it opens nothing else."""
    session = own_talk(work, session_id)
    if not (form.pin.isascii() and form.pin.isdigit() and len(form.pin) == _PIN_LENGTH):
        raise InvalidForm({"pin": Problem(N_("Please type exactly four digits."))})
    mine = _own(work)
    mine.lent_for, mine.pin_tries = session.id, 0
    mine.pin_hash = passwords.hashed(form.pin, work.runtime.settings.password_memory_kib)


@use_case(may=May.CHECK_IN, access=Access.READ)
def place(work: Work) -> Place:
    """Return what the lent tablet shows."""
    return Place(_filled(work, _own(work).lent_for))


@use_case(may=May.CHECK_IN)
def check_in(work: Work, form: CheckInForm) -> None:
    """Keep the young person's own answers, straight into the sealed record; once for a talk."""
    talk = _talk(work)
    if sum(one is not None for one in form.points) < FEWEST:
        raise InvalidForm({"mood": Problem(N_("Please move at least four of the five dots."))})
    if _filled(work, talk.id):
        raise InvalidTransition(N_("You have filled this in already. Thank you."))
    of_case = {"case_id": talk.case_id, "student_id": talk.student_id}
    instrument = all_instruments()[CHECK_IN]
    given = RecordForm(
        CHECK_IN, answers=tuple(form.points), about_id=talk.id, shared=form.share or "no"
    )
    filled = measured(work, instrument, given, **of_case)
    work.db.add(filled)
    if form.wish or form.may_know or form.safe_adult:
        words = OwnWords(**of_case, session_id=talk.id, at=work.now)
        words.wish, words.may_know = form.wish, form.may_know
        words.safe_adult = form.safe_adult
        work.db.add(words)
    work.about(filled)


@use_case(may=May.CHECK_IN)
def give_back(work: Work, form: GiveBackForm) -> None:
    """Give the tablet back to the counsellor; after five wrong numbers it is signed out."""
    mine = _own(work)
    if passwords.fits(mine.pin_hash, form.pin, work.runtime.settings.password_memory_kib):
        mine.lent_for, mine.pin_hash = None, ""
        return
    mine.pin_tries += 1
    if mine.pin_tries >= TRIES:
        mine.ended_at = work.now
    raise WrongPin()


def _filled(work: Work, session_id: UUID | None) -> bool:
    """Tell whether a talk has its check-in; the tablet itself sees no record."""
    m = Measurement.__table__.c
    query = select(m.id).where(m.about_id == session_id, m.instrument == CHECK_IN)
    return work.db.connection().execute(query).first() is not None


def _own(work: Work) -> SignIn:
    return work.find(SignIn, work.actor.sign_in_id)


def _talk(work: Work) -> Any:
    """Return the talk that the tablet was lent for; the tablet itself sees no record."""
    c = CounsellingSession.__table__.c
    query = select(c.id, c.case_id, c.student_id).where(c.id == _own(work).lent_for)
    row = work.db.connection().execute(query).first()
    if row is None:
        raise NotFound()
    return row
