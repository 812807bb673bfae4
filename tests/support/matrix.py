"""The access matrix: every use case, asked by everybody about every record, on the real gate.

`make matrix` writes tests/contract/access_matrix.csv anew; its diff is what a review reads.
A letter a cell: y = lets them through to the act itself, n = through, and nothing is shown,
r = the role refuses, h = as if the record were not there, s = signed out, e = the sample form
broke the act behind the gate. Nothing is kept: what an act writes is rolled back.
"""

from __future__ import annotations

import csv
import dataclasses
import inspect
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, get_args, get_type_hints
from unittest.mock import patch
from uuid import UUID, uuid4

from sqlalchemy import select

import wellbeing.services
from tests.support.matrix_scene import ACTORS, CANARY, ERASED, STATES, MatrixScene
from tests.support.matrix_whole import WholeScene
from tests.support.world import World, build
from wellbeing import denials, gate
from wellbeing.errors import Forbidden, NotFound, SignedOut, WellbeingError
from wellbeing.forms import Kind, questions
from wellbeing.gate import Access
from wellbeing.models import Base

FILE = Path(__file__).resolve().parents[1] / "contract" / "access_matrix.csv"
COMMAND = "make matrix"
# Whose link leads to another handing over than the one that a partner's account sees.
GUEST = "guest: link"
# How to call what the types alone do not say; every other parameter needs a line here or an id.
WORDS: Mapping[str, Any] = {
    "form": "matrix", "draft_form": "matrix", "prefix": "", "typed": CANARY, "kind": "case_file",
    "language": "en", "code": "unknown", "limit": 20, "page": 0, "changes": {},
    "chosen": (), "signed": "unknown", "seen_rev": 1, "first": date(2026, 3, 16),
    "day": date(2026, 3, 16), "trend": "left_out", "text": "plan.strengths", "epoch": 1,
    "file": "csv", "version": 1, "back": 0,
    "kept": "goal",
}  # fmt: skip
# Ids that belong to a case without being made by the scene: the case's row, else one unknown.
TABLES = {
    "question_id": "family_question", "goal_id": "plan_goal", "basis_id": "lawful_basis",
    "row_id": "plan",
    "request_id": "sealed_access", "item_id": "repair_item", "person_id": "incident_person",
    "report_id": "harm_report", "place_id": "", "replaces_id": "handoff",
    "transfer_id": "case_transfer",
    "follow_up_id": "follow_up", "hold_id": "notice_hold",
    "object_id": "plan_goal", "text_id": "withheld_text",
    "invitation_id": "", "sign_in_id": "", "proposal_id": "",
}  # fmt: skip
# Founding a site and proving oneself at another's server are not about records.
APART = {"set_up_site", "set_up_demo", "accept_by_school", "sign_in_by_school", "tie_school"}


class _Undo(Exception):
    """Ends the transaction of an act that was let through."""


def use_cases(modules: Iterator[ModuleType] | None = None) -> dict[str, Callable[..., Any]]:
    """Return every use case by its module and name."""
    packages = walk_packages(wellbeing.services.__path__, "wellbeing.services.")
    return {
        f"{module.__name__.removeprefix('wellbeing.services.')}.{name}": function
        for module in modules or (import_module(one.name) for one in packages)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if hasattr(function, "__use_case__") and function.__module__ == module.__name__
        if name not in APART
    }


def matrix(scene: MatrixScene, acts: Mapping[str, Callable[..., Any]]) -> list[list[str]]:
    """Return one row for each use case and state: name, state, and a letter for each actor."""
    callers = {
        (who, state): scene.caller(who, state) for who in ACTORS for state in (*STATES, "noise")
    }
    rows = []
    for name, act in sorted(acts.items()):
        for state in STATES if about_records(act) else ("-",):
            at = "open" if state == "-" else state
            of_all = arguments(scene, name, act, state)
            of = {GUEST: arguments(scene, name, act, state, GUEST)}
            letters = [ask(act, callers[who, at], of.get(who, of_all))[0] for who in ACTORS]
            rows.append([name, state, *letters])
    return rows


