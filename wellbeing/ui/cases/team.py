"""The team of a case: who helps, how full each desk is, and handing the case over."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from wellbeing.errors import AlreadyDone
from wellbeing.i18n import N_
from wellbeing.labels import ROLE_LABELS
from wellbeing.policy import May
from wellbeing.services import team, transfers
from wellbeing.services.cases import CaseView, Member
from wellbeing.services.transfers import TransferView
from wellbeing.ui.cases.covering import give_for_a_time
from wellbeing.ui.fields import ANY_TEXT, FormSpec, form_area
from wellbeing.ui.fold import fold
from wellbeing.ui.go import says, send
from wellbeing.ui.parts import empty, esc, label, note, person, quote, show, table
from wellbeing.ui.visit import caller, may, t, when, who
from wellbeing.ui.who_sees import will_read

DESKS = {
    "free": (N_("Room on the desk"), "good"),
    "nearly_full": (N_("Nearly full"), "warm"),
    "full": (N_("Full"), "alarm"),
}


def team_part(view: CaseView) -> None:
    """Paint who helps, and for those who run the case how to change that."""
    show(f'<h2 class="mp-h2">{esc(t(N_("Who helps")))}</h2>')
    current = [one for one in view.team if one.until is None]
    if current:
        rows = [
            (person(one.name, t(ROLE_LABELS[one.role])), esc(when(one.since))) for one in current
        ]
        table(t(N_("Who helps")), (t(N_("Name")), t(N_("Since"))), rows)
    else:
        empty(t(N_("No counsellor yet.")), t(N_("The coordinator chooses one.")))
    _before(view)
    if may(May.RUN_CASE) and not view.reads_as:
        for one in transfers.transfers(caller(), view.id):
            _handover(one)
        fold(t(N_("Change the team")), f"team-{view.id}", _change_team, view)


def _before(view: CaseView) -> None:
    """Who was on the team earlier, from when to when."""
    earlier = [one for one in view.team if one.until is not None]
    if earlier:
        title = t(N_("Who helped before"))
        fold(title, f"before-{view.id}", _earlier, title, earlier)


def _earlier(title: str, members: Sequence[Member]) -> None:
    rows = [
        (person(one.name, t(ROLE_LABELS[one.role])), esc(when(one.since)), esc(when(one.until)))
        for one in members
    ]
    table(title, (t(N_("Name")), t(N_("Since")), t(N_("Until"))), rows)


def _handover(one: TransferView) -> None:
    """A colleague who is asked, or who declined: what can be done about it."""
    if one.state == "asked":
        text = t(
            N_("{name} was asked to take the case on, by {when}. Until then it stays where it is."),
            name=one.receiver, when=when(one.due_at),
        )  # fmt: skip
        note(text, "warm")
        st.button(
            t(N_("Take the question back")), key=f"take-back-{one.id}", on_click=_run,
            args=("take-back", one.id),
        )  # fmt: skip
        return
    quote(one.answer, t(N_("{name} declined the handover"), name=one.receiver))
    st.button(
        t(N_("I have read this")), key=f"note-decline-{one.id}", on_click=_run,
        args=("note-decline", one.id),
    )  # fmt: skip


_ACTS = {
    "take-back": (transfers.take_back_transfer, N_("Taken back. The case stays where it is.")),
    "note-decline": (transfers.note_decline, N_("The case goes on with its counsellor.")),
}


def _run(name: str, transfer_id: UUID) -> None:
    act, message = _ACTS[name]
    send(f"{name}-{transfer_id}", lambda me: act(me, transfer_id), lambda _: says(message))


def _change_team(view: CaseView) -> None:
    people = team.people_for(caller(), view.id)
    desks_table(people.counsellors)
    if may(May.SCREEN):
        _assign(view, people)
    if may(May.COUNSEL):
        _ask(view, people)
    give_for_a_time(view)
    form_area(
        FormSpec(
            key=f"helper-{view.id}",
            form=team.HelperForm,
            act=lambda me, form: team.add_helper(me, view.id, form),
            button=N_("Bring to the team"),
            done=lambda _: says(N_("Done. They see the case, never the talks.")),
            options={"user_id": _named([one for one in people.helpers if one not in people.here])},
            quiet=True,
        )
    )
    if people.here:
        _leave(view, people)


def _named(people: Sequence[tuple[UUID, str, str]]) -> list[tuple[UUID, str]]:
    return [(key, f"{name} · {t(ROLE_LABELS[role])}") for key, name, role in people]


def _leave(view: CaseView, people: team.People) -> None:
    form_area(
        FormSpec(
            key=f"leave-{view.id}-{len(people.here)}",
            form=team.LeaveForm,
            act=lambda me, form: team.end_helper(me, view.id, form),
            button=N_("They help no longer"),
            done=lambda _: says(
                N_("Done. From now on they see nothing of the case."),
                then=N_("A task of the plan stays theirs until the plan says otherwise."),
            ),
            options={"helper_id": _named(people.here)},
            quiet=True,
        )
    )


def desks_table(found: Sequence[team.Load]) -> None:
    """Paint how full each counsellor's desk is, before one is chosen."""
    rows = []
    for one in found:
        words, tone = DESKS[one.desk]
        weight = t(N_("{load} of {cap}"), load=one.load, cap=one.cap)
        rows.append((esc(one.name), esc(weight), label(t(words), tone)))
    title = t(N_("How full each desk is"))
    table(title, (t(N_("Counsellor")), t(N_("Weight of open cases")), t(N_("Desk"))), rows)
    text = t(N_("Urgent cases weigh more. A full desk takes another case only with a reason."))
    show(f'<p class="mp-sub">{esc(text)}</p>')


def _assign(view: CaseView, people: team.People) -> None:
    form_area(
        FormSpec(
            key=f"assign-{view.id}",
            form=team.AssignForm,
            readers={ANY_TEXT: will_read(view.id, "case_reason.text")},
            act=lambda me, form: team.assign(me, view.id, form),
            button=N_("Give the case to this counsellor"),
            done=_assigned,
            options={"counsellor_id": desk_options(people.counsellors)},
            quiet=True,
        )
    )


def _assigned(done: team.Assigned | AlreadyDone) -> None:
    if isinstance(done, AlreadyDone):
        says(N_("Done. The case is on their list now."))
    elif done.answer_by is not None:
        says(
            N_("Asked. The case goes over when they say yes."),
            then=N_("They answer by {when}."), when=done.answer_by,
        )  # fmt: skip
    elif done.clashes:
        says(
            N_("Done. The case is on their list now."),
            then=N_("Talks that meet and must be moved: {times}."), times=", ".join(done.clashes),
        )  # fmt: skip
    else:
        says(N_("Done. The case is on their list now."))


def _ask(view: CaseView, people: team.People) -> None:
    others = desk_options([one for one in people.counsellors if one.id != who().id])
    form_area(
        FormSpec(
            key=f"hand-over-{view.id}",
            form=transfers.TransferForm,
            readers={ANY_TEXT: will_read(view.id, "case_transfer.reason")},
            act=lambda me, form: transfers.ask_transfer(me, view.id, form),
            button=N_("Ask the colleague"),
            done=lambda _: says(N_("Asked. The case stays with you until they say yes.")),
            options={"counsellor_id": others},
            quiet=True,
        )
    )


def desk_options(found: Sequence[team.Load]) -> list[tuple[UUID, str]]:
    """Return the counsellors to choose from, each with the weight on their desk."""
    words = N_("{name} · {load} of {cap}")
    return [(one.id, t(words, name=one.name, load=one.load, cap=one.cap)) for one in found]
