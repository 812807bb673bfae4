"""Acts of the site's operator, who works at the machine and signs in nowhere: entered as theirs."""

from __future__ import annotations

from wellbeing import audit
from wellbeing.runtime import Runtime
from wellbeing.writing import writing


def enter(runtime: Runtime, act: str, detail: str = "", outcome: str = "done") -> None:
    """Enter an act of the operator in the audit: that it is begun, done or refused."""
    entry = audit.Act(runtime.clock(), None, act, outcome, kind="operator", detail=detail)
    with writing(runtime) as connection:
        audit.append(connection, runtime.keyring(), [entry])
