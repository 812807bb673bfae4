"""The two commands stand on pinned packages, a found browser and a database that goes away."""

from __future__ import annotations

import ast
import re
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import psycopg
import pytest
from packaging.requirements import Requirement

from tests.support import browser, postgres

ROOT = Path(__file__).resolve().parents[2]
PINS = {name: ROOT / name for name in ("requirements.txt", "requirements-dev.txt")}
TOOLING = [*PINS.values(), ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / ".ci" / "run"]
HOLD_UNTIL_KILLED = (
    "import time; from tests.support.postgres import start_postgres;"
    "print(start_postgres().folder, flush=True); time.sleep(600)"
)


def entries(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", PINS)
def test_every_requirement_is_pinned_and_the_pin_is_what_is_installed(name: str) -> None:
    for entry in entries(PINS[name]):
        wanted = Requirement(entry.split(" #")[0].strip())
        assert [one.operator for one in wanted.specifier] == ["=="], entry
        if wanted.marker is None or wanted.marker.evaluate():
            assert metadata.version(wanted.name) in wanted.specifier, entry


@pytest.mark.parametrize("name", PINS)
def test_every_direct_requirement_says_why_it_is_there(name: str) -> None:
    direct, _, rest = PINS[name].read_text(encoding="utf-8").partition("# What those need in turn.")
    assert rest
    lines = [line for line in direct.splitlines() if "==" in line]
    assert lines
    assert all(re.search(r"  # \S", line) for line in lines)


def test_nothing_installed_is_left_unpinned() -> None:
    pinned = {
        Requirement(entry.split(" #")[0].strip()).name.lower().replace("_", "-")
        for path in PINS.values()
        for entry in entries(path)
    }
    for name in pinned:
        for need in _needs(name):
            assert need in pinned, f"{name} needs {need}"


def _needs(name: str) -> list[str]:
    try:
        found = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # for another operating system
        return []
    wanted = [Requirement(one) for one in found]
    here = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return [re.sub(r"[-_.]+", "-", one.name).lower() for one in here]


@pytest.mark.parametrize("path", TOOLING, ids=lambda path: path.name)
def test_no_file_names_a_package_host(path: Path) -> None:
    assert not re.search(r"https?://|--(extra-)?index|find-links", path.read_text(encoding="utf-8"))


def test_make_alone_lists_every_target_that_people_use() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^\.PHONY: (\S+)", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert {"run", "demo", "test", "check"} <= set(targets)
    assert re.findall(r"^  make (\S+)  +\S", shown, flags=re.MULTILINE) == targets


def test_the_launcher_imports_streamlit_and_the_door_and_nothing_else() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imports = [one for one in ast.walk(tree) if isinstance(one, ast.Import | ast.ImportFrom)]
    names = {getattr(one, "module", None) or one.names[0].name for one in imports}
    assert names <= {"streamlit", "wellbeing.web", "__future__"}


def test_a_program_that_only_bears_the_browsers_name_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", str(stub))
    assert browser.find_browser() == ""
    stub.write_text("#!/bin/sh\nexit 0\n")
    assert browser.find_browser() == str(stub)


def test_without_postgresql_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    assert postgres.start_postgres() is None
    assert capsys.readouterr().out == postgres.ABSENT + "\n"


@pytest.mark.postgres
@pytest.mark.skipif(postgres.find_binaries() is None, reason=postgres.ABSENT)
def test_a_database_is_copied_and_dropped_and_the_server_leaves_nothing() -> None:
    server = postgres.start_postgres()
    assert server is not None
    address = server.create_database("one").replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (a int)")
    server.create_database("two", template="one")
    server.drop_database("one")
    with psycopg.connect(server.url("two").replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        shown = connection.execute("SHOW log_error_verbosity").fetchone()
    assert shown == ("terse",)
    server.drop_database("two")
    server.stop()
    assert not server.folder.exists()


@pytest.mark.postgres
@pytest.mark.skipif(postgres.find_binaries() is None, reason=postgres.ABSENT)
def test_killed_tests_leave_no_server_behind() -> None:
    command = [sys.executable, "-c", HOLD_UNTIL_KILLED]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        folder = Path(tests.stdout.readline().strip())
        assert (folder / "data" / "postmaster.pid").exists()
        tests.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not folder.exists()
