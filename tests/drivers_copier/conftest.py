"""Fixtures of this folder."""

from __future__ import annotations

import pytest

from tests.drivers_copier.table import Table


@pytest.fixture
def table() -> Table:
    """A driver and a multi-copier without a socket; a sheet takes one second of its clock."""
    return Table()
