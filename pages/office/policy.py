"""Site policy: the settings that protect people, changed by two people."""

from wellbeing.services import site_policy
from wellbeing.ui import caller
from wellbeing.ui.site_policy import policy_page

policy_page(site_policy.view_policy(caller()))
