"""The virtual card: commands in, answers out, byte for byte as probes of test cards by others saw them.

Pure: no socket, no clock, no thread. Where the card would need time it only says how much (`delay`); a shell waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from rehearsal.card.command import Command, MalformedCommand, read_command
from rehearsal.card.console import FaultConsole
from rehearsal.card.files import Application, File, KeyFile, PinAnswer, PinFile, Records, Transparent
from rehearsal.card.profile import CardProfile

_ISD = bytes.fromhex("A0000001510000")  # the GlobalPlatform domain that is current after power-up


class PinClear(Enum):
    """What makes the card forget a verified PIN. Sources disagree, so a driver has to be right under all three."""

    ON_POWER_OFF = "on_power_off"
    ON_RESET = "on_reset"
    ON_SELECT = "on_select"


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds that the card needs."""

    per_command: float = 0.010
    per_signature: float = 0.600


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One command as the card saw it: what it was, in which application and file, and how it ended. Never its data."""

    instruction: str
    application: str
    file: int | None
    status: int


class _Refuse(Exception):
    """Ends a command with a status word."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


class VirtualCard:
    """One card. `transmit` answers a command; an empty answer means that it gave none (mute, or no longer there)."""

    def __init__(
        self, profile: CardProfile, *, pin_clear: PinClear = PinClear.ON_POWER_OFF, latency: Latency | None = None
    ) -> None:
        self.profile = profile
        self.atr = profile.atr
        self.log: list[LogEntry] = []
        self.faults = FaultConsole()
        self.delay = 0.0  # seconds that the last answer takes
        self.powered = False
        self._pin_clear = pin_clear
        self._latency = latency
        self._applications = profile.applications()
        self._application: Application | None = None
        self._file: int | None = None
        self._verified: set[tuple[bytes, int]] = set()
        self._first_command = True

    # ------------------------------------------------------------ power

    def power_on(self) -> bytes:
        """The ATR; the card starts anew."""
        if not self.powered:
            self.powered = True
            self._restart()
        return self.atr

    def power_off(self) -> None:
        self.powered = False
        self._verified.clear()
        self._restart()

    def reset(self) -> bytes:
        """A warm reset: nothing is selected any more; the PIN is forgotten only in mode ON_RESET."""
        if self._pin_clear is PinClear.ON_RESET:
            self._verified.clear()
        self._restart()
        return self.atr

    def _restart(self) -> None:
        self._application, self._file, self._first_command = None, None, True

    # ------------------------------------------------------------ what tests and panels ask

    @property
    def tries_left(self) -> int | None:
        """Of the user-authentication PIN; None = the card has none."""
        pin = self._jpki.files.get(0x18)
        return pin.tries if isinstance(pin, PinFile) else None

    @property
    def applications_touched(self) -> set[str]:
        return {entry.application for entry in self.log if entry.application}

    @property
    def files_touched(self) -> set[int]:
        return {entry.file for entry in self.log if entry.file is not None}

    def count(self, instruction: str) -> int:
        return sum(entry.instruction == instruction for entry in self.log)

    # ------------------------------------------------------------ the fault console

    def remove(self) -> None:
        """Take the card off the reader, now."""
        self.powered = False
        self._verified.clear()
        self._restart()
        self.faults.remove()

    def tear_at(self, command: int, *, executed: bool = False) -> None:
        """Take it off at the n-th command from now (1 = the next); `executed` = after the card did it, before it answered."""
        self.faults.tear_at(command, executed=executed)

    def tear_while_signing(self) -> None:
        self.faults.tear_while_signing = True

    def mute(self) -> None:
        """Give no answer to anything any more."""
        self.faults.mute = True

    def first_command_6f00(self) -> None:
        """Answer 6F00 to the first command after each power-up (seen on one card over contactless)."""
        self.faults.first_command_6f00 = True

    def garbage_length(self) -> None:
        """The certificate says that it is 65,535 bytes long."""
        self.faults.garbage_length = True

    def filler_after_der(self) -> None:
        """The certificate's file is longer than the certificate, filled with FF."""
        self.faults.filler_after_der = True

    def lock_pin(self) -> None:
        """Use up all tries of the user-authentication PIN."""
        pin = self._jpki.files.get(0x18)
        if isinstance(pin, PinFile):
            pin.tries = 0

    # ------------------------------------------------------------ commands

    def transmit(self, apdu: bytes) -> bytes:
        """One command; the answer is data and status word, or empty."""
        self.delay = self._latency.per_command if self._latency else 0.0
        if self.faults.mute or self.faults.removed or not self.powered:
            return b""
        tear = self.faults.next_command()
        if tear is not None and not tear.executed:
            self.remove()
            return b""
        answer = self._answer(apdu)
        torn_signing = self.faults.tear_while_signing and apdu[1:2] == b"\x2a"
        if tear is not None or torn_signing:
            self.faults.tear_while_signing = False
            self.remove()
            return b""
        return answer

    def _answer(self, apdu: bytes) -> bytes:
        first, self._first_command = self._first_command, False
        instruction, data = "malformed", b""
        try:
            command = read_command(apdu)
            name, run = self._instruction(command)
            instruction = name
            if first and self.faults.first_command_6f00:
                raise _Refuse(0x6F00)
            self._check_class(command)
            data, status = run(command)
        except MalformedCommand:
            status = 0x6700
        except _Refuse as refusal:
            status = refusal.status
        application = self._application.name if self._application else ""
        self.log.append(LogEntry(instruction, application, self._file, status))
        return data + status.to_bytes(2, "big")

    def _instruction(self, command: Command) -> tuple[str, Callable[[Command], tuple[bytes, int]]]:
        match command.cla & 0xF0, command.ins:
            case 0x00, 0xA4:
                return "SELECT", self._select
            case 0x00, 0xB0:
                return "READ BINARY", self._read_binary
            case 0x00, 0xB2:
                return "READ RECORD", self._read_record
            case 0x00, 0x20:
                return ("VERIFY" if command.data else "VERIFY query"), self._verify
            case 0x00, 0x24:
                return "CHANGE PIN", self._change_pin
            case 0x80, 0x2A:
                return "SIGN", self._sign
            case 0x00, 0x84:
                return "GET CHALLENGE", self._get_challenge
            case 0x00, 0xCA:
                return "GET DATA", self._get_data
            case _:
                return f"{command.cla:02X} {command.ins:02X}", _not_supported

    def _check_class(self, command: Command) -> None:
        """Only logical channel 0 and no secure messaging (ISO/IEC 7816-4:2020, 5.4.1)."""
        if command.cla & 0xF0 not in (0x00, 0x80):
            raise _Refuse(0x6E00)
        if command.cla & 0x03:
            raise _Refuse(0x6881)
        if command.cla & 0x0C:
            raise _Refuse(0x69FC if command.ins in (0xB0, 0x20) else 0x6882)

    # ------------------------------------------------------------ SELECT

    def _select(self, command: Command) -> tuple[bytes, int]:
        if command.p2 not in (0x00, 0x0C):
            raise _Refuse(0x6A86)
        match command.p1:
            case 0x04:
                self._select_application(command.data)
            case 0x02:
                self._select_file(command.data)
            case 0x00 if self._application is None:
                raise _Refuse(0x6A86)
            case 0x00:
                if command.data:
                    raise _Refuse(0x6A82)
            case _:
                raise _Refuse(0x6A86)
        return b"", 0x9000  # no source shows the control information of P2=00, so none is given

    def _select_application(self, name: bytes) -> None:
        """By name or by the beginning of a name."""
        if not name or len(name) > 16:
            raise _Refuse(0x6A82)
        found = next((application for application in self._applications if application.aid.startswith(name)), None)
        if found is None and not _ISD.startswith(name):
            raise _Refuse(0x6A82)
        if self._pin_clear is PinClear.ON_SELECT:
            self._verified.clear()
        self._application, self._file = found, None

    def _select_file(self, identifier: bytes) -> None:
        if len(identifier) != 2:
            raise _Refuse(0x6700)
        number = int.from_bytes(identifier, "big")
        if self._application is None or number not in self._application.files:
            raise _Refuse(0x6A82)
        self._file = number

    # ------------------------------------------------------------ reading

    def _read_binary(self, command: Command) -> tuple[bytes, int]:
        if command.data or command.le is None:
            raise _Refuse(0x6700)
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            if command.p1 & 0x60:
                raise _Refuse(0x6A86)
            self._select_by_short_identifier(command.p1 & 0x1F)
            offset = command.p2
        application, number, file = self._current()
        if not isinstance(file, Transparent):
            raise _Refuse(0x6981)
        if file.needs is not None and (application.aid, file.needs) not in self._verified:
            raise _Refuse(0x6982)
        content = self.faults.certificate(file.content) if self._is_certificate(application, number) else file.content
        if offset >= len(content):
            raise _Refuse(0x6B00)
        return content[offset : offset + command.le], 0x9000

    def _read_record(self, command: Command) -> tuple[bytes, int]:
        if command.p2 & 0x07 != 0x04:
            raise _Refuse(0x6A86)
        if command.p2 >> 3:
            self._select_by_short_identifier(command.p2 >> 3)
        _, _, file = self._current()
        if not isinstance(file, Records):
            raise _Refuse(0x6981)
        if not 1 <= command.p1 <= len(file.records):
            raise _Refuse(0x6A83)
        return file.records[command.p1 - 1][: command.le], 0x9000

    def _get_challenge(self, command: Command) -> tuple[bytes, int]:
        if command.p1 or command.p2 or command.data or not command.le or command.le > 256:
            raise _Refuse(0x6700 if not (command.p1 or command.p2) else 0x6A86)
        return self.profile.random_bytes(command.le), 0x9000

    def _get_data(self, command: Command) -> tuple[bytes, int]:
        """Only the contact ATR without its first byte, before any application is selected."""
        if self._application is not None or (command.p1, command.p2) != (0x5F, 0x51):
            raise _Refuse(0x6A88)
        return bytes.fromhex("3BE000FF8131FE4514")[1:], 0x9000

    # ------------------------------------------------------------ the PIN

    def _verify(self, command: Command) -> tuple[bytes, int]:
        application, number, pin = self._referenced(command)
        if command.p1:
            raise _Refuse(0x6A86)
        if isinstance(pin, PinAnswer):
            raise _Refuse(pin.status)
        if not isinstance(pin, PinFile):
            raise _Refuse(0x6981)
        if not command.data:
            raise _Refuse(0x63C0 | pin.tries)  # also after a correct PIN
        if pin.tries == 0:
            raise _Refuse(0x6984)
        self._verified.discard((application.aid, number))
        if not pin.present(command.data):
            raise _Refuse(0x63C0 | pin.tries)
        self._verified.add((application.aid, number))
        return b"", 0x9000

    def _change_pin(self, command: Command) -> tuple[bytes, int]:
        """Right after VERIFY of the old one. A kiosk never sends this; the log shows it if it does."""
        application, number, pin = self._referenced(command)
        if command.p1 != 0x01:
            raise _Refuse(0x6A86)
        if not isinstance(pin, PinFile):
            raise _Refuse(0x6981)
        if (application.aid, number) not in self._verified:
            raise _Refuse(0x6982)
        if len(command.data) != len(pin.secret):
            raise _Refuse(0x6700)
        pin.secret, pin.tries = command.data, pin.most_tries
        return b"", 0x9000

    # ------------------------------------------------------------ the signature

    def _sign(self, command: Command) -> tuple[bytes, int]:
        application, _, key = self._referenced(command)
        if not isinstance(key, KeyFile):
            raise _Refuse(0x6981)
        if (application.aid, key.needs) not in self._verified:
            raise _Refuse(0x6982)
        if command.le is None:
            raise _Refuse(0x6700)
        if self._latency:
            self.delay += self._latency.per_signature
        signature = key.key.sign(command.p1, command.data)
        if isinstance(signature, int):
            raise _Refuse(signature)
        if command.le < len(signature):
            raise _Refuse(0x6C00 | len(signature) & 0xFF)
        return signature, 0x9000

    # ------------------------------------------------------------ which file is meant

    @property
    def _jpki(self) -> Application:
        return self._applications[0]

    def _is_certificate(self, application: Application, number: int) -> bool:
        return application is self._jpki and number == 0x0A

    def _referenced(self, command: Command) -> tuple[Application, int, File]:
        """P2 of VERIFY, CHANGE and SIGN: 80 the current file, 80 and five bits a short identifier."""
        if not command.p2 & 0x80 or command.p2 & 0x60:
            raise _Refuse(0x6A86)
        if command.p2 & 0x1F:
            self._select_by_short_identifier(command.p2 & 0x1F)
        return self._current()

    def _select_by_short_identifier(self, sfi: int) -> None:
        if self._application is None:
            raise _Refuse(0x6986)
        number = self._application.by_short_identifier(sfi)
        if number is None:
            raise _Refuse(0x6A82)
        self._file = number

    def _current(self) -> tuple[Application, int, File]:
        if self._application is None or self._file is None:
            raise _Refuse(0x6986)
        return self._application, self._file, self._application.files[self._file]


def _not_supported(_: Command) -> tuple[bytes, int]:
    raise _Refuse(0x6D00)
