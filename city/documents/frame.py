"""Where the parts of a sheet lie, in millimetres from its upper left corner; layouts, setting and the final check share it."""

from __future__ import annotations

from typing import NamedTuple

from city.seal.impressions import OFFICIAL_SIZE_MM

PAGE_MM = (210.0, 297.0)
LEFT, WIDTH = 18.0, 176.0
"""The text area; the blocks of a layout count their millimetres from its left edge."""
TOP, BOTTOM = 28.0, 206.0
"""Between these lie the blocks of a layout, above them the heading, below them the certification."""
CONTENT_BOTTOM_MM = 248.0
"""No ink of the city lies below this line; the center's band begins 2 mm lower (issuance.protocol.page_token)."""
SPECIMEN_POINTS = 230
"""Height of the letters 見本 across a page: about 81 mm each, so that no copy can be cropped free of them."""


class Box(NamedTuple):
    """A rectangle in millimetres, on whole quarters so that it falls on the dots of the final check."""

    left: float
    top: float
    width: float
    height: float


TITLE = Box(LEFT, 11.5, WIDTH, 9.0)
MUNICIPALITY = Box(LEFT, 21.5, 80.0, 6.0)
NUMBER = Box(LEFT + 80.0, 21.5, WIDTH - 80.0, 6.0)
SENTENCE = Box(LEFT + 4.0, 208.5, WIDTH - 8.0, 6.0)
ISSUED = Box(LEFT + 12.0, 220.5, 60.0, 6.0)
MAYOR = Box(LEFT + 42.0, 227.5, 104.0, 7.0)
SEAL = Box(168.0, 220.0, OFFICIAL_SIZE_MM, OFFICIAL_SIZE_MM)
