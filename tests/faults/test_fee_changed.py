"""The fee changes between offer and order: nobody pays another fee than the one that was shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from city.settings import load_municipality
from issuance import journal_entries as entry
from issuance.domain.values import Yen
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.server_settings import file_of
from rehearsal.table import TOWN, Ground, Table, on_the_table
from tests.faults.line_ground import (
    ORDERING,
    Sums,
    accounted,
    leave_and_rest,
    no_money_no_paper,
    order_states,
    reads,
    story,
)

# ---------------------------------------------------------------- the machine


def test_the_order_ends_without_money_and_the_resident_reads_why() -> None:
    told = story(ORDERING, on.CenterRefused(Refusal.FEE_CHANGED))
    assert isinstance(told.state, at.Explaining)
    assert reads(told.state) == (
        "手数料が変わりました / 選んでいる間に手数料が変わったので、中止しました。 / もう一度はじめからお願いします。"
    )
    assert [fact.why for fact in told.entries if isinstance(fact, entry.OrderGivenUp)] == ["fee-changed"]
    assert not any(isinstance(effect, do.AcceptCoins) for effect in told.effects)


# ---------------------------------------------------------------- the wire


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of municipalities' files of our own."""
    folder = tmp_path / "municipalities"
    folder.mkdir()
    shutil.copy(file_of(TOWN), folder)
    return folder


@pytest.fixture
def table(ground: Ground, tmp_path: Path, files: Path) -> Iterator[Table]:
    with on_the_table(ground, tmp_path / "table", municipalities=files) as laid:
        yield laid


def _write_dearer(files: Path) -> Path:
    """The file with 50 yen more for everything that costs 300, put in the place of the old one in one go."""
    file = file_of(TOWN, files)
    new = file.with_suffix(".new")
    new.write_text(file.read_text().replace("yen = 300", "yen = 350"))
    return new.replace(file)


def _change_at_the_city_alone(table: Table, file: Path) -> None:
    object.__setattr__(table.office.city, "municipality", load_municipality(file))


def test_a_fee_changed_in_the_file_is_refused_and_the_next_visit_pays_the_new_one_with_nothing_restarted(
    table: Table, files: Path
) -> None:
    table.to_review()
    _write_dearer(files)
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Refusal.FEE_CHANGED
    assert order_states(table) == []
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)

    paying = table.to_paying()
    assert paying.order.due == Yen(350)
    table.put_in(500)
    table.wait_for(at.RemindingToTake)
    assert accounted(table) == Sums(500, 350, 150, 0, 0, 0)


def test_a_fee_changed_at_the_city_alone_is_refused_by_the_city(table: Table, files: Path, tmp_path: Path) -> None:
    table.to_review()
    elsewhere = tmp_path / "city"
    shutil.copytree(files, elsewhere)
    _change_at_the_city_alone(table, _write_dearer(elsewhere))
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Refusal.FEE_CHANGED
    assert order_states(table) == ["refused"]
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)
