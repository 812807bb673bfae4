"""One talk in the interview room."""

from wellbeing.services import sessions
from wellbeing.ui import caller, param
from wellbeing.ui.cases.session import session_page

session_page(sessions.open_session(caller(), param()))
