"""The states of one visit at the kiosk. Each carries exactly what is true in it; each has one screen of the same name."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    PersonalOffer,
    RecordItem,
    RegistrationStanding,
    TaxKind,
)
from issuance.domain.values import MemberHandle, MunicipalityCode, OrderId, OtherCard, SessionId, TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Outcome, PublicOffer, Refusal, Refused, ServedMunicipality

Coins = tuple[tuple[int, int], ...]
"""(denomination in yen, count), ascending, no zero counts."""


NOTHING = Yen(0)


def worth(coins: Coins) -> Yen:
    return Yen(sum(value * count for value, count in coins))


@dataclass(frozen=True, slots=True)
class Visit:
    """One resident's visit: its id, the language chosen for it ("ja", "en"), and how many orders it has sent.

    `others_served`: whether this kiosk serves people of other municipalities, as the bulletin said when the visit began.
    """

    transaction: TransactionId
    language: str
    orders: int = 0
    others_served: bool = True


@dataclass(frozen=True, slots=True)
class Town:
    """The municipality that the center named for this card."""

    code: MunicipalityCode
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the resident can order now: the session, its town and the personal offer."""

    session: SessionId
    town: Town
    offer: PersonalOffer


Basket = tuple[BasketLine, ...]


def total(basket: Basket) -> Yen:
    return sum((line.total for line in basket), Yen(0))


@dataclass(frozen=True, slots=True)
class ReadyCertificate:
    """One certificate that is in hand: checked, rasterised and read back."""

    index: int  # 1-based position in the order
    type: CertificateType
    number: str
    fee: Yen
    sheets: int


@dataclass(frozen=True, slots=True)
class ReadyOrder:
    """Every certificate of the order, in print order."""

    session: SessionId
    order: OrderId
    certificates: tuple[ReadyCertificate, ...]

    @property
    def due(self) -> Yen:
        return sum((certificate.fee for certificate in self.certificates), Yen(0))


@dataclass(frozen=True, slots=True)
class Purse:
    """The resident's money in the machine during this visit, and the coins that the machine could give back."""

    inserted: Coins  # they lie in the hoppers too
    stock: Coins  # what the hoppers held before this visit
    denominations: tuple[int, ...]
    lost_count: bool = False  # the acceptor took more coins than it could name


# ---------------------------------------------------------------- at rest


@dataclass(frozen=True, slots=True)
class GettingReady:
    """The machine asks all its devices and the center before it offers anything."""


@dataclass(frozen=True, slots=True)
class OutOfService:
    """Something that every visit needs is missing; nothing is promised until it is back."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is here: the screen says what is open now and what it costs."""

    offer: PublicOffer
    next_visit: TransactionId
    language: str


# ---------------------------------------------------------------- before the card


@dataclass(frozen=True, slots=True)
class TakingCopier:
    visit: Visit


@dataclass(frozen=True, slots=True)
class CopierBusy:
    """Somebody's job, paper or lid is in the way; nothing is taken until it is cleared."""

    visit: Visit
    fault: Fault


@dataclass(frozen=True, slots=True)
class AskingConsent:
    visit: Visit


@dataclass(frozen=True, slots=True)
class ChoosingMunicipality:
    """Where one lives, or another municipality where one's permanent address is."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class FetchingMunicipalities:
    """The center is asked which municipalities can be chosen."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class ChoosingPrefecture:
    """Which prefecture (都道府県) the permanent address lies in; only those with a served municipality are shown."""

    visit: Visit
    served: tuple[ServedMunicipality, ...]


@dataclass(frozen=True, slots=True)
class ChoosingTown:
    """Which municipality of that prefecture."""

    visit: Visit
    served: tuple[ServedMunicipality, ...]
    prefecture: str  # the first two digits of the municipality codes


@dataclass(frozen=True, slots=True)
class LookingUpTown:
    """Its bulletin is fetched before any card is asked for: is it open, does its line live."""

    visit: Visit
    town: ServedMunicipality


@dataclass(frozen=True, slots=True)
class ExplainingTownClosed:
    """Nothing can be had there now: why, and when again."""

    visit: Visit
    offer: PublicOffer


