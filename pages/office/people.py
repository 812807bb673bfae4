"""People: who has an account, who is invited, and inviting somebody new."""

from wellbeing.ui.office import people_page

people_page()
