"""A certificate filled in: which blocks of its layout stand on it, with which texts. What the sheets say, not where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

LEFT_OUT = "省略"
NOT_APPLICABLE = "＊＊＊"


@dataclass(frozen=True, slots=True)
class Part:
    """One block filled in. `keeps`: it stays on one sheet with the part that follows; `begins`: it begins a sheet.

    `again`: what stands above it once more when it comes first on a sheet.
    """

    block: str
    texts: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = False
    begins: bool = False
    again: Part | None = None


@dataclass(frozen=True, slots=True)
class RegisteredPicture:
    """A picture that the certificate is about: its part in words, the layout's box for it, and the SVG."""

    part: str
    box: str
    svg: str


@dataclass(frozen=True, slots=True)
class Form:
    """A whole certificate. `head` stands on every sheet; `required` (part, text) must stand on every one of them,
    `required_once` on one at least.
    """

    layout: str
    title: str
    sentence: str
    head: tuple[Part, ...]
    parts: tuple[Part, ...]
    required: tuple[tuple[str, str], ...]
    required_once: tuple[tuple[str, str], ...] = ()
    pictures: tuple[RegisteredPicture, ...] = ()


def ended(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with 以下余白 below the last, on the same sheet: nothing can be written in behind the city's back."""
    *before, last = parts
    return (*before, replace(last, keeps=True), Part("end"))
