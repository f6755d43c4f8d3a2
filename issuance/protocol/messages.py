"""Messages between kiosk, center and city: what stands on the wire, as frozen values.

Bodies are deterministic CBOR maps with the field names below (codec.py reads them strictly: an unknown, missing or
wrongly typed field is refused with its path). Statements that outlive the connection travel inside as COSE_Sign1
bytes (evidence.py). `docs/protocol.md` shows who sends what when.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from issuance.domain.announcements import Announcement
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    Price,
    RecordItem,
    RegistrationStanding,
    TaxKind,
)
from issuance.domain.values import KioskId, MemberHandle, MunicipalityCode, OrderId, SessionId, TransactionId, Yen


class Environment(Enum):
    """Production keys make production sheets; everything else says 見本."""

    PRODUCTION = "prod"
    TEST = "test"


class Refusal(Enum):
    """Why center or city say no. Each is an answer, not a fault; the words stand in ui/strings under the value."""

    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_REVOKED = "certificate-revoked"
    CERTIFICATE_UNKNOWN = "certificate-unknown"  # chain, policy, key usage: no certificate of this service
    REVOCATION_UNKNOWN = "revocation-unknown"  # no fresh OCSP answer: fail closed
    SIGNATURE_WRONG = "signature-wrong"
    CHALLENGE_OVER = "challenge-over"  # nonce used or too old: card and PIN again
    GRANT_OVER = "grant-over"  # the grant ran out: card and PIN again, the basket is kept
    SESSION_UNKNOWN = "session-unknown"
    MUNICIPALITY_NOT_SERVED = "municipality-not-served"
    CLOSED = "closed"
    AT_THE_COUNTER = "at-the-counter"  # neutral: this resident, at the counter, please
    FEE_CHANGED = "fee-changed"
    ORDER_WRONG = "order-wrong"  # not what was offered
    CANNOT_BE_DRAWN = "cannot-be-drawn"  # a glyph is missing, the text is too long
    USABLE_FROM_TOMORROW = "usable-from-tomorrow"  # the card's certificate was issued today
    REGISTER_BUSY = "register-busy"  # the register is being synchronised: in a while
    RESIDENTS_ONLY = "residents-only"  # this terminal serves its own town's residents
    CITY_UNREACHABLE = "city-unreachable"
    CANCELLED = "cancelled"
    DEVICE_NOT_ADMITTED = "device-not-admitted"  # key, build or configuration unknown
    CONFLICT = "conflict"  # same idempotency key, other content


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer no; `detail` is for engineers and never says anything about a resident.

    `reference` names the case at the city office and is opaque to everybody else; `opens_at` (epoch seconds) says when a
    closed service opens next.
    """

    reason: Refusal
    detail: str = ""
    reference: str = ""
    opens_at: int | None = None


# ---- P1: what a municipality offers in public, before any card


@dataclass(frozen=True, slots=True)
class PublicOfferRequest:
    municipality: MunicipalityCode


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    type: CertificateType
    prices: tuple[Price, ...]
    open: bool
    until: int | None  # epoch seconds: closes then (open) or opens then (closed)
    reason: str | None  # closed: key of ui/strings


@dataclass(frozen=True, slots=True)
class PublicRegistration:
    """Registration of use (利用登録申請) as a service with its own hours; filed today, usable after so many working days."""

    open: bool
    until: int | None
    reason: str | None
    working_days: int


@dataclass(frozen=True, slots=True)
class PublicOffer:
    """The center's bulletin of one municipality for one kiosk, under the center's signature.

    `version` names the configuration it was read from (SHA-256 hex of the municipality's file).
    """

    municipality: MunicipalityCode
    name: str
    certificates: tuple[PublicCertificate, ...]
    city_alive: bool
    signed_at: int
    name_en: str = ""
    version: str = ""
    registration: PublicRegistration | None = None
    announcements: tuple[Announcement, ...] = ()
    others_served: bool = True  # whether this kiosk serves people of other municipalities, too


@dataclass(frozen=True, slots=True)
class ServedMunicipality:
    """A municipality whose family register certificates can be had at this kiosk by people who live elsewhere."""

    code: MunicipalityCode
    name: str
    name_en: str
    kana: str  # hiragana, by which lists are ordered


@dataclass(frozen=True, slots=True)
class ServedMunicipalities:
    municipalities: tuple[ServedMunicipality, ...]
    signed_at: int


# ---- S1: open a session


@dataclass(frozen=True, slots=True)
class SessionRequest:
    transaction: TransactionId
    kiosk: KioskId
    build: str  # sha-256 hex of the program
    configuration: str  # sha-256 hex of the configuration
    encapsulation_key: bytes  # EK, X25519 public, 32 bytes raw
    order_key: bytes  # OK, P-256 public, 65 bytes uncompressed point
    certificate: bytes  # DER
    municipality: MunicipalityCode | None  # None: the resident's own, from the center's directory


