"""The virtual card plugged into the real pcscd, through the virtual reader driver vpcd.

Every message both ways is a length of two bytes (big endian) and that many bytes; a message of one byte is a control
code, everything longer a command (vsmartcard, vpcd.h). Inserting is connecting, removing is closing.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

from rehearsal.card.virtual_card import VirtualCard
from rehearsal.pcscd import FIRST_PORT, wait_for_card

_POWER_OFF, _POWER_ON, _RESET, _GET_ATR = 0, 1, 2, 4
_CONNECT_FOR = 5.0  # seconds; pcscd may just be starting
_TRY_AGAIN = 0.1


class VpcdSlot:
    """One slot of the virtual reader. insert, remove and swap are what a hand does.

    A card that lies there lies there also after pcscd has been restarted: it comes back by itself.
    """

    def __init__(self, port: int = FIRST_PORT) -> None:
        self._port = port
        self._card: VirtualCard | None = None
        self._task: asyncio.Task[None] | None = None
        self._connection: socket.socket | None = None

    async def insert(self, card: VirtualCard) -> None:
        """Put a card on the reader (taking off the one that lies there); ConnectionRefusedError when pcscd is not there."""
        await self.remove()
        self._connection = await _connect(self._port, _CONNECT_FOR)
        loop = asyncio.get_running_loop()

        def taken_off() -> None:
            loop.call_soon_threadsafe(self._let_go)

        card.faults.put_back(taken_off)
        self._card = card
        self._task = loop.create_task(self._lie_there(card, self._connection), name=f"card on port {self._port}")

    async def remove(self) -> None:
        """Take the card off; harmless when none lies there."""
        card, task = self._card, self._task
        self._card, self._task = None, None
        if card is None or task is None:
            return
        if not card.faults.removed:
            card.remove()
        await task

    async def swap(self, card: VirtualCard) -> None:
        """Another card takes the place, between two looks of the reader."""
        await self.insert(card)

    async def _lie_there(self, card: VirtualCard, connection: socket.socket) -> None:
        while True:
            await _serve(connection, card)
            while not card.faults.removed:  # pcscd is gone, the card is not
                with contextlib.suppress(ConnectionRefusedError):
                    self._connection = connection = await _connect(self._port, _TRY_AGAIN)
                    break
            if card.faults.removed:
                connection.close()
                return

    def _let_go(self) -> None:
        """End the conversation in both directions; the task that reads it sees the end and closes."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)


async def _serve(connection: socket.socket, card: VirtualCard) -> None:
    """Answer vpcd until the card is taken off or pcscd goes away."""
    loop = asyncio.get_running_loop()
    with contextlib.closing(connection), contextlib.suppress(OSError):
        while (message := await _receive(connection)) is not None:
            if len(message) == 1:
                answer = _control(card, message[0])
            else:
                answer = card.transmit(message)
                if card.delay:
                    await asyncio.sleep(card.delay)
            if card.faults.removed:
                return
            if answer:  # never a length of 0: vpcd would take it for a removal
                await loop.sock_sendall(connection, len(answer).to_bytes(2, "big") + answer)


def _control(card: VirtualCard, code: int) -> bytes:
    match code:
        case 0:
            card.power_off()
        case 1:
            card.power_on()
        case 2:
            card.reset()
        case 4:
            return card.atr
        case _:
            pass  # no other code is known; vpcd waits for no answer to one
    return b""


async def _receive(connection: socket.socket) -> bytes | None:
    head = await _exactly(connection, 2)
    return None if head is None else await _exactly(connection, int.from_bytes(head, "big"))


async def _exactly(connection: socket.socket, size: int) -> bytes | None:
    """`size` bytes, or None when the other side is gone."""
    loop = asyncio.get_running_loop()
    received = b""
    while len(received) < size:
        # vpcd 3.3 sends length and body in two writes; a delayed acknowledgement of the first would cost 44 ms for each
        # command (measured, Debian 12). The kernel takes the option back after use, so it is set before every read.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = await loop.sock_recv(connection, size - len(received))
        if not part:
            return None
        received += part
    return received


async def _connect(port: int, seconds: float) -> socket.socket:
    """Knock until somebody opens; ConnectionRefusedError after `seconds`."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await loop.sock_connect(connection, ("127.0.0.1", port))
        except ConnectionRefusedError:
            connection.close()
            if loop.time() > deadline:
                raise
            await asyncio.sleep(0.05)
        else:
            return connection


class VpcdHand:
    """The same three movements for programs without an event loop of their own (tests, benches)."""

    def __init__(self, slot: VpcdSlot, loop: asyncio.AbstractEventLoop) -> None:
        self._slot = slot
        self._loop = loop

    def insert(self, card: VirtualCard) -> None:
        """Returns when the clients of pcscd see the card."""
        self._do(self._slot.insert(card))
        wait_for_card()

    def remove(self) -> None:
        self._do(self._slot.remove())

    def swap(self, card: VirtualCard) -> None:
        self._do(self._slot.swap(card))

    def _do(self, movement: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(movement, self._loop).result(timeout=15)


@contextlib.contextmanager
def hand_over(port: int = FIRST_PORT) -> Iterator[VpcdHand]:
    """A hand over slot `port`, moved by a thread of its own; the card is taken off at the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="vpcd", daemon=True)
    thread.start()
    hand = VpcdHand(VpcdSlot(port), loop)
    try:
        yield hand
    finally:
        hand.remove()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
