"""The codes of staff and technician in kiosk.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from issuance.domain.municipality import ConfigurationError
from kiosk.settings import load
from rehearsal.table import Table


def with_lines(table: Table, folder: Path, lines: str) -> Path:
    path = folder / "kiosk.toml"
    path.write_text(lines + "\n" + table.config.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_codes_are_digits_that_can_be_typed(table: Table, tmp_path: Path) -> None:
    settings = load(with_lines(table, tmp_path, 'staff_code = "2580"\ntechnician_code = "137913"'))
    assert (settings.staff_code, settings.technician_code) == ("2580", "137913")
    for line in ('staff_code = "abcd"', 'technician_code = "1234567890123"', 'staff_code = "１２３４"'):
        with pytest.raises(ConfigurationError, match="1 to 12 digits"):
            load(with_lines(table, tmp_path, line))
