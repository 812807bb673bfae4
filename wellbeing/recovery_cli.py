"""Recovery from the command line: `keys escrow`, `recover`, `rehearse` and `move`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from wellbeing import crypto, escrow_sheets, site_keys
from wellbeing.config import KeySource, Settings
from wellbeing.errors import WellbeingError
from wellbeing.i18n import LANGUAGES
from wellbeing.key_console import begun, note, open_site, say
from wellbeing.models import KeyAct, Site

app = typer.Typer()
Typed = Annotated[
    Path | None, typer.Option(help="File with one share a line, in place of typing them.")
]
Slip = Annotated[Path | None, typer.Option(help="File with the slip's lines.")]


@app.command()
def escrow(
    to: Annotated[Path, typer.Option(help="Folder for the sheets, best on a stick.")],
    shares: int = 5,
    threshold: int = 3,
    language: str = "zh_Hans",
) -> None:
    """Print the root key as words on SHARES sheets, any THRESHOLD of which rebuild it."""
    if language not in LANGUAGES:
        raise WellbeingError("Choose a language: {languages}.", languages=", ".join(LANGUAGES))
    with open_site() as site, begun(site, "print_key_shares"):
        if to.resolve().is_relative_to(site.settings.folder.resolve()):
            raise WellbeingError("Not into the data folder: a backup would carry the key away.")
        printing = crypto.print_shares(site.keys, shares, threshold)
        with site.reading.connect() as connection:
            name = connection.scalars(select(Site.name)).one()
        day = site.clock().astimezone(site.pack.time_zone).date()
        for path in escrow_sheets.write(printing, name, day, language, to):
            say.print(f"Sheet: {path}")
        detail = f"shares={shares} threshold={threshold} epoch={printing.epoch}"
        note(site, "print_key_shares", detail, KeyAct.PRINTED)
    say.print("Print the sheets, give each to one person, then destroy the files.")
    say.print("Earlier sheets still open earlier copies: shred them. Then `keys rehearse`.")


@app.command()
def rehearse(shares_file: Typed = None, slip_file: Slip = None) -> None:
    """Prove that shares on paper rebuild the key; nothing of it is shown."""
    with open_site() as site, begun(site, "rehearse_keys"):
        crypto.rehearse(site.keys, _shares(shares_file), _text(slip_file))
        note(site, "rehearse_keys", f"slip={bool(slip_file)}", KeyAct.REHEARSED)
    say.print("These shares rebuild this site's key. Seal the envelopes again.")


@app.command()
def recover(shares_file: Typed = None, slip_file: Slip = None) -> None:
    """Write the lost key file anew from shares; the slip has its epochs."""
    settings = Settings()
    site_keys.require_place(settings)
    path = settings.key_path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    provider = site_keys.provider_of(settings)
    words = _shares(shares_file)
    lines = _text(slip_file)
    if not lines and not path.exists():
        say.print("Type the slip, a line for each epoch; an empty line ends it.")
        lines = "\n".join(iter(lambda: typer.prompt("", default="", show_default=False), ""))
    crypto.recover(provider, words, lines)
    with open_site() as site:
        note(site, "recover_keys", f"epoch={site.keys.held().current}")
    say.print(f"The key file is back at {path}, and it opens this site.")


@app.command()
def move(source: KeySource) -> None:
    """Move the root key to another SOURCE: file, environment, keyring, command or shares."""
    with open_site() as site, begun(site, "move_root_key", f"source={source}"):
        site.keys.move_to(site_keys.source_of(site.settings, source))
        note(site, "move_root_key", f"source={source}")
    say.print(f"Set MIAOPU_KEY_SOURCE={source} before the next start.")


def _shares(path: Path | None) -> list[str]:
    """Return the shares of a file, or ask for as many as the first one says."""
    if path is not None:
        return [one for one in path.read_text(encoding="ascii").splitlines() if one.strip()]
    typed = [typer.prompt("Share 1", hide_input=True)]
    for number in range(2, crypto.needed(typed[0]) + 1):
        typed.append(typer.prompt(f"Share {number}", hide_input=True))
    return typed


def _text(path: Path | None) -> str:
    return path.read_text(encoding="ascii") if path is not None else ""
