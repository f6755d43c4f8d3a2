"""Moments as they stand on the wire."""

from __future__ import annotations

from datetime import datetime


def epoch(moment: datetime | None) -> int | None:
    """Whole seconds since the epoch; None stays None."""
    return None if moment is None else int(moment.timestamp())
