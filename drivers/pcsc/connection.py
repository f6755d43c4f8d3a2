"""One card held through PC/SC: exclusive while it lasts, unpowered when it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from smartcard import scard

from drivers.pcsc import errors
from drivers.pcsc.patience import OutOfPatience, PatientThread

_CONNECT_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, in seconds, before it is given up."""

    connect: float = 5.0  # PC/SC sets no limit while another program holds the card; powering one takes under a second
    transmit: float = 10.0  # a signature takes about a second; a slow contactless card may ask for extensions of 2.5 s


class PcscConnection:
    """drivers.iso7816.connection.Connection over one SCARDHANDLE, with a context of its own.

    EXCLUSIVE, because a verified PIN opens the key for everybody who may talk to the card; UNPOWER at the end, because
    nothing less surely makes the card forget the PIN (measured by others on a test card).
    """

    def __init__(self, reader: Callable[[int], str], patience: Patience) -> None:
        """`reader` names the reader, given the context that it is asked through."""
        self._thread = PatientThread("card")
        self._patience = patience
        self._context = 0
        self._card = 0
        self._protocol = 0
        self._open = True
        try:
            self._patiently(lambda: self._connect(reader), patience.connect, "SCardConnect")
        except BaseException:
            self.close()
            raise

    def transmit(self, apdu: bytearray) -> bytes:
        if not self._open:
            raise errors.closed()
        command = list(apdu)
        try:
            return self._patiently(lambda: self._transmit(command), self._patience.transmit, "SCardTransmit")
        finally:
            command[:] = [0] * len(command)

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        with contextlib.suppress(OutOfPatience):  # then it is done whenever pcscd lets go
            self._thread.call(self._disconnect, self._patience.connect)
        self._thread.leave(lambda: None)

    def _patiently(self, function: Callable[[], bytes], seconds: float, doing: str) -> bytes:
        try:
            return self._thread.call(function, seconds)
        except OutOfPatience as why:
            self._open = False
            self._thread.leave(self._disconnect)
            raise errors.no_return(doing, seconds) from why

    def _connect(self, reader: Callable[[int], str]) -> bytes:
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if code != scard.SCARD_S_SUCCESS:
            raise errors.reader_fault(code, "SCardEstablishContext")
        name = reader(self._context)
        for attempt in range(1, _CONNECT_ATTEMPTS + 1):
            code, self._card, self._protocol = scard.SCardConnect(
                self._context,
                name,
                scard.SCARD_SHARE_EXCLUSIVE,
                scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
            )
            if code == scard.SCARD_S_SUCCESS:
                return b""
            self._card = 0
            if not errors.is_unresponsive(code) or attempt == _CONNECT_ATTEMPTS:
                break
        raise errors.card_fault(code, "SCardConnect")

    def _transmit(self, command: list[int]) -> bytes:
        header = scard.SCARD_PCI_T0 if self._protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        code, answer = scard.SCardTransmit(self._card, header, command)
        if code != scard.SCARD_S_SUCCESS:
            raise errors.card_fault(code, "SCardTransmit")
        if not answer:
            raise errors.empty_answer()
        return bytes(octet & 0xFF for octet in answer)

    def _disconnect(self) -> None:
        """Return codes are not asked for: a card or a service that is gone has let go already."""
        if self._card:
            scard.SCardDisconnect(self._card, scard.SCARD_UNPOWER_CARD)
        if self._context:
            scard.SCardReleaseContext(self._context)
        self._card = self._context = 0
