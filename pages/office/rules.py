"""The rules of the site, each with its source."""

from wellbeing.services import rulebook
from wellbeing.ui import caller
from wellbeing.ui.rules import chosen_day, refused_part, rules_page

rules_page(rulebook.rulebook(caller(), chosen_day()))
refused_part(rulebook.refused_instruments(caller()))
