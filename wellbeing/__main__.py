"""The command line: `python -m wellbeing serve`, `demo`, `check`, `rules`, `audit`, `keys`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wellbeing import demo as demo_site
from wellbeing import keys_cli
from wellbeing.config import Settings
from wellbeing.errors import WellbeingError
from wellbeing.runtime import Runtime

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
audit_app = typer.Typer(no_args_is_help=True, help="Prove the audit.")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_cli.app, name="keys")
say = Console(stderr=True)


@app.command()
def serve() -> None:
    """Serve the site in the data folder; prints the address."""
    from wellbeing.web.serve import serve as run

    run(Settings())


@app.command()
def demo(
    folder: Path,
    fresh: bool = typer.Option(False, "--fresh", help="Throw an earlier demo in this folder away."),
) -> None:
    """Write a demo site into FOLDER; the last line is its accounts as one JSON object."""
    settings = Settings(data_dir=folder.resolve(), database_url="", key_file=None)
    if fresh:
        throw_away(settings)
    runtime = Runtime.start(settings)
    if runtime.site_kind() == "":
        with say.status("Writing the demo …") as status:
            demo_site.write(runtime, lambda part: status.update(f"Writing the demo … {part}"))
    elif runtime.site_kind() != "demo":
        raise WellbeingError("There is a real site in this folder. Choose an empty one.")
    runtime.close()
    accounts = [
        {"login": one.login, "password": one.password, "role": one.role, "name": one.name}
        for one in demo_site.accounts()
    ]
    print(json.dumps({"accounts": accounts}, ensure_ascii=False))


def throw_away(settings: Settings) -> None:
    """Delete an earlier demo; anything that is not a demo is refused."""
    if not settings.sqlite_path.exists():
        return
    runtime = Runtime.start(settings)
    kind = runtime.site_kind()
    runtime.close()
    if kind == "real":
        raise WellbeingError("There is a real site in this folder. It is not thrown away.")
    for path in settings.folder.glob("miaopu.sqlite3*"):
        path.unlink()
    settings.key_path.unlink(missing_ok=True)
    shutil.rmtree(settings.anchor_path, ignore_errors=True)
    shutil.rmtree(settings.log_folder, ignore_errors=True)


@app.command()
def check() -> None:
    """Check the data folder's keys, database and audit chain without serving."""
    from wellbeing import audit

    runtime = Runtime.start(Settings())
    with runtime.reading.connect() as connection:
        entries = audit.count(connection)
        broken = audit.verify(connection, runtime.keyring()) if entries else None
    runtime.close()
    if broken is not None:
        raise WellbeingError("The audit chain is broken at entry {entry}.", entry=broken)
    say.print(f"All is well: {entries} audit entries, one unbroken chain.")


@app.command()
def rules() -> None:
    """Count the entries of each rule pack by how far they were checked."""
    from rich.table import Table

    from wellbeing.rules import Verification, counts, load_pack, pack_names

    table = Table("pack", "entries", *(state.value for state in Verification))
    for name in pack_names():
        found = counts(load_pack(name))
        cells = (str(found[state]) for state in Verification)
        table.add_row(name, str(sum(found.values())), *cells)
    Console().print(table)


@audit_app.command("verify")
def audit_verify(
    checkpoint: Annotated[
        Path | None, typer.Option(help="File with printed checkpoints, one a line.")
    ] = None,
) -> None:
    """Prove the audit against its chain, its anchors and printed checkpoints."""
    from wellbeing import anchors, audit_proof, checkpoints

    runtime = Runtime.start(Settings())
    keyring = runtime.keyring()
    anchored = anchors.read(runtime.settings.anchor_path)
    if checkpoint is not None:
        lines = checkpoint.read_text(encoding="utf-8").splitlines()
        anchored |= dict(checkpoints.read(keyring, line) for line in lines if line.strip())
    with runtime.reading.connect() as connection, say.status("Proving …") as status:
        found = audit_proof.prove(
            connection, keyring, anchored, lambda n: status.update(f"Proving … {n} entries")
        )
    runtime.close()
    for one in found.faults:
        say.print(f"[red]{one.kind}: entry {one.first} to {one.last}[/red]")
    if found.faults:
        raise WellbeingError("The audit was touched. Keep the database as it is and get help.")
    say.print(f"All is well: {found.entries} entries, {found.anchors} anchors.")


@audit_app.command("checkpoint")
def audit_checkpoint() -> None:
    """Print the audit's tail, signed: keep it on paper or on another machine."""
    from wellbeing import audit, checkpoints

    runtime = Runtime.start(Settings())
    with runtime.reading.connect() as connection:
        seq, mac = audit.tail(connection)
    print(checkpoints.make(runtime.keyring(), seq, mac, runtime.clock()))
    runtime.close()


def main() -> None:
    """Run a command; a refusal is one sentence, never a traceback."""
    try:
        app()
    except WellbeingError as refusal:
        text = refusal.message.format(**refusal.params) if refusal.params else refusal.message
        say.print(f"[red]{text}[/red]")
        sys.exit(2)


if __name__ == "__main__":
    main()
