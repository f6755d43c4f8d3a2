"""The virtual multi-copier behind a real HTTP socket, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rehearsal.copier.model import VirtualCopier
from rehearsal.copier.server import CopierServer
from tests.drivers_copier.table import StillClock

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Served:
    """Words to the copier go through `do`, so that the socket follows before the test goes on."""

    server: CopierServer
    loop: asyncio.AbstractEventLoop

    def do(self, word: Callable[[VirtualCopier], Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(self.server.do(word), self.loop).result(10)

    def write_sheets(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.write_sheets(), self.loop).result(30)

    @property
    def port(self) -> int:
        return self.server.port

    @property
    def uri(self) -> str:
        return self.server.uri


@contextmanager
def serve(sheets_to: Path | None = None, *, seconds_per_sheet: float = 0.0) -> Iterator[Served]:
    """A copier on 127.0.0.1 with a clock that stands still; sheets of 0 seconds come out at once."""
    copier = VirtualCopier(StillClock(), {}, seconds_per_sheet=seconds_per_sheet)
    server = CopierServer(copier, sheets_to)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="virtual-copier")
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
        yield Served(server, loop)
    finally:
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
