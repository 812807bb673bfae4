"""Drafts: what is being written is kept on the server, sealed, from the first pause on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wellbeing.errors import WellbeingError
from wellbeing.gate import Access, Work, use_case
from wellbeing.i18n import N_
from wellbeing.models import Draft
from wellbeing.policy import May

# A megabyte pasted into one field is kept, too: it is refused only when it is sent.
MOST_CHARACTERS = 1_300_000


@dataclass(frozen=True, slots=True)
class DraftView:
    """Unsent answers, and when they were kept."""

    form: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    saved_at: datetime | None = None


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.KEEP)
def keep_draft(work: Work, form: str, changes: Mapping[str, Any]) -> datetime:
    """Keep the changed answers beside those kept before, and return the moment."""
    return _keep(work, form, changes)


def _keep(work: Work, form: str, changes: Mapping[str, Any]) -> datetime:
    draft = _find(work, form)
    answers: dict[str, Any] = dict(draft.answers.reveal()) if draft else {}
    answers.update(changes)
    if len(json.dumps(answers, ensure_ascii=False)) > MOST_CHARACTERS:
        raise WellbeingError(N_("This is too much text to keep. Please shorten it."))
    if draft is None:
        draft = Draft(form=form)
        work.db.add(draft)
    draft.answers, draft.saved_at = answers, work.now
    return work.now


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.LAST_WORDS)
def keep_last_words(work: Work, form: str, changes: Mapping[str, Any]) -> datetime:
    """Keep what stood on the screen when the sign-in ran out of time; nothing is read by it."""
    return _keep(work, form, changes)


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def open_draft(work: Work, form: str) -> DraftView:
    """Return what was kept of a form; an empty draft when there is none."""
    draft = _find(work, form)
    return _view(draft) if draft else DraftView(form)


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.READ)
def my_drafts(work: Work, prefix: str) -> tuple[DraftView, ...]:
    """Return the drafts whose form begins with `prefix`, newest first."""
    mine = Draft.owner_id == work.actor.user_id, Draft.form.startswith(prefix, autoescape=True)
    found = work.db.scalars(select(Draft).where(*mine).order_by(Draft.saved_at.desc()).limit(20))
    return tuple(_view(draft) for draft in found)


@use_case(may=May.USE_OWN_ACCOUNT, access=Access.KEEP)
def discard_draft(work: Work, form: str) -> None:
    """Throw a draft away; nothing happens where there is none."""
    draft = _find(work, form)
    if draft is not None:
        work.db.delete(draft)


def _find(work: Work, form: str) -> Draft | None:
    mine = Draft.owner_id == work.actor.user_id, Draft.form == form
    return work.db.scalars(select(Draft).where(*mine)).first()


def _view(draft: Draft) -> DraftView:
    return DraftView(draft.form, draft.answers.reveal(), draft.saved_at)
