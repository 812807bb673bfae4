"""Every visit begins here: session, language, navigation, then the page."""

from wellbeing.ui import frame

frame()
