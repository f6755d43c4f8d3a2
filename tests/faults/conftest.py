"""The wire-level table: the whole chain in this process, one kiosk a test on ground that is laid once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal import clock
from rehearsal.table import Ground, Table, lay_ground, on_the_table


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Keys, cards and register, made once."""
    now = clock.real_now() + clock.back_to_sunday_evening(clock.real_now())
    return lay_ground(tmp_path_factory.mktemp("ground"), ("yoshida", "watanabe", "nguyen", "saito"), now)


@pytest.fixture
def table(ground: Ground, tmp_path: Path) -> Iterator[Table]:
    with on_the_table(ground, tmp_path / "table") as laid:
        yield laid


@pytest.fixture
def impatient(ground: Ground, tmp_path: Path) -> Iterator[Table]:
    """A kiosk that waits just a second and a half for each answer of the center."""
    with on_the_table(ground, tmp_path / "table", answer_seconds=1.5) as laid:
        yield laid
