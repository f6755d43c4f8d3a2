"""The center's books: double entry, append-only, every booking sums to zero; a correction names what it corrects.

Two bookings a printed certificate, gross in both directions: the resident's fee, which the store holds for the city, and
beside it the handling fee, which the city owes the center.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from center.store import Store
from issuance.domain.certificates import CertificateType
from issuance.domain.values import JAPAN_TIME, KioskId, MunicipalityCode, OrderId, Yen


@dataclass(frozen=True, slots=True)
class HandlingFee:
    """What a city pays the center for one printed certificate, from a day on (Japan time, that day included)."""

    valid_from: date
    yen: Yen


class Channel(Enum):
    """Through what kind of machine a certificate was had."""

    STORE = "store"
    TERMINAL = "terminal"  # of a municipality, in its office or another public building


@dataclass(frozen=True, slots=True)
class Printed:
    """A certificate whose fee was captured: what, where, for whom, how much."""

    order: OrderId
    position: int
    municipality: MunicipalityCode
    type: CertificateType
    kiosk: KioskId
    place: MunicipalityCode  # in which municipality that kiosk stands
    channel: Channel
    printed: int  # when, as the kiosk says; epoch seconds
    fee: Yen


class Ledger:
    """Entries are made and corrected, never changed; the store's triggers see to that too."""

    def __init__(self, store: Store, handling_fees: Sequence[HandlingFee]) -> None:
        self._store = store
        self._handling_fees = sorted(handling_fees, key=lambda fee: fee.valid_from)

    def handling_fee(self, day: date) -> Yen:
        """The handling fee of a day in Japan; none before the first one of the table."""
        return next((fee.yen for fee in reversed(self._handling_fees) if fee.valid_from <= day), Yen(0))

    def book_print(self, printed: Printed, now: datetime) -> None:
        """The fee goes from the store's cash to what is due to the city, the handling fee from the city to the center.

        A certificate without a fee is booked too, over 0 yen: the books alone say how many there were.
        """
        handling = self.handling_fee(now.astimezone(JAPAN_TIME).date())
        at = int(now.timestamp())
        store_cash, city = f"store-cash/{printed.kiosk}", printed.municipality
        self._book(printed, "fee", printed.fee, accounts=(store_cash, due_to_city(city)), at=at)
        self._book(printed, "handling-fee", handling, accounts=(due_from_city(city), "handling-fee-income"), at=at)

    def take_back(self, order: OrderId, position: int, now: datetime) -> int:
        """Reverse every booking of a certificate that was not yet reversed; gives how many."""
        with self._store.transaction() as db:
            standing = db.execute(
                'SELECT booking FROM bookings WHERE "order" = ? AND position = ? AND corrects IS NULL AND booking NOT IN '
                "(SELECT corrects FROM bookings WHERE corrects IS NOT NULL) ORDER BY booking",
                (order, position),
            ).fetchall()
            for (booking,) in standing:
                reversal = db.execute(
                    'INSERT INTO bookings (at, what, "order", position, municipality, type, kiosk, place, channel, '
                    "printed, corrects) SELECT ?, what || '-taken-back', \"order\", position, municipality, type, kiosk, "
                    "place, channel, printed, booking FROM bookings WHERE booking = ?",
                    (int(now.timestamp()), booking),
                ).lastrowid
                db.execute(
                    "INSERT INTO booking_lines (booking, account, yen) "
                    "SELECT ?, account, -yen FROM booking_lines WHERE booking = ? ORDER BY line",
                    (reversal, booking),
                )
        return len(standing)

    def balance(self, account: str) -> int:
        """The sum of an account in yen; what is owed by us is negative."""
        with self._store.transaction() as db:
            return int(
                db.execute("SELECT coalesce(sum(yen), 0) FROM ledger WHERE account = ?", (account,)).fetchone()[0]
            )

    def accounts(self) -> tuple[tuple[str, int], ...]:
        """Every account with its balance."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT account, sum(yen) AS yen FROM ledger GROUP BY account ORDER BY account")
            return tuple((row["account"], row["yen"]) for row in rows)

    def unbalanced(self) -> tuple[int, ...]:
        """The numbers of bookings that do not sum to zero: always none."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT booking FROM ledger GROUP BY booking HAVING sum(yen) <> 0")
            return tuple(row["booking"] for row in rows)

    def _book(self, printed: Printed, what: str, yen: Yen, *, accounts: tuple[str, str], at: int) -> None:
        """One booking: to the first account, from the second."""
        debit, credit = accounts
        with self._store.transaction() as db:
            booking = db.execute(
                'INSERT INTO bookings (at, what, "order", position, municipality, type, kiosk, place, channel, printed) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    at,
                    what,
                    printed.order,
                    printed.position,
                    printed.municipality,
                    printed.type.value,
                    printed.kiosk,
                    printed.place,
                    printed.channel.value,
                    printed.printed,
                ),
            ).lastrowid
            for account, amount in ((debit, yen.amount), (credit, -yen.amount)):
                db.execute(
                    "INSERT INTO booking_lines (booking, account, yen) VALUES (?, ?, ?)", (booking, account, amount)
                )


def due_to_city(municipality: str) -> str:
    """The account of the fees that stores hold for a city."""
    return f"due-to-city/{municipality}"


def due_from_city(municipality: str) -> str:
    """The account of the handling fees that a city owes."""
    return f"due-from-city/{municipality}"
