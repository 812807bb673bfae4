"""The command line of the audit: `python -m wellbeing audit verify`, `checkpoint`, `export`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from wellbeing import anchors, audit, audit_export, audit_proof, checkpoints
from wellbeing.config import Settings
from wellbeing.errors import WellbeingError
from wellbeing.operators import enter
from wellbeing.row_marks import RolledBack
from wellbeing.runtime import Runtime

audit_app = typer.Typer(no_args_is_help=True, help="Prove, sign and export the audit.")
say = Console(stderr=True)


@audit_app.command("verify")
def audit_verify(
    checkpoint: Annotated[
        Path | None, typer.Option(help="File with printed checkpoints, one a line.")
    ] = None,
) -> None:
    """Prove the audit against its chain, its anchors and printed checkpoints."""
    runtime = Runtime.start(Settings())
    keyring = runtime.keyring()
    anchored = anchors.read(runtime.settings.anchor_path)
    if checkpoint is not None:
        lines = checkpoint.read_text(encoding="utf-8").splitlines()
        anchored |= dict(checkpoints.read(keyring, line) for line in lines if line.strip())
    with runtime.reading.connect() as connection, _bar() as bar:
        task = bar.add_task("Proving", total=audit.count(connection))
        found = audit_proof.prove(
            connection, keyring, anchored, lambda n: bar.update(task, completed=n)
        )
    runtime.close()
    for one in found.faults:
        say.print(f"[red]{one.kind}: entry {one.first} to {one.last}[/red]")
    for row in found.rows:
        say.print(f"[red]{_told(row)}[/red]", soft_wrap=True)
    if found.rows:
        raise WellbeingError("Rows were changed behind the audit. Keep the database and get help.")
    if found.faults:
        raise WellbeingError("The audit was touched. Keep the database as it is and get help.")
    say.print(f"All is well: {found.entries} entries, {found.anchors} anchors.")


def _bar() -> Progress:
    """Return a bar that says how many entries of how many, and how long it will take."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, TimeRemainingColumn(), console=say)


def _told(row: RolledBack) -> str:
    """Say of a row how it stands, and how the audit says that it was left."""
    if not row.found:
        return f"gone: {row.table} {row.id} was left at revision {row.written}; nobody deleted it"
    if not row.written:
        return (f"back: {row.table} {row.id} stands at revision {row.found}, and was deleted or "
                "never written")  # fmt: skip
    if row.found == row.written:
        return f"changed: {row.table} {row.id} is not what was written"
    return (f"rolled back: {row.table} {row.id} stands at revision {row.found}, "
            f"{row.written} was written")  # fmt: skip


@audit_app.command("checkpoint")
def audit_checkpoint() -> None:
    """Print the audit's tail, signed: keep it on paper or on another machine."""
    runtime = Runtime.start(Settings())
    print(_checkpoint(runtime))
    runtime.close()


@audit_app.command("export")
def audit_export_command(
    target: Path,
    first: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])] = datetime(1970, 1, 1, 0, 0),
    last: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])] = datetime(2100, 12, 31, 0, 0),
) -> None:
    """Write the audit's entries of these days to a new file TARGET for a compliance audit."""
    runtime = Runtime.start(Settings())
    which = audit_export.within(first.date(), last.date(), runtime.pack.time_zone)
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise WellbeingError("This file cannot be made, or it is there already.") from None
    with (
        os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file,
        runtime.reading.connect() as connection,
    ):
        entries = audit_export.rows(connection, which)
        count = audit_export.write(file, entries, _checkpoint(runtime))
    enter(runtime, "export_audit", f"entries={count}")
    runtime.close()
    say.print(f"{count} entries written. The export is entered in the audit.")


def _checkpoint(runtime: Runtime) -> str:
    with runtime.reading.connect() as connection:
        seq, mac = audit.tail(connection)
    return checkpoints.make(runtime.keyring(), seq, mac, runtime.clock())
