"""Sessions in the interview room: book, hold, miss, move; and the three kinds of text."""

from wellbeing.room_times import RoomDay
from wellbeing.services.sessions.book import (
    ASKED_BY,
    BookForm,
    FirstHeldForm,
    HeldForm,
    MoveForm,
    book,
    hold,
    move,
    room_days,
)
from wellbeing.services.sessions.missed import (
    EXCUSED,
    MISSED_BY,
    TRY_WAYS,
    MissedTryForm,
    MissForm,
    miss,
    try_after_missed,
)
from wellbeing.services.sessions.note import (
    LAYOUTS,
    AddendumForm,
    PrivateForm,
    add_to_note,
    keep_private,
    sign_note,
)
from wellbeing.services.sessions.view import (
    SessionRow,
    SessionView,
    Try,
    open_session,
    room_taken,
    room_week,
)

__all__ = [
    "ASKED_BY",
    "EXCUSED",
    "LAYOUTS",
    "MISSED_BY",
    "TRY_WAYS",
    "AddendumForm",
    "BookForm",
    "FirstHeldForm",
    "HeldForm",
    "MissForm",
    "MissedTryForm",
    "MoveForm",
    "PrivateForm",
    "RoomDay",
    "SessionRow",
    "SessionView",
    "Try",
    "add_to_note",
    "book",
    "hold",
    "keep_private",
    "miss",
    "move",
    "open_session",
    "room_days",
    "room_taken",
    "room_week",
    "sign_note",
    "try_after_missed",
]
