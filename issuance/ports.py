"""What the story asks of the world, in the field's words. kiosk/ calls these, drivers/ keep them.

Every method is synchronous and is called from that device's own worker thread. A fault of the world is raised as
`DeviceFault(Fault.X)`; an answer that the caller must handle comes back as a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event as Flag
from typing import Protocol

from issuance.domain.values import OtherCard, PageBitmap, Pin, Yen
from issuance.faults import Fault
from issuance.protocol.messages import (
    ApplicationFiled,
    ApplicationPlacement,
    Authorised,
    Cancellation,
    Cancelled,
    Challenge,
    ChallengeRequest,
    Delivered,
    GrantPresentation,
    Heartbeat,
    HeartbeatAnswer,
    OrderPlacement,
    PublicOffer,
    PublicOfferRequest,
    Refused,
    ServedMunicipalities,
    SessionOpened,
    SessionRequest,
)
from issuance.protocol.page_token import PageToken

# ---------------------------------------------------------------- time


class Clock(Protocol):
    """Wall time for what is written down, monotonic time for waiting."""

    def now(self) -> datetime:
        """The time now, always with a time zone."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""


# ---------------------------------------------------------------- the card


@dataclass(frozen=True, slots=True)
class CardArrived:
    """A card lies still on the reader."""


@dataclass(frozen=True, slots=True)
class CardLeft:
    """The card was taken off, or another one took its place (then CardArrived follows)."""


