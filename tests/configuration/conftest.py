"""A folder of municipalities' files that a test may change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from center.configuration import Municipalities

DELIVERED = Path("config/municipalities")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Hanamaki's and Obihiro's files, as delivered."""
    for name in ("032051-hanamaki.toml", "012076-obihiro.toml"):
        shutil.copy(DELIVERED / name, tmp_path)
    return tmp_path


@pytest.fixture
def municipalities(folder: Path) -> Municipalities:
    return Municipalities(folder)


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Put a changed version in a file's place, as an editor or a deployment does it: written aside, then renamed."""

    def in_place(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        aside = folder / f"{name}.new"
        aside.write_text(text.replace(old, new), encoding="utf-8")
        os.replace(aside, folder / name)

    return in_place