def ask(act: Callable[..., Any], caller: Any, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    """Return the gate's letter for one call, and what a reader was given."""

    def undo(*_: object) -> None:
        raise _Undo

    with (
        patch.object(gate, "commit", undo),
        patch.object(gate, "_denied", _quiet),
        patch.object(denials, "_enter", _quiet),
    ):
        try:
            shown = act(caller, *arguments)
            return ("y" if shown or shown is None else "n"), shown
        except SignedOut:
            return "s", None
        except Forbidden:
            return "r", None
        except NotFound:
            return "h", None
        except (_Undo, WellbeingError):
            return "y", None
        except Exception:  # noqa: BLE001 - whatever a sample breaks, the gate had let it through
            return "e", None


def _quiet(*_: object) -> Forbidden:
    return Forbidden()


def about_records(act: Callable[..., Any]) -> bool:
    """Tell whether an act is asked about a record."""
    return any(hint in (UUID, UUID | None) for hint in get_type_hints(act).values())


def arguments(
    scene: MatrixScene, name: str, act: Any, state: str, who: str = ""
) -> tuple[Any, ...]:
    """Return how to call an act about the records of a case in a state."""
    hints = get_type_hints(act)
    parameters = list(inspect.signature(act).parameters.values())[1:]
    names = [one.name for one in parameters if one.kind is not one.KEYWORD_ONLY]
    known = scene.ids.get(state, scene.ids["open"])
    if who == GUEST:
        known = {**known, "handoff_id": known["linked_id"]}
    return tuple(_argument(scene, name, one, hints[one], known) for one in names)


def _argument(scene: MatrixScene, act: str, name: str, hint: Any, known: Mapping[str, UUID]) -> Any:
    kinds = [one for one in (get_args(hint) or (hint,)) if dataclasses.is_dataclass(one)]
    if kinds:
        return sample(kinds[0], _records(scene, known))
    if known is scene.ids["open"] and (act, name) in scene.given:
        return scene.given[act, name]
    if name in known or name == "record_id":
        return known["case_id" if name == "record_id" else name]
    if name == "user_id":
        return scene.users["officer2"]
    table = TABLES[name] if name in TABLES else _table_of(name)
    if UUID in (hint, *get_args(hint)) and (table or name in TABLES):
        return _row_of(scene, table, known["case_id"]) or uuid4()
    if name in WORDS and hint not in (UUID, UUID | None):
        return WORDS[name]
    raise LookupError(f"say how to call {act}({name}): add it to WORDS, TABLES or the scene's ids")


def _table_of(parameter: str) -> str:
    """Return the table that a parameter is named after, say incident_id; "" where there is none."""
    stem = parameter.removesuffix("_id")
    return next((one for one in sorted(Base.metadata.tables) if one in (stem, f"case_{stem}")), "")


def _row_of(scene: MatrixScene, table: str, case_id: UUID) -> UUID | None:
    """Return the case's row of a table; None where the scene has made none."""
    columns = Base.metadata.tables[table].c if table else {}
    if "case_id" not in columns:
        return None
    with scene.world.runtime.reading.connect() as connection:
        query = select(columns.id).where(columns.case_id == case_id).order_by(columns.id)
        return connection.execute(query).scalars().first()


def _records(scene: MatrixScene, known: Mapping[str, UUID]) -> dict[str, UUID]:
    """Return what a form's questions about records are answered with, by the field's name."""
    users, places = scene.users, scene.world.places
    return {
        **known, "guardian_id": known["guardian_mother"], "counsellor_id": users["counsellor6"],
        "user_id": users["teacher2"], "helper_id": users["teacher3"],
        "school_id": places["north"],
        "organisation_id": places["north"],
    }  # fmt: skip


def sample(form: Any, records: Mapping[str, UUID]) -> Any:
    """Return a form with plausible answers; whether they are accepted does not matter here."""
    asked, values = questions(form), {}
    for field in dataclasses.fields(form):
        question = asked.get(field.name)
        if question is not None:
            known = records.get(field.name)
            values[field.name] = known or _answer(question.kind, question.options)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            values[field.name] = None
    return form(**values)


def _answer(kind: Kind, options: tuple[tuple[str, str], ...]) -> Any:
    first = options[0][0] if options else ""
    return {
        Kind.CHOICE: first, Kind.SEVERAL: (first,), Kind.DATE: date(2026, 4, 1),
        Kind.RECORD: uuid4(), Kind.LINK: None,
    }.get(kind, "1")  # fmt: skip


# Who may read the case that is counsellor2's and hardly anyone's else.
THEIRS = {
    "coordinator", "counsellor: none", "officer: none", "parent: other child",
    "partner: receiver",  # whose place was asked to help in every case of the scene
}  # fmt: skip


def leaks(scene: MatrixScene, acts: Mapping[str, Callable[..., Any]]) -> set[tuple[str, str]]:
    """Return which view shows whom a text of a foreign case, or of somebody who was erased.

    Every view is asked by everybody, about their own records and about the foreign ones.
    """
    asked = {
        (name, state, guest): arguments(scene, name, act, state, guest)
        for name, act in acts.items() if act.__use_case__[1] is Access.READ
        for state in ((*STATES, "noise") if about_records(act) else ("-",))
        for guest in ("", GUEST)
    }  # fmt: skip
    found = set()
    for who in ACTORS:
        caller, guest = scene.caller(who, "open"), GUEST if who == GUEST else ""
        for (name, _, whose), given in asked.items():
            if whose == guest:
                view = repr(ask(acts[name], caller, given)[1])
                if ERASED in view or (CANARY in view and who not in THEIRS):
                    found.add((name, who))
    return found


def written(rows: list[list[str]]) -> str:
    """Return the matrix as the file holds it."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["use case", "case is", *ACTORS])
    table.writerows(rows)
    return out.getvalue()


def main() -> None:
    """Write the matrix as the gate decides now."""
    with tempfile.TemporaryDirectory() as folder:
        world: World = build(Path(folder))
        rows = matrix(WholeScene(world), use_cases())
        world.close()
    FILE.write_text(written(rows), encoding="utf-8")
    print(f"{FILE.name}: {len(rows)} rows, {len(rows) * len(ACTORS)} decisions. Review the diff.")


if __name__ == "__main__":
    main()
