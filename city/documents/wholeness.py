"""The last look at a finished certificate: every part that makes it one must be on every sheet, or nothing is issued."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """What every sheet must carry."""

    sheets: int
    texts: tuple[str, ...]
    specimen: bool
    seal: str
    impression: str | None


def check_whole(pdf: bytes, expected: Expected) -> None:
    """CannotBeDrawn, naming the part, unless every sheet carries every part."""
