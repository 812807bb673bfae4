"""The keys from the command line: `python -m wellbeing keys status`, `rotate`, `destroy` ..."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress
from rich.table import Table

from wellbeing import crypto, receipts, recovery_cli, site_keys
from wellbeing.errors import WellbeingError
from wellbeing.key_console import begun, note, open_site, say, signed_in
from wellbeing.models import RECORDS, KeyAct
from wellbeing.services import erasure, key_work
from wellbeing.services.erasure import EraseForm, Part, Why

app = typer.Typer(no_args_is_help=True, help="Look after the keys.")
# One list of commands, two modules: what happens every year, and what one hopes never to need.
app.registered_commands += recovery_cli.app.registered_commands
_UNCLEAN = "[red]Somebody is reading: run `keys receipts` again in a minute.[/red]"


@app.command()
def status() -> None:
    """Count what is under which key; opens no text."""
    with open_site() as site, site.reading.connect() as connection:
        found = crypto.census(connection, RECORDS)
        state = crypto.read_state(connection)
        say.print(_keys_table(found, site.keys.held().wrapped, state.epoch))
        say.print(_cells_table(found))
        if warned := site_keys.warning(site.settings):
            say.print(warned)
    for one in found.unknown:
        say.print(
            f"[red]{one.table}.{one.name} holds sealed texts, but no record declares it.[/red]"
        )
    if behind := sum(n for epoch, n in found.keys.items() if epoch != state.epoch):
        say.print(f"{behind} keys wait for `keys rotate`.")


@app.command()
def rotate(
    prepare: bool = typer.Option(
        False,
        "--prepare",
        help="Only put the next epoch into the key file: copy it to the other machines, then "
        "rotate.",
    ),
) -> None:
    """Bring all data keys under a new epoch while the site goes on; may be stopped any time."""
    with open_site() as site, begun(site, "prepare_epoch" if prepare else "rotate_keys"):
        if prepare:
            epoch = site.keys.prepare_epoch()
            note(site, "prepare_epoch", f"epoch={epoch}")
            say.print(f"Epoch {epoch} is in {site.keys.path}. Copy the file to every app machine.")
            return
        keyring = site.keyring()
        epoch = crypto.roll(site.engine, keyring, site.keys)
        with site.reading.connect() as connection:
            total = crypto.behind(connection)
        with Progress(console=say) as bar:
            task = bar.add_task(f"Epoch {epoch}", total=total)
            failed = crypto.rewrap(site.engine, keyring, lambda n: bar.update(task, advance=n))
        note(site, "rotate_keys", f"epoch={epoch} keys={total} failed={failed}", KeyAct.ROTATED)
    if failed:
        raise WellbeingError("{failed} keys could not be opened and stay behind.", failed=failed)
    say.print(f"Done: every data key is under epoch {epoch}. Take a new safe copy of the key file.")


@app.command()
def reseal() -> None:
    """Seal every text anew under new data keys, and every equality token; may be stopped."""
    with open_site() as site, begun(site, "reseal"):
        resealer = crypto.Resealer(site.keyring(), RECORDS)
        number = resealer.begin(site.engine)
        with site.reading.connect() as connection:
            total = crypto.left(connection)
        with Progress(console=say) as bar:
            task = bar.add_task(f"Round {number}", total=total)
            failed = resealer.run(
                site.engine, site.marker("reseal"), lambda n: bar.update(task, advance=n)
            )
        swept = resealer.sweep(site.engine)
        note(site, "reseal", f"round={number} owners={total} failed={failed} swept={swept}")
    if failed:
        raise WellbeingError("{failed} rows are not sound and stay as they are.", failed=failed)
    say.print(f"Done: every text is under round {number}; {swept} old data keys are deleted.")


@app.command()
def destroy(epoch: int) -> None:
    """Destroy an old EPOCH that nothing uses: two people of the office sign in, one by one."""
    with open_site() as site, signed_in(site) as me:
        key_work.destroy_epoch(me, epoch)
    say.print(f"Epoch {epoch} is destroyed. Destroy the old copies of the key file, too: backups ")
    say.print("from before the rotation can no longer be read, and with them whatever was erased.")


@app.command()
def erase(
    subject: UUID,
    why: Annotated[Why, typer.Option(help="On what ground.")],
    part: Annotated[Part, typer.Option(help="One part; all without it.")] = Part.ALL,
    account: Annotated[
        bool, typer.Option("--account", help="SUBJECT is an ended account.")
    ] = False,
) -> None:  # fmt: skip
    """Erase what is written about SUBJECT (the id of a young person): the app's own act.

    Two coordinators sign in, one by one, or the second confirms it in the app.
    """
    with open_site() as site, signed_in(site) as me:
        if account:
            done = erasure.erase_account(me, subject)
        else:
            done = erasure.erase(me, subject, EraseForm(part, why))
        clean = not site.eraser().ledger.waits
        say.print(_receipt_line(done))
    if not clean:
        say.print(_UNCLEAN)


@app.command("receipts")
def list_receipts() -> None:
    """List what was erased, and what is needed to make it final; clean the journal again."""
    with open_site() as site:
        if not site.eraser().clean(site.engine):
            say.print(_UNCLEAN)
        with site.reading.connect() as connection:
            for one in receipts.receipts(site, connection):
                say.print(_receipt_line(one))


def _receipt_line(one: receipts.Receipt) -> str:
    what = "all" if one.compartment == crypto.WHOLE else one.compartment
    head = f"{one.id} {one.at:%Y-%m-%d %H:%M} UTC, {what}: opens nowhere on this site."
    if one.final:
        return f"{head} Final: no backup can bring it back."
    return (
        f"{head} Final once epoch {one.epoch} is destroyed: "
        f"`keys rotate`, then `keys destroy {one.epoch}`, by {one.final_by}."
    )


def _keys_table(found: crypto.Census, wrapped: dict[int, str], current: int) -> Table:
    table = Table("Epoch", "Data keys", "In the key file", title="Data keys by epoch")
    for epoch in sorted({*found.keys, *wrapped}):
        mark = " (current)" if epoch == current else ""
        there = "yes" if epoch in wrapped else "[red]no[/red]"
        table.add_row(f"{epoch}{mark}", str(found.keys.get(epoch, 0)), there)
    return table


def _cells_table(found: crypto.Census) -> Table:
    table = Table("Envelope", "Generation", "Texts", title="Texts by envelope and generation")
    for (version, generation), number in sorted(found.cells.items()):
        table.add_row(f"v{version}", str(generation), str(number))
    return table