@dataclass(frozen=True, slots=True)
class AwaitingCard:
    visit: Visit
    town: ServedMunicipality | None = None  # the other municipality that was chosen; None = one's own


# ---------------------------------------------------------------- while the card lies there


@dataclass(frozen=True, slots=True)
class ReadingCard:
    visit: Visit
    town: ServedMunicipality | None = None


@dataclass(frozen=True, slots=True)
class OpeningSession:
    visit: Visit
    tries_left: int
    town: ServedMunicipality | None = None


@dataclass(frozen=True, slots=True)
class EnteringPin:
    visit: Visit
    session: SessionId
    town: Town
    tries_left: int
    refused_before: bool
    basket: Basket  # kept from an expired grant, else empty


@dataclass(frozen=True, slots=True)
class Authenticating:
    visit: Visit
    session: SessionId
    town: Town
    tries_left: int
    basket: Basket


@dataclass(frozen=True, slots=True)
class AwaitingCardAgain:
    """The same card once more: it slipped off, or the grant ran out. The session and the basket are kept."""

    visit: Visit
    session: SessionId
    town: Town
    basket: Basket


@dataclass(frozen=True, slots=True)
class ReadingCardAgain:
    visit: Visit
    session: SessionId
    town: Town
    basket: Basket


@dataclass(frozen=True, slots=True)
class Pending:
    """The center has not answered yet."""


@dataclass(frozen=True, slots=True)
class ReturningCard:
    """The card is done: nothing goes on until it is off. The center's answer may already be here."""

    visit: Visit
    session: SessionId
    town: Town
    basket: Basket
    answer: Pending | PersonalOffer | Refused | Fault


@dataclass(frozen=True, slots=True)
class Authorising:
    visit: Visit
    session: SessionId
    town: Town
    basket: Basket


# ---------------------------------------------------------------- choosing


@dataclass(frozen=True, slots=True)
class ChoosingCertificate:
    visit: Visit
    rights: Rights
    basket: Basket


@dataclass(frozen=True, slots=True)
class ChoosingExtent:
    """Who stands on it: everybody in the household or the family register, some of them, or only oneself."""

    visit: Visit
    rights: Rights
    basket: Basket
    type: CertificateType


@dataclass(frozen=True, slots=True)
class ChoosingMembers:
    """Which persons; `one_only` for a family register certificate of one person (個人事項証明書)."""

    visit: Visit
    rights: Rights
    basket: Basket
    type: CertificateType
    one_only: bool


@dataclass(frozen=True, slots=True)
class ChoosingItems:
    visit: Visit
    rights: Rights
    basket: Basket
    type: CertificateType
    extent: Extent
    members: tuple[MemberHandle, ...]
    possible: frozenset[RecordItem]


@dataclass(frozen=True, slots=True)
class WarningOfMyNumber:
    """My Number was ticked: it may be given only where a law asks for it. Kept, or left out after all."""

    visit: Visit
    rights: Rights
    basket: Basket
    type: CertificateType
    extent: Extent
    members: tuple[MemberHandle, ...]
    possible: frozenset[RecordItem]
    items: frozenset[RecordItem]


@dataclass(frozen=True, slots=True)
class ChoosingTaxKind:
    """Taxation, income, or both on one sheet; only where the municipality offers more than one."""

    visit: Visit
    rights: Rights
    basket: Basket


@dataclass(frozen=True, slots=True)
class ChoosingTaxYear:
    """For which fiscal year (発行年度); only where more than one can be had."""

    visit: Visit
    rights: Rights
    basket: Basket
    kind: TaxKind


@dataclass(frozen=True, slots=True)
class ChoosingCopies:
    """How many copies of the certificate that is being put together (`draft` counts as one copy)."""

    visit: Visit
    rights: Rights
    basket: Basket
    draft: BasketLine
    most: int


@dataclass(frozen=True, slots=True)
class Reviewing:
    visit: Visit
    rights: Rights
    basket: Basket


# ---------------------------------------------------------------- registration of use (利用登録申請)


