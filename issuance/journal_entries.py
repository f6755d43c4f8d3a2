"""Every fact the kiosk records, each with a closed list of fields. From these alone every yen and sheet is accounted for.

No entry has a field for a name, a PIN, a certificate, a serial number or document bytes: what has no field cannot be
written. `DURABLE` entries reach the disk before the effects of their step begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar

Field = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact. `transaction` is empty for facts that belong to no visit."""

    DURABLE: ClassVar[bool] = True
    transaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booted(Entry):
    build: str
    configuration: str
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBegan(Entry):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded(Entry):
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecorded(Entry):
    session: str
    municipality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinTried(Entry):
    """A PIN was sent to the card once. `tries_left` -1 = accepted."""

    tries_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderIntended(Entry):
    session: str
    order: str
    lines: str  # "resident-record x2 300, seal-registration x1 300": types, copies, fees; no persons, no items
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReady(Entry):
    """Every document is in hand and checked."""

    order: str
    certificates: int
    sheets: int
    due: int
    coin_counter: int | None = None  # of the acceptor: coins that fall from here on are this visit's


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGivenUp(Entry):
    order: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoinTaken(Entry):
    denomination: int
    counter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintIntended(Entry):
    """Written before Create-Job."""

    order: str
    certificate: int
    type: str
    number: str
    token: str
    sheets: int
    fee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReleasing(Entry):
    """The point of no return, written before the first document byte leaves."""

    order: str
    certificate: int
    token: str
    job_id: int
    job_uuid: str
    sheets: int
    sheets_before: int | None
    up_time_before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEnded(Entry):
    """printed, not-printed or unknown. Printed: the fee is captured. Unknown: it is in doubt until a person settles it."""

    order: str
    certificate: int
    type: str
    outcome: str
    evidence: str
    fee: int
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutInDoubt(Entry):
    """The hoppers may have given these coins or not: they did not say."""

    amount: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSettled(Entry):
    """A person settled a doubt with evidence. `to`: "city" (paper was there), "coin-box" (coins were given), "claims" (owed)."""

    incident: str
    amount: int
    to: str
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutIntended(Entry):
    coins: str  # "100x2 50x1"
    counters: str  # "100:17 50:3"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoinsPaidOut(Entry):
    coins: str
    total: int
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOpened(Entry):
    """Money owed to the resident that could not be given: staff pay it against the slip. `amount` 0 = only in doubt.

    Under a number that is open already: the claim grows by these sums (a coin fell after it was opened).
    """

    claim: str
    amount: int
    in_doubt: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettled(Entry):
    claim: str
    amount: int
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipIntended(Entry):
    slip: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipEnded(Entry):
    slip: str
    printed: bool
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSigned(Entry):
    """S5: what goes to the center, kept until acknowledged."""

    sequence: int
    order: str
    certificate: int
    receipt: str  # COSE_Sign1, hex


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationIntended(Entry):
    """The center is to void an order, or the whole session (`order` empty). Sent under this key until it is answered."""

    session: str
    order: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationAnswered(Entry):
    """The center has heard a cancellation. `refused`: the reason of its no, empty = it is void."""

    key: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAcknowledged(Entry):
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSeen(Entry):
    fault: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened(Entry):
    """An error that a person must look at; a later success never closes it."""

    incident: str
    fault: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(Entry):
    incident: str
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexpected(Entry):
    """An event that its state does not expect: it moved nothing."""

    DURABLE: ClassVar[bool] = False
    state: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Entry):
    """The story went from one state to another; for the readable journal, not for accounts."""

    DURABLE: ClassVar[bool] = False
    state: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffActed(Entry):
    role: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatCounted(Entry):
    """A technician counted or filled a hopper: it holds `count` coins now."""

    denomination: int
    count: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationIntended(Entry):
    """A registration of use is about to be filed; what was typed stands nowhere."""

    session: str
    municipality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedAway(Entry):
    """The visit ends without paper: why, and at which step. Counted by month; nobody can be found behind it."""

    DURABLE: ClassVar[bool] = False
    reason: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEnded(Entry):
    """Everything of the visit is wiped and the copier handed back."""

    by_recovery: bool


_KINDS: dict[str, type[Entry]] = {kind.__name__: kind for kind in Entry.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as it is stored: kind, transaction and its fields by name."""

    kind: str
    transaction: str
    fields: Mapping[str, Field]


def to_record(entry: Entry) -> Record:
    names = (field.name for field in fields(entry) if field.name != "transaction")
    return Record(type(entry).__name__, entry.transaction, {name: getattr(entry, name) for name in names})


def from_record(record: Record) -> Entry:
    """The entry of a stored record; ValueError names a kind or field that this version does not know."""
    kind = _KINDS.get(record.kind)
    if kind is None:
        raise ValueError(f"the journal holds an entry of an unknown kind {record.kind!r}: a newer version wrote it")
    try:
        return kind(transaction=record.transaction, **record.fields)
    except TypeError as wrong:
        raise ValueError(f"the journal's {record.kind} does not have the fields of this version: {wrong}") from wrong
