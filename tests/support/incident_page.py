"""The page of an incident, as somebody opens it and fills in its forms."""

from __future__ import annotations

from tests.support.hunt import Tab
from tests.support.repair import Repair
from wellbeing.gate import Caller


def opened(who: Caller, scene: Repair) -> Tab:
    """Open the page in a tab of its own."""
    tab = Tab(who)
    tab.open("incidents/incident.py", {"id": str(scene.id)})
    return tab


def sent(who: Caller, scene: Repair, form: str, **answers: str) -> None:
    """Fill in a form of the page and send it."""
    tab = opened(who, scene)
    tab.fill({f"{form}-{name}": answer for name, answer in answers.items()})
    assert not tab.press(f"send-{form}").failed
