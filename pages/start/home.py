"""Today: what waits for me, what waits for others."""

from wellbeing.i18n import N_
from wellbeing.services import home, referrals
from wellbeing.ui import caller, empty, header, key_note, machine_note, office_note, t
from wellbeing.ui.today import steps, welcome

view = home.home(caller())
if view.to_erase:
    referrals.forget_set_aside(caller())
header(t(N_("Today")), t(N_("What waits for you, and what you are waiting for.")))
office_note()
machine_note()
welcome()
if view.at_once:
    steps(t(N_("At once")), view.at_once)
if view.late:
    steps(t(N_("Overdue")), view.late)
if view.today:
    steps(t(N_("Your turn")), view.today)
elif not (view.late or view.at_once):
    empty(t(N_("Nothing waits for you.")), t(N_("You will see it here when somebody needs you.")))
if view.others:
    steps(t(N_("Waiting for others")), view.others, own=False)
key_note()
