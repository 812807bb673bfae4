"""The real server under a clock that a test moves: `python -m tests.support.clocked`."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wellbeing.config import Settings
from wellbeing.runtime import Runtime, run_as
from wellbeing.web import serve


class FileClock:
    """A clock that stands in a file and ticks on from when that was written."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"

    def set(self, at: datetime) -> None:
        """Make it this moment now."""
        self.file.write_text(at.astimezone(UTC).isoformat())

    def __call__(self) -> datetime:
        """Return the moment that it is."""
        passed = timedelta(seconds=max(0.0, time.time() - self.file.stat().st_mtime))
        return datetime.fromisoformat(self.file.read_text()) + passed


def main() -> None:
    """Serve the site that the settings name, under the clock in its folder."""
    settings = Settings()
    clock = FileClock(settings.folder)

    def under_the_clock(site: Runtime) -> None:
        run_as(site.at(clock))

    serve.run_as = under_the_clock
    serve.serve(settings)


if __name__ == "__main__":
    main()
