"""The audit: who did what when, with filters."""

from wellbeing.ui.audit import audit_page

audit_page()
