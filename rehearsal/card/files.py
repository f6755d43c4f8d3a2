"""Applications and files of the virtual card, with the rights on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class SigningKey(Protocol):
    """A private key on the card."""

    @property
    def signature_length(self) -> int: ...

    def sign(self, scheme: int, given: bytes) -> bytes | int:
        """The signature over `given` under scheme P1, or the status word of a refusal."""


@dataclass(frozen=True, slots=True)
class Transparent:
    """A file of bytes. `needs` is the PIN file that opens it, None = anyone may read."""

    content: bytes
    needs: int | None = None


@dataclass(slots=True)
class PinFile:
    """A PIN with its retry counter; `tries` is what is left. Its readable form never shows the secret."""

    secret: bytes = field(repr=False)
    most_tries: int
    tries: int = -1

    def __post_init__(self) -> None:
        if self.tries < 0:
            self.tries = self.most_tries

    def present(self, given: bytes) -> bool:
        """Compare; a wrong one uses a try, a right one gives all tries back. Never called while blocked."""
        if given == self.secret:
            self.tries = self.most_tries
            return True
        self.tries -= 1
        return False


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """A PIN file that answers everything with one status word (what a card without PIN does is not published)."""

    status: int


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key and the PIN file that opens it."""

    key: SigningKey
    needs: int


@dataclass(frozen=True, slots=True)
class Records:
    """A file of records, numbered from 1."""

    records: tuple[bytes, ...]


File = Transparent | PinFile | PinAnswer | KeyFile | Records


@dataclass(frozen=True, slots=True)
class Application:
    """A DF: its name for logs, its AID, its files by identifier. A short identifier is the low five bits of a long one."""

    name: str
    aid: bytes
    files: Mapping[int, File]

    def by_short_identifier(self, sfi: int) -> int | None:
        return next((number for number in self.files if number & 0x1F == sfi and number < 0x20), None)
