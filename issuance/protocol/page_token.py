"""The page token: what is printed on every side so that the machine can read back whose page it is about to print.

The token says order, certificate and side. It is drawn as a QR code at a fixed place on both sides of every sheet; the
kiosk decodes it from the very bitmap that goes to the printer.
"""

from __future__ import annotations

from dataclasses import dataclass

from issuance.domain.values import OrderId

TOKEN_LEFT_MM = 12.0
TOKEN_TOP_MM = 276.0
TOKEN_SIZE_MM = 12.0
"""The square that holds the code (quiet zone outside). Ours: chosen below every certificate layout, see docs/protocol.md."""
CROP_MARGIN_MM = 4.0
"""How much around the square the reader looks at: covers the quiet zone and half a millimetre of raster rounding."""
CENTER_BAND_TOP_MM = 250.0
"""Below this line the sheet belongs to the center (token left, certificate number and n/N middle, signed code right)."""

_MAGIC = b"KT1"
_LENGTH = 3 + 16 + 1 + 1 + 1


@dataclass(frozen=True, slots=True)
class PageToken:
    """Side `side` of `sides` (1-based, front and back both counted) of certificate number `certificate` (1-based) of an order."""

    order: OrderId
    certificate: int
    side: int
    sides: int

    def payload(self) -> bytes:
        """22 bytes: magic, order id, certificate, side, sides."""
        return _MAGIC + bytes.fromhex(self.order) + bytes((self.certificate, self.side, self.sides))

    @staticmethod
    def parse(payload: bytes) -> PageToken | None:
        """The token, or None for any other code that may lie at that place."""
        if len(payload) != _LENGTH or not payload.startswith(_MAGIC):
            return None
        certificate, side, sides = payload[19:22]
        if not (certificate >= 1 and 1 <= side <= sides):
            return None
        return PageToken(OrderId(payload[3:19].hex()), certificate, side, sides)
