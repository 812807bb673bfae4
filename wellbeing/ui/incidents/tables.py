"""What an incident shows: facts, people, what was promised, who signed."""

from __future__ import annotations

from collections.abc import Sequence

from wellbeing.i18n import N_
from wellbeing.numbers import shown_amount
from wellbeing.rules import BAR_LABELS, DEED_LABELS, Rule
from wellbeing.services.incidents import AnswerView, IncidentView, ItemView, SignatureView
from wellbeing.ui.incidents.again import again_title, again_words
from wellbeing.ui.incidents.words import ITEM_STATES, ROLES, ROUTES, SIGNERS, WANTS
from wellbeing.ui.parts import Cell, esc, facts, label, person, show, table
from wellbeing.ui.rules import rules_table
from wellbeing.ui.visit import listed, plain, t, when


def what_happened(view: IncidentView) -> None:
    """Paint the facts of the police, without a label for anybody."""
    bars = listed(t(BAR_LABELS[one]) for one in view.circumstances)
    again = again_words(view.answers[0]) if len(view.answers) == 1 else ""
    facts(
        [
            (t(N_("Kind")), t(DEED_LABELS[view.deed])),
            (t(N_("When")), when(view.happened_at)),
            (t(N_("Where")), view.place),
            (t(N_("What happened")), view.what),
            (t(N_("What was damaged or lost")), view.damage),
            (t(N_("Amount")), shown_amount(view.amount) if view.amount else ""),
            (again_title(view.offered_on), again),
            (t(N_("Also so")), bars),
            (t(N_("Very grave")), t(N_("Yes")) if view.grave else ""),
            (t(N_("Reference of the police record")), view.police_reference),
        ],
        t(N_("What happened")),
    )


def people_table(view: IncidentView) -> None:
    """Paint who has which part, and whether their side is prepared."""
    title = t(N_("Who has which part"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Name")), t(N_("Age on that day")), t(N_("Wants it")), t(N_("Prepared")),
               t(N_("Contact")))  # fmt: skip
    rows = []
    for one in view.people:
        side = one.role in ("responsible", "affected")
        wants = label(t(WANTS[one.wants]), "good" if one.wants in ("yes", "apart") else "warm")
        rows.append(
            (
                person(one.name, t(ROLES[one.role])),
                esc(str(one.age)) if one.age is not None else "",
                wants if side else "", esc(when(one.prepared_at)), esc(one.contact),
            )
        )  # fmt: skip
    table(title, columns, rows)


def item_text(one: ItemView) -> str:
    """Return what is promised or paid, in words."""
    if one.kind == "payment":
        return t(N_("Pay {amount}"), amount=shown_amount(one.amount))
    return one.what or t(N_("Look at the agreement"))


def items_table(title: str, items: Sequence[ItemView]) -> None:
    """Paint what was promised: who, what, by when, how it stands, the proof."""
    if not items:
        return
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("What")), t(N_("Who")), t(N_("By when")), t(N_("How it stands")),
               t(N_("Proof")))  # fmt: skip
    rows = [
        (esc(item_text(one)), _who(one), esc(when(one.due_on)), _state(one), esc(one.proof))
        for one in items
    ]
    table(title, columns, rows)


def _who(one: ItemView) -> Cell:
    if one.kind == "check":
        return esc(t(N_("the officer")))
    if not one.role:
        return esc(t(N_("The other side")))
    to = t(N_("to {name}"), name=plain(one.payee)) if one.payee else ""
    return person(one.who, t(ROLES[one.role])) + (f"<br>{esc(to)}" if to else "")


def _state(one: ItemView) -> Cell:
    if one.proven:
        return label(t(N_("A proof was seen; who receives it may object")), "warm")
    if one.reported:
        return label(t(N_("Reported as paid; who receives it confirms it")), "warm")
    if one.late:
        return label(t(N_("Overdue")), "alarm")
    words, tone = ITEM_STATES[one.state]
    if one.route:
        said = t(ROUTES[one.route])
        return f'{label(t(N_("Received")), "good")} <span class="mp-sub">{esc(said)}</span>'
    return label(t(words), tone)


def after_break_table(title: str, answers: Sequence[AnswerView]) -> None:
    """Paint what follows a broken agreement, by name where it is not the same for everybody."""
    found: dict[str, tuple[Rule, list[str]]] = {}
    for one in answers:
        found.setdefault(one.after_break.name, (one.after_break, []))[1].append(one.name)
    for rule, names in found.values():
        caption = t(N_("{title}: {names}"), title=title, names=listed(names))
        if len(found) > 1:
            show(f'<h3 class="mp-h3">{esc(caption)}</h3>')
        rules_table(caption if len(found) > 1 else title, (rule,))


def signatures_table(signed: Sequence[SignatureView]) -> None:
    """Paint who signed, for which side, when and how."""
    if not signed:
        return
    title = t(N_("Signatures"))
    show(f'<h2 class="mp-h2">{esc(title)}</h2>')
    columns = (t(N_("Name")), t(N_("For")), t(N_("As")), t(N_("How and when")))
    rows = [
        (
            esc(one.name), esc(t(ROLES[one.role])), esc(t(SIGNERS[one.signer])),
            esc(f"{t(ROUTES[one.route])} · {when(one.at)}"),
        )
        for one in signed
    ]  # fmt: skip
    table(title, columns, rows)
