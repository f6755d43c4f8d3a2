"""IPP messages to bytes and back: what the kiosk says to the multi-copier and what it hears.

Groups are kept apart and in order, so that the answer to Get-Jobs splits into jobs reliably. Values stay octets with
their tag until somebody asks for a number or a text: an attribute nobody asked for can do no harm.
Source: RFC 8010 clause 3 (encoding) and clause 3.5 (tags). Errors: `MalformedMessage`, nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

MOST_ATTRIBUTES = 20_000
"""Bound on what one message may hold; a full Get-Printer-Attributes answer of a large machine has a few thousand values."""


class GroupTag(IntEnum):
    """Delimiter tags (RFC 8010 clause 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class ValueTag(IntEnum):
    """Value tags this driver writes or understands (RFC 8010 clause 3.5.2)."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


class MalformedMessage(Exception):
    """Bytes that are no IPP message: what is wrong, and at which byte."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it travels: tag and octets."""

    tag: int
    octets: bytes


@dataclass(frozen=True, slots=True)
class Group:
    """One attribute group. A collection appears as its flat run of values; nobody here needs to look inside one."""

    tag: int
    attributes: dict[str, tuple[Value, ...]] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """The attribute as integer or enum (32 bit, signed); None = absent, out-of-band ("unknown") or another kind."""
        values = self.attributes.get(name)
        if not values or values[0].tag not in (ValueTag.INTEGER, ValueTag.ENUM) or len(values[0].octets) != 4:
            return None
        return int.from_bytes(values[0].octets, "big", signed=True)

    def numbers(self, name: str) -> tuple[int, ...]:
        """All values that are integers or enums."""
        return tuple(
            int.from_bytes(value.octets, "big", signed=True)
            for value in self.attributes.get(name, ())
            if value.tag in (ValueTag.INTEGER, ValueTag.ENUM) and len(value.octets) == 4
        )

    def flag(self, name: str) -> bool | None:
        """The attribute as yes or no; None = absent or another kind."""
        values = self.attributes.get(name)
        if not values or values[0].tag != ValueTag.BOOLEAN or len(values[0].octets) != 1:
            return None
        return values[0].octets != b"\x00"

    def texts(self, name: str) -> tuple[str, ...]:
        """All values as text; bytes that are no UTF-8 become U+FFFD, out-of-band values are left out."""
        return tuple(_text(value) for value in self.attributes.get(name, ()) if value.tag >= 0x35)

    def text(self, name: str) -> str | None:
        """The first value as text, or None."""
        return next(iter(self.texts(name)), None)


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`code` = operation) or an answer (`code` = status). `data` follows the attributes."""

    code: int
    request_id: int
    groups: tuple[Group, ...]
    data: bytes = b""
    version: tuple[int, int] = (2, 0)

    def first(self, tag: int) -> Group:
        """The first group of a kind; an empty one when there is none."""
        return next((group for group in self.groups if group.tag == tag), Group(tag))

    def all(self, tag: int) -> tuple[Group, ...]:
        """Every group of a kind, in order."""
        return tuple(group for group in self.groups if group.tag == tag)


def _text(value: Value) -> str:
    octets = value.octets
    if value.tag in (
        ValueTag.TEXT_WITH_LANGUAGE,
        ValueTag.NAME_WITH_LANGUAGE,
    ):  # RFC 8010 clause 3.9: language, then text
        start = 4 + int.from_bytes(octets[:2], "big")
        octets = octets[start:]
    return octets.decode("utf-8", "replace")


# ---------------------------------------------------------------- values to write


def integers(*numbers: int) -> tuple[Value, ...]:
    return tuple(Value(ValueTag.INTEGER, struct.pack(">i", number)) for number in numbers)


def yes_or_no(yes: bool) -> tuple[Value, ...]:
    return (Value(ValueTag.BOOLEAN, b"\x01" if yes else b"\x00"),)


def words(tag: ValueTag, *texts: str) -> tuple[Value, ...]:
    return tuple(Value(tag, text.encode()) for text in texts)


# ---------------------------------------------------------------- bytes


def encode(message: Message) -> bytes:
    """The bytes of a message. ValueError: an attribute without a value, or a name or value over 65 535 octets."""
    pieces = [struct.pack(">bbHi", *message.version, message.code, message.request_id)]
    for group in message.groups:
        pieces.append(bytes((group.tag,)))
        for name, values in group.attributes.items():
            pieces.extend(_attribute(name, values))
    pieces.append(bytes((GroupTag.END,)))
    pieces.append(message.data)
    return b"".join(pieces)


def _attribute(name: str, values: Iterable[Value]) -> Iterable[bytes]:
    octets = name.encode()
    written = False
    for value in values:
        if len(octets) > 0xFFFF or len(value.octets) > 0xFFFF:
            raise ValueError(f"attribute {name[:40]!r} does not fit into 65535 octets")
        yield struct.pack(">BH", value.tag, len(octets)) + octets + struct.pack(">H", len(value.octets)) + value.octets
        octets = b""
        written = True
    if not written or not name:
        raise ValueError(f"attribute {name[:40]!r} needs a name and at least one value")


def decode(octets: bytes) -> Message:
    """Read a message, trusting none of its lengths. MalformedMessage says what is wrong and where."""
    if len(octets) < 9:
        raise MalformedMessage(f"{len(octets)} bytes are too short for an IPP message (at least 9)")
    major, minor, code, request_id = struct.unpack_from(">bbHi", octets)
    groups: list[Group] = []
    values: list[Value] | None = None
    collected: list[tuple[dict[str, tuple[Value, ...]], str, list[Value]]] = []
    at, count = 8, 0
    while True:
        if at >= len(octets):
            raise MalformedMessage("the attributes do not end (no end-of-attributes tag)")
        tag = octets[at]
        at += 1
        if tag == GroupTag.END:
            break
        if tag < 0x10:
            groups.append(Group(tag, {}))
            values = None
            continue
        count += 1
        if count > MOST_ATTRIBUTES:
            raise MalformedMessage(f"more than {MOST_ATTRIBUTES} values")
        name, at = _counted(octets, at)
        content, at = _counted(octets, at)
        if name:
            if not groups:
                raise MalformedMessage(f"an attribute before the first group, byte {at}")
            text = name.decode("utf-8", "replace")
            values = []
            collected.append((groups[-1].attributes, text, values))
        elif values is None:
            raise MalformedMessage(f"a further value without an attribute, byte {at}")
        values.append(Value(tag, content))
    for attributes, text, found in collected:
        attributes.setdefault(text, tuple(found))  # an attribute that stands twice: the first one counts
    return Message(code, request_id, tuple(groups), octets[at:], (major, minor))


def _counted(octets: bytes, at: int) -> tuple[bytes, int]:
    if at + 2 > len(octets):
        raise MalformedMessage(f"a length is cut off at byte {at}")
    length = octets[at] << 8 | octets[at + 1]
    end = at + 2 + length
    if end > len(octets):
        raise MalformedMessage(f"a value at byte {at} claims {length} bytes, {len(octets) - at - 2} are left")
    return octets[at + 2 : end], end
