"""The touch panel that everything is drawn on, so that sizes can be given in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

_MILLIMETRES_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Panel:
    """Width and height in pixels, diagonal in inches."""

    width: int
    height: int
    diagonal: float

    def __post_init__(self) -> None:
        if self.width <= 0 or self.height <= 0 or self.diagonal <= 0:
            raise ValueError(
                f"a panel has a width, a height and a diagonal above zero, got {self.width} x {self.height} pixels and "
                f"{self.diagonal} inches: correct the panel in the kiosk's configuration"
            )

    @property
    def pixels_per_millimetre(self) -> float:
        return hypot(self.width, self.height) / (self.diagonal * _MILLIMETRES_PER_INCH)


FIFTEEN_INCH = Panel(1024, 768, 15.0)
SEVENTEEN_INCH = Panel(1280, 1024, 17.0)
"""The two panels every screen is drawn for and checked on."""
