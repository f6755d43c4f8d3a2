"""What happened: presses of the resident, reports of devices, answers of the center, deadlines. Imported as `on`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from issuance.domain.certificates import (
    CertificateType,
    Extent,
    PersonalOffer,
    RecordItem,
    RegistrationStanding,
    TaxKind,
)
from issuance.domain.values import MemberHandle, MunicipalityCode, OrderId, OtherCard, Pin, TransactionId
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, PublicOffer, Refusal, ServedMunicipality, SessionOpened
from issuance.transaction.states import Coins, ReadyOrder

# ---------------------------------------------------------------- presses


@dataclass(frozen=True, slots=True)
class StartPressed:
    pass


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    pass


@dataclass(frozen=True, slots=True)
class MunicipalityChosen:
    own: bool


@dataclass(frozen=True, slots=True)
class PrefectureChosen:
    prefecture: str  # the first two digits of municipality codes


@dataclass(frozen=True, slots=True)
class TownChosen:
    code: MunicipalityCode


@dataclass(frozen=True, slots=True)
class OtherCardTold:
    """The resident says that there is another card only."""


@dataclass(frozen=True, slots=True)
class PinEntered:
    pin: Pin


@dataclass(frozen=True, slots=True)
class CertificateChosen:
    type: CertificateType


@dataclass(frozen=True, slots=True)
class ExtentChosen:
    extent: Extent


@dataclass(frozen=True, slots=True)
class MembersChosen:
    members: tuple[MemberHandle, ...]


@dataclass(frozen=True, slots=True)
class ItemsChosen:
    items: frozenset[RecordItem]


@dataclass(frozen=True, slots=True)
class MyNumberKept:
    """The warning was read: My Number stays on the certificate (True) or is left out after all."""

    kept: bool


@dataclass(frozen=True, slots=True)
class TaxKindChosen:
    kind: TaxKind


@dataclass(frozen=True, slots=True)
class TaxYearChosen:
    year: int


@dataclass(frozen=True, slots=True)
class ApplyPressed:
    """Apply for the registration of use now."""


@dataclass(frozen=True, slots=True)
class ApplicationAnswered:
    """One question of the application was answered; never recorded."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilePressed:
    """The application was read over and is to be filed."""


@dataclass(frozen=True, slots=True)
class CopiesChosen:
    copies: int


@dataclass(frozen=True, slots=True)
class LineRemoved:
    position: int  # 0-based


@dataclass(frozen=True, slots=True)
class AnotherWanted:
    pass


@dataclass(frozen=True, slots=True)
class OrderPressed:
    pass


@dataclass(frozen=True, slots=True)
class BackPressed:
    pass


@dataclass(frozen=True, slots=True)
class CancelPressed:
    pass


@dataclass(frozen=True, slots=True)
class ContinuePressed:
    """ "Yes, I am still here.\""""


@dataclass(frozen=True, slots=True)
class TakenPressed:
    """Everything is taken."""


@dataclass(frozen=True, slots=True)
class UnderstoodPressed:
    """An explanation was read."""


@dataclass(frozen=True, slots=True)
class GivenUpPressed:
    """Staff give up on a stopped print: what is not printed is refunded."""


# ---------------------------------------------------------------- readiness and the copier


@dataclass(frozen=True, slots=True)
class ReadinessKnown:
    """All devices and the center were asked. `offer` None only together with faults."""

    faults: tuple[Fault, ...]
    offer: PublicOffer | None
    next_visit: TransactionId


@dataclass(frozen=True, slots=True)
class CopierClaimed:
    pass


@dataclass(frozen=True, slots=True)
class CopierRefused:
    fault: Fault


# ---------------------------------------------------------------- the card


@dataclass(frozen=True, slots=True)
class CardArrived:
    pass


@dataclass(frozen=True, slots=True)
class CardRemoved:
    pass


@dataclass(frozen=True, slots=True)
class CardWasRead:
    tries_left: int


@dataclass(frozen=True, slots=True)
class OldCardFound:
    kind: OtherCard


@dataclass(frozen=True, slots=True)
class CardWithoutPinFound:
    pass


@dataclass(frozen=True, slots=True)
class CardSigned:
    pass


@dataclass(frozen=True, slots=True)
class PinWasRefused:
    tries_left: int


@dataclass(frozen=True, slots=True)
class PinWasLocked:
    pass


# ---------------------------------------------------------------- the center


@dataclass(frozen=True, slots=True)
class SessionWasOpened:
    opened: SessionOpened


@dataclass(frozen=True, slots=True)
class OfferArrived:
    offer: PersonalOffer


