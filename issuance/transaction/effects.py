"""What the story asks the world to do: imperatives, one device each. Imported as `do`.

The runner gives each effect an id (transaction id / position); it is the idempotency key towards the center. Every
outcome comes back as an event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from issuance.domain.certificates import BasketLine
from issuance.domain.values import MunicipalityCode, OrderId, Pin, SessionId, TransactionId, Yen
from issuance.protocol.messages import Outcome
from issuance.transaction.events import Deadline
from issuance.transaction.states import ApplicationForm, Coins, Ending


@dataclass(frozen=True, slots=True)
class CheckReadiness:
    """Ask every device and the center; answer ReadinessKnown."""


@dataclass(frozen=True, slots=True)
class ClaimCopier:
    """Look at sensors and engine, then take the copier; answer CopierClaimed or CopierRefused."""

    transaction: TransactionId


@dataclass(frozen=True, slots=True)
class LookForCard:
    """Say now whether a card lies on the reader: CardArrived or CardRemoved."""


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Answer CardWasRead, OldCardFound, CardWithoutPinFound. A new card begins a new session."""

    transaction: TransactionId


@dataclass(frozen=True, slots=True)
class ReadCardAgain:
    """As ReadCard, but it must be the same card: else the fault CARD_SWAPPED."""


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """Unpower the card and let go of it."""


@dataclass(frozen=True, slots=True)
class ListMunicipalities:
    """Which municipalities serve people who live elsewhere; answer MunicipalitiesListed or CenterRefused."""


@dataclass(frozen=True, slots=True)
class LookUpTown:
    """The bulletin of a municipality; answer TownLookedUp or CenterRefused."""

    municipality: MunicipalityCode


@dataclass(frozen=True, slots=True)
class OpenSession:
    """S1; answer SessionWasOpened or CenterRefused. `municipality` None: the resident's own."""

    municipality: MunicipalityCode | None = None


@dataclass(frozen=True, slots=True)
class ProveHolder:
    """S2, VERIFY once, sign the grant, unpower; answer CardSigned, PinWasRefused, PinWasLocked or CenterRefused."""

    pin: Pin
    language: str  # in which consent was given


@dataclass(frozen=True, slots=True)
class PresentGrant:
    """S3; answer OfferArrived or CenterRefused."""


@dataclass(frozen=True, slots=True)
class FileApplication:
    """Seal what was typed to the city, sign it with OK and file it; answer ApplicationTaken or CenterRefused."""

    form: ApplicationForm = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """S4; answer OrderDelivered or CenterRefused."""

    order: OrderId
    municipality: MunicipalityCode
    lines: tuple[BasketLine, ...]


@dataclass(frozen=True, slots=True)
class PrepareDocuments:
    """Eight checks, rasterise, read tokens back, ask the money devices; answer DocumentsReady."""

    order: OrderId


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Final at the center: the order (or the session, None) is void. Sent until answered; nobody waits for it."""

    session: SessionId
    order: OrderId | None


@dataclass(frozen=True, slots=True)
class AcceptCoins:
    """Take just these denominations from now on."""

    denominations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShutSlot:
    """Take no more coins, count what still falls; answer SlotShut."""


@dataclass(frozen=True, slots=True)
class PreparePayout:
    """Read the hoppers' counters; answer PayoutPrepared or PayoutImpossible. Nothing moves."""

    coins: Coins


@dataclass(frozen=True, slots=True)
class PayOut:
    """Give these coins, once; answer PaidOut."""

    coins: Coins
    counters: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CreatePrintJob:
    """Create-Job without data; answer PrintJobCreated."""

    token: str
    order: OrderId
    index: int
    sheets: int


@dataclass(frozen=True, slots=True)
class PrintCertificate:
    """Send the document once and watch it: SheetsCounted, PrintStopped, and at last PrintEnded."""

    token: str
    index: int


@dataclass(frozen=True, slots=True)
class CancelPrint:
    """Ask the printer to give the job up; the outcome is its final state: PrintEnded."""

    token: str


@dataclass(frozen=True, slots=True)
class StopWatching:
    """Watch this job no longer: its outcome is decided as unknown."""

    token: str


class SlipKind(Enum):
    RECEIPT = "receipt"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print a receipt or claim slip; answer SlipDone."""

    kind: SlipKind
    slip: str
    language: str
    ending: Ending
    claim: str  # the claim's number, empty on a receipt


@dataclass(frozen=True, slots=True)
class ReportCertificate:
    """S5: sign a receipt and send it until acknowledged; nobody waits for it."""

    transaction: TransactionId
    order: OrderId
    index: int
    outcome: Outcome
    evidence: str
    fee: Yen


@dataclass(frozen=True, slots=True)
class ForgetVisit:
    """Destroy keys, documents, pictures and the certificate now: nothing that is still to come needs them."""


@dataclass(frozen=True, slots=True)
class WipeVisit:
    """Whatever is left of the visit goes, the copier is handed back; answer Wiped."""

    transaction: TransactionId


@dataclass(frozen=True, slots=True)
class StartDeadline:
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class StopDeadline:
    deadline: Deadline


Effect = (
    CheckReadiness
    | ClaimCopier
    | LookForCard
    | ReadCard
    | ReadCardAgain
    | ReleaseCard
    | ListMunicipalities
    | LookUpTown
    | OpenSession
    | ProveHolder
    | PresentGrant
    | FileApplication
    | PlaceOrder
    | PrepareDocuments
    | CancelOrder
    | AcceptCoins
    | ShutSlot
    | PreparePayout
    | PayOut
    | CreatePrintJob
    | PrintCertificate
    | CancelPrint
    | StopWatching
    | PrintSlip
    | ReportCertificate
    | ForgetVisit
    | WipeVisit
    | StartDeadline
    | StopDeadline
)
