"""One of my referrals: its answer, a question back, my own words, what I add."""

from wellbeing.services import referrals
from wellbeing.ui import caller, param
from wellbeing.ui.referral import my_referral

my_referral(referrals.open_my_referral(caller(), param()))
