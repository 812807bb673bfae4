"""Words for the codes of rule packs, in our own wording; packs hold codes alone."""

from __future__ import annotations

from wellbeing.i18n import N_

# How fast somebody speaks with the young person; never a forecast of what will happen. The time
# is the clock of the pack.
URGENCY_LABELS = {
    "u0": N_("At once: someone is in danger now"),
    **dict.fromkeys(("u1", "u2", "u3", "u4"), N_("Within {time}")),
    "u5": N_("Advice only"),
}
REASON_LABELS = {
    "danger_now": N_("Danger now: an act under way, means at hand, missing or injured"),
    "plan": N_("Wants to harm themselves or others and has a plan"),
    "harm_by_carer": N_("Says or shows signs of harm by someone who looks after them"),
    "violence_tonight": N_("Violence is to be feared today"),
    "thoughts": N_("Thoughts of dying or of harm, without a plan"),
    "self_harm": N_("Has hurt themselves, not life-threatening"),
    "bullying": N_("Bullying that goes on"),
    "sharp_change": N_("A sudden, marked change"),
    "absence": N_("Often absent from school"),
    "family_conflict": N_("Conflict in the family"),
    "damage": N_("Damaged or took something"),
    "low_mood": N_("Low mood for more than two weeks"),
    "pressure": N_("Pressure from study or examinations"),
    "peers": N_("Trouble with classmates or friends"),
    "own_wish": N_("Asks for help themselves"),
    "other": N_("Something else"),
}
OUTCOME_LABELS = {
    "new_case": N_("Open a case"),
    "joined_case": N_("Join the open case of this young person"),
    "advice_only": N_("Give advice, no case"),
    "passed_on": N_("Passed on to another place"),
    "urgent_report_made": N_("Urgent report made to the police or civil affairs"),
    "not_taken": N_("Not taken on"),
    "duplicate": N_("The same as an earlier report"),
}
EMERGENCY_LABELS = {
    "police": N_("Police"),
    "ambulance": N_("Ambulance"),
    "youth_line": N_("Youth helpline"),
    "protection_line": N_("Protection of minors"),
    "mental_health_line": N_("Psychological aid line"),
    "emergency": N_("Emergency"),
    "site_line": N_("This site's own line"),
}
# A word beside the colour: colour alone tells some readers nothing.
COLOUR_LABELS = {
    "red": N_("Red"),
    "orange": N_("Orange"),
    "yellow": N_("Yellow"),
    "blue": N_("Blue"),
    "grey": N_("Grey"),
}
DECIDES_LABELS = {
    "anyone": N_("Anyone, at once"),
    "coordinator": N_("The coordinator"),
    "counsellor": N_("A counsellor"),
    "desk": N_("Whoever takes the report in"),
}
VERIFICATION_LABELS = {
    "primary": N_("Read in the law or regulation"),
    "seen": N_("Seen quoted in a public text"),
    "design": N_("Our own default"),
    "unverified": N_("Not checked yet"),
    "site": N_("Set by this site"),
}
