"""Incidents and their repair: record, prepare, meet, agree, keep, close, seal."""

from wellbeing.incident_again import Correction
from wellbeing.incident_answers import AnswerView
from wellbeing.services.incidents.again import AgainForm, correct_again
from wellbeing.services.incidents.agreement import (
    OwnSignForm,
    PaymentForm,
    PromiseForm,
    SignForm,
    add_payment,
    add_promise,
    remove_item,
    sign_as_guardian,
    sign_here,
)
from wellbeing.services.incidents.ending import EndForm, close_incident
from wellbeing.services.incidents.kept import (
    BreakForm,
    CheckForm,
    ProofForm,
    break_agreement,
    look,
    record_kept,
    record_not_kept,
)
from wellbeing.services.incidents.measures import (
    MeasuresForm,
    confirm_measures,
    measures_form,
)
from wellbeing.services.incidents.meeting import (
    WANTS,
    WAYS,
    PrepareForm,
    ReadyForm,
    StopForm,
    TalkForm,
    fix_meeting,
    hold_meeting,
    prepare_side,
    resume,
    stop,
    stop_for_family,
)
from wellbeing.services.incidents.open import (
    family_incident,
    incidents,
    incidents_of_case,
    open_incident,
)
from wellbeing.services.incidents.payments import (
    TOLD_BY,
    PaidForm,
    ReceivedForm,
    ToldReceivedForm,
    confirm_received,
    record_received,
    report_paid,
)
from wellbeing.services.incidents.proofs import (
    ObjectionForm,
    SeenForm,
    count_received,
    object_received,
    record_proof,
)
from wellbeing.services.incidents.record import (
    ROLES,
    PersonForm,
    RecordForm,
    add_person,
    known_young_people,
    record_incident,
)
from wellbeing.services.incidents.review import CareSide, ResponsibilitySide, Review, review
from wellbeing.services.incidents.sealing import (
    DecisionForm,
    RequestView,
    SealedForm,
    ask_sealed,
    decide_sealed,
    sealed_requests,
)
from wellbeing.services.incidents.views import (
    FamilyIncident,
    IncidentLine,
    IncidentRow,
    IncidentView,
    ItemView,
    PersonView,
    ProofView,
    SignatureView,
)

__all__ = [
    "ROLES", "TOLD_BY", "WANTS", "WAYS", "AgainForm", "AnswerView", "BreakForm", "CareSide",
    "CheckForm", "Correction", "DecisionForm", "EndForm", "FamilyIncident", "IncidentLine",
    "IncidentRow", "IncidentView",
    "ItemView", "MeasuresForm", "ObjectionForm", "OwnSignForm", "PaidForm", "PaymentForm",
    "PersonForm", "PersonView", "PrepareForm", "PromiseForm", "ProofForm", "ProofView", "ReadyForm",
    "ReceivedForm", "RecordForm", "RequestView", "ResponsibilitySide", "Review", "SealedForm",
    "SeenForm", "SignForm", "SignatureView", "StopForm", "TalkForm", "ToldReceivedForm",
    "add_payment", "add_person",
    "add_promise", "ask_sealed", "break_agreement", "close_incident", "confirm_measures",
    "confirm_received", "correct_again", "count_received", "decide_sealed", "family_incident",
    "fix_meeting", "hold_meeting",
    "incidents", "incidents_of_case", "known_young_people", "look", "measures_form",
    "object_received", "open_incident", "prepare_side", "record_incident", "record_kept",
    "record_not_kept", "record_proof",
    "record_received", "remove_item", "report_paid", "resume", "review", "sealed_requests",
    "sign_as_guardian", "sign_here", "stop", "stop_for_family",
]  # fmt: skip
