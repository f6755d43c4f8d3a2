"""The wire-level table (the whole chain in this process, on ground that is laid once), and windows without a screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest

from rehearsal import clock
from rehearsal.table import Ground, Table, lay_ground, on_the_table


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Keys, cards and register, made once."""
    now = clock.real_now() + clock.back_to_sunday_evening(clock.real_now())
    return lay_ground(tmp_path_factory.mktemp("ground"), ("yoshida",), now)


@pytest.fixture
def table(ground: Ground, tmp_path: Path) -> Iterator[Table]:
    with on_the_table(ground, tmp_path / "table") as laid:
        yield laid
