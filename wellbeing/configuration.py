"""Changes of the site's settings leave an entry in the audit: which are set, never to what."""

from __future__ import annotations

from wellbeing import audit, row_marks, site_policy
from wellbeing.config import Settings
from wellbeing.operators import enter
from wellbeing.runtime import Runtime
from wellbeing.writing import writing

ACT = "configure"


def begin_policy(runtime: Runtime) -> None:
    """Put the settings into force on a site from before there was a policy.

    A first policy from before policies were entered in the audit is entered now.
    """
    if not runtime.site_kind():
        return
    begun = runtime.policy() is not None
    with writing(runtime) as connection:
        if begun:
            site_policy.enter_first(connection, runtime.keyring(), runtime.clock())
        else:
            site_policy.begin(connection, runtime.keyring(), runtime.asked, runtime.clock())


def begin_marks(runtime: Runtime) -> None:
    """Mark once all rows that open doors and have no manifest: from now on none is unmarked."""
    if not runtime.site_kind():
        return
    keyring = runtime.keyring()
    with runtime.reading.connect() as connection:
        if audit.newest_of_operator(connection, row_marks.BEGIN) is not None:
            return
    with writing(runtime) as connection:
        wrote = row_marks.all_plain(connection, keyring)
        act = audit.Act(runtime.clock(), None, row_marks.BEGIN, "done", "operator", wrote=wrote)
        audit.append(connection, keyring, [act])


def note_settings(runtime: Runtime) -> bool:
    """Enter the settings where they are not what they were at the last start; tell whether so."""
    if not runtime.site_kind():
        return False
    wanted = _detail(runtime)
    with runtime.reading.connect() as connection:
        newest = audit.newest_of_operator(connection, ACT)
    if newest is not None and newest.detail == wanted:
        return False
    enter(runtime, ACT, wanted)
    return True


def _detail(runtime: Runtime) -> str:
    """Return a keyed digest of every value, and the names of those that are not the default."""
    settings, fields = runtime.settings, Settings.model_fields
    values = {name: str(getattr(settings, name)) for name in sorted(fields)}
    parts = [f"{name}={value}".encode() for name, value in values.items()]
    digest = runtime.keyring().mac("configuration", *parts).hex()[:16]
    changed = [name for name in values if getattr(settings, name) != fields[name].default]
    return f"settings={digest} {','.join(changed)}"[:400]
