"""The virtual multi-copier on a socket: a thin HTTP shell around the model, for the rehearsal's one asyncio process.

Sheets land in a directory as they come out: one PDF a sheet and one PNG a printed side, made exclusively, named by the
order of the sheets and the job-name. Listens on 127.0.0.1 only; while the machine is off, nobody listens.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from rehearsal.copier.model import VirtualCopier
from rehearsal.copier.sheets import Sheet, pdf_of, png_of

Result = TypeVar("Result")

_LARGEST_BODY = 64 * 1024 * 1024
_LONGEST_LINE = 128 * 1024  # also what asyncio buffers at a time: documents are read in pieces of this size
_MOST_HEADERS = 100
_TICK_SECONDS = 0.02


class _BadHttp(Exception):
    """The bytes are no HTTP/1.1 request this shell reads; `status` is what it answers."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class CopierServer:
    """Start with `await start()`, end with `await close()`; `port` and `uri` are known after the start."""

    def __init__(
        self, copier: VirtualCopier, sheets_to: Path | None, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.copier = copier
        self.host = host
        self.port = port
        self._sheets_to = sheets_to
        self._sheets_written = 0
        self._writing = asyncio.Lock()
        self._server: asyncio.Server | None = None
        self._place: socket.socket | None = None
        self._switching = asyncio.Lock()
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._living: asyncio.Task[None] | None = None

    @property
    def uri(self) -> str:
        return f"ipp://{self.host}:{self.port}/ipp/print"

    async def start(self) -> None:
        """Listen, and let the engine live."""
        if self._sheets_to is not None:
            self._sheets_to.mkdir(parents=True, exist_ok=True)
        await self._listen()
        self._living = asyncio.create_task(self._live())

    async def close(self) -> None:
        """Stop listening, cut every connection, write the last sheets."""
        if self._living is not None:
            self._living.cancel()
            with suppress(asyncio.CancelledError):
                await self._living
        await self._hang_up()
        if self._place is not None:
            self._place.close()
            self._place = None
        await self.write_sheets()

    async def do(self, word: Callable[[VirtualCopier], Result]) -> Result:
        """Say a word of the fault vocabulary and let the socket follow, e.g. `await server.do(VirtualCopier.power_cut)`."""
        result = word(self.copier)
        await self._follow_power()
        return result

    async def write_sheets(self) -> None:
        """Write the sheets that came out since the last time."""
        async with self._writing:  # whoever waits for the sheets finds them whole
            self.copier.run()
            while self._sheets_written < len(self.copier.ejected):
                sheet = self.copier.ejected[self._sheets_written]
                self._sheets_written += 1
                if self._sheets_to is not None:
                    await asyncio.to_thread(_write_sheet, self._sheets_to, sheet)

    # ------------------------------------------------------------ life

    async def _live(self) -> None:
        while True:
            self.copier.run()
            await self._follow_power()
            await self.write_sheets()
            await asyncio.sleep(_TICK_SECONDS)

    async def _follow_power(self) -> None:
        async with self._switching:  # the engine's life and a spoken word may both see the power come back
            if self.copier.powered and self._server is None:
                await self._listen()
            elif not self.copier.powered and self._server is not None:
                await self._hang_up()

    async def _listen(self) -> None:
        self._keep_port()
        self._server = await asyncio.start_server(
            self._serve, self.host, self.port, limit=_LONGEST_LINE, reuse_port=True
        )
        self.copier.uri = self.uri

    def _keep_port(self) -> None:
        """A bound socket that does not listen keeps the port ours while the machine is off."""
        if self._place is None:
            self._place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            self._place.bind((self.host, self.port))
            self.port = self._place.getsockname()[1]

    async def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for task, writer in list(self._connections.items()):
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        if server is not None:
            await server.wait_closed()

    # ------------------------------------------------------------ HTTP

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections[task] = writer
        try:
            while await self._exchange(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client hung up: nothing to answer
        except asyncio.CancelledError:
            pass  # hung up by _hang_up, which waits for this task
        finally:
            del self._connections[task]
            writer.transport.abort() if writer.is_closing() else writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False = this connection is done."""
        try:
            request = await _read_head(reader)
            if request is None:
                return False
            method, headers = request
            if method != "POST":
                raise _BadHttp("405 Method Not Allowed")
            if headers.get("content-type", "").split(";")[0].strip() != "application/ipp":
                raise _BadHttp("415 Unsupported Media Type")
            if headers.get("expect", "").lower() == "100-continue":
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = await _read_body(reader, headers)
        except _BadHttp as error:
            writer.write(f"HTTP/1.1 {error.status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            return False
        try:
            answer = self.copier.post(body)
        except TimeoutError:
            await reader.read()  # silent: hold the line until the client gives up
            return False
        except ConnectionError:
            writer.transport.abort()
            return False
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {len(answer)}\r\n\r\n"
        writer.write(head.encode() + answer)
        await writer.drain()
        return headers.get("connection", "").lower() != "close"


async def _read_head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]] | None:
    """Method and headers (names in lower case); None when the client has nothing more to say."""
    try:
        line = await reader.readline()
        if not line:
            return None
        words = line.decode("latin-1").split()
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise _BadHttp("400 Bad Request")
        headers: dict[str, str] = {}
        while (line := await reader.readline()) not in (b"\r\n", b"\n"):
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon or len(headers) >= _MOST_HEADERS:
                raise _BadHttp("400 Bad Request")
            headers[name.strip().lower()] = value.strip()
    except ValueError as error:  # StreamReader: a line longer than the limit
        raise _BadHttp("431 Request Header Fields Too Large") from error
    return words[0], headers


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            raise _BadHttp("411 Length Required")
        if int(length) > _LARGEST_BODY:
            raise _BadHttp("413 Content Too Large")
        return await reader.readexactly(int(length))
    body = bytearray()
    while True:
        size = (await reader.readline()).split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            raise _BadHttp("400 Bad Request")
        count = int(size, 16)
        if len(body) + count > _LARGEST_BODY:
            raise _BadHttp("413 Content Too Large")
        body += await reader.readexactly(count)
        await reader.readline()
        if count == 0:
            return bytes(body)


# ---------------------------------------------------------------- sheets as files


def _write_sheet(directory: Path, sheet: Sheet) -> None:
    """Write one sheet; a name that exists already belongs to an earlier run and is never written over."""
    label = "foreign" if sheet.foreign else re.sub(r"[^A-Za-z0-9._-]", "_", sheet.job)[:80]
    for turn in range(1000):
        stem = f"{sheet.number + turn:04d}-{label}"
        try:
            with (directory / f"{stem}.pdf").open("xb") as file:
                file.write(pdf_of(sheet))
        except FileExistsError:
            continue
        for side, name in ((sheet.front, "front"), (sheet.back, "back")):
            if side is not None:
                with (directory / f"{stem}-{name}.png").open("xb") as file:
                    file.write(png_of(side))
        return
    raise FileExistsError(f"{directory} holds too many sheets named like {label}: empty it")