class ApplicationField(Enum):
    """What an application asks, one question a screen, in this order; the values are keys of ui/strings."""

    NAME = "name"  # katakana
    BORN = "born"  # eight digits, year month day
    HEAD = "head"  # 筆頭者, katakana
    DOMICILE = "domicile"  # 本籍 below the municipality, katakana and digits
    TELEPHONE = "telephone"  # digits


ApplicationForm = tuple[tuple[ApplicationField, str], ...]
"""What was typed so far, in the order of the questions. In RAM only."""


@dataclass(frozen=True, slots=True)
class ExplainingRegistration:
    """Nothing can be had there before the registration of use: what it is, how far it stands; perhaps apply now."""

    visit: Visit
    session: SessionId
    town: Town
    standing: RegistrationStanding


@dataclass(frozen=True, slots=True)
class EnteringApplication:
    """One question of the application; `form` holds all that was answered, also of this question before."""

    visit: Visit
    session: SessionId
    town: Town
    standing: RegistrationStanding
    asked: ApplicationField
    form: ApplicationForm = field(repr=False)  # an error that shows the state must not tell what was typed


@dataclass(frozen=True, slots=True)
class ReviewingApplication:
    visit: Visit
    session: SessionId
    town: Town
    standing: RegistrationStanding
    form: ApplicationForm = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilingApplication:
    visit: Visit
    session: SessionId
    town: Town


@dataclass(frozen=True, slots=True)
class ShowingApplicationFiled:
    """The city has it: from when it can be used, under which number to ask."""

    visit: Visit
    town: Town
    standing: RegistrationStanding


# ---------------------------------------------------------------- ordering


@dataclass(frozen=True, slots=True)
class Ordering:
    visit: Visit
    rights: Rights
    basket: Basket
    order: OrderId


@dataclass(frozen=True, slots=True)
class CheckingDocuments:
    """The sealed documents are here: eight checks, every page rasterised, every token read back, money devices asked."""

    visit: Visit
    rights: Rights
    order: OrderId


# ---------------------------------------------------------------- money and paper


@dataclass(frozen=True, slots=True)
class Paying:
    visit: Visit
    order: ReadyOrder
    purse: Purse
    acceptable: tuple[int, ...]  # denominations that may be inserted next
    exact_only: bool


@dataclass(frozen=True, slots=True)
class ClosingSlot:
    """Enough is in: the slot shuts, the last falling coin is still counted."""

    visit: Visit
    order: ReadyOrder
    purse: Purse


@dataclass(frozen=True, slots=True)
class ShuttingForRefund:
    """The resident cancelled, or money cannot be taken: the slot shuts, then everything is given back."""

    visit: Visit
    order: ReadyOrder
    purse: Purse
    why: Refusal | Fault | None


class PrintStep(Enum):
    """How far the current certificate is."""

    CREATING = "creating"
    PRINTING = "printing"
    CANCELLING = "cancelling"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one certificate."""

    index: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Printing:
    visit: Visit
    order: ReadyOrder
    purse: Purse
    results: tuple[Result, ...]  # of the certificates before this one
    step: PrintStep
    sheets_done: int
    stopped_by: Fault | None

    @property
    def current(self) -> ReadyCertificate:
        return self.order.certificates[len(self.results)]


class PayoutReason(Enum):
    CHANGE = "change"  # paper was printed
    REFUND = "refund"  # nothing was printed


@dataclass(frozen=True, slots=True)
class Ending:
    """How the visit's order ended, for receipt, reminder and explanation. Money still in the machine is not in here."""

    order: ReadyOrder | None
    results: tuple[Result, ...]
    why: Refusal | Fault | None  # why something was not printed; None = all well or cancelled by the resident
    inserted: Yen
    returned: Yen
    claim: Yen  # owed: could not be given back, or in doubt
    at: int  # epoch seconds of the last outcome; 0 = nothing happened yet
    owed: Yen = NOTHING  # the part of the claim that is surely owed; the rest is in doubt
    claim_slips: int = 0  # asked for so far: one more each time the claim grew


@dataclass(frozen=True, slots=True)
class PayingOut:
    """Coins come back: change after paper, or a refund."""

    visit: Visit
    reason: PayoutReason
    amount: Yen
    ending: Ending
    prepared: bool  # the intent is journaled, the hoppers run