@dataclass(frozen=True, slots=True)
class SessionOpened:
    session: SessionId
    environment: Environment
    center: str
    municipality: MunicipalityCode
    municipality_name: str
    municipality_name_en: str = ""


# ---- S2: challenge


@dataclass(frozen=True, slots=True)
class ChallengeRequest:
    session: SessionId


@dataclass(frozen=True, slots=True)
class Challenge:
    nonce: bytes  # 32 bytes
    signature_not_after: int  # epoch seconds; short, only machines act inside it
    grant_not_after: int  # epoch seconds; how long the grant may order


# ---- S3: the grant, signed by the card


@dataclass(frozen=True, slots=True)
class Grant:
    """What the card signs: for this session, municipality and kiosk the holder of OK may order, for documents sealed to EK."""

    environment: Environment
    center: str
    session: SessionId
    nonce: bytes
    session_request: bytes  # SHA-256 of the S1 body
    kiosk: KioskId
    device_key: bytes  # SHA-256 thumbprint of the device's L1 public key (SPKI)
    encapsulation_key: bytes  # SHA-256
    order_key: bytes  # SHA-256
    municipality: MunicipalityCode
    consent: bytes  # SHA-256 of "version|language" of the consent text shown
    signature_not_after: int
    grant_not_after: int


@dataclass(frozen=True, slots=True)
class GrantPresentation:
    session: SessionId
    consent: bytes
    card_signature: bytes


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """One certificate of the personal offer on the wire; `refused` is a neutral key or None. As OfferedCertificate."""

    type: CertificateType
    prices: tuple[Price, ...]
    max_copies: int
    extents: tuple[Extent, ...] = ()
    items: tuple[RecordItem, ...] = ()
    kinds: tuple[TaxKind, ...] = ()
    years: tuple[int, ...] = ()
    refused: str | None = None
    opens_at: int | None = None


@dataclass(frozen=True, slots=True)
class Authorised:
    """S3's answer: what this resident can have; the members' names are sealed by the city to EK."""

    session: SessionId
    certificates: tuple[OfferedItem, ...]
    sealed_members: bytes  # HPKE(enc||ct) of codec(MemberList), info = b"komado/members/1" + H(grant)
    fee_table: str
    valid_until: int
    registration: RegistrationStanding | None = None


@dataclass(frozen=True, slots=True)
class Member:
    handle: MemberHandle
    name: str
    foreign: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class MemberList:
    """What the city says past the center: the persons, and the key to which an application for use is sealed."""

    members: tuple[Member, ...]  # of the household
    family: tuple[Member, ...] = ()  # of the family register
    application_key: bytes | None = None  # X25519 public, 32 bytes raw; only where an application can be filed


# ---- the registration of use (利用登録申請)


@dataclass(frozen=True, slots=True)
class ApplicationDetails:
    """What the applicant typed, in kana and digits: by it the office finds the family register. Sealed to the city."""

    name: str  # katakana
    head: str  # 筆頭者, katakana
    domicile: str  # 本籍 below the municipality, katakana and digits
    born: str  # ISO date
    telephone: str  # digits


@dataclass(frozen=True, slots=True)
class UseApplication:
    """Signed by OK as COSE_Sign1: the holder of the card asks to be registered. It outlives the connection at the city."""

    environment: Environment
    session: SessionId
    grant: bytes  # SHA-256 of the grant's bytes
    municipality: MunicipalityCode
    details: bytes  # HPKE(enc||ct) of codec(ApplicationDetails), info = b"komado/application/1" + H(grant)
    not_after: int


@dataclass(frozen=True, slots=True)
class ApplicationPlacement:
    session: SessionId
    application: bytes  # COSE_Sign1 over UseApplication


@dataclass(frozen=True, slots=True)
class ApplicationFiled:
    """The city has it. Filing the same again gives the same answer."""

    session: SessionId
    standing: RegistrationStanding


# ---- S4: the order, signed by OK


@dataclass(frozen=True, slots=True)
class Order:
    """Signed by OK as COSE_Sign1. Every copy of every line is one certificate with its own number, in basket order."""

    environment: Environment
    session: SessionId
    order: OrderId
    grant: bytes  # SHA-256 of the grant's bytes
    municipality: MunicipalityCode
    lines: tuple[BasketLine, ...]
    total: Yen
    fee_table: str
    not_after: int


@dataclass(frozen=True, slots=True)
class OrderPlacement:
    session: SessionId
    order: bytes  # COSE_Sign1 over Order


