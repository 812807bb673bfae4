"""A small load client: opens pages as a browser's websocket does and times their reruns.

Only servers on this machine can be loaded, and every number is bounded.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

MOST_SESSIONS, MOST_RERUNS, MOST_SECONDS = 100, 200, 120
_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


@dataclass(frozen=True, slots=True)
class Target:
    """A page of a server on this machine; the sessions take the cookies in turn."""

    port: int
    pid: int
    page: str = ""
    cookies: tuple[str, ...] = ()
    # What the first load must hold, and how often: a page of errors is fast too.
    proof: tuple[bytes, int] = (b"", 0)
    query: str = ""

    @property
    def host(self) -> str:
        """This machine and no other."""
        return f"127.0.0.1:{self.port}"


@dataclass(slots=True)
class Seen:
    """What all sessions together saw."""

    first_ms: list[float] = field(default_factory=list)
    rerun_ms: list[float] = field(default_factory=list)
    rerun_bytes: list[int] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    mib_before: float = 0.0
    mib_open: float = 0.0

    def add(self, other: Seen) -> None:
        """Take another round in; memory stays that of the first."""
        self.first_ms += other.first_ms
        self.rerun_ms += other.rerun_ms
        self.rerun_bytes += other.rerun_bytes
        self.problems += other.problems
        self.seconds += other.seconds
        self.cpu_seconds += other.cpu_seconds
        if not self.mib_open:
            self.mib_before, self.mib_open = other.mib_before, other.mib_open

    @property
    def per_second(self) -> float:
        """Reruns of all sessions in a second."""
        return len(self.rerun_ms) / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for one rerun."""
        return 1000 * self.cpu_seconds / len(self.rerun_ms) if self.rerun_ms else 0.0


def at(values: Sequence[float], share: float) -> float:
    """Return a percentile, such as `at(times, 0.95)`."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class _Tab:
    """One browser tab: the page it is on, and the messages that it keeps."""

    def __init__(self, socket: ClientConnection, problems: Counter[str], query: str = "") -> None:
        self._socket, self._problems, self._query = socket, problems, query
        self._page_hash = ""
        self._kept: set[str] = set()

    async def run(self, page: str = "") -> tuple[float, bytes]:
        """Have the script run; return milliseconds until it has finished, and what came."""
        wanted = BackMsg()
        rerun = wanted.rerun_script
        rerun.page_name, rerun.page_script_hash = page, self._page_hash
        rerun.query_string = self._query
        rerun.context_info.timezone, rerun.context_info.locale = "Asia/Shanghai", "en-GB"
        rerun.cached_message_hashes.extend(self._kept)
        came, start = bytearray(), time.perf_counter()
        await self._socket.send(wanted.SerializeToString())
        while True:
            data = await asyncio.wait_for(self._socket.recv(), MOST_SECONDS)
            came += data if isinstance(data, bytes) else b""
            if self._is_end(data):
                return 1000 * (time.perf_counter() - start), bytes(came)

    def _is_end(self, data: bytes | str) -> bool:
        message = ForwardMsg()
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash and kind != "ref_hash":
            self._kept.add(message.hash)
        if kind in ("new_session", "navigation"):
            self._page_hash = getattr(message, kind).page_script_hash or self._page_hash
        elif kind in ("auth_redirect", "page_not_found"):
            self._problems[kind] += 1
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            self._problems[message.delta.new_element.exception.type or "exception"] += 1
        # After an early end the page runs again by itself.
        finished = kind == "script_finished" and message.script_finished != _EARLY
        return finished or kind == "auth_redirect"


class _Round:
    """One round of sessions that all open the page first and then rerun it together."""

    def __init__(self, target: Target, sessions: int, reruns: int) -> None:
        self.target = target
        self.sessions, self.reruns = min(sessions, MOST_SESSIONS), min(reruns, MOST_RERUNS)
        self.seen = Seen(mib_before=resident_mib(target.pid))
        self.go = asyncio.Event()

    async def play(self) -> Seen:
        """Open all, look at the memory, rerun, and return what was seen."""
        opened = [asyncio.Event() for _ in range(self.sessions)]
        jobs = [asyncio.create_task(self._session(n, one)) for n, one in enumerate(opened)]
        for one in opened:
            await one.wait()
        self.seen.mib_open = resident_mib(self.target.pid)
        start, cpu = time.perf_counter(), cpu_seconds(self.target.pid)
        self.go.set()
        await asyncio.gather(*jobs)
        self.seen.seconds = time.perf_counter() - start
        self.seen.cpu_seconds = cpu_seconds(self.target.pid) - cpu
        return self.seen

    async def _session(self, number: int, opened: asyncio.Event) -> None:
        await asyncio.sleep(0.02 * number)
        try:
            async with connect(
                f"ws://{self.target.host}/_stcore/stream",
                subprotocols=["streamlit", "none"],  # type: ignore[list-item]
                origin=f"http://{self.target.host}",  # type: ignore[arg-type]
                additional_headers=self._headers(number),
                max_size=None, compression=None, proxy=None, ping_interval=None,
                open_timeout=MOST_SECONDS,
            ) as socket:  # fmt: skip
                tab = _Tab(socket, self.seen.problems, self.target.query)
                await self._click(tab, opened)
        except (OSError, TimeoutError, WebSocketException) as error:
            self.seen.problems[type(error).__name__] += 1
        finally:
            opened.set()

    def _headers(self, number: int) -> dict[str, str]:
        cookies = self.target.cookies
        return {"Cookie": f"sid={cookies[number % len(cookies)]}"} if cookies else {}

    async def _click(self, tab: _Tab, opened: asyncio.Event) -> None:
        took, came = await tab.run(self.target.page)
        text, times = self.target.proof
        if text and came.count(text) != times:
            self.seen.problems[f"{text!r} came {came.count(text)} times"] += 1
        self.seen.first_ms.append(took)
        opened.set()
        await self.go.wait()
        for _ in range(self.reruns):
            took, came = await tab.run()
            self.seen.rerun_ms.append(took)
            self.seen.rerun_bytes.append(len(came))


def load(target: Target, sessions: int, reruns: int) -> Seen:
    """Open the page in so many sessions, then rerun it in each without a pause."""
    return asyncio.run(_Round(target, sessions, reruns).play())


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB; NaN where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("nan")
    return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("VmRSS")), float("nan"))


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process so far; NaN where the system does not tell."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return float("nan")
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
