"""The card firewall: only the few commands that an issuance needs ever reach the card, each in its place.

The law limits who may read what else is on a My Number card (the number itself, name and address, the signing
certificate), and a PIN sent twice by mistake locks the card. So this list is closed, and it stands between everything
else and `transmit`.
"""

from __future__ import annotations

import hashlib

from drivers.iso7816.apdu import CommandApdu, ResponseApdu, ResponseTooShort
from drivers.iso7816.connection import Connection
from drivers.jpki import errors
from drivers.jpki.application import AID, PIN_DIGITS, PROFILES, ElementaryFile

_READABLE = (ElementaryFile.TOKEN_INFO, ElementaryFile.CERTIFICATE, ElementaryFile.CA_CERTIFICATE)
_LENGTHS_TO_SIGN = {len(profile.digest_prefix) + hashlib.new(profile.hash_name).digest_size for profile in PROFILES}


class CommandRefused(RuntimeError):
    """Our own program tried to send something that is not on the list: a bug, never the card's fault."""


class CardFirewall:
    """One card session. `sent` and `refused` count commands; `begin_entry` allows one VERIFY and one signature."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._application_selected = False
        self._file: ElementaryFile | None = None
        self._verify_allowed = False
        self._verified = False
        self._bytes_waiting = 0
        self.sent = 0
        self.refused = 0

    def begin_entry(self) -> None:
        """A person typed four digits: from now on they may be sent once."""
        self._verify_allowed = True

    def transmit(self, command: CommandApdu) -> ResponseApdu:
        """Send an allowed command and wipe its bytes; CommandRefused for any other."""
        if not self._allows(command):
            self.refused += 1
            raise CommandRefused(f"{command!r} is not allowed here (current file: {self._file!r})")
        if _is_verify(command):
            self._verify_allowed = False  # before it is sent: a torn VERIFY may have used a try
        if _is_signature(command):
            self._verified = False
        self.sent += 1
        encoded = command.encode()
        try:
            answer = self._connection.transmit(encoded)
        finally:
            encoded[:] = bytes(len(encoded))
        try:
            response = ResponseApdu.decode(answer)
        except ResponseTooShort as why:
            raise errors.no_status_word(str(why)) from why
        self._follow(command, response)
        return response

    def _allows(self, command: CommandApdu) -> bool:
        data, le = command.data, command.le
        match command.header:
            case (0x00, 0xA4, 0x04, 0x0C):
                return data == AID and le is None and not self._verified  # a second SELECT may forget the PIN
            case (0x00, 0xA4, 0x02, 0x0C):
                return self._application_selected and le is None and _file_named(data) is not None
            case (0x00, 0xB0, offset_high, _) if offset_high < 0x80:
                return self._file in _READABLE and not data and le is not None
            case (0x00, 0x20, 0x00, 0x80) if self._file is ElementaryFile.PIN and le is None:
                return not data or (len(data) == PIN_DIGITS and self._verify_allowed)
            case (0x80, 0x2A, 0x00, 0x80) if self._file is ElementaryFile.PRIVATE_KEY:
                return self._verified and len(data) in _LENGTHS_TO_SIGN and le is not None
            case (0x00, 0xC0, 0x00, 0x00):
                return self._bytes_waiting > 0 and not data and le == self._bytes_waiting
            case _:
                return False

    def _follow(self, command: CommandApdu, response: ResponseApdu) -> None:
        self._bytes_waiting = response.status.bytes_waiting or 0
        if command.ins == 0xA4:
            by_name = command.p1 == 0x04
            if by_name:
                self._application_selected = response.status.is_done
            self._file = None if by_name or not response.status.is_done else _file_named(command.data)
        elif _is_verify(command):
            self._verified = response.status.is_done


def _is_verify(command: CommandApdu) -> bool:
    return command.ins == 0x20 and bool(command.data)


def _is_signature(command: CommandApdu) -> bool:
    return command.ins == 0x2A


def _file_named(data: bytes | bytearray) -> ElementaryFile | None:
    number = int.from_bytes(data, "big") if len(data) == 2 else -1
    return ElementaryFile(number) if number in set(ElementaryFile) else None
