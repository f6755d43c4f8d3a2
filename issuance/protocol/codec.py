"""How a message becomes bytes and back: one way to write each message, and no other is read.

Deterministic CBOR (RFC 8949 4.2.1). A record is a map of its field names, all of them and no other; an enumeration is
its value; a sum of money its whole yen; a set is a sorted array; a choice between records is a map of one entry, the
record's name. Reading is strict, because the bytes come from outside: first the structure alone is walked (length,
depth, number of items, no tags, no floats, nothing open-ended), then every value is held against its declared type, and
last the message is written again and must give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import cbor2

from issuance.domain.values import KioskId, MemberHandle, MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.protocol.messages import Delivered, Issued, ServedMunicipalities

MEDIA_TYPE = "application/cbor"
"""The media type of every body between kiosk, center and city (RFC 8949 9.5)."""

USUAL_SIZE = 256 * 1024
LARGEST: Mapping[type, int] = {
    Delivered: 64 * 1024 * 1024,
    Issued: 64 * 1024 * 1024,
    ServedMunicipalities: 1024 * 1024,
}
"""Bytes. A message without documents is a few kB, the list of all 1,741 municipalities some 200 kB; those with documents
carry up to some dozen PDF files of about 1 MB."""
DEEPEST = 16
"""Levels of nesting. Our deepest message (proof, order line, options, members) has 7."""
MOST_ITEMS = 20_000
"""Data items in one message; bounds the time that a hostile body can cost."""
LARGEST_NUMBER = 2**63 - 1
"""What a database column holds; no field of ours is negative."""

T = TypeVar("T")


class MalformedMessage(Exception):
    """The bytes are not the message they should be. `path` says where ("lines[2].fee"), `what` says what is wrong."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path or 'message'}: {what}")
        self.path = path
        self.what = what


def digest(data: bytes) -> bytes:
    """The SHA-256 of some bytes, 32 bytes."""
    return sha256(data).digest()


def encode(message: object) -> bytes:
    """A message as bytes. Raises TypeError for anything that is not one of our records (a bug, not an input)."""
    if not is_dataclass(message) or isinstance(message, type):
        raise TypeError(f"only a message can be encoded, not {type(message).__name__}")
    return to_cbor(_write(type(message), message))


def decode(cls: type[T], data: bytes) -> T:
    """The message of class `cls` in `data`. Raises MalformedMessage."""
    tree = from_cbor(data, LARGEST.get(cls, USUAL_SIZE))
    message: T = _read(cls, tree, "")
    if encode(message) != data:
        raise MalformedMessage("", "not written in the one deterministic way")
    return message


def to_cbor(tree: object) -> bytes:
    """Plain values (dict, list, bytes, str, int, bool, None) as deterministic CBOR.

    cbor2 orders map keys as RFC 7049 3.9 does; for keys that are all text, or all small numbers, as ours are, that is
    also the order of RFC 8949 4.2.1.
    """
    return cbor2.dumps(tree, canonical=True)


def from_cbor(data: bytes, largest: int = USUAL_SIZE) -> Any:
    """Plain values from CBOR after a walk over its structure; raises MalformedMessage. The caller checks determinism."""
    if len(data) > largest:
        raise MalformedMessage("", f"{len(data)} bytes, at most {largest}")
    _walk(data)
    try:
        return cbor2.loads(data, max_depth=DEEPEST + 1, allow_indefinite=False, allow_duplicate_keys=False)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise MalformedMessage("", f"not CBOR: {type(error).__name__}") from None


# ---- the walk over the structure

_FOLLOWING_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}
_LEAST_VALUE = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
_FALSE, _TRUE, _NULL = 20, 21, 22


def _walk(data: bytes) -> None:
    """Go over every head (RFC 8949 3) without building anything; raise at the first that our profile does not know."""
    at = 0
    open_items = [1]  # items still to come, one entry for each level
    seen = 0
    while open_items:
        if open_items[-1] == 0:
            open_items.pop()
            continue
        open_items[-1] -= 1
        seen += 1
        if seen > MOST_ITEMS:
            raise MalformedMessage("", f"more than {MOST_ITEMS} data items")
        major, value, at = _head(data, at)
        match major:
            case 0:
                pass
            case 2 | 3:
                if value > len(data) - at:
                    raise MalformedMessage("", f"a string of {value} bytes at byte {at} goes beyond the end")
                at += value
            case 4 | 5:
                items = value if major == 4 else 2 * value
                if items > len(data) - at:
                    raise MalformedMessage("", f"{items} items announced at byte {at} go beyond the end")
                open_items.append(items)
                if len(open_items) > DEEPEST + 1:
                    raise MalformedMessage("", f"nested deeper than {DEEPEST} levels")
            case 7 if value in (_FALSE, _TRUE, _NULL):
                pass
            case 1:
                pass  # COSE labels its algorithms with negative numbers; a message's field refuses them
            case _:
                raise MalformedMessage("", f"a tag, float or unknown simple value before byte {at}")
    if at != len(data):
        raise MalformedMessage("", f"{len(data) - at} bytes after the end")


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Major type, value and where the content begins; only the shortest form is read."""
    if at >= len(data):
        raise MalformedMessage("", "ends in the middle")
    major, short = data[at] >> 5, data[at] & 0x1F
    at += 1
    if short < 24:
        return major, short, at
    following = _FOLLOWING_BYTES.get(short)
    if following is None or major == 7:
        raise MalformedMessage("", f"an open-ended item, a float or a reserved head before byte {at}")
    if at + following > len(data):
        raise MalformedMessage("", "ends in the middle")
    value = int.from_bytes(data[at : at + following], "big")
    if value < _LEAST_VALUE[short]:
        raise MalformedMessage("", f"a head before byte {at} is longer than needed")
    return major, value, at + following


# ---- values against their declared types

_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_FORMS: Mapping[object, tuple[re.Pattern[str], str]] = {
    TransactionId: (_IDENTIFIER, "32 lower-case hex digits"),
    SessionId: (_IDENTIFIER, "32 lower-case hex digits"),
    OrderId: (_IDENTIFIER, "32 lower-case hex digits"),
    MunicipalityCode: (re.compile(r"[0-9]{6}"), "six digits"),
    KioskId: (_NAME, "1 to 64 letters, digits, dots, dashes"),
    MemberHandle: (_NAME, "1 to 64 letters, digits, dots, dashes"),
}


@lru_cache(maxsize=256)
def _declared(cls: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a record with their types."""
    hints = get_type_hints(cls)
    return tuple((field.name, hints[field.name]) for field in fields(cls))


