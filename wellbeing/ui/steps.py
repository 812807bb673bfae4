"""Next steps in words: one table of sentences for home pages and case pages alike."""

from __future__ import annotations

from wellbeing.i18n import N_

# To the person whose step it is.
WHAT = {
    "acknowledge": N_("Begin to look at it"),
    "decide": N_("Decide"),
    "answer": N_("Answer the question"),
    "tell_back": N_("Tell the person who reported"),
    "assign": N_("Choose a counsellor"),
    "answer_transfer": N_("A colleague asks: can you take this case on?"),
    "chase_transfer": N_("The colleague has not answered the handover: ask again"),
    "read_decline": N_("The handover was declined: read why"),
    "book_first": N_("Book the first talk"),
    "hold_session": N_("Talk in the interview room"),
    "record_session": N_("Record whether the talk took place"),
    "sign_note": N_("Sign the note"),
    "book_again": N_("Try again: book another talk"),
    "book_next": N_("Book the next talk"),
    "review_missed": N_("Talks were missed: meet and ask what is in the way"),
    "draft_plan": N_("Write the plan together"),
    "propose_plan": N_("Put the plan to the family"),
    "answer_plan": N_("Say what you think of the plan"),
    "call_family": N_("Ask the family in person or by phone"),
    "ask_other_way": N_("No answer to the call: ask in another way"),
    "decide_silence": N_("The family is silent: decide how it goes on"),
    "talk_about_plan": N_("Talk about the plan: not everybody agrees"),
    "name_basis": N_("Say what the plan rests on"),
    "review_plan": N_("Look at the plan together again"),
    "do_task": N_("A task of the plan"),
    "answer_family": N_("Answer the family's question"),
    "ask_consent": N_("Ask for consent to help, or name a duty"),
    "answer_consent": N_("Say yes or no to one question of consent"),
    "take_consent": N_("Ask for the answer in person or by phone, and record it"),
    "ask_own_consent": N_("Old enough to decide: ask the young person, and tell the family"),
    "inform_family": N_("Tell the family what could not wait for them"),
    "review_withholding": N_("Look again at what is withheld"),
    "send_handoff": N_("Look at the request to another place, and send it"),
    "reply_to_handoff": N_("Answer the request"),
    "answer_receiver": N_("Answer what the other place asks"),
    "see_handed_over": N_("Speak with the young person for the first time"),
    "word_on_handoff": N_("Tell how it is going, or the outcome"),
    "resume_handoff": N_("Go on, or let it rest longer"),
    "confirm_cancel": N_("Confirm that it was taken back"),
    "loop_handoff": N_("Read what the other place says, and close the loop"),
    "finish_closing": N_("Finish closing, or go on with the case"),
    "follow_up": N_("Follow up: ask how it is going"),
    "review_emergency": N_("Somebody opened this case in an emergency: look at it"),
    "look_again": N_("Look at the case again"),
}
# To somebody who waits for another.
WAITING = {
    "acknowledge": N_("Received; not looked at yet"),
    "decide": N_("Being looked at"),
    "answer": N_("A question is with the referrer"),
    "tell_back": N_("Being looked at"),
    "answer_plan": N_("The family is asked about the plan"),
    "answer_transfer": N_("A colleague is asked to take the case on"),
    "do_task": N_("A task that somebody else has taken on"),
}
OWNERS = {
    "coordinator": N_("the coordinator"),
    "counsellor": N_("the counsellor"),
    "colleague": N_("the colleague who is asked"),
    "guardian": N_("the family"),
    "receiver": N_("the other place"),
    "helper": N_("a helper"),
}
PATH = {
    "referred": N_("Referred"),
    "taken_on": N_("Taken on"),
    "first_talk": N_("First talk"),
    "plan": N_("Plan agreed"),
    "talks": N_("Talks"),
    "closed": N_("Closed"),
    "follow_up": N_("Follow-up"),
}
CASE_STATES = {
    "open": (N_("Open case"), "good"),
    "closing": (N_("Being closed"), "warm"),
    "closed": (N_("Closed"), "calm"),
}
EVENTS = {
    "sent": N_("Referral {number} was sent"),
    "opened": N_("Case {number} was opened"),
    "acknowledge": N_("Referral {number}: somebody began to look at it"),
    "ask": N_("Referral {number}: a question was asked"),
    "answer": N_("Referral {number}: the question was answered"),
    "take_back_question": N_("Referral {number}: the question was taken back"),
    "decide": N_("Referral {number}: it was decided"),
    "tell_back": N_("Referral {number}: the person who reported was told"),
    "withdraw": N_("Referral {number} was withdrawn"),
    "begin_closing": N_("Closing was begun"),
    "resume": N_("The case went on"),
    "close": N_("The case was closed"),
    "reopen": N_("The case was opened again"),
    "session_booked": N_("A talk was due"),
    "session_held": N_("A talk took place"),
    "session_missed": N_("A talk was missed"),
    "session_moved": N_("A talk was moved"),
    "plan_proposed": N_("Plan version {number} was put to the family"),
    "plan_in_force": N_("Plan version {number} came into force"),
    "follow_up_done": N_("A follow-up took place"),
    "follow_up_not_possible": N_("A follow-up was not possible"),
}
SESSION_STATES = {
    "booked": (N_("Booked"), "calm"),
    "held": (N_("Took place"), "good"),
    "missed": (N_("Missed"), "warm"),
    "moved": (N_("Moved"), "calm"),
}
TASK_STATES = {
    "open": (N_("Open"), "calm"),
    "done": (N_("Done"), "good"),
    "not_possible": (N_("Not possible"), "warm"),
    "cancelled": (N_("Cancelled"), "calm"),
}
