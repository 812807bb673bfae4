"""Referrals as the person who reports sees them: write, send, follow, add, answer."""

from wellbeing.services.referrals.follow import (
    AddForm,
    AnswerForm,
    MyReferral,
    ReferralStanding,
    ReferralView,
    add_to_referral,
    answer_question,
    my_open_referrals_of,
    my_referrals,
    open_my_referral,
    withdraw_referral,
)
from wellbeing.services.referrals.form import SECTIONS, Section, begun, problems, section
from wellbeing.services.referrals.send import Receipt, send_referral

__all__ = [
    "SECTIONS",
    "AddForm",
    "AnswerForm",
    "MyReferral",
    "Receipt",
    "ReferralStanding",
    "ReferralView",
    "Section",
    "add_to_referral",
    "answer_question",
    "begun",
    "my_open_referrals_of",
    "my_referrals",
    "open_my_referral",
    "problems",
    "section",
    "send_referral",
    "withdraw_referral",
]
