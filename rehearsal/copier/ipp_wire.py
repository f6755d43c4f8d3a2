"""IPP as the virtual multi-copier reads and writes it: one request in, one answer out.

Written apart from the driver's codec on purpose: a mistake shared by both sides would pass every test.
Source: RFC 8010 clause 3 (encoding), clause 3.5 (tags).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

OPERATION_GROUP = 0x01
JOB_GROUP = 0x02
END_OF_ATTRIBUTES = 0x03
PRINTER_GROUP = 0x04
UNSUPPORTED_GROUP = 0x05


class Syntax(IntEnum):
    """Value tags (RFC 8010 clauses 3.5.2)."""

    UNSUPPORTED = 0x10
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    RESOLUTION = 0x32
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49
    MEMBER_NAME = 0x4A


class BadRequest(Exception):
    """The bytes are no IPP request; the printer answers client-error-bad-request (0x0400)."""


Value = tuple[int, bytes]  # syntax tag, octets
Attributes = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Request:
    """One IPP request. `document` is whatever follows the end-of-attributes tag."""

    version: tuple[int, int]
    operation: int
    request_id: int
    operation_attributes: dict[str, tuple[Value, ...]]
    job_attributes: dict[str, tuple[Value, ...]]
    document: bytes

    def text(self, name: str) -> str | None:
        """An operation attribute as text, or None."""
        return text_of(self.operation_attributes.get(name))

    def keywords(self, name: str) -> tuple[str, ...]:
        """All values of an operation attribute as text."""
        return tuple(octets.decode("utf-8", "replace") for _, octets in self.operation_attributes.get(name, ()))

    def integer(self, name: str) -> int | None:
        """An operation attribute as a number, or None."""
        values = self.operation_attributes.get(name)
        if not values or values[0][0] not in (Syntax.INTEGER, Syntax.ENUM) or len(values[0][1]) != 4:
            return None
        return int.from_bytes(values[0][1], "big", signed=True)

    def boolean(self, name: str) -> bool:
        """An operation attribute as yes or no; absent means no."""
        values = self.operation_attributes.get(name)
        return bool(values) and values is not None and values[0] == (Syntax.BOOLEAN, b"\x01")


def text_of(values: tuple[Value, ...] | None) -> str | None:
    """The first value as text, or None when there is none."""
    return values[0][1].decode("utf-8", "replace") if values else None


def parse(body: bytes) -> Request:
    """Read a request; BadRequest says what is wrong and where."""
    if len(body) < 9:
        raise BadRequest(f"{len(body)} bytes are too short for an IPP request (at least 9)")
    major, minor, operation, request_id = struct.unpack_from(">bbhi", body)
    groups: list[tuple[int, dict[str, tuple[Value, ...]]]] = []
    name = ""
    at = 8
    while True:
        if at >= len(body):
            raise BadRequest("the attributes do not end")
        tag = body[at]
        at += 1
        if tag == END_OF_ATTRIBUTES:
            break
        if tag < 0x10:
            groups.append((tag, {}))
            name = ""
            continue
        raw_name, at = _octets(body, at)
        octets, at = _octets(body, at)
        if not groups:
            raise BadRequest(f"a value before the first group, byte {at}")
        attributes = groups[-1][1]
        if raw_name:
            name = raw_name.decode("utf-8", "replace")
            if name in attributes:
                raise BadRequest(f"attribute {name[:40]!r} stands twice in one group")
            attributes[name] = ((tag, octets),)
        elif name:
            attributes[name] += ((tag, octets),)
        else:
            raise BadRequest(f"a further value without an attribute, byte {at}")
    operation_attributes: dict[str, tuple[Value, ...]] = {}
    job_attributes: dict[str, tuple[Value, ...]] = {}
    for group_tag, attributes in groups:
        match group_tag:
            case 0x01:
                operation_attributes.update(attributes)
            case 0x02:
                job_attributes.update(attributes)
            case _:
                pass  # RFC 8011 clause 4.1.1: other groups are ignored
    return Request((major, minor), operation, request_id, operation_attributes, job_attributes, body[at:])


def _octets(body: bytes, at: int) -> tuple[bytes, int]:
    if at + 2 > len(body):
        raise BadRequest(f"a length is cut off at byte {at}")
    (length,) = struct.unpack_from(">H", body, at)
    end = at + 2 + length
    if end > len(body):
        raise BadRequest(f"a value at byte {at} claims {length} bytes, there are {len(body) - at - 2}")
    return body[at + 2 : end], end


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute with all its values."""

    name: str
    values: tuple[Value, ...]


def integer(name: str, *numbers: int) -> Attribute:
    return Attribute(name, tuple((Syntax.INTEGER, struct.pack(">i", number)) for number in numbers))


def enum(name: str, *numbers: int) -> Attribute:
    return Attribute(name, tuple((Syntax.ENUM, struct.pack(">i", number)) for number in numbers))


def boolean(name: str, yes: bool) -> Attribute:
    return Attribute(name, ((Syntax.BOOLEAN, b"\x01" if yes else b"\x00"),))


def words(syntax: Syntax, name: str, *texts: str) -> Attribute:
    """An attribute of any of the text-like syntaxes."""
    return Attribute(name, tuple((syntax, text.encode()) for text in texts))


def keyword(name: str, *texts: str) -> Attribute:
    return words(Syntax.KEYWORD, name, *texts)


def span(name: str, low: int, high: int) -> Attribute:
    return Attribute(name, ((Syntax.RANGE, struct.pack(">ii", low, high)),))


def resolution(name: str, *dots_per_inch: int) -> Attribute:
    return Attribute(name, tuple((Syntax.RESOLUTION, struct.pack(">iib", dots, dots, 3)) for dots in dots_per_inch))


def no_value(name: str) -> Attribute:
    return Attribute(name, ((Syntax.NO_VALUE, b""),))


def collection(name: str, members: Iterable[Attribute]) -> Attribute:
    """A collection (RFC 8010 clause 3.1.6); members may be collections themselves."""
    values: list[Value] = [(Syntax.BEGIN_COLLECTION, b"")]
    for member in members:
        values.append((Syntax.MEMBER_NAME, member.name.encode()))
        values.extend(member.values)
    values.append((Syntax.END_COLLECTION, b""))
    return Attribute(name, tuple(values))


@dataclass(slots=True)
class Answer:
    """An IPP answer under construction: status, then groups in order."""

    status: int
    message: str = ""
    groups: list[tuple[int, list[Attribute]]] = field(default_factory=list)

    def add(self, group: int, attributes: Iterable[Attribute]) -> Answer:
        self.groups.append((group, list(attributes)))
        return self

    def encode(self, version: tuple[int, int], request_id: int) -> bytes:
        """The bytes of this answer."""
        head = [
            words(Syntax.CHARSET, "attributes-charset", "utf-8"),
            words(Syntax.LANGUAGE, "attributes-natural-language", "en"),
        ]
        if self.message:
            head.append(words(Syntax.TEXT, "status-message", self.message[:255]))
        out = bytearray(struct.pack(">bbhi", *version, self.status, request_id))
        for group, attributes in [(OPERATION_GROUP, head), *self.groups]:
            out.append(group)
            for attribute in attributes:
                name = attribute.name.encode()
                for syntax, octets in attribute.values:
                    out += struct.pack(">BH", syntax, len(name)) + name + struct.pack(">H", len(octets)) + octets
                    name = b""
        out.append(END_OF_ATTRIBUTES)
        return bytes(out)
