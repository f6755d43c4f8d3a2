"""The virtual coin box behind a serial port: a pseudo-terminal whose slave end the driver opens like /dev/ttyUSB0."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tty
from types import TracebackType

from rehearsal.coin_box.box import VirtualCoinBox

READ_AT_MOST = 4096


class CoinBoxPort:
    """Serves a coin box on a pty while the `async with` block lasts; `path` is the port for the driver."""

    def __init__(self, box: VirtualCoinBox) -> None:
        self._box = box
        self._master = -1
        self._slave = -1
        self.path = ""

    async def __aenter__(self) -> CoinBoxPort:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.path = os.ttyname(self._slave)
        asyncio.get_running_loop().add_reader(self._master, self._carry)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)
        os.close(self._slave)

    def _carry(self) -> None:
        with contextlib.suppress(BlockingIOError):
            answer = self._box.receive(os.read(self._master, READ_AT_MOST))
            if answer:
                os.write(self._master, answer)
