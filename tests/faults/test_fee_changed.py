"""The fee changes between offer and order: nobody pays another fee than the one that was shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType
from issuance.domain.fees import Fee
from issuance.domain.municipality import Municipality
from issuance.domain.values import MunicipalityCode, Yen
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import TOWN, Table
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


def _dearer(town: Municipality) -> Municipality:
    fees = tuple(Fee(kind, date(2016, 4, 1), Yen(350)) for kind in CertificateType)
    return replace(town, fees=replace(town.fees, version="hanamaki-dearer", fees=fees))


def _dearer_under_the_old_name(town: Municipality) -> Municipality:
    return replace(town, fees=replace(_dearer(town).fees, version=town.fees.version))


def _change_at_the_center(table: Table, dearer: Callable[[Municipality], Municipality] = _dearer) -> None:
    towns = table.office.center.municipalities
    code = MunicipalityCode(TOWN)
    towns[code] = dearer(towns[code])  # type: ignore[index] # because the test changes what is read at start only


def _change_at_the_city(table: Table) -> None:
    city = table.office.city
    object.__setattr__(city, "municipality", _dearer(city.municipality))


def test_a_fee_changed_at_center_and_city_is_refused_and_the_next_visit_pays_the_new_one(table: Table) -> None:
    table.to_review()
    _change_at_the_center(table)
    _change_at_the_city(table)
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


def test_a_fee_changed_without_a_new_name_for_the_table_is_refused_too(table: Table) -> None:
    table.to_review()
    _change_at_the_center(table, _dearer_under_the_old_name)
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Refusal.FEE_CHANGED
    assert order_states(table) == []
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)


def test_a_fee_changed_at_the_city_alone_is_refused_by_the_city(table: Table) -> None:
    table.to_review()
    _change_at_the_city(table)
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Refusal.FEE_CHANGED
    assert order_states(table) == ["refused"]
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)
