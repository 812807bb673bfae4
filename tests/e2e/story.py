"""A storyline under its own clock: its days, moved by whole weeks, and the talks before it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.e2e import care
from tests.support.clocked import FileClock
from tests.support.server import Server
from tests.support.world import START, build
from wellbeing.services import measures, sessions

_CLOCKED = ("tests.support.clocked",)


def clocked(folder: Path) -> Server:
    """Serve a site with its staff, and nobody else yet, under a clock that a story moves."""
    build(folder).close()
    FileClock(folder).set(START)
    return Server(folder, command=_CLOCKED).start()


class Story(care.Site):
    """One storyline on a clocked server: its original days, so many weeks later."""

    def __init__(self, server: Server, weeks: int) -> None:
        self.server, self.shift = server, timedelta(weeks=weeks)
        self.clock = FileClock(server.folder)

    def at(self, moment: str) -> None:
        """Go on to a moment of the storyline."""
        local = datetime.fromisoformat(moment).replace(tzinfo=care.SHANGHAI)
        self.clock.set(local + self.shift)

    def now(self) -> datetime:
        return self.clock().astimezone(care.SHANGHAI)

    def moved(self, day: str) -> str:
        """Return a day of the storyline as it is typed."""
        return (datetime.fromisoformat(day) + self.shift).date().isoformat()

    def talked(self, moment: str, total: float, words: str, *, first: bool = False) -> None:
        """Have a talk held that ends about now: noted, signed, with its check-in."""
        self.at(moment)
        start = self.now() - timedelta(hours=1)
        with self.beside() as world:
            me, case = world.counsellor, UUID(str(self.case))
            form = sessions.BookForm(start.date(), f"{start:%H:%M}", "50")
            made = sessions.book(me, case, form)
            held = sessions.FirstHeldForm("yes", "yes") if first else sessions.HeldForm()
            sessions.hold(me, made, held)
            sessions.sign_note(me, made, sessions.LAYOUTS["free"](words))
            filled = measures.RecordForm(measures.CHECK_IN, total=total, about_id=made)
            measures.record(me, case, filled)
