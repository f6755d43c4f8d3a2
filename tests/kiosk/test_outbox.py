"""What must reach the center stands in the journal first, and what it refused is not repeated into the void."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from issuance import journal_entries as entry
from issuance.domain.values import OrderId, SessionId
from issuance.faults import DeviceFault, Fault
from issuance.ports import StoredEntry, WrittenEntry
from issuance.protocol.messages import Cancellation, Cancelled, Refusal, Refused
from kiosk.books import KioskBooks
from kiosk.outbox import Outbox

SESSION, ORDER = SessionId("5e" * 16), OrderId("0d" * 16)
VOID_ORDER, VOID_SESSION = Cancellation(SESSION, ORDER), Cancellation(SESSION, None)


@dataclass
class MemoryJournal:
    """A journal that lives as long as the test."""

    lines: list[WrittenEntry] = field(default_factory=list)

    def append(self, records: Sequence[StoredEntry]) -> None:
        for record in records:
            self.lines.append(WrittenEntry(len(self.lines) + 1, datetime(2026, 11, 22, tzinfo=UTC), record))

    def read(self, since: int = 0) -> Sequence[WrittenEntry]:
        return self.lines[since:]

    def close(self) -> None:
        pass


@dataclass
class PlayedCenter:
    """Says what it is told to say, and remembers what it was sent. None = the line is down."""

    says: Refusal | str | None = ""
    heard: list[object] = field(default_factory=list)

    def cancel(self, message: Cancellation, key: str) -> Cancelled | Refused:
        return self._answer((message, key), Cancelled(message.session))

    def submit_receipt(self, receipt: bytes) -> bytes | Refused:
        return self._answer(receipt, b"no acknowledgement")

    def _answer(self, heard: object, well: Any) -> Any:
        if self.says is None:
            raise DeviceFault(Fault.CENTER_UNREACHABLE, "the line is cut")
        self.heard.append(heard)
        return Refused(self.says, "") if isinstance(self.says, Refusal) else well


@dataclass
class Desk:
    """An outbox on a journal; `restart` is a new process on the same journal."""

    journal: MemoryJournal = field(default_factory=MemoryJournal)
    center: PlayedCenter = field(default_factory=PlayedCenter)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.books = KioskBooks(self.journal)
        nothing = cast(Any, _Nothing())
        self.outbox = Outbox(cast(Any, self.center), self.books, nothing, nothing, nothing)

    def signed(self, *sequences: int) -> None:
        self.books.append(
            [
                entry.ReceiptSigned(sequence=number, order=ORDER, certificate=1, receipt=f"{number:02x}")
                for number in sequences
            ]
        )

    def incidents(self) -> list[str]:
        return sorted(self.books.standing.incidents)


class _Nothing:
    """A key and a terminal that only an honest acknowledgement would need."""

    center_key = None


@pytest.fixture
def desk() -> Desk:
    return Desk()


# ---------------------------------------------------------------- cancellations


@pytest.mark.parametrize("message", [VOID_ORDER, VOID_SESSION], ids=["a ready order", "an open session"])
def test_a_cancellation_survives_a_restart_while_the_line_is_down(desk: Desk, message: Cancellation) -> None:
    desk.center.says = None
    desk.outbox.cancel(message, "visit-9")
    desk.outbox.send()
    desk.restart()
    assert desk.outbox.waiting
    desk.center.says = ""
    desk.outbox.send()
    assert desk.center.heard == [(message, "visit-9")]
    desk.restart()
    assert not desk.outbox.waiting
    desk.outbox.send()
    assert len(desk.center.heard) == 1


def test_the_oldest_cancellation_goes_first(desk: Desk) -> None:
    desk.outbox.cancel(VOID_ORDER, "a-9")
    desk.outbox.cancel(VOID_SESSION, "b-3")
    desk.outbox.send()
    assert desk.center.heard == [(VOID_ORDER, "a-9"), (VOID_SESSION, "b-3")]


def test_a_center_that_does_not_admit_this_machine_has_not_heard_the_cancellation(desk: Desk) -> None:
    desk.outbox.cancel(VOID_ORDER, "a-9")
    desk.center.says = Refusal.DEVICE_NOT_ADMITTED
    desk.outbox.send()
    assert desk.outbox.waiting
    desk.center.says = Refusal.SESSION_UNKNOWN  # it has listened, and knows no such session any more
    desk.outbox.send()
    assert not desk.outbox.waiting
    answered = [fact for fact in desk.books.entries() if isinstance(fact, entry.CancellationAnswered)]
    assert [(fact.key, fact.refused) for fact in answered] == [("a-9", "session-unknown")]


# ---------------------------------------------------------------- receipts


@pytest.mark.parametrize("says", [Refusal.CONFLICT, ""], ids=["refused", "an acknowledgement that is none"])
def test_a_refused_receipt_is_not_sent_again_until_a_person_has_looked(desk: Desk, says: Refusal | str) -> None:
    desk.center.says = says
    desk.signed(1, 2)
    desk.outbox.send()
    desk.outbox.send()
    desk.restart()
    desk.outbox.send()
    assert desk.center.heard == [b"\x01"]  # and the second waits: the chain needs its order
    assert desk.incidents() == ["receipt-1"]
    assert sorted(desk.books.standing.unacknowledged) == [1, 2]


def test_closing_its_incident_allows_one_more_try(desk: Desk) -> None:
    desk.center.says = Refusal.CONFLICT
    desk.signed(1)
    desk.outbox.send()
    desk.books.append([entry.IncidentClosed(incident="receipt-1", by="7", note="the center was asked")])
    assert desk.incidents() == []
    for _ in range(3):
        desk.outbox.send()
    assert desk.center.heard == [b"\x01", b"\x01"]
    assert desk.incidents() == ["receipt-1"]


def test_a_receipt_that_the_center_did_not_listen_to_needs_nobody(desk: Desk) -> None:
    desk.center.says = Refusal.DEVICE_NOT_ADMITTED
    desk.signed(1)
    desk.outbox.send()
    desk.outbox.send()
    assert desk.center.heard == [b"\x01", b"\x01"]
    assert desk.incidents() == []


# ---------------------------------------------------------------- late coins


def test_the_journal_never_holds_two_late_coins_under_one_number(desk: Desk) -> None:
    late = entry.ClaimOpened(claim="L-idle-7", amount=100, in_doubt=0, why="late-coin")
    desk.books.append([late])
    desk.restart()
    desk.books.append([late])
    written = [fact.claim for fact in desk.books.entries() if isinstance(fact, entry.ClaimOpened)]
    assert len(written) == len(set(written)) == len(desk.books.standing.claims) == 2
