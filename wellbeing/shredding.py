"""Destroying keys in an act: what they sealed is noise once it is committed."""

from __future__ import annotations

from typing import Any

from wellbeing.crypto import Erasure
from wellbeing.row_security import enter_as_site
from wellbeing.work import Work


def shred(work: Work, whose: Any, compartment: str) -> Erasure:
    """Destroy the keys of a record's own texts; after the commit the database's files are cleaned.

    It comes last in an act: on PostgreSQL the rest of the transaction is the site's own, because
    what it takes away is not narrowed to what one actor sees.
    """
    site, connection = work.runtime, work.db.connection()
    work.db.flush()
    enter_as_site(connection)
    done = site.eraser().shred(connection, whose.id, compartment, work.now, work.fresh.written)
    work.db.expire(whose)
    work.afterwards.append(lambda: site.eraser().clean(site.engine))
    return done
