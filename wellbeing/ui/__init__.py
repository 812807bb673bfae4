"""The few widgets that pages share: one way to show each thing."""

from wellbeing.ui.checks import office_note
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.frame import frame
from wellbeing.ui.go import go, says, send
from wellbeing.ui.keys import key_note
from wellbeing.ui.machine import machine_note
from wellbeing.ui.parts import (
    clock,
    dots,
    empty,
    facts,
    header,
    label,
    note,
    quote,
    table,
    timeline,
)
from wellbeing.ui.visit import caller, cases_title, number, number_param, param, plain, t, when, who

__all__ = [
    "FormSpec",
    "caller",
    "cases_title",
    "clock",
    "dots",
    "empty",
    "facts",
    "form_area",
    "frame",
    "go",
    "header",
    "key_note",
    "label",
    "machine_note",
    "note",
    "number",
    "number_param",
    "office_note",
    "param",
    "plain",
    "quote",
    "says",
    "send",
    "t",
    "table",
    "timeline",
    "when",
    "who",
]
