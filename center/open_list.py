"""The open list: what only a person may close, with a name and a reason. A later success closes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from center.store import Store


class OpenKind(Enum):
    """Why an item is on the list."""

    OUTCOME_UNKNOWN = "outcome-unknown"  # the kiosk does not know whether a sheet came out
    NO_RECEIPT = "no-receipt"  # delivered, the lease is long over, the kiosk never said what became of it
    PRINTED_BUT_VOID = "printed-but-void"  # a sheet came out although its order was cancelled
    FEE_DIFFERS = "fee-differs"  # the fee captured is not the fee of the order
    RECEIPTS_MISSING = "receipts-missing"  # a gap in a kiosk's sequence
    QUARANTINED = "quarantined"  # a device told two stories, or two machines have one identity
    CONFIGURATION_BROKEN = (
        "configuration-broken"  # a municipality's new file cannot be read; the one before is in force
    )
    CITY_DOCUMENT_WRONG = "city-document-wrong"  # the city's answer was not for this order


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open matter; `subject` names the order or device, never a resident."""

    number: int
    kind: OpenKind
    subject: str
    detail: str
    opened: int


class OpenList:
    """Opened by the program, closed by people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, kind: OpenKind, subject: str, detail: str, at: int) -> None:
        """Put a matter on the list; the same matter twice is one item while it is open."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO open_items (kind, subject, detail, opened) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (kind.value, subject, detail, at),
            )

    def close(self, number: int, by: str, because: str, at: int) -> bool:
        """A person closes an item; False if there is no such open item."""
        if not by.strip() or not because.strip():
            raise ValueError("who closes an open item, and why, must both be written down")
        with self._store.transaction() as db:
            closed = db.execute(
                "UPDATE open_items SET closed = ?, closed_by = ?, because = ? WHERE number = ? AND closed IS NULL",
                (at, by, because, number),
            )
            return closed.rowcount == 1

    def items(self) -> tuple[OpenItem, ...]:
        """Everything still open, oldest first."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT * FROM open_items WHERE closed IS NULL ORDER BY opened, number").fetchall()
        return tuple(
            OpenItem(row["number"], OpenKind(row["kind"]), row["subject"], row["detail"], row["opened"]) for row in rows
        )
