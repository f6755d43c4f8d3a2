"""PWG raster as the virtual multi-copier reads it: 1-bit black, 8-bit grey or 1-bit white pages.

Source: PWG 5102.4 clause 4 (page header of 1796 bytes, lines packed like PackBits).
"""

from __future__ import annotations

import struct

import numpy as np

from issuance.domain.values import PageBitmap

_SYNC = b"RaS2"
_HEADER = 1796
_BLACK = 3  # ColorSpace: device black, 1 = ink (PWG 5102.4 table 9)
_WHITE = 18  # sGray: 0 = black
_LONGEST_SIDE = 20_000  # dots; A3 at 1200 dpi


def read(document: bytes) -> tuple[PageBitmap, ...]:
    """Every page; ValueError says what is wrong and where."""
    if document[:4] != _SYNC:
        raise ValueError("no PWG raster: the sync word RaS2 is missing")
    pages: list[PageBitmap] = []
    at = 4
    while at < len(document):
        if at + _HEADER > len(document):
            raise ValueError(f"page header cut off at byte {at}")
        header = document[at : at + _HEADER]
        dots, width, height = (
            struct.unpack_from(">I", header, 276)[0],
            struct.unpack_from(">I", header, 372)[0],
            struct.unpack_from(">I", header, 376)[0],
        )
        bits, stride, space = (
            struct.unpack_from(">I", header, 388)[0],
            struct.unpack_from(">I", header, 392)[0],
            struct.unpack_from(">I", header, 400)[0],
        )
        if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE and dots > 0):
            raise ValueError(f"page of {width}x{height} dots at {dots} dpi is not possible")
        if bits not in (1, 8) or stride != (width * bits + 7) // 8:
            raise ValueError(f"{bits} bits per dot in lines of {stride} bytes are not supported")
        rows, at = _unpack(document, at + _HEADER, stride, height, bits)
        plane = np.frombuffer(rows, np.uint8)
        if bits == 8:
            grey = plane.reshape(height, width)
            black = grey >= 128 if space == _BLACK else grey < 128
            rows = np.packbits(black, axis=1).tobytes()
        elif space == _WHITE:
            rows = (~plane).tobytes()
        pages.append(PageBitmap(width, height, dots, rows))
    return tuple(pages)


def _unpack(document: bytes, at: int, stride: int, height: int, bits: int) -> tuple[bytes, int]:
    rows = bytearray()
    unit = 1  # bits 1 and 8 are both packed by the byte
    white = b"\x00" if bits == 1 else b"\xff"
    while len(rows) < stride * height:
        if at >= len(document):
            raise ValueError("the picture is cut off")
        repeat = document[at] + 1
        at += 1
        line = bytearray()
        while len(line) < stride:
            if at >= len(document):
                raise ValueError("a line is cut off")
            code = document[at]
            at += 1
            if code == 128:
                line += white * (stride - len(line))
            elif code < 128:
                line += document[at : at + unit] * (code + 1)
                at += unit
            else:
                count = 257 - code
                line += document[at : at + count]
                at += count
            if at > len(document):
                raise ValueError("a line is cut off")
        if len(line) != stride:
            raise ValueError(f"a line has {len(line)} bytes instead of {stride}")
        rows += line * repeat
    if len(rows) != stride * height:
        raise ValueError("more lines than the page is high")
    return bytes(rows), at
