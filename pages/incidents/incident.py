"""One incident, for whoever runs it or as a family reads it."""

from wellbeing.ui.incidents.page import incident_for_reader

incident_for_reader()
