"""Where the panel stands: beside the kiosk's window, or as far to the right as the screen goes."""

from __future__ import annotations

from PyQt6.QtCore import QRect

WIDTH = 640
HEIGHT = 1024


def beside(screen: QRect, kiosk_width: int) -> QRect:
    """The panel's place on the free part of a screen whose left side the kiosk's window takes (pixels)."""
    left = max(screen.left(), min(screen.left() + kiosk_width, screen.right() + 1 - WIDTH))
    return QRect(left, screen.top(), min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