@dataclass(frozen=True, slots=True)
class CenterRefused:
    refusal: Refusal
    reference: str = ""
    opens_at: int | None = None


@dataclass(frozen=True, slots=True)
class MunicipalitiesListed:
    served: tuple[ServedMunicipality, ...]


@dataclass(frozen=True, slots=True)
class TownLookedUp:
    offer: PublicOffer


@dataclass(frozen=True, slots=True)
class ApplicationTaken:
    """The city has filed the application."""

    standing: RegistrationStanding


@dataclass(frozen=True, slots=True)
class OrderDelivered:
    order: OrderId


@dataclass(frozen=True, slots=True)
class DocumentsReady:
    """Checked, rasterised, read back; and the money devices were asked (ignored for a fee of 0 yen)."""

    order: ReadyOrder
    stock: Coins
    denominations: tuple[int, ...]
    coin_counter: int | None = None  # of the acceptor, before the slot opens


# ---------------------------------------------------------------- money


@dataclass(frozen=True, slots=True)
class CoinInserted:
    denomination: int
    counter: int


@dataclass(frozen=True, slots=True)
class SlotShut:
    """The slot takes no more coins and every fallen coin was counted."""

    at: int = 0


@dataclass(frozen=True, slots=True)
class PayoutPrepared:
    coins: Coins
    counters: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PayoutImpossible:
    """The coins to give are not there."""

    fault: Fault
    at: int


@dataclass(frozen=True, slots=True)
class PaidOut:
    coins: Coins
    fault: Fault | None
    at: int


# ---------------------------------------------------------------- paper


@dataclass(frozen=True, slots=True)
class PrintJobCreated:
    token: str
    job_id: int
    job_uuid: str
    sheets: int
    sheets_before: int | None
    up_time_before: int | None


@dataclass(frozen=True, slots=True)
class SheetsCounted:
    """The printer works; `sheets` of the current certificate are out."""

    sheets: int


@dataclass(frozen=True, slots=True)
class PrintStopped:
    """The printer waits for a person, or does not answer."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class PrintEnded:
    token: str
    outcome: Outcome
    evidence: str
    at: int


@dataclass(frozen=True, slots=True)
class SlipDone:
    """The receipt or claim slip: printed with proof, or not. `slip` names it; empty = the one that is waited for."""

    printed: bool
    fault: Fault | None
    slip: str = ""


# ---------------------------------------------------------------- anything


@dataclass(frozen=True, slots=True)
class FaultOccurred:
    """A device or the line failed while doing an effect of this visit."""

    fault: Fault
    detail: str
    at: int


class Deadline(Enum):
    """What ran out."""

    PATIENCE = "patience"  # nobody pressed anything
    STILL_THERE = "still-there"  # nobody answered the question
    RECHECK = "recheck"  # time to ask the devices again
    PRINTER_ANSWER = "printer-answer"  # a lost printer did not come back
    PRINTER_PROGRESS = "printer-progress"  # a printer that says it works put out no sheet
    PAYMENT = "payment"  # the documents may not be paid for any longer


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    deadline: Deadline
    at: int = 0


@dataclass(frozen=True, slots=True)
class Wiped:
    """Nothing of the visit is left."""


Event = (
    StartPressed
    | LanguageChosen
    | ConsentGiven
    | MunicipalityChosen
    | PrefectureChosen
    | TownChosen
    | OtherCardTold
    | PinEntered
    | CertificateChosen
    | ExtentChosen
    | MembersChosen
    | ItemsChosen
    | MyNumberKept
    | TaxKindChosen
    | TaxYearChosen
    | ApplyPressed
    | ApplicationAnswered
    | FilePressed
    | CopiesChosen
    | LineRemoved
    | AnotherWanted
    | OrderPressed
    | BackPressed
    | CancelPressed
    | ContinuePressed
    | TakenPressed
    | UnderstoodPressed
    | GivenUpPressed
    | ReadinessKnown
    | CopierClaimed
    | CopierRefused
    | CardArrived
    | CardRemoved
    | CardWasRead
    | OldCardFound
    | CardWithoutPinFound
    | CardSigned
    | PinWasRefused
    | PinWasLocked
    | SessionWasOpened
    | OfferArrived
    | CenterRefused
    | MunicipalitiesListed
    | TownLookedUp
    | ApplicationTaken
    | OrderDelivered
    | DocumentsReady
    | CoinInserted
    | SlotShut
    | PayoutPrepared
    | PayoutImpossible
    | PaidOut
    | PrintJobCreated
    | SheetsCounted
    | PrintStopped
    | PrintEnded
    | SlipDone
    | FaultOccurred
    | DeadlinePassed
    | Wiped
)
