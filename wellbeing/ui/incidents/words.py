"""Words for incidents: states, parts, and what an age allows to be said."""

from __future__ import annotations

from wellbeing.i18n import N_
from wellbeing.services import incidents

STATES = {
    "proposed": (N_("Recorded"), "warm"),
    "preparing": (N_("Each side is being prepared"), "warm"),
    "ready": (N_("The meeting is fixed"), "calm"),
    "met": (N_("The sides have talked"), "calm"),
    "agreed": (N_("Agreed and signed"), "good"),
    "fulfilled": (N_("Everything was kept"), "good"),
    "partly": (N_("Kept in part"), "warm"),
    "broken": (N_("Not kept"), "alarm"),
    "stopped": (N_("Stopped; nothing follows from that"), "calm"),
    "closed": (N_("Finished"), "calm"),
}
PATH = {
    "proposed": N_("Recorded"),
    "preparing": N_("Prepare"),
    "ready": N_("Meeting fixed"),
    "met": N_("Talked"),
    "agreed": N_("Agreed"),
    "fulfilled": N_("Kept"),
    "closed": N_("Finished"),
}
ROLES = dict(incidents.ROLES)
WANTS = {"": N_("Not asked yet"), **dict(incidents.WANTS)}
WAYS = dict(incidents.WAYS)
SIGNERS = {"self": N_("The person"), "guardian": N_("A guardian")}
ROUTES = {
    "on_screen": N_("On this screen"),
    "own_login": N_("By own sign-in"),
    "proof": N_("A proof was seen, and nobody objected"),
    **dict(incidents.TOLD_BY),
}
ITEM_STATES = {
    "open": (N_("Open"), "calm"),
    "done": (N_("Kept"), "good"),
    "not_possible": (N_("Not kept"), "alarm"),
    "cancelled": (N_("Cancelled"), "calm"),
    "holds": (N_("It holds"), "good"),
    "in_part": (N_("It holds in part"), "warm"),
    "fails": (N_("It does not hold"), "alarm"),
}
# Below the age from which more is possible, nobody speaks of penalties.
TITLES = {False: N_("Taking responsibility"), True: N_("Measures and penalties")}
