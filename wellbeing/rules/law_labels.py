"""Words for the codes of law, in our own plain wording: what is written is in the article."""

from __future__ import annotations

from wellbeing.i18n import N_

AGE_LABELS = {
    "heard": N_("From here on their own wish counts"),
    "own_income": N_("From here on may live on own earnings"),
    "consent": N_("From here on consents to the use of own data"),
    "consequences": N_("From here on the police may do more than educate"),
    "adult": N_("Adult"),
    "court_exception": N_("From here on a court, in rare and grave exceptions"),
    "court_some": N_("From here on a court, for eight grave acts"),
    "court_full": N_("From here on a court, for every crime"),
}
# 28-1 to 28-9 and 38-1 to 38-9: the two lists of the Chinese prevention law; n-: neutral.
BEHAVIOUR_LABELS = {
    "28-1": N_("28-1 Smoking or drinking"),
    "28-2": N_("28-2 Often absent from school"),
    "28-3": N_("28-3 Away at night or ran away"),
    "28-4": N_("28-4 Lost in the internet"),
    "28-5": N_("28-5 Company or a group that does harm"),
    "28-6": N_("28-6 In places not meant for minors"),
    "28-7": N_("28-7 Gambling, superstition or a cult"),
    "28-8": N_("28-8 Content of sex, violence or terror"),
    "28-9": N_("28-9 Something else that harms their growth"),
    "38-1": N_("38-1 Group fight, chasing, taking by force"),
    "38-2": N_("38-2 Carrying a gun or a banned knife"),
    "38-3": N_("38-3 Beating, insulting, threatening, wounding"),
    "38-4": N_("38-4 Stealing or damaging property"),
    "38-5": N_("38-5 Spreading obscene content"),
    "38-6": N_("38-6 Prostitution or obscene shows"),
    "38-7": N_("38-7 Taking or giving drugs"),
    "38-8": N_("38-8 Gambling for large sums"),
    "38-9": N_("38-9 Something else that gravely harms others"),
    "n-1": N_("Broke an important rule"),
    "n-2": N_("Took or damaged something"),
    "n-3": N_("Hurt or frightened somebody"),
    "n-9": N_("Something else that harmed others"),
}
DEED_LABELS = {
    "property_damage": N_("Damaged something that belongs to others"),
    "petty_theft": N_("Took something small from a classmate"),
    "theft": N_("Took something that belongs to others"),
    "beating": N_("Hit, insulted or threatened somebody"),
    "group_fight": N_("A fight between groups, or provoking one"),
    "bullying": N_("Bullying among students"),
    "truancy": N_("Stayed away from school"),
    "sexual_harm": N_("Sexual harm is suspected"),
    "other_deed": N_("Something else"),
}
PATH_LABELS = {
    "school": N_("The school deals with it"),
    "police": N_("The police deal with it"),
    "report": N_("Report it at once"),
}
# 31-1 to 31-6 by the school, 41-1 to 41-9 by the police; p-: from 14 on; r-: neutral.
MEASURE_LABELS = {
    "31-1": N_("31-1 A serious talk"),
    "31-2": N_("31-2 Keep certain rules of conduct"),
    "31-3": N_("31-3 A special lesson"),
    "31-4": N_("31-4 Service at school"),
    "31-5": N_("31-5 Support by a social worker or counsellor"),
    "31-6": N_("31-6 Another fitting measure"),
    "41-1": N_("41-1 A reprimand"),
    "41-2": N_("41-2 An apology and compensation"),
    "41-3": N_("41-3 A statement of repentance"),
    "41-4": N_("41-4 Tell regularly what they do"),
    "41-5": N_("41-5 Keep rules, or away from a place or person"),
    "41-6": N_("41-6 Counselling and support to change"),
    "41-7": N_("41-7 Community service"),
    "41-8": N_("41-8 Social supervision"),
    "41-9": N_("41-9 Another fitting measure"),
    "p-1": N_("A formal warning"),
    "p-2": N_("A fine"),
    "p-3": N_("Administrative detention"),
    "r-1": N_("An apology"),
    "r-2": N_("Making the damage good"),
    "r-3": N_("Counselling"),
    "r-4": N_("Service for others"),
    "r-9": N_("Another agreed step"),
}
DETENTION_LABELS = {
    "not_under": N_("Decided, but not carried out at this age"),
    "not_first": N_("Decided, but not carried out the first time"),
    "again": N_("May be carried out after a second time"),
    "grave": N_("May be carried out where it is very grave"),
}
BAR_LABELS = {
    "hired": N_("Somebody was paid to hurt another"),
    "group_fight": N_("A fight between groups, or provoking one"),
    "repeated": N_("It happened several times"),
    "unwilling": N_("One side does not want it"),
    "again_meanwhile": N_("It happened again while this was under way"),
    "fled": N_("The person responsible ran away meanwhile"),
    "power": N_("One side has power over the other, or is afraid"),
    "other_bar": N_("It does not fit for another reason"),
}
DUTY_LABELS = {
    "guardian_discipline": N_("Guardians are told to look after their child strictly"),
    "guardian_helps": N_("Guardians help with the measures"),
    "guardian_present": N_("A guardian is told and may be present"),
    "guardian_pays": N_("The guardian pays; first from the child's own means"),
    "corrective_education": N_("Corrective education is offered"),
    "hearing_notice": N_("Tell the young person and guardian of the right to a hearing"),
    "lighter": N_("It must be lighter than for an adult"),
    "report_now": N_("Report the harm now; it never waits"),
    "no_consent": N_("No consent is needed for the report"),
    "hold_guardian": N_("Do not tell a guardian before somebody has decided that it is safe"),
    "tell_guardian": N_("The school tells the guardian at once"),
}
WHEN_LABELS = {
    "serious": N_("for serious behaviour"),
    "misbehaviour": N_("for behaviour below that"),
    "always": N_("always"),
    "harm": N_("where harm is suspected"),
    "meeting": N_("when the sides meet"),
    "detention": N_("where detention may be carried out"),
}
AGREEMENT_LABELS = {
    "kept": N_("When the agreement is kept"),
    "broken": N_("When the agreement is broken"),
    "broken_young": N_("When the agreement is broken and the person is too young for more"),
}
WAY_LABELS = {
    "nothing_more": N_("nothing more follows"),
    "decided_anew": N_("the police decide anew which measures help"),
    "procedure": N_("the police go on with the ordinary procedure"),
    "talk": N_("everybody meets again and looks for another way"),
}
CHECK_LABELS = {
    "first": N_("First look at the agreement"),
    "second": N_("Second look at the agreement"),
    "third": N_("Last look at the agreement"),
}
KEEPING_LABELS = {
    "after_closure": N_("Years kept after the end"),
    "until_age": N_("Kept until this age at least"),
    "impact_assessment": N_("Impact assessments"),
    "medical": N_("Medical records"),
}
SEALING_LABELS = {
    "records": N_("Records of such measures are sealed"),
    "access": N_("A sealed record opens on written request only"),
}
LEVEL_LABELS = {
    "red": N_("Red"),
    "orange": N_("Orange"),
    "yellow": N_("Yellow"),
    "blue": N_("Blue"),
    "level_1": N_("Level one"),
    "level_2": N_("Level two"),
    "level_3": N_("Level three"),
}

# To whom harm is reported at once.
ADDRESSEE_LABELS = {
    "police": N_("Police"),
    "civil_affairs": N_("Civil affairs"),
    "education": N_("Education authority"),
    "protection_station": N_("Protection station of the street"),
    "child_protection": N_("Child protection service"),
}