@dataclass(frozen=True, slots=True)
class DeliveryStatement:
    """Signed by the center as COSE_Sign1, one per certificate."""

    environment: Environment
    session: SessionId
    order: OrderId
    order_statement: bytes  # SHA-256 of the order's COSE bytes
    grant: bytes  # SHA-256
    holder: bytes  # HMAC-SHA-256 of issuer DN and serial under a key from H(grant) and nonce (grant.holder_handle)
    certificate: int  # 1-based position in the order
    type: CertificateType
    number: str  # the certificate's number as printed
    fee: Yen
    package: bytes  # SHA-256 of the plaintext PDF
    sides: int
    issue_statement: bytes  # SHA-256 of the city's issue statement
    lease_until: int


@dataclass(frozen=True, slots=True)
class DeliveredCertificate:
    statement: bytes  # COSE_Sign1 over DeliveryStatement
    package: bytes  # HPKE(enc||ct) of the PDF to EK, info = b"komado/document/1" + SHA-256(statement)


@dataclass(frozen=True, slots=True)
class Delivered:
    session: SessionId
    certificates: tuple[DeliveredCertificate, ...]


# ---- S5: the receipt, signed by the device, one per certificate


class Outcome(Enum):
    """What became of one certificate."""

    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Signed by the device key as COSE_Sign1; hash-chained per kiosk."""

    environment: Environment
    kiosk: KioskId
    sequence: int
    previous: bytes  # SHA-256 of the receipt before it, 32 zero bytes for the first
    transaction: TransactionId
    order: OrderId
    certificate: int
    outcome: Outcome
    evidence: str
    fee: Yen  # captured (PRINTED), else 0
    at: int


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Signed by the center: every receipt up to this sequence is booked."""

    kiosk: KioskId
    sequence: int
    receipt: bytes  # SHA-256 of the receipt's COSE bytes
    at: int


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Final: whatever arrives for this order afterwards is void. `order` None cancels the session."""

    session: SessionId
    order: OrderId | None


@dataclass(frozen=True, slots=True)
class Cancelled:
    session: SessionId


@dataclass(frozen=True, slots=True)
class TurnedAwayCount:
    """How often visits of one month ended without paper for one reason at one step. Nobody can be found behind it.

    Cumulative: the same count sent again changes nothing.
    """

    month: str  # "2026-11", Japan time
    reason: str
    step: str
    count: int


@dataclass(frozen=True, slots=True)
class Heartbeat:
    kiosk: KioskId
    build: str
    configuration: str
    ready: bool
    open_items: int
    at: int
    turned_away: tuple[TurnedAwayCount, ...] = ()


@dataclass(frozen=True, slots=True)
class HeartbeatAnswer:
    at: int
    admitted: bool


# ---- center to city


@dataclass(frozen=True, slots=True)
class CardProof:
    """What the city needs to decide alone: the grant rebuilt by it, the card's signature, certificate and OCSP answer."""

    grant: Grant
    card_signature: bytes
    certificate: bytes  # DER
    ocsp: bytes  # DER response
    encapsulation_key: bytes  # EK itself
    order_key: bytes  # OK itself


@dataclass(frozen=True, slots=True)
class CityOfferRequest:
    proof: CardProof


@dataclass(frozen=True, slots=True)
class CityIssueRequest:
    proof: CardProof
    order: bytes  # COSE_Sign1 by OK


@dataclass(frozen=True, slots=True)
class CityApplicationRequest:
    proof: CardProof
    application: bytes  # COSE_Sign1 by OK over UseApplication


@dataclass(frozen=True, slots=True)
class IssueStatement:
    """Signed by the city as COSE_Sign1, one per certificate."""

    environment: Environment
    municipality: MunicipalityCode
    session: SessionId
    order: OrderId
    grant: bytes
    holder: bytes  # as in DeliveryStatement
    certificate: int
    type: CertificateType
    number: str
    fee: Yen
    document: bytes  # SHA-256 of the PDF as drawn by the city
    sheets: int
    register_version: int
    as_of: int
    build: str


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    statement: bytes  # COSE_Sign1 over IssueStatement
    document: (
        bytes  # HPKE(enc||ct) of the PDF to the center's sealer key, info = b"komado/issue/1" + SHA-256(statement)
    )


@dataclass(frozen=True, slots=True)
class Issued:
    certificates: tuple[IssuedCertificate, ...]


@dataclass(frozen=True, slots=True)
class SettlementNotice:
    """What became of a certificate, for the city's count: printed ones count, the rest's numbers are void."""

    order: OrderId
    certificate: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SettlementAnswer:
    order: OrderId
    certificate: int
