"""Safety: how fast we act, who looks, and the plan that keeps the young person safe."""

from wellbeing.services.safety.act import (
    WAYS,
    ChangeForm,
    ContactForm,
    ReviewForm,
    change_urgency,
    record_contact,
    record_review,
    supervise,
)
from wellbeing.services.safety.plan import (
    PARTS,
    SafetyPlanForm,
    look_at_plan,
    write_safety_plan,
)
from wellbeing.services.safety.view import (
    ChangeRow,
    EntryRow,
    PlanCopy,
    SafetyView,
    safety,
)

__all__ = [
    "PARTS",
    "WAYS",
    "ChangeForm",
    "ChangeRow",
    "ContactForm",
    "EntryRow",
    "PlanCopy",
    "ReviewForm",
    "SafetyPlanForm",
    "SafetyView",
    "change_urgency",
    "look_at_plan",
    "record_contact",
    "record_review",
    "safety",
    "supervise",
    "write_safety_plan",
]
