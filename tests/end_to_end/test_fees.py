"""Fees on real parts: nothing to pay, something to pay beside it, and a fee that changes at its date while everything runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from issuance.domain.announcements import Announced
from issuance.domain.certificates import CertificateType
from issuance.domain.values import Yen
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.server_settings import MUNICIPALITIES, file_of
from rehearsal.table import TOWN, Ground, Table, on_the_table
from tests.end_to_end.days import today, turn_to
from tests.faults.line_ground import Sums, accounted

SEAL_FEE = '[[fees.fee]]\ntype = "seal-registration"\nfrom = 2016-04-01\nyen = 300'


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of municipalities' files of our own."""
    return Path(shutil.copytree(MUNICIPALITIES, tmp_path / "municipalities"))


@pytest.fixture
def table(ground: Ground, tmp_path: Path, files: Path) -> Iterator[Table]:
    with on_the_table(ground, tmp_path / "table", municipalities=files) as laid:
        yield laid


def rewrite(files: Path, old: str, new: str) -> None:
    """A new version of the town's file, put in the place of the old one in one go."""
    file = file_of(TOWN, files)
    text = file.read_text(encoding="utf-8")
    assert old in text
    beside = file.with_suffix(".new")
    beside.write_text(text.replace(old, new), encoding="utf-8")
    beside.replace(file)


def test_a_certificate_without_a_fee_is_printed_without_a_step_to_pay(table: Table, files: Path) -> None:
    rewrite(files, SEAL_FEE, SEAL_FEE.replace("300", "0"))
    table.to_review(records=0, seals=1)
    table.shown.clear()
    table.post(on.OrderPressed())
    table.wait_for(at.RemindingToTake)
    assert not any(isinstance(state, at.Paying) for state in table.shown)
    assert accounted(table) == Sums(0, 0, 0, 0, 0, 0)
    assert table.sheets == 1


def test_beside_a_certificate_without_a_fee_only_the_other_one_is_paid(table: Table, files: Path) -> None:
    rewrite(files, SEAL_FEE, SEAL_FEE.replace("300", "0"))
    paying = table.to_paying(records=1, seals=1)
    assert paying.order.due == Yen(300)
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
    assert table.sheets == 2


def test_a_fee_changes_at_its_date_by_itself_and_is_announced_before(table: Table, files: Path) -> None:
    tomorrow = today(table) + timedelta(days=1)
    rewrite(files, SEAL_FEE, f'{SEAL_FEE}\n\n[[fees.fee]]\ntype = "seal-registration"\nfrom = {tomorrow}\nyen = 400')
    table.to_idle()

    def announced() -> bool:
        state = table.room.runner.state
        ahead = state.offer.announcements if isinstance(state, at.Idle) else ()
        return [(one.what, one.types, one.yen) for one in ahead] == [
            (Announced.FEE, (CertificateType.SEAL_REGISTRATION,), Yen(400))
        ]

    table.wait_until(announced, "the new fee to be announced")
    assert table.to_paying(records=0, seals=1).order.due == Yen(300)
    table.put_in(100, 100, 100)
    table.back_to_idle()
    turn_to(table, tomorrow, 7)
    assert table.to_paying(records=0, seals=1).order.due == Yen(400)
