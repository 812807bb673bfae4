"""Key work that takes two people: an old epoch is destroyed, and with it every backup under it."""

from __future__ import annotations

from wellbeing import crypto, operators
from wellbeing.gate import Work, use_case
from wellbeing.i18n import N_
from wellbeing.policy import May
from wellbeing.two_people import TwoPeople


@use_case(
    may=May.DESTROY_KEYS,
    fresh_factor=True,
    two_people=TwoPeople(
        N_("Destroy this old key epoch: backups from before can never be read again"),
        unless_alone=True,
    ),
)
def destroy_epoch(work: Work, epoch: int) -> None:
    """Forget an epoch for ever; RotationConflict as long as anything uses it.

    That it was agreed is entered before the key file is touched, that it is done afterwards: a
    kill in between leaves the first entry alone, and the same act makes up for it.
    """
    site = work.runtime
    crypto.require_unused(work.db.connection(), site.keys, epoch)
    work.detail = f"epoch={epoch}"
    work.afterwards.append(lambda: crypto.destroy(site.engine, site.keys, epoch))
    work.afterwards.append(lambda: operators.enter(site, "epoch_destroyed", f"epoch={epoch}"))
