"""The paper in printer dots: every mark of the center lies on whole dots, so that it is printed exactly as it was drawn."""

from __future__ import annotations

DOTS_PER_INCH = 600
POINTS_PER_DOT = 72 / DOTS_PER_INCH
WIDTH = 4960
HEIGHT = 7016
"""A4 (ISO 216) at 600 dpi, as the multi-copier's raster has it (PWG 5102.4: iso_a4_210x297mm)."""
WIDTH_POINTS = WIDTH * POINTS_PER_DOT
HEIGHT_POINTS = HEIGHT * POINTS_PER_DOT
MM_PER_INCH = 25.4


def dots(millimetres: float) -> int:
    """Millimetres as whole printer dots."""
    return round(millimetres * DOTS_PER_INCH / MM_PER_INCH)


def rectangle(left: int, top: int, width: int, height: int) -> bytes:
    """A rectangle path; dots from the top left corner of the sheet."""
    return (
        f"{left * POINTS_PER_DOT:.2f} {(HEIGHT - top - height) * POINTS_PER_DOT:.2f} "
        f"{width * POINTS_PER_DOT:.2f} {height * POINTS_PER_DOT:.2f} re\n"
    ).encode()


def white(left: int, top: int, width: int, height: int) -> bytes:
    """A white rectangle: the ground stays off it."""
    return b"1 g\n" + rectangle(left, top, width, height) + b"f\n0 g\n"
