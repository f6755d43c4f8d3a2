"""The touch panel that everything is drawn on, so that sizes can be given in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

_MILLIMETRES_PER_INCH = 25.4
_LAYOUT_WIDTH, _LAYOUT_HEIGHT = 304.8, 228.6
"""The smallest panel that the layout is made for, in millimetres: 15 inches, 4 to 3."""


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

    @property
    def pixels_per_unit(self) -> float:
        """Pixels for one millimetre of the layout: on a larger panel everything grows, it never shrinks below true size."""
        true = self.pixels_per_millimetre
        growth = min(self.width / true / _LAYOUT_WIDTH, self.height / true / _LAYOUT_HEIGHT)
        return true * max(1.0, growth)


FIFTEEN_INCH = Panel(1024, 768, 15.0)
SEVENTEEN_INCH = Panel(1280, 1024, 17.0)
"""The two panels every screen is drawn for and checked on."""
