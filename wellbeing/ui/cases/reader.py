"""A case for whoever opens it: the family has a page of its own."""

from __future__ import annotations

from wellbeing.policy import Role
from wellbeing.services import plans
from wellbeing.services.cases import CaseView
from wellbeing.ui.cases.family import family_page
from wellbeing.ui.cases.page import case_page
from wellbeing.ui.visit import caller, who


def case_for_reader(view: CaseView) -> None:
    """Paint the case as family, or as one of those who help."""
    if Role.PARENT in who().roles:
        family_page(view, plans.open_plan(caller(), view.id))
    else:
        case_page(view)
