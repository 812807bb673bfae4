"""The room's week: who is when in the interview room."""

from wellbeing.services import sessions
from wellbeing.ui import caller
from wellbeing.ui.cases.room import chosen_week, room_page

first = chosen_week()
me = caller()
room_page(first, sessions.room_week(me, first), sessions.room_taken(me, first))
