"""The command line: `python -m wellbeing serve`, `demo`, `check`, `rules`, `audit`, `keys` ..."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import typer
from rich.console import Console

from wellbeing import demo as demo_site
from wellbeing import keys_cli
from wellbeing.audit_commands import audit_app
from wellbeing.config import Settings
from wellbeing.errors import WellbeingError
from wellbeing.runtime import Runtime

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
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
    for path in settings.key_path.parent.glob(f"{settings.key_path.name}*"):
        path.unlink()
    shutil.rmtree(settings.anchor_path, ignore_errors=True)
    shutil.rmtree(settings.log_folder, ignore_errors=True)


@app.command()
def check() -> None:
    """Check the data folder's keys, database and audit chain without serving."""
    from wellbeing import audit, row_switch

    runtime = Runtime.start(Settings())
    if not runtime.held.second_line:
        say.print(f"[yellow]{row_switch.warning(runtime.engine)}[/yellow]", soft_wrap=True)
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


@app.command("way-in")
def way_in(login: str) -> None:
    """Print a link that lets the coordinator LOGIN set a new password and new one-time codes."""
    from wellbeing import rescue

    runtime = Runtime.start(Settings())
    print(rescue.way_in(runtime, login))
    runtime.close()
    say.print("It works once, within the hour. That it was made is entered in the audit.")


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
