"""The README's configuration table is the settings, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

from wellbeing.config import Settings

README = Path(__file__).resolve().parents[2] / "README.md"


def test_every_setting_is_in_the_readme_with_its_words() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| ([^|]+) \|$", README.read_text(), re.M))
    known = {
        str(field.validation_alias or f"MIAOPU_{name.upper()}"): field.description
        for name, field in Settings.model_fields.items()
    }
    assert rows == known
