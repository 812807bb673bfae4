"""A proxy in front of several app processes: each connection goes to the next one and stays there.

A websocket is one connection, so a session keeps its process. It only copies bytes.
`python -m benchmarks.proxy PORT BACKEND_PORT...`
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from asyncio import StreamReader, StreamWriter

CHUNK = 65_536


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


async def serve(port: int, backends: list[int]) -> None:
    """Serve on this machine until the process is ended."""
    turns = itertools.cycle(backends)

    async def visit(reader: StreamReader, writer: StreamWriter) -> None:
        try:
            inner = await asyncio.open_connection("127.0.0.1", next(turns))
        except OSError:
            writer.close()
            return
        await asyncio.gather(_copy(reader, inner[1]), _copy(inner[0], writer))

    server = await asyncio.start_server(visit, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), [int(one) for one in sys.argv[2:]]))
