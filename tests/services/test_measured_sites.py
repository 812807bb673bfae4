"""The sites that are measured are real ones: their copies open, and every page has something."""

from __future__ import annotations

from pathlib import Path

from benchmarks import main_path, sites
from wellbeing.services import cases, screening


def test_a_filled_site_opens_and_its_main_path_is_there(tmp_path: Path) -> None:
    site = sites.make(tmp_path / "site")
    sites.fill(site, 12, 4)
    assert len(screening.queue(site.office).rows) == 4
    places = main_path.places(site)
    case = next(one for name, one in places.items() if name == "case, parent")
    assert {one.login for one in places.values()} == {
        "officer", "coordinator", "counsellor", "mother",
    }  # fmt: skip
    assert case.query.startswith("id=") and len(cases.cases(site.office)) == 1
    site.runtime.close()
