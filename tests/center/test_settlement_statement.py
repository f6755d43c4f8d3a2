"""The settlement statement of a municipality: every yen of the books, by type, place, hours and channel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from center import statement_words as words
from center.ledger import Channel, HandlingFee, Ledger, Printed
from center.report import Reports, Statement, Sums
from center.statement_text import as_csv, as_text
from center.store import Store
from center.turned_away import TurnedAwayCounts
from issuance.domain.certificates import CertificateType, RegistrationState
from issuance.domain.values import JAPAN_TIME, KioskId, MunicipalityCode, OrderId, OtherCard, Yen
from issuance.protocol.messages import Refusal, TurnedAwayCount
from issuance.transaction import states

HANAMAKI, MORIOKA = MunicipalityCode("032051"), MunicipalityCode("032018")
RECORD, FAMILY = CertificateType.RESIDENT_RECORD, CertificateType.FAMILY_REGISTER


class WeekdayOffice:
    def is_office_open(self, day: date) -> bool:
        return day.weekday() < 5


@dataclass(frozen=True)
class City:
    code: MunicipalityCode = HANAMAKI
    name: str = "花巻市"
    calendar: WeekdayOffice = field(default_factory=WeekdayOffice)


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(None)
    yield store
    store.close()


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store, [HandlingFee(date(2010, 2, 2), Yen(115)), HandlingFee(date(2019, 10, 1), Yen(117))])


def in_japan(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=JAPAN_TIME)


def book(
    ledger: Ledger,
    order: str,
    at: datetime,
    *,
    yen: int = 300,
    type_: CertificateType = RECORD,
    of: MunicipalityCode = HANAMAKI,
    place: MunicipalityCode = HANAMAKI,
    channel: Channel = Channel.STORE,
    printed: datetime | None = None,
) -> None:
    ledger.book_print(
        Printed(
            OrderId(order),
            1,
            municipality=of,
            type=type_,
            kiosk=KioskId("K-0001"),
            place=place,
            channel=channel,
            printed=int((printed or at).timestamp()),
            fee=Yen(yen),
        ),
        at.astimezone(UTC),
    )


def statement(store: Store, first: date = date(2016, 4, 1), last: date = date(2017, 3, 31)) -> Statement:
    return Reports(store, TurnedAwayCounts(store)).statement(City(), first, last)


def test_what_was_printed_is_in_the_statement_gross_on_both_sides(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0))
    book(ledger, "b", in_japan(2016, 5, 1, 12, 0), yen=450, type_=FAMILY)
    assert statement(store).total() == Sums(2, 750, 230)
    assert statement(store).total(type=FAMILY) == Sums(1, 450, 115)
    assert statement(store).total(month="2016-05").due == 450 - 115


def test_a_certificate_without_a_fee_is_counted_and_handled(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0), yen=0)
    assert statement(store).total() == Sums(1, 0, 115)


def test_the_handling_fee_rises_on_its_day(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2019, 9, 30, 22, 59, 59))
    book(ledger, "b", in_japan(2019, 10, 1, 6, 30))
    assert statement(store, date(2019, 9, 1), date(2019, 9, 30)).total() == Sums(1, 300, 115)
    assert statement(store, date(2019, 10, 1), date(2019, 10, 31)).total() == Sums(1, 300, 117)


def test_what_is_taken_back_is_gone_from_the_sums(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0))
    book(ledger, "b", in_japan(2016, 4, 1, 12, 5))
    assert ledger.take_back(OrderId("a"), 1, in_japan(2016, 5, 2, 9, 0)) == 2
    assert statement(store).total() == Sums(1, 300, 115)
    assert statement(store).total(month="2016-04") == Sums(2, 600, 230)  # the books of April stay what they were
    assert ledger.take_back(OrderId("a"), 1, in_japan(2016, 5, 3, 9, 0)) == 0


def test_the_last_second_of_the_last_day_counts_and_the_next_does_not(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2017, 3, 31, 23, 59, 59))
    book(ledger, "b", in_japan(2017, 4, 1, 0, 0, 0))
    book(ledger, "c", in_japan(2016, 3, 31, 23, 59, 59))
    assert statement(store).total().count == 1


def test_another_municipalitys_certificates_are_not_in_it(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0), of=MORIOKA)
    assert statement(store).total() == Sums()


@pytest.mark.parametrize(
    ("moment", "within"),
    [
        (in_japan(2016, 4, 1, 8, 29, 59), False),
        (in_japan(2016, 4, 1, 8, 30), True),
        (in_japan(2016, 4, 1, 17, 14, 59), True),
        (in_japan(2016, 4, 1, 17, 15), False),
        (in_japan(2016, 4, 2, 12, 0), False),  # a Saturday
    ],
)
def test_office_hours_are_those_of_the_print_not_of_a_receipt_that_came_late(
    store: Store, ledger: Ledger, moment: datetime, within: bool
) -> None:
    book(ledger, "a", in_japan(2016, 4, 4, 12, 0), printed=moment)
    assert statement(store).total(in_office_hours=within).count == 1


def test_place_and_channel_are_told_apart(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0), place=MORIOKA)
    book(ledger, "b", in_japan(2016, 4, 1, 12, 0), channel=Channel.TERMINAL)
    drawn = statement(store)
    assert (drawn.total(in_town=True).count, drawn.total(in_town=False).count) == (1, 1)
    assert (drawn.total(channel=Channel.STORE).count, drawn.total(channel=Channel.TERMINAL).count) == (1, 1)


# ---- turned away


def test_a_kiosks_totals_count_once_however_often_they_come(store: Store) -> None:
    counts = TurnedAwayCounts(store)
    for said in (3, 5, 5, 4):  # the last one is an old heartbeat that comes late
        counts.note(KioskId("K-0001"), HANAMAKI, [TurnedAwayCount("2016-04", "pin-locked", "pin", said)])
    counts.note(KioskId("K-0002"), HANAMAKI, [TurnedAwayCount("2016-04", "pin-locked", "pin", 2)])
    counts.note(KioskId("K-0003"), MORIOKA, [TurnedAwayCount("2016-04", "pin-locked", "pin", 9)])
    (one,) = statement(store).turned_away
    assert (one.month, one.reason, one.step, one.count) == ("2016-04", "pin-locked", "pin", 7)


# ---- on paper


def test_every_answer_no_and_every_screen_of_the_story_has_words_for_the_office() -> None:
    not_the_residents = {  # said to engineers, or never the end of a visit
        *(Refusal.SIGNATURE_WRONG, Refusal.CHALLENGE_OVER, Refusal.GRANT_OVER, Refusal.SESSION_UNKNOWN),
        *(Refusal.FEE_CHANGED, Refusal.ORDER_WRONG, Refusal.CANCELLED, Refusal.DEVICE_NOT_ADMITTED),
        *(Refusal.CONFLICT, Refusal.CERTIFICATE_UNKNOWN, Refusal.REVOCATION_UNKNOWN),
    }
    assert {one.value for one in set(Refusal) - not_the_residents} <= words.REASONS.keys()
    assert {f"card-{one.value}" for one in OtherCard} <= words.REASONS.keys()
    assert {f"registration-{one.value}" for one in RegistrationState} <= words.REASONS.keys()
    assert all(hasattr(states, name) for name in words.STEPS)
    assert set(words.TYPES) == set(CertificateType)


def test_the_text_shows_sums_splits_and_who_was_turned_away(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0))
    book(ledger, "b", in_japan(2016, 4, 2, 20, 0), yen=450, type_=FAMILY, place=MORIOKA)
    TurnedAwayCounts(store).note(
        KioskId("K-0001"),
        HANAMAKI,
        [
            TurnedAwayCount("2016-04", "card-told", "AwaitingCard", 12),
            TurnedAwayCount("2016-05", "card-told", "AwaitingCard", 3),
            TurnedAwayCount("2016-05", "Z-99", "Dancing", 1),  # of a newer kiosk
        ],
    )
    text = as_text(statement(store))
    assert "花巻市（032051）" in text
    lines = [line.split() for line in text.splitlines()]
    assert ["合計", "2", "750", "230", "520"] in lines
    assert ["住民票の写し", "1", "300", "115", "185"] in lines
    assert ["市区町村外", "1", "50.0%"] in lines
    assert ["時間", "開庁時間内", "1", "50.0%"] in lines
    assert ["市民カード等（利用者の申告）", "カード待ち", "15"] in lines
    assert ["Z-99", "Dancing", "1"] in lines
    assert ["2017-03", "0", "0", "0", "0"] in lines  # a month without any is shown, not left out


def test_the_columns_of_the_text_end_at_one_place(store: Store, ledger: Ledger) -> None:
    for order in "abc":
        book(ledger, order, in_japan(2016, 4, 1, 12, 0))
    book(ledger, "d", in_japan(2016, 4, 1, 12, 0), type_=CertificateType.FAMILY_REGISTER_APPENDIX)
    rows = [
        line
        for line in as_text(statement(store)).splitlines()
        if line.startswith(("証明書の種類", "住民票", "戸籍", "合計"))
    ]
    rows = rows[:4]  # the first table
    width = {sum(2 if ord(letter) > 0x2E80 else 1 for letter in row) for row in rows}
    assert len(rows) == 4
    assert len(width) == 1


def test_a_statement_without_any_certificate_can_be_read_too(store: Store) -> None:
    assert ["合計", "0", "0", "0", "0"] in [line.split() for line in as_text(statement(store)).splitlines()]


def test_the_values_of_the_spreadsheet_sum_to_the_statement(store: Store, ledger: Ledger) -> None:
    book(ledger, "a", in_japan(2016, 4, 1, 12, 0))
    book(ledger, "b", in_japan(2016, 6, 1, 12, 0), yen=450, type_=FAMILY)
    TurnedAwayCounts(store).note(KioskId("K-0001"), HANAMAKI, [TurnedAwayCount("2016-06", "closed", "offer", 4)])
    rows = list(csv.DictReader(io.StringIO(as_csv(statement(store)))))
    printed = [row for row in rows if row["type"]]
    assert sum(int(row["fees"]) for row in printed) == 750
    assert sum(int(row["handling_fees"]) for row in printed) == 230
    assert {row["place"] for row in printed} == {"in-town"}
    assert [(row["reason"], row["step"], row["count"]) for row in rows if not row["type"]] == [("closed", "offer", "4")]
