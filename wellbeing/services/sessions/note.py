"""The three kinds of text about a talk: the note, the private page, and what others need."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wellbeing.case_lines import refresh_word
from wellbeing.errors import InvalidTransition
from wellbeing.forms import Kind, ask, offer
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import (
    Case,
    CounsellingSession,
    NoteAddendum,
    PrivateNote,
    SessionNote,
    Transition,
)
from wellbeing.policy import May
from wellbeing.rules import clock_due
from wellbeing.talks import own_talk
from wellbeing.workflow import SessionState

LOCKED = N_("This note is locked. Please write an addendum.")
_OTHERS = N_("What others need to know (two lines)")
_OTHERS_HINT = N_("The only text that leaves the room: teacher, officer and coordinator read it.")


@dataclass(frozen=True, slots=True)
class FreeNote:
    """A note in the counsellor's own order."""

    text: str = ask(N_("What was said and done"), Kind.TEXT)
    others_need: str = offer(_OTHERS, Kind.TEXT, limit=240, hint=_OTHERS_HINT)


@dataclass(frozen=True, slots=True)
class SoapNote:
    """Subjective, objective, assessment, plan."""

    subjective: str = ask(N_("What the young person says"), Kind.TEXT)
    objective: str = offer(N_("What you see and know"), Kind.TEXT)
    assessment: str = offer(N_("How you understand it"), Kind.TEXT)
    plan: str = offer(N_("What comes next"), Kind.TEXT)
    others_need: str = offer(_OTHERS, Kind.TEXT, limit=240, hint=_OTHERS_HINT)


@dataclass(frozen=True, slots=True)
class DapNote:
    """Data, assessment, plan."""

    data: str = ask(N_("What was said and seen"), Kind.TEXT)
    assessment: str = offer(N_("How you understand it"), Kind.TEXT)
    plan: str = offer(N_("What comes next"), Kind.TEXT)
    others_need: str = offer(_OTHERS, Kind.TEXT, limit=240, hint=_OTHERS_HINT)


@dataclass(frozen=True, slots=True)
class BirpNote:
    """Behaviour, intervention, response, plan."""

    behaviour: str = ask(N_("How the young person came and was"), Kind.TEXT)
    intervention: str = offer(N_("What you did"), Kind.TEXT)
    response: str = offer(N_("How they took it"), Kind.TEXT)
    plan: str = offer(N_("What comes next"), Kind.TEXT)
    others_need: str = offer(_OTHERS, Kind.TEXT, limit=240, hint=_OTHERS_HINT)


LAYOUTS: dict[str, type[FreeNote | SoapNote | DapNote | BirpNote]] = {
    "free": FreeNote, "soap": SoapNote, "dap": DapNote, "birp": BirpNote,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddendumForm:
    """What is added to a locked note."""

    text: str = ask(N_("What do you add?"), Kind.TEXT)


@dataclass(frozen=True, slots=True)
class PrivateForm:
    """The author's own working page."""

    text: str = ask(N_("Your own working page"), Kind.TEXT)


@use_case(may=May.COUNSEL)
def sign_note(work: Work, session_id: UUID, form: FreeNote | SoapNote | DapNote | BirpNote) -> None:
    """Sign the note of a talk that was held; it can be signed anew until it locks."""
    session = _held(work, session_id)
    note = work.db.scalars(select(SessionNote).where(SessionNote.session_id == session.id)).first()
    if note is not None and work.now > note.locks_at:
        raise InvalidTransition(LOCKED)
    if note is None:
        note = SessionNote(
            session_id=session.id, case_id=session.case_id, student_id=session.student_id,
            signed=True, signed_at=work.now, 
            locks_at=clock_due(work.runtime.pack, "note_lock", work.now),
        )  # fmt: skip
        work.db.add(note)
        work.db.add(_signed(work, session))
    texts = dataclasses.asdict(form)
    session.others_need = texts.pop("others_need")
    note.layout = next(name for name, cls in LAYOUTS.items() if type(form) is cls)
    note.parts = texts
    session.noted_at = session.noted_at or work.now
    refresh_word(work, work.find(Case, session.case_id))


@use_case(may=May.COUNSEL)
def add_to_note(work: Work, session_id: UUID, form: AddendumForm) -> None:
    """Add to a signed note; the note itself stays as it was."""
    session = _held(work, session_id)
    if session.noted_at is None:
        raise InvalidTransition(N_("There is no signed note yet. Please sign it first."))
    work.db.add(
        NoteAddendum(
            session_id=session.id, case_id=session.case_id, student_id=session.student_id,
            at=work.now, text=form.text,
        )
    )  # fmt: skip


@use_case(may=May.COUNSEL)
def keep_private(work: Work, case_id: UUID, form: PrivateForm) -> None:
    """Keep the author's own page on a case; nobody else can ever open it."""
    work.find(Case, case_id)
    mine = PrivateNote.case_id == case_id, PrivateNote.author_id == work.actor.user_id
    page = work.db.scalars(select(PrivateNote).where(*mine)).first()
    if page is None:
        page = PrivateNote(case_id=case_id)
        work.db.add(page)
    page.text, page.at = form.text, work.now
    work.about(page)


def _held(work: Work, session_id: UUID) -> CounsellingSession:
    session = own_talk(work, session_id)
    if session.state != SessionState.HELD:
        raise InvalidTransition(N_("First record that the talk took place."))
    return session


def _signed(work: Work, session: CounsellingSession) -> Transition:
    return Transition(
        machine="note", object_id=session.id, action="sign", left="draft", reached="signed",
        at=work.now, actor_id=work.actor.user_id,
    )  # fmt: skip
