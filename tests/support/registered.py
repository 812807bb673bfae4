"""A test that the register of ASVS names must run: skipped in every form, it fails the run.

`tests/contract/test_asvs.py` sees that a named test is there and is not left out for good. What is
skipped only where it runs, for want of a database or a browser, is seen here.
"""

from __future__ import annotations

import pytest

from scripts.asvs import REGISTER, rows


class Registered:
    """Watches the outcomes of the tests that the register names."""

    def __init__(self) -> None:
        self._names = {one for row in rows(REGISTER.read_text("utf-8")) for one in row.tests}
        self._ran: set[str] = set()
        self._skipped: set[str] = set()

    @property
    def unproved(self) -> list[str]:
        """The named tests that were skipped in every form in which they were to run."""
        return sorted(self._skipped - self._ran)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note whether a named test ran; a failure fails the run by itself."""
        name = report.nodeid.removeprefix("tests/").partition("[")[0]
        if name not in self._names:
            return
        if report.skipped:  # expected to fail counts as skipped: it proves nothing either
            self._skipped.add(name)
        elif report.when == "call":
            self._ran.add(name)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the run fail; with several workers only the one that hears of all of them."""
        if self.unproved and not hasattr(session.config, "workerinput"):
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for name in self.unproved:
            terminalreporter.line(f"docs/asvs.md names {name}, which was skipped", red=True)