@dataclass(frozen=True, slots=True)
class PrintingReceipt:
    visit: Visit
    ending: Ending


@dataclass(frozen=True, slots=True)
class RemindingToTake:
    """Certificate, change, receipt: the reminder lasts until it is pressed."""

    visit: Visit
    ending: Ending
    receipt_printed: bool


@dataclass(frozen=True, slots=True)
class ShowingClaim:
    """The machine owes money or does not know: a large number, the amount, the time, whom to call."""

    visit: Visit
    ending: Ending
    claim: str
    slip_printed: bool  # the slip that tells the whole sum
    then: PrintingReceipt | RemindingToTake | None = None  # where the visit was when a late coin led here


@dataclass(frozen=True, slots=True)
class Explaining:
    """The visit ends without paper: what happened, what it means for card, money and paper, what to do now."""

    visit: Visit
    why: Refusal | Fault
    returned: Yen
    reference: str = ""  # what the city office finds the case under; says nothing to anybody else
    opens_at: int | None = None  # closed: when it opens next, epoch seconds


@dataclass(frozen=True, slots=True)
class ExplainingOldCard:
    """Another card than a My Number card: friendly words on how to get one."""

    visit: Visit
    kind: OtherCard


@dataclass(frozen=True, slots=True)
class ExplainingCardWithoutPin:
    """The card is locked or has no PIN: the counter can help."""

    visit: Visit
    locked_now: bool  # by the wrong PIN just entered


# ---------------------------------------------------------------- the end


@dataclass(frozen=True, slots=True)
class ReturningCardAtEnd:
    visit: Visit


@dataclass(frozen=True, slots=True)
class Wiping:
    """Keys, documents, names and the card session are destroyed, the copier is handed back."""

    visit: Visit


PatientState = (
    CopierBusy
    | AskingConsent
    | ChoosingMunicipality
    | ChoosingPrefecture
    | ChoosingTown
    | ExplainingTownClosed
    | AwaitingCard
    | AwaitingCardAgain
    | EnteringPin
    | ChoosingCertificate
    | ChoosingExtent
    | ChoosingMembers
    | ChoosingItems
    | WarningOfMyNumber
    | ChoosingTaxKind
    | ChoosingTaxYear
    | ChoosingCopies
    | Reviewing
    | ExplainingRegistration
    | EnteringApplication
    | ReviewingApplication
    | ShowingApplicationFiled
    | Paying
    | Explaining
    | ExplainingOldCard
    | ExplainingCardWithoutPin
)
"""States in which the machine waits for a person and may ask whether anybody is still there."""


@dataclass(frozen=True, slots=True)
class AskingIfStillThere:
    suspended: PatientState

    @property
    def visit(self) -> Visit:
        return self.suspended.visit


State = (
    GettingReady
    | OutOfService
    | Idle
    | TakingCopier
    | CopierBusy
    | AskingConsent
    | ChoosingMunicipality
    | FetchingMunicipalities
    | ChoosingPrefecture
    | ChoosingTown
    | LookingUpTown
    | ExplainingTownClosed
    | AwaitingCard
    | ReadingCard
    | OpeningSession
    | EnteringPin
    | AwaitingCardAgain
    | ReadingCardAgain
    | Authenticating
    | ReturningCard
    | Authorising
    | ChoosingCertificate
    | ChoosingExtent
    | ChoosingMembers
    | ChoosingItems
    | WarningOfMyNumber
    | ChoosingTaxKind
    | ChoosingTaxYear
    | ChoosingCopies
    | Reviewing
    | ExplainingRegistration
    | EnteringApplication
    | ReviewingApplication
    | FilingApplication
    | ShowingApplicationFiled
    | Ordering
    | CheckingDocuments
    | Paying
    | ClosingSlot
    | ShuttingForRefund
    | Printing
    | PayingOut
    | PrintingReceipt
    | RemindingToTake
    | ShowingClaim
    | Explaining
    | ExplainingOldCard
    | ExplainingCardWithoutPin
    | ReturningCardAtEnd
    | Wiping
    | AskingIfStillThere
)
