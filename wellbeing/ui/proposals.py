"""To confirm: what somebody proposed that takes two people, with all that was proposed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from wellbeing.i18n import N_
from wellbeing.services import proposals
from wellbeing.services.invitations import InvitationLink
from wellbeing.services.proposals import ProposalView
from wellbeing.services.reset import ResetLink
from wellbeing.ui.cases.people import show_invitation
from wellbeing.ui.export import export_download, keep_export
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import empty, esc, facts, header, show
from wellbeing.ui.visit import t, when


def proposals_page(found: tuple[ProposalView, ...]) -> None:
    """Paint what waits for a second person, the oldest first."""
    lead = N_("Some acts take two people. Look at what is proposed; do not confirm in a hurry.")
    header(t(N_("To confirm")), t(lead))
    shown = st.session_state.pop("confirmed", None)
    if shown is not None:
        show_invitation(shown)
    export_download()
    if not found:
        empty(
            t(N_("Nothing waits for a second person.")),
            t(N_("When somebody proposes such an act, it stands here for three days.")),
        )
    for one in found:
        _proposal(one)


def _proposal(one: ProposalView) -> None:
    show(f'<h2 class="mp-h2">{esc(t(one.words))}</h2>')
    pairs = [(t(name) if name else t(N_("Concerns")), _value(text)) for name, text in one.details]
    pairs += [
        (t(N_("Proposed by")), f"{one.proposed_by} · {when(one.proposed_at)}"),
        (t(N_("Ends by itself")), when(one.ends_at)),
    ]
    facts(pairs)
    with st.container(horizontal=True):
        if not one.mine:
            st.button(
                t(N_("Confirm: do it now")), key=f"confirm-{one.id}", type="primary",
                on_click=_confirm, args=(one.id,),
            )  # fmt: skip
        words = N_("Take it back") if one.mine else N_("Do not do it")
        st.button(t(words), key=f"decline-{one.id}", on_click=_decline, args=(one.id,))
    if one.mine:
        text = N_("You proposed this. Somebody else with the same right must confirm it.")
        show(f'<p class="mp-sub">{esc(t(text))}</p>')


def _value(text: str) -> str:
    return t(text) if text else ""


def _confirm(proposal_id: UUID) -> None:
    send(f"confirm-{proposal_id}", lambda me: proposals.confirm(me, proposal_id), _done)


def _done(made: Any) -> None:
    if isinstance(made, InvitationLink | ResetLink):
        st.session_state["confirmed"] = made
    if isinstance(made, bytes):
        keep_export(made)
        return
    says(N_("Confirmed and done. Both names stand in the audit."))


def _decline(proposal_id: UUID) -> None:
    send(
        f"decline-{proposal_id}",
        lambda me: proposals.decline(me, proposal_id),
        lambda _: says(N_("It is not done. It can be proposed again at any time.")),
    )
