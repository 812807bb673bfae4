"""Somebody asks for a talk themselves: read it, take it up, or set it aside with a reason."""

from wellbeing.services import referrals
from wellbeing.ui import caller, param
from wellbeing.ui.self_referral import self_referral_page

self_referral_page(referrals.open_self_referral(caller(), param()))
