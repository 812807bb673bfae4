"""Words for roles and states, in one place for pages and mails alike."""

from __future__ import annotations

from wellbeing.i18n import N_

ROLE_LABELS = {
    "officer": N_("Community police officer"),
    "teacher": N_("Teacher"),
    "counsellor": N_("Counsellor"),
    "parent": N_("Parent or guardian"),
    "coordinator": N_("Coordinator"),
    "administrator": N_("Administrator"),
    "partner": N_("Partner at another place"),
    "guest": N_("Another place"),
    "tablet": N_("Young person"),
    # Who asked for a talk themselves, by the link of a place.
    "young_person": N_("The young person themselves"),
}
INFORMANT_LABELS = {
    "young_person": N_("Young person"),
    "parent": N_("Parent"),
    "teacher": N_("Teacher"),
    "counsellor": N_("Counsellor"),
}

# How somebody is reached who is not in the room.
REACHING = (
    ("call", N_("Call")),
    ("message", N_("Message")),
    ("visit", N_("Visit")),
    ("letter", N_("Letter")),
)
