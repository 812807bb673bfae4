"""A throw-away PostgreSQL from the machine's own programs, gone when the tests end."""

from __future__ import annotations

import atexit
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ABSENT = "PostgreSQL is not on this machine: its tests are left out (apt install postgresql)."
OWNER = "miaopu"
START_SECONDS = 60
STOP_SECONDS = 30
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "jit": "off",
    # Nothing here outlives the tests, so nothing needs to reach the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # As a real site is told to set them: an error's text must not carry a row's values.
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
# The server ends and its folder goes when the tests close the pipe, however the tests end:
# the reading end of a pipe notices even a killed writer.
GUARD = """
folder=$1; shift
exec 3<&0
"$@" </dev/null & server=$!
( read -r _ <&3; kill -INT $server ) & reader=$!
wait $server
kill $reader 2>/dev/null || { cd / && rm -rf "$folder"; }
"""


@dataclass(slots=True)
class Postgres:
    """A running server; every database in it is a test's own."""

    folder: Path
    log_path: Path
    port: int
    password: str
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database."""
        return f"postgresql+psycopg://{OWNER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, a copy of `template` when given, and return its address."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        self._run(command)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, ending what is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server and remove all that it wrote; a second call does nothing."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait(STOP_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: sql.Composed) -> None:
        with closing(self._connect()) as connection:
            connection.execute(command)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=OWNER,
            password=self.password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )


def find_binaries() -> Path | None:
    """The folder of the newest PostgreSQL's own programs; one on PATH may be a mere wrapper."""
    versioned = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(versioned, key=lambda one: float(one.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def start_postgres() -> Postgres | None:
    """A new server, or None and one printed line when the machine has no PostgreSQL."""
    binaries = find_binaries()
    if binaries is None:
        print(ABSENT)
        return None
    identity = _identity()
    folder = Path(tempfile.mkdtemp(prefix="miaopu-pg-"))
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    password = secrets.token_hex(16)
    try:
        _initdb(binaries, folder, password, identity)
    except subprocess.CalledProcessError as failure:
        shutil.rmtree(folder, ignore_errors=True)
        raise RuntimeError(f"initdb failed: {failure.stderr.decode()[-2000:]}") from failure
    server = _serve(binaries, folder, password, identity)
    atexit.register(server.stop)
    _wait_until_ready(server)
    return server


def _identity() -> dict[str, int]:
    """Whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    accounts = {one.pw_name: one for one in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid}


def _child(identity: dict[str, int]) -> dict[str, object]:
    """What every child process is given: its user, and no language of the tester's own."""
    rest: dict[str, object] = {"extra_groups": []} if identity else {}
    return {**identity, **rest, "cwd": "/", "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}


def _initdb(binaries: Path, folder: Path, password: str, identity: dict[str, int]) -> None:
    # A file of its own: another user may not open our end of a pipe as /dev/stdin.
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if identity:
        os.chown(secret, identity["user"], identity["group"])
    command = [binaries / "initdb", "-D", folder / "data", "-U", OWNER, f"--pwfile={secret}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(command, capture_output=True, check=True, **_child(identity))
    secret.unlink()


def _serve(binaries: Path, folder: Path, password: str, identity: dict[str, int]) -> Postgres:
    port, log_path = _free_port(), folder / "server.log"
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for name, value in {**SETTINGS, "unix_socket_directories": str(folder)}.items():
        command += ["-c", f"{name}={value}"]
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", str(folder), *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_child(identity),
        )
    return Postgres(folder, log_path, port, password, process)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Postgres) -> None:
    """Return once it answers; a server that does not is stopped and its log shown."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        try:
            server._connect().close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    log = server.log_path.read_text(errors="replace")[-2000:]
    server.stop()
    raise RuntimeError(f"PostgreSQL did not start:\n{log}")


if __name__ == "__main__":
    found = find_binaries()
    print(f"PostgreSQL for the tests: {found}" if found else ABSENT)
