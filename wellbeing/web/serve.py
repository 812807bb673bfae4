"""Serve the site: one process, its own listening socket, the address on one line."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from typing import Any

import uvicorn
from streamlit import config as streamlit_config
from streamlit.web.bootstrap import load_config_options
from streamlit.web.server.starlette.starlette_server import _get_uvicorn_config_kwargs

from wellbeing import row_switch, site_keys
from wellbeing.config import HERE, Settings
from wellbeing.runtime import Runtime, run_as, running

_POLICY_WAITS = (
    "The settings ask for another policy than the one in force. It stays as it was until two "
    "people put them into force under Office, Site policy."
)


def serve(settings: Settings, app: str = "app:app") -> None:
    """Start the site and serve it until a signal comes; a wrong key or database refuses first."""
    run_as(Runtime.start(settings))
    os.chdir(HERE)  # Streamlit looks for its settings where it is started
    sys.path.insert(0, str(HERE))
    options: dict[str, Any] = {"server_address": settings.host, "server_port": settings.port}
    load_config_options(options)
    streamlit_config._server_mode = "starlette-app"
    # Streamlit's own settings: its websocket implementation, message size, no access log.
    server = _Announcing(
        uvicorn.Config(app, log_level="warning", **_get_uvicorn_config_kwargs()),
        settings.address,
    )
    with listening(settings.host, settings.port) as listener:
        asyncio.run(server.serve(sockets=[listener]))


def listening(host: str, port: int) -> socket.socket:
    """Return a listening socket whose connections send at once.

    Streamlit binds a socket without a protocol number, so asyncio does not switch Nagle's
    algorithm off, and every rerun waits 40 ms for the browser's delayed acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    listener.listen(2048)
    listener.setblocking(False)
    return listener


class _Announcing(uvicorn.Server):
    """A server that says where it is, once it answers."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        if self.started:
            if not running().site_kind():
                code = running().held.set_up_code
                print(f"To set it up from another machine, use the code {code}", flush=True)
            if not running().held.second_line:
                print(row_switch.warning(running().engine), flush=True)
            if running().policy_waits():
                print(_POLICY_WAITS, flush=True)
            if warned := site_keys.warning(running().settings):
                print(warned, flush=True)
            print(f"Miaopu is ready: {self._address}", flush=True)
