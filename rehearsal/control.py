"""Words over a Unix socket: the panel, the scripted resident and the tests play the devices of another process.

One JSON array a line: ["copier.jam", 1] -> {"done": answer} or {"refused": "why"}.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

Say = Callable[..., Awaitable[object]]
LONGEST_LINE = 64 * 1024


class ControlServer:
    """Hears words on a Unix socket while started; `say` carries them out in the rehearsal's own loop."""

    def __init__(self, path: Path, say: Say) -> None:
        self._path = path
        self._say = say
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self._path, limit=LONGEST_LINE)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line), ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):
            pass  # the other side went away, or a line was too long: it may come again
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, object]:
        try:
            word, *arguments = json.loads(line)
            return {"done": await self._say(word, *arguments)}
        except (ValueError, TypeError, KeyError, RecursionError) as wrong:
            return {"refused": str(wrong)}


class WordRefused(Exception):
    """The rehearsal does not know that word, or not with these arguments."""


class Control:
    """The other end: say a word and wait until it is done."""

    def __init__(self, path: Path, seconds: float = 10.0) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(seconds)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._lines = self._socket.makefile("rb")

    def say(self, word: str, *arguments: str | int) -> object:
        self._socket.sendall(json.dumps([word, *arguments]).encode() + b"\n")
        answer = json.loads(self._lines.readline() or b'{"refused": "the rehearsal has ended"}')
        if "refused" in answer:
            raise WordRefused(f"{word}: {answer['refused']}")
        return answer["done"]

    def close(self) -> None:
        self._lines.close()
        self._socket.close()
