"""The same chain as the center's tests, seen from the city."""

from __future__ import annotations

from tests.center.conftest import clock, draw, kiosk, office, town

__all__ = ["clock", "draw", "kiosk", "office", "town"]
