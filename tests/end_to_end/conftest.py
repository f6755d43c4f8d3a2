"""The whole chain in this process, with a second town: one kiosk a test, on ground that is laid once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal import clock
from rehearsal.table import Ground, Table, lay_ground, on_the_table

PEOPLE = ("yoshida", "kikuchi", "santos", "sasaki-elsewhere", "tokachi", "tokachi-elsewhere")


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Keys, cards and both towns' registers, made once."""
    now = clock.real_now() + clock.back_to_sunday_evening(clock.real_now())
    return lay_ground(tmp_path_factory.mktemp("ground"), PEOPLE, now, neighbours=True)


@pytest.fixture
def table(ground: Ground, tmp_path: Path) -> Iterator[Table]:
    with on_the_table(ground, tmp_path / "table") as laid:
        yield laid
