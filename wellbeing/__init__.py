"""Miaopu: the youth wellbeing referral workflow of the school interview room."""
