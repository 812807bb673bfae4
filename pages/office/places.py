"""Places: the schools, police stations and communities of this site."""

from wellbeing.ui.office import places_page

places_page()
