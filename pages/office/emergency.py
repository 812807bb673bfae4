"""Emergency: open a case that is not yours, for hours, with a review owed."""

from wellbeing.ui.emergency import emergency_page

emergency_page()
