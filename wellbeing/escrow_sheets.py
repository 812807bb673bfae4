"""Sheets of paper with a share of the root key: one page for one person, in their language."""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import segno

from wellbeing.crypto import Printing
from wellbeing.i18n import HTML_LANG, N_, translate

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 16mm }}
body {{ font: 12pt/1.45 "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #000; margin: 0 auto;
  max-width: 178mm }}
h1 {{ font-size: 18pt; margin: 0 0 2mm }} h2 {{ font-size: 13pt; margin: 6mm 0 2mm }}
ol.words {{ columns: 3; list-style: none; margin: 0; padding: 0; font: 13pt/1.7 monospace }}
ol.words b {{ display: inline-block; width: 2.2em; text-align: right; margin-right: .6em;
  font-weight: normal; color: #444 }}
pre {{ white-space: pre-wrap; font-size: 11pt; margin: 0 }} ol.rules li {{ margin: 1mm 0 }}
.slip {{ display: flex; gap: 6mm; align-items: flex-start }} .slip svg {{ flex: none; width: 38mm;
  height: 38mm }}
.sign {{ margin-top: 8mm; border-top: 1px solid #000; padding-top: 2mm }}
</style></head><body>
<h1>{title}</h1><p>{intro}</p>
<h2>{words_title}</h2><ol class="words">{words}</ol>
<h2>{slip_title}</h2><div class="slip"><pre>{slip}</pre>{code}</div>
<h2>{rules_title}</h2><ol class="rules">{rules}</ol>
<p class="sign">{sign}</p></body></html>
"""
_TITLE = N_("Key share {number} of {count}: {site}")
_INTRO = N_(
    "Any {threshold} of these {count} sheets together rebuild the key of this site, should it be "
    "lost. One sheet alone opens nothing. Printed on {day}."
)
_RULES = (
    N_("Keep this sheet in a sealed envelope, under lock, apart from the other sheets."),
    N_("Never photograph, scan or type it, but when the coordinator and the administrator ask "
       "for it in person."),
    N_("The words are English in every language: copy them letter by letter. Their checksum "
       "finds typing errors."),
    N_("Once a year the sheets are tried: python -m wellbeing keys rehearse. To rebuild the key: "
       "python -m wellbeing keys recover."),
    N_("After new sheets were printed, this one is shredded."),
)  # fmt: skip


def write(printing: Printing, site: str, day: date, language: str, folder: Path) -> list[Path]:
    """Write one page for each share into a folder that nobody else can read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = []
    for number in range(1, len(printing.shares) + 1):
        path = folder / f"share-{number}-{language}.html"
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(page(printing, number, site, day, language), encoding="utf-8")
        paths.append(path)
    return paths


def page(printing: Printing, number: int, site: str, day: date, language: str) -> str:
    """Return one sheet as a page that prints on A4."""
    count = len(printing.shares)

    def t(message: str, **params: object) -> str:
        return html.escape(translate(language, message, **params))

    words = printing.shares[number - 1].split()
    slip = "\n".join(printing.slip)
    return _PAGE.format(
        lang=HTML_LANG[language],
        title=t(_TITLE, number=number, count=count, site=site),
        intro=t(_INTRO, threshold=printing.threshold, count=count, day=day.isoformat()),
        words_title=t(N_("Your share")),
        words="".join(f"<li><b>{n}</b>{html.escape(one)}</li>" for n, one in enumerate(words, 1)),
        slip_title=t(N_("Slip for everybody (useless without the shares)")),
        slip=html.escape(slip),
        code=segno.make(slip, error="l").svg_inline(omitsize=True),
        rules_title=t(N_("How to keep it")),
        rules="".join(f"<li>{t(one)}</li>" for one in _RULES),
        sign=t(N_("Received by, date, signature:")),
    )
