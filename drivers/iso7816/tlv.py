"""The length that a data object on a card states about itself (ISO/IEC 7816-4:2020, 6.3; ITU-T X.690, 8.1 and 10.1)."""

from __future__ import annotations

SEQUENCE = 0x30


class TlvError(ValueError):
    """The bytes are no data object that this system reads; the text says what is wrong and where."""


def object_length(head: bytes, tag: int, at_most: int) -> int:
    """How long the whole object (tag, length, value) is, told from its first bytes.

    `head` holds at least the first four bytes where the object has that many; `tag` is the one-byte tag expected;
    an object longer than `at_most` bytes is refused, so that a stray length never becomes a long loop.
    """
    if len(head) < 2:
        raise TlvError(f"a data object begins with tag and length, got {len(head)} bytes")
    if head[0] != tag:
        raise TlvError(f"expected tag {tag:02X} at byte 0, got {head[0]:02X}")
    first = head[1]
    if first < 0x80:
        length, header = first, 2
    else:
        count = first & 0x7F
        if count == 0 or first == 0xFF:
            raise TlvError(f"length byte {first:02X} at byte 1 is not allowed in DER")
        if count > 2:
            raise TlvError(f"a length of {count} bytes at byte 1 is more than this system reads")
        if len(head) < 2 + count:
            raise TlvError(f"the length needs {count} bytes from byte 2, the object ends after {len(head)}")
        length, header = int.from_bytes(head[2 : 2 + count], "big"), 2 + count
        if length < 0x80 or (count == 2 and length < 0x100):
            raise TlvError(f"length {length} at byte 1 is not in its shortest form (DER)")
    if header + length > at_most:
        raise TlvError(f"the object says it is {header + length} bytes long, at most {at_most} are read")
    return header + length
