"""The virtual host machine behind a TCP port on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType

from rehearsal.host.machine import LONGEST_LINE, VirtualHost


class HostServer:
    """Serves a host machine while the `async with` block lasts; `port` is where."""

    def __init__(self, host: VirtualHost, port: int = 0) -> None:
        self._host = host
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self.port = port

    async def __aenter__(self) -> HostServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=LONGEST_LINE)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            for writer in self._connections:
                writer.transport.abort()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            while line := await reader.readline():
                answer = self._host.answer(line)
                if answer is not None:
                    writer.write(answer)
                    await writer.drain()
        except (ConnectionError, ValueError):
            pass  # hung up, or a line without an end: the next connection is served all the same
        finally:
            self._connections.discard(writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
