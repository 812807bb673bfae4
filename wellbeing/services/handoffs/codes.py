"""The codes of handing over and their words: what is shared, why not, what came of it."""

from __future__ import annotations

from wellbeing.i18n import N_

# What may be shared beside the summary. What is said in the talks is never among it.
FIELDS = (
    ("identity", N_("Name, age and school")),
    ("contact", N_("How to reach the family")),
    ("summary", N_("The lines from the talks that others need")),
    ("plan", N_("The plan with its goals")),
    ("progress", N_("How it is going")),
)
DECLINES = (
    ("not_eligible", N_("Not somebody whom we can help")),
    ("no_capacity", N_("We have no place free in time")),
    ("wrong_place", N_("Another place is the right one")),
    ("needs_more", N_("More help is needed than we have")),
    ("conflict_of_interest", N_("We know the family too well to help")),
    ("family_declined", N_("The family does not want it")),
)
GOT_HELP, PARTLY, MET_ELSEWHERE = "got_help", "partly", "need_met_elsewhere"
OUTCOMES = (
    (GOT_HELP, N_("Got the help that was asked for")),
    (PARTLY, N_("Got a part of it")),
    ("could_not_contact", N_("Could not be reached")),
    ("not_eligible", N_("It turned out that we cannot help")),
    ("no_capacity", N_("We had no place free in the end")),
    ("no_longer_wanted", N_("The young person or the family did not want it any more")),
    (MET_ELSEWHERE, N_("Another place has helped")),
)
COMPLETED = frozenset({GOT_HELP, PARTLY, MET_ELSEWHERE})
NEXT_STEPS = (
    ("need_met", N_("What was needed is there")),
    ("new_handoff", N_("Ask another place")),
    ("keep_watching", N_("Keep an eye on it until a day")),
    ("close", N_("Nothing more from our side")),
)
