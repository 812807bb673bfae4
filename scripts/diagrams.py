"""Draw the state machines from their tables: `python scripts/diagrams.py` writes docs/states.md."""

from __future__ import annotations

from pathlib import Path

from wellbeing.incident_flow import INCIDENT, LOOK, SEALED_ACCESS
from wellbeing.workflow import (
    CASE,
    PLAN,
    REFERRAL,
    SELF_REFERRAL,
    SESSION,
    TASK,
    TRANSFER,
    Machine,
)

TARGET = Path(__file__).resolve().parent.parent / "docs" / "states.md"
HEAD = """# State machines

Drawn from the tables in `wellbeing/workflow.py` by `scripts/diagrams.py`; a test compares them.
What a step needs stands in brackets.
"""


def diagram(machine: Machine) -> str:
    """Return a machine as a Mermaid state diagram."""
    lines = [f"## {machine.name.capitalize()}", "", "```mermaid", "stateDiagram-v2"]
    first = next(iter(machine.table))[0]
    lines.append(f"    [*] --> {first.value}")
    for (state, action), step in machine.table.items():
        needs = f" [{', '.join(step.needs)}]" if step.needs else ""
        lines.append(f"    {state.value} --> {step.to.value}: {action.value}{needs}")
    return "\n".join([*lines, "```", ""])


def document() -> str:
    """Return the whole page."""
    machines = (
        SELF_REFERRAL, REFERRAL, CASE, SESSION, PLAN, TASK, TRANSFER, INCIDENT, LOOK,
        SEALED_ACCESS,
    )  # fmt: skip
    return "\n".join([HEAD, *(diagram(machine) for machine in machines)])


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
