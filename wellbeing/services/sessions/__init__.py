"""Sessions in the interview room: book, hold, miss, move; and the three kinds of text."""

from wellbeing.services.sessions.book import (
    ROOM,
    BookForm,
    FirstHeldForm,
    HeldForm,
    MissForm,
    MoveForm,
    book,
    hold,
    miss,
    move,
)
from wellbeing.services.sessions.note import (
    LAYOUTS,
    AddendumForm,
    PrivateForm,
    add_to_note,
    keep_private,
    sign_note,
)
from wellbeing.services.sessions.view import SessionRow, SessionView, open_session, room_week

__all__ = [
    "LAYOUTS",
    "ROOM",
    "AddendumForm",
    "BookForm",
    "FirstHeldForm",
    "HeldForm",
    "MissForm",
    "MoveForm",
    "PrivateForm",
    "SessionRow",
    "SessionView",
    "add_to_note",
    "book",
    "hold",
    "keep_private",
    "miss",
    "move",
    "open_session",
    "room_week",
    "sign_note",
]
