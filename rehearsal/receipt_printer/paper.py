"""The paper strip in the receipt printer: dot lines go on, receipts come off at the cut."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

WIDTH = 576  # dots: 72 mm at 203 dpi
_ROW_BYTES = WIDTH // 8


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt in the tray."""

    rows: bytes  # 72 bytes a dot line, 1 = black
    texts: tuple[bytes, ...]  # what was sent as characters

    @property
    def height(self) -> int:
        """Dot lines (8 a millimetre)."""
        return len(self.rows) // _ROW_BYTES

    @property
    def picture(self) -> bytes:
        """How it looks, as PNG."""
        image = Image.frombytes("1", (WIDTH, self.height), bytes(byte ^ 0xFF for byte in self.rows))
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        return buffer.getvalue()


class Paper:
    """What hangs out of the printer since the last cut."""

    def __init__(self) -> None:
        self._rows = bytearray()
        self._texts: list[bytes] = []

    def print_row(self, dots: bytes) -> None:
        """One dot line; what does not fit the width falls off the right side."""
        self._rows += dots[:_ROW_BYTES].ljust(_ROW_BYTES, b"\x00")

    def write(self, codes: bytes) -> None:
        """Characters, kept for whoever looks."""
        self._texts.append(codes)

    def cut(self) -> list[Receipt]:
        """The receipt that falls, if there is any paper to fall."""
        if not self._rows:
            return []
        receipt = Receipt(bytes(self._rows), tuple(self._texts))
        self._rows.clear()
        self._texts.clear()
        return [receipt]