def _choices(kind: object) -> tuple[Any, ...] | None:
    """The alternatives of a union without None, or None for anything else."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(choice for choice in get_args(kind) if choice is not NoneType)
    return None


def _write(kind: Any, value: Any) -> Any:
    """A value as plain CBOR values, by its declared type."""
    choices = _choices(kind)
    if choices is not None:
        if value is None:
            return None
        if len(choices) == 1:
            return _write(choices[0], value)
        return {type(value).__name__: _write(type(value), value)}
    match get_origin(kind):
        case origin if origin is tuple:
            return [_write(get_args(kind)[0], item) for item in value]
        case origin if origin is frozenset:
            return sorted((_write(get_args(kind)[0], item) for item in value), key=to_cbor)
    if isinstance(value, Yen):
        return value.amount
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {name: _write(of, getattr(value, name)) for name, of in _declared(value.__class__)}
    if isinstance(value, bytes | str | bool | int):
        return value
    raise TypeError(f"a {type(value).__name__} has no form on the wire")


def _read(kind: Any, tree: Any, path: str) -> Any:
    """A value of the declared type from plain CBOR values, or MalformedMessage with the path."""
    choices = _choices(kind)
    if choices is not None:
        return _read_choice(kind, choices, tree, path)
    origin = get_origin(kind)
    if origin in (tuple, frozenset):
        if type(tree) is not list:
            raise MalformedMessage(path, f"a list is needed, not {_word(tree)}")
        of = get_args(kind)[0]
        items = [_read(of, item, f"{path}[{position}]") for position, item in enumerate(tree)]
        return tuple(items) if origin is tuple else frozenset(items)
    if kind is Yen:
        return Yen(_number(tree, path))
    if kind in _FORMS:
        return _formed(kind, tree, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enumerated(kind, tree, path)
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_record(kind, tree, path)
    return _PLAIN[kind](tree, path)


def _read_choice(kind: Any, choices: tuple[Any, ...], tree: Any, path: str) -> Any:
    if tree is None and NoneType in get_args(kind):
        return None
    if len(choices) == 1:
        return _read(choices[0], tree, path)
    if type(tree) is not dict or len(tree) != 1:
        raise MalformedMessage(path, "a map of one entry, the record's name, is needed")
    ((name, content),) = tree.items()
    for choice in choices:
        if choice.__name__ == name:
            return _read(choice, content, f"{path}.{name}")
    raise MalformedMessage(path, f"one of {', '.join(choice.__name__ for choice in choices)} is needed")


def _read_record(cls: type, tree: Any, path: str) -> Any:
    if type(tree) is not dict:
        raise MalformedMessage(path, f"a {cls.__name__} is needed, not {_word(tree)}")
    declared = _declared(cls)
    known = {name for name, _ in declared}
    missing = sorted(known - tree.keys())
    if missing:
        raise MalformedMessage(f"{path}.{missing[0]}".lstrip("."), "is missing")
    if len(tree) != len(known):
        raise MalformedMessage(path, f"{len(tree) - len(known)} unknown fields in {cls.__name__}")
    content = {name: _read(of, tree[name], f"{path}.{name}".lstrip(".")) for name, of in declared}
    try:
        return cls(**content)
    except ValueError as error:
        raise MalformedMessage(path, str(error)) from None


def _formed(kind: Any, tree: Any, path: str) -> Any:
    pattern, words = _FORMS[kind]
    if type(tree) is not str or pattern.fullmatch(tree) is None:
        raise MalformedMessage(path, f"{words} needed")
    return kind(tree)


def _enumerated(kind: type[Enum], tree: Any, path: str) -> Enum:
    if type(tree) is str:
        for member in kind:
            if member.value == tree:
                return member
    raise MalformedMessage(path, f"not a {kind.__name__}")


def _number(tree: Any, path: str) -> int:
    if type(tree) is not int or not 0 <= tree <= LARGEST_NUMBER:
        raise MalformedMessage(path, f"a whole number from 0 is needed, not {_word(tree)}")
    return tree


def _of_type(needed: type) -> Callable[[Any, str], Any]:
    def read(tree: Any, path: str) -> Any:
        if type(tree) is not needed:
            raise MalformedMessage(path, f"{needed.__name__} is needed, not {_word(tree)}")
        return tree

    return read


_PLAIN: Mapping[object, Callable[[Any, str], Any]] = {
    int: _number,
    bool: _of_type(bool),
    bytes: _of_type(bytes),
    str: _of_type(str),
}


def _word(tree: object) -> str:
    """The kind of a value for a message to an engineer; never the value, it may be personal."""
    return "nothing" if tree is None else type(tree).__name__
