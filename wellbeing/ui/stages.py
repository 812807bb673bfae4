"""Where a young person stands with the change they want, for their counsellor."""

from __future__ import annotations

from uuid import UUID

from wellbeing.i18n import N_
from wellbeing.services import change_stages
from wellbeing.ui.fields import FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says
from wellbeing.ui.parts import esc, show, table
from wellbeing.ui.visit import caller, t, when

_WORDS: dict[str, str] = {str(one): words for one, words in change_stages.STAGES}


def stages_part(case_id: UUID) -> None:
    """Offer the stages so far and a form for today's, unfolded by whoever wants them."""
    fold(t(N_("Where they stand with the change")), f"stages-{case_id}", _stages, case_id)


def _stages(case_id: UUID) -> None:
    found = change_stages.stages(caller(), case_id)
    if found:
        title = t(N_("Where they stand with the change"))
        rows = [(esc(when(one.on)), esc(t(_WORDS[one.stage]))) for one in found]
        table(title, (t(N_("Day")), t(N_("What you called it"))), rows)
    else:
        show(f"<p>{esc(t(N_('Nothing is written yet.')))}</p>")
    form_area(
        FormSpec(
            key=f"stage-{case_id}-{len(found)}",
            form=change_stages.StageForm,
            act=lambda me, form: change_stages.record_stage(me, case_id, form),
            button=N_("Keep this stage"),
            done=lambda _: says(N_("Kept. Only the counsellors of the case read it.")),
            quiet=True,
        )
    )
