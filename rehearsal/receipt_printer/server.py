"""The virtual receipt printer behind a TCP port, as network receipt printers offer it on port 9100."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType

from rehearsal.receipt_printer.printer import VirtualReceiptPrinter

READ_AT_MOST = 65536


class ReceiptPrinterServer:
    """Serves a printer on loopback while the `async with` block lasts; `port` is where."""

    def __init__(self, printer: VirtualReceiptPrinter, port: int = 0) -> None:
        self._printer = printer
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self.port = port

    async def __aenter__(self) -> ReceiptPrinterServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self._printer.speak_up = self._to_everybody
        self._printer.connection_lost = self._drop_everybody
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._printer.speak_up = self._printer.connection_lost = None
        if self._server is not None:
            self._server.close()
            self._drop_everybody()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            while data := await reader.read(READ_AT_MOST):
                writer.write(self._printer.receive(data))
                await writer.drain()
        except ConnectionError:
            pass  # the host hung up; the printer does not mind
        finally:
            self._connections.discard(writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def _to_everybody(self, data: bytes) -> None:
        for writer in self._connections:
            writer.write(data)

    def _drop_everybody(self) -> None:
        for writer in self._connections:
            writer.transport.abort()
