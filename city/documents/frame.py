"""Where the parts of a sheet lie, in millimetres from its upper left corner; the templates and the final check share it."""

from __future__ import annotations

from typing import NamedTuple

from city.seal.impressions import OFFICIAL_SIZE_MM

PAGE_MM = (210.0, 297.0)
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


SEAL = Box(left=168.0, top=220.0, width=OFFICIAL_SIZE_MM, height=OFFICIAL_SIZE_MM)
IMPRESSION = Box(left=75.0, top=42.0, width=60.0, height=60.0)
