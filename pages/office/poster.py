"""Posters: the link by which young people of a place ask for a talk themselves."""

from wellbeing.ui.poster import poster_page

poster_page()
