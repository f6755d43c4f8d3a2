"""Four kinds of certificates for a household of seven: one PIN, one payment, one receipt, every sheet read back."""

from __future__ import annotations

from collections import Counter

import numpy as np
import zxingcpp

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType, Extent, RecordItem
from issuance.domain.values import Yen
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.copier.sheets import Sheet, picture_of
from rehearsal.table import Table
from rehearsal.wishes import Wish
from tests.end_to_end.days import office_day, today, turn_to

ITEMS = frozenset({RecordItem.HEAD_AND_RELATIONSHIP, RecordItem.PERMANENT_DOMICILE})
BASKET = (
    Wish(CertificateType.RESIDENT_RECORD, copies=2, extent=Extent.HOUSEHOLD, items=ITEMS),
    Wish(CertificateType.SEAL_REGISTRATION, copies=2),
    Wish(CertificateType.TAX),
    Wish(CertificateType.FAMILY_REGISTER, extent=Extent.WHOLE),
)
FEES = 2 * 300 + 2 * 300 + 300 + 450


def page_tokens(sheet: Sheet) -> list[bytes]:
    """What the small codes on both sides of a sheet say."""
    sides = [np.asarray(picture_of(side).convert("L")) for side in (sheet.front, sheet.back) if side is not None]
    return [code.bytes for side in sides for code in zxingcpp.read_barcodes(side) if code.bytes.startswith(b"KT1")]


def test_a_basket_of_four_certificates_with_copies_for_a_household_of_seven(table: Table) -> None:
    turn_to(table, office_day(today(table)), 10)
    offer = table.to_offer("kikuchi").rights.offer
    assert len(offer.members) == 7
    for wish in BASKET:
        table.choose(wish)
    table.post(on.OrderPressed())
    paying = table.wait_for(at.Paying, 60)
    assert paying.order.due == Yen(FEES)
    table.put_in(500, 500, 500, 500)
    reminder = table.wait_for(at.RemindingToTake, 60)
    assert reminder.ending.returned == Yen(2000 - FEES)

    assert [tried.tries_left for tried in table.told(entry.PinTried)] == [-1]
    certificates = paying.order.certificates
    assert Counter(one.type for one in certificates) == Counter({wish.type: wish.copies for wish in BASKET})
    assert len({one.number for one in certificates}) == len(certificates)
    tray = table.devices.copier.tray
    assert len(tray) == sum(one.sheets for one in certificates)
    assert next(one.sheets for one in certificates if one.type is CertificateType.RESIDENT_RECORD) == 2
    tokens = [token for sheet in tray for token in page_tokens(sheet)]
    assert len(tokens) == len(set(tokens)) == 2 * len(tray)

    table.back_to_idle()
    assert len(table.devices.receipt_printer.receipts) == 1
    assert table.balances["city"] == -FEES
    assert table.balances["handling"] == 117 * len(certificates)
    assert [ended.outcome for ended in table.told(entry.CertificateEnded)] == ["printed"] * len(certificates)
    table.wait_until(lambda: not table.room.books.standing.unacknowledged, "the center to acknowledge every receipt")
