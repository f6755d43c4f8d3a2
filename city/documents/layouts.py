"""Layouts as data: which boxes a certificate has, where they lie and how their texts are set. One TOML file a layout.

A layout is made of blocks that are stacked on a sheet; a block is made of cells. Millimetres count from the left edge of
the text area and from the block's upper edge. What a clerk would change (a label, a width, a size) is changed in the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any

from city.documents.frame import Box

TEMPLATES = Path(__file__).with_name("templates")
LABEL_SIZE = 9.0


class LayoutWrong(Exception):
    """A layout file that cannot be used; says file, block and what to mend."""


class Align(Enum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """One box: a label, or the place of a text (`key`), or both with the label in the first `label_width` millimetres.

    `size` and `floor` in points: as large as possible between them, on at most `lines` lines. `spread`: the label's letters
    spread evenly over its box, as on paper forms.
    """

    at: tuple[float, float, float, float]
    label: str = ""
    key: str = ""
    label_width: float = 0.0
    size: float = 10.0
    floor: float = 9.0
    lines: int = 1
    align: Align = Align.LEFT
    ruled: bool = True
    inset: float = 1.6
    label_size: float = LABEL_SIZE
    spread: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that are placed together. `rim`: a heavier line around it; `grows`: as high as its texts need."""

    name: str
    height: float
    cells: tuple[Cell, ...]
    rim: bool = False
    grows: bool = False
    gap: float = 0.0  # above it


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of sheet: its blocks by name, and the boxes of its pictures."""

    name: str
    blocks: Mapping[str, Block]
    pictures: Mapping[str, Box]
    specimen_aside: float = 0.0  # how far 見本 stands from the middle, so that its outlines leave a picture alone


def load(name: str) -> Layout:
    """The layout of a name. LayoutWrong for a file with a mistake."""
    path = TEMPLATES / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        blocks = {key: _block(key, value, data["block"]) for key, value in data["block"].items()}
        pictures = {key: Box(*value) for key, value in data.get("picture", {}).items()}
        return Layout(name, blocks, pictures, data.get("specimen_aside", 0.0))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise LayoutWrong(f"{path.name}: {error}; mend the file") from None


def _block(name: str, data: dict[str, Any], blocks: Mapping[str, Any]) -> Block:
    own = dict(data)
    like = own.pop("like", None)
    if like is not None:
        own = blocks[like] | own | {"cells": blocks[like]["cells"] + own.get("cells", [])}
    cells = tuple(_cell(name, number, cell) for number, cell in enumerate(own.pop("cells"), start=1))
    return Block(name=name, cells=cells, **own)


def _cell(block: str, number: int, data: dict[str, Any]) -> Cell:
    unknown = data.keys() - {field.name for field in fields(Cell)}
    if unknown:
        raise ValueError(f"block {block}, cell {number}: unknown {', '.join(sorted(unknown))}")
    left, top, width, height = data["at"]
    align = Align(data.get("align", "left"))
    return Cell(**(data | {"at": (left, top, width, height), "align": align}))