@dataclass(frozen=True, slots=True)
class ReaderFailed:
    """No card can be read now."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class ReaderReady:
    """The reader is there (at the start, or again after ReaderFailed) and holds no card."""


ReaderReport = CardArrived | CardLeft | ReaderFailed | ReaderReady


@dataclass(frozen=True, slots=True)
class CardRead:
    """What a My Number card tells without a PIN."""

    certificate: bytes  # DER, user-authentication certificate
    tries_left: int  # 0..3


@dataclass(frozen=True, slots=True)
class OldCard:
    """A 住基カード (token JPKIAPICCTOKEN) or another card that is no My Number card."""

    kind: OtherCard


@dataclass(frozen=True, slots=True)
class CardWithoutPin:
    """A My Number card that has no usable PIN or no certificate (locked from the start, 顔認証カード)."""


CardAnswer = CardRead | OldCard | CardWithoutPin


@dataclass(frozen=True, slots=True)
class CardSigned:
    """The card signed; `signature` is raw (PKCS#1 v1.5 for RSA, DER for ECDSA)."""

    signature: bytes


@dataclass(frozen=True, slots=True)
class PinRefused:
    """The PIN was wrong; `tries_left` is at least 1."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class PinLocked:
    """The card is locked: by this try or before it."""


SignAnswer = CardSigned | PinRefused | PinLocked


class CardReader(Protocol):
    """A My Number card on a reader. One card session runs read() .. sign() .. release(); release is idempotent."""

    def watch(self, report: Callable[[ReaderReport], None], until: Flag) -> None:
        """Report arrivals and removals until the flag is set; blocks in a thread of its own; survives pcscd and reader."""

    def read(self) -> CardAnswer:
        """Power the card, read certificate and tries left, keep it exclusively. Faults: CARD_REMOVED, CARD_SILENT, READER_*."""

    def sign(self, pin: Pin, statement: bytes) -> SignAnswer:
        """VERIFY once, sign the hash of `statement` (SHA-256 for RSA-2048, SHA-384 for P-384), unpower.

        The PIN is wiped whatever happens. Faults: CARD_REMOVED, CARD_SILENT, READER_*.
        """

    def release(self) -> None:
        """Unpower and let go of the card."""


# ---------------------------------------------------------------- the multi-copier


@dataclass(frozen=True, slots=True)
class CopierStatus:
    """One look at the printer. Three-valued where the device may stay silent: None = it does not say."""

    idle: bool
    stopped_by: tuple[Fault, ...]  # faults at error level; empty = it can print
    warnings: tuple[str, ...]  # IPP keywords at warning or report level, for staff
    foreign_jobs: int  # jobs in the engine that are not ours
    sheets_ever: int | None  # printer-media-sheets-completed
    up_time: int | None  # printer-up-time, seconds


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job that the printer knows. All fields are journaled before the first document byte leaves."""

    token: str  # job-name: our only idempotency key
    job_id: int
    job_uuid: str
    sheets: int  # sheets expected
    sheets_before: int | None  # printer-media-sheets-completed when the job was made
    up_time_before: int | None


@dataclass(frozen=True, slots=True)
class StillPrinting:
    sheets_done: int


@dataclass(frozen=True, slots=True)
class PrintingStopped:
    """The printer waits for a person; it goes on by itself when the fault is cleared."""

    fault: Fault
    sheets_done: int


@dataclass(frozen=True, slots=True)
class Printed:
    evidence: str  # short, no personal data: job-state, sheets, counters


@dataclass(frozen=True, slots=True)
class NotPrinted:
    evidence: str


@dataclass(frozen=True, slots=True)
class PrintUnknown:
    evidence: str


PrintOutcome = Printed | NotPrinted | PrintUnknown
PrintSight = StillPrinting | PrintingStopped | PrintOutcome


class Copier(Protocol):
    """The multi-copier as a printer (exactly-once protocol: create, journal, send once, watch)."""

    def status(self) -> CopierStatus:
        """Ask the printer. Faults: PRINTER_UNREACHABLE, PRINTER_SILENT."""

    def create_job(self, token: str, sheets: int) -> PrintJob:
        """Create-Job without data (cannot print), after reading counters. Faults: PRINTER_*."""

    def send_document(self, job: PrintJob, pages: Sequence[PageBitmap]) -> None:
        """Send-Document, once, never retried; pages are front, back, front, back... A fault here says nothing about paper."""

    def look(self, job: PrintJob) -> PrintSight:
        """One look at a released job. An unreachable printer raises; "no answer" is never an outcome."""

    def recover(self, token: str, released: PrintJob | None) -> PrintSight:
        """After a restart: the fate of a token. `released` None = the document was certainly not sent: every hit is cancelled."""

    def cancel(self, job: PrintJob) -> PrintSight:
        """Ask for the job to be cancelled (a request: the outcome is the printer's final state and sheets)."""


class Rasteriser(Protocol):
    """Pages to exactly the bitmaps that are printed, and the page token read back from them."""

    def get_ready(self) -> None:
        """Load what is slow to load; called once somebody is there, so that nobody waits for it later."""

    def close(self) -> None:
        """Let go of everything that was loaded."""

    def pages(self, document: bytes) -> tuple[PageBitmap, ...]:
        """Rasterise a PDF; fault DOCUMENT_UNREADABLE."""

    def read_token(self, page: PageBitmap) -> PageToken | None:
        """The page token found at its fixed place, or None."""


# ---------------------------------------------------------------- the host machine


@dataclass(frozen=True, slots=True)
class HostSensors:
    """What the host machine's own sensors say."""

    paper_in_tray: bool
    lid_open: bool


class CopierHost(Protocol):
    """The copier that lends itself to this service. Assumption: the host offers claim, sensors and hand-back."""

    def sensors(self) -> HostSensors:
        """Fault HOST_SILENT."""

    def claim(self, token: str) -> bool:
        """Take the copier for this visit; False = somebody else has it. Idempotent for the same token."""

    def hand_back(self, token: str) -> None:
        """Give it back. Idempotent."""


# ---------------------------------------------------------------- money


@dataclass(frozen=True, slots=True)
class CoinAccepted:
    """A coin fell into the box. `counter` is the acceptor's event counter, for the journal."""

    denomination: Yen
    counter: int


@dataclass(frozen=True, slots=True)
class CoinTrouble:
    """A coin was not taken (returned by the device); `code` is the ccTalk error of header 229."""

    code: int


@dataclass(frozen=True, slots=True)
class PayoutOrder:
    """Coins to give back: from which hopper how many, and each hopper's event counter before (journaled first)."""

    coins: tuple[tuple[int, int], ...]  # (denomination in yen, count)
    counters: tuple[tuple[int, int], ...]  # (denomination in yen, hopper event counter before)

    @property
    def total(self) -> Yen:
        return Yen(sum(value * count for value, count in self.coins))


@dataclass(frozen=True, slots=True)
class PaidOut:
    """What the hoppers really gave, by their own counters."""

    coins: tuple[tuple[int, int], ...]  # (denomination in yen, count given)
    fault: Fault | None  # None = everything; else why it stopped

    @property
    def total(self) -> Yen:
        return Yen(sum(value * count for value, count in self.coins))


class CoinBox(Protocol):
    """Coin acceptor and change hoppers (ccTalk). Accepted coins fall into the hopper of their denomination."""

    def denominations(self) -> tuple[Yen, ...]:
        """What the acceptor says it knows (request coin id), ascending. Faults: COIN_BOX_SILENT, COIN_BOX_FAULT."""

    def accept(self, denominations: Iterable[Yen]) -> None:
        """Take just these coins from now on; none = the slot is shut."""

    def poll(self) -> tuple[CoinAccepted | CoinTrouble, ...]:
        """Everything new since the last poll, oldest first; never the same coin twice. Faults: COIN_BOX_*, COINS_LOST_COUNT."""

    def coin_counter(self) -> int:
        """The acceptor's event counter now: coins that fall later are told from it, also after a restart. Faults: COIN_BOX_*."""

    def prepare_payout(self, coins: Sequence[tuple[int, int]]) -> PayoutOrder:
        """Read each hopper's event counter; nothing moves."""

    def pay_out(self, order: PayoutOrder) -> PaidOut:
        """Dispense once; on doubt ask the hopper's own counter, never repeat."""

    def payout_result(self, order: PayoutOrder) -> PaidOut | None:
        """After a restart: what became of a journaled order; None = the hoppers never took it."""


# ---------------------------------------------------------------- the receipt


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of a slip. `amount` stands flush right; `size` is the em in dots of 203 dpi (24 = 3 mm)."""

    text: str
    amount: str = ""
    size: int = 28
    bold: bool = False
    centred: bool = False
    rule: bool = False  # a line across, text ignored


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt, a claim slip or a staff slip; no name on any of them."""

    id: str
    lines: tuple[SlipLine, ...]


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """The printer's own answer came after the last dot line."""


@dataclass(frozen=True, slots=True)
class SlipUnknown:
    """Sent, but no proof of print came; `why` is for staff."""

    why: Fault


class ReceiptPrinter(Protocol):
    """The receipt printer (ESC/POS)."""

    def check(self) -> tuple[str, ...]:
        """Warnings for staff (e.g. "paper-near-end"). Faults: RECEIPT_*."""

    def print_slip(self, slip: Slip) -> SlipPrinted | SlipUnknown:
        """Print as a raster picture, cut, ask for proof. A fault before the first byte is raised; later it is SlipUnknown."""


# ---------------------------------------------------------------- the center


class Center(Protocol):
    """The certificate issuance center as the kiosk sees it. Faults: CENTER_UNREACHABLE, CENTER_SILENT, CENTER_ANSWER_INVALID.

    `key` is the idempotency key: the same key and body may be sent again and get the stored answer.
    """

    def public_offer(self, message: PublicOfferRequest) -> PublicOffer | Refused: ...

    def served(self) -> ServedMunicipalities | Refused:
        """Which municipalities serve people who live elsewhere."""

    def open_session(self, message: SessionRequest, key: str) -> SessionOpened | Refused: ...

    def challenge(self, message: ChallengeRequest, key: str) -> Challenge | Refused: ...

    def present_grant(self, message: GrantPresentation, key: str) -> Authorised | Refused: ...

    def file_application(self, message: ApplicationPlacement, key: str) -> ApplicationFiled | Refused: ...

    def place_order(self, message: OrderPlacement, key: str) -> Delivered | Refused: ...

    def cancel(self, message: Cancellation, key: str) -> Cancelled | Refused: ...

    def submit_receipt(self, receipt: bytes) -> bytes | Refused:
        """`receipt` is COSE_Sign1 over Receipt; the answer COSE_Sign1 over Acknowledgement."""

    def heartbeat(self, message: Heartbeat) -> HeartbeatAnswer | Refused: ...


# ---------------------------------------------------------------- the journal


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as the journal keeps it: kind, visit, fields by name, and what it does to the books (sums to zero)."""

    kind: str
    transaction: str
    fields: Mapping[str, str | int | bool | None]
    postings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry that stands in the journal, with its number and time."""

    seq: int
    at: datetime
    entry: StoredEntry


class Journal(Protocol):
    """The append-only journal. Fault JOURNAL_FAILED."""

    def append(self, records: Sequence[StoredEntry]) -> None:
        """All or nothing, and on the disk when this returns."""

    def read(self, since: int = 0) -> Sequence[WrittenEntry]:
        """Every entry with a number above `since`, oldest first."""

    def close(self) -> None:
        """Close it; can be called twice."""
