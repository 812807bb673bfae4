"""Incidents and their repair on the screen."""
