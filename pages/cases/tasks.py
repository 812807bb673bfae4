"""My tasks: what I have promised in a plan."""

from wellbeing.i18n import N_
from wellbeing.services import plans
from wellbeing.ui import caller, empty, header, t
from wellbeing.ui.cases.tasks import task_cards

header(t(N_("My tasks")), t(N_("What you have promised in a plan.")))
found = plans.my_tasks(caller())
if all(one.ended for one in found):
    empty(t(N_("No task for you.")), t(N_("When a plan needs you, its task stands here.")))
task_cards(found)
