"""One table-top chain for the tests: PKI, register, center and city, and a kiosk with a software card.

`direct` joins the parties without a socket (fast, on a clock that stands still until told); `BackOffice` joins them
over real TLS.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from center.delivery import Sheets
from city.documents.typeface import Typeface
from city.register.register import Register
from drivers.center_https.line import Line as HttpLine
from drivers.center_https.line import PinnedAdapter, line_context
from drivers.center_https.link import CenterLink, Peer
from issuance.domain.certificates import BasketLine, CertificateType, Extent, ResidentRecordOptions
from issuance.domain.values import KioskId, OrderId, TransactionId, Yen
from issuance.protocol.codec import digest
from issuance.protocol.device_key import SoftwareKey, load_device_key
from issuance.protocol.grant import consent_hash
from issuance.protocol.kiosk_session import KioskSession, SessionKeys, Terminal
from issuance.protocol.messages import (
    Authorised,
    Challenge,
    ChallengeRequest,
    Delivered,
    Environment,
    IssueStatement,
    Outcome,
    Receipt,
    Refused,
    SessionOpened,
)
from issuance.protocol.receipts import signed_receipt
from rehearsal import pki as reference_pki
from rehearsal import sample_residents
from rehearsal.pki import CardCredential, Pki
from rehearsal.server_settings import Admitted

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # noon in Japan, a Tuesday
BUILD, CONFIGURATION = "b" * 64, "c" * 64
KIOSK, OTHER_KIOSK = "K-0001", "K-0002"
HANAMAKI = "032051"
IPAMJ = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
CONSENT = consent_hash("1", "ja")
RECORD = BasketLine(CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.SELF), 1, Yen(300))


@dataclass
class TestClock:
    """A clock that goes only when told."""

    __test__ = False
    at: datetime = NOON
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.seconds

    def go(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass(frozen=True)
class Town:
    """What outlives one test: keys, cards, and a filled register."""

    pki: Pki
    register: Path
    cards: dict[str, CardCredential]
    spare_key: rsa.RSAPrivateKey  # for certificates whose key does not matter


def build_town(folder: Path) -> Town:
    pki = reference_pki.make(folder / "pki", NOON, [KIOSK, OTHER_KIOSK], [HANAMAKI])
    spare = rsa.generate_private_key(65537, 2048)
    cards = {"first": pki.cards.card("SIM0000000001"), "second": pki.cards.card("SIM0000000002")}
    issuer = pki.cards.name.public_bytes()
    register = Register.create(folder / "register.sqlite")
    who = dict(zip(("ordinary-01", "ordinary-02"), cards.values(), strict=True))
    sample_residents.fill(register, {key: (issuer, card.serial) for key, card in who.items()}, Typeface(IPAMJ))
    return Town(pki, folder / "register.sqlite", cards, spare)


def admitted() -> Admitted:
    return Admitted([KIOSK, OTHER_KIOSK], [BUILD], [CONFIGURATION])


def plain_sheets(_center: str, _key: object) -> Callable[[bytes, IssueStatement], Sheets]:
    """In place of the anti-forgery drawing, where a test is not about paper."""
    return lambda pdf, statement: Sheets(pdf, 2 * statement.sheets)


@dataclass
class Kiosk:
    """A kiosk with a software card: the session object of the real kiosk and the real driver."""

    link: CenterLink
    terminal: Terminal
    clock: TestClock
    device: object
    card: CardCredential
    session: KioskSession = field(init=False)
    keys: count = field(default_factory=count)
    last_receipt: bytes = b""
    sequence: int = 0

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.transaction = TransactionId(os.urandom(16).hex())
        self.session = KioskSession(self.terminal, self.transaction, SessionKeys.fresh())

    def key(self) -> str:
        return f"{self.transaction}/{next(self.keys)}"

    def open(self, municipality: str | None = HANAMAKI) -> SessionOpened | Refused:
        answer = self.link.open_session(self.session.session_request(self.card.certificate, municipality), self.key())
        if isinstance(answer, SessionOpened):
            self.session.opened(answer)
        return answer

    def challenge(self) -> Challenge | Refused:
        return self.link.challenge(ChallengeRequest(self.session.session), self.key())

    def present(self, challenge: Challenge, *, key: str = "", signature: bytes | None = None) -> Authorised | Refused:
        statement = self.session.grant(challenge, CONSENT)
        presentation = self.session.presentation(signature or self.card.sign(statement))
        return self.link.present_grant(presentation, key or self.key())

    def authorise(self) -> None:
        """S1 to S3."""
        opened = self.open()
        assert isinstance(opened, SessionOpened), opened
        challenge = self.challenge()
        assert isinstance(challenge, Challenge), challenge
        answer = self.present(challenge)
        assert isinstance(answer, Authorised), answer
        self.session.personal_offer(answer)

    def order(self, *lines: BasketLine, key: str = "", order: OrderId | None = None) -> Delivered | Refused:
        self.order_id = order or OrderId(os.urandom(16).hex())
        not_after = int(self.clock.now().timestamp()) + 120
        self.placement = self.session.place(self.order_id, lines or (RECORD,), not_after)
        return self.link.place_order(self.placement, key or self.key())

    def documents(self, delivered: Delivered | Refused):
        assert isinstance(delivered, Delivered), delivered
        return self.session.documents(delivered, int(self.clock.now().timestamp()))

    def receipt(self, outcome: Outcome, certificate: int = 1, fee: int = 300) -> bytes:
        """The next receipt of this kiosk's chain, for its last order."""
        self.sequence += 1
        receipt = Receipt(
            Environment.TEST,
            self.terminal.kiosk,
            self.sequence,
            digest(self.last_receipt) if self.last_receipt else bytes(32),
            self.transaction,
            self.order_id,
            certificate,
            outcome,
            "sheets 1, state 9",
            Yen(fee if outcome is Outcome.PRINTED else 0),
            int(self.clock.now().timestamp()),
        )
        self.last_receipt = signed_receipt(self.device, receipt)
        return self.last_receipt


class Patience(NamedTuple):
    """Seconds: to connect, for one silence, for the whole answer."""

    connect: float = 5.0
    read: float = 20.0
    answer: float = 60.0


PATIENT = Patience()


def center_key(pki: Pki) -> ec.EllipticCurvePublicKey:
    key = load_pem_public_key(pki.path("center-statement.pub").read_bytes())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def device_key(pki: Pki, kiosk: str) -> SoftwareKey:
    return load_device_key(pki.path(f"{kiosk}-device.key").read_bytes(), pki.passphrase, kiosk)


def terminal(pki: Pki, kiosk: str, *, build: str = BUILD) -> Terminal:
    return Terminal(
        Environment.TEST,
        center_key(pki),
        KioskId(kiosk),
        reference_pki.thumbprint(pki.path(f"{kiosk}-device.pub")),
        build,
        CONFIGURATION,
    )


def link_over_tls(
    pki: Pki,
    url: str,
    clock: TestClock,
    *,
    kiosk: str = KIOSK,
    end: str = "",
    ca: str = "dedicated-line-ca",
    patience: Patience = PATIENT,
) -> CenterLink:
    """The real driver as the kiosk puts it together; `end` is another TLS certificate than the kiosk's own."""
    end = end or f"{kiosk}-tls"
    context = line_context(pki.path(f"{ca}.pem"), pki.path(f"{end}.pem"), pki.path(f"{end}.key"), pki.passphrase)
    line = HttpLine(PinnedAdapter(context), clock.monotonic, *patience)
    return CenterLink(Peer(url, center_key(pki)), device_key(pki, kiosk), lambda: line, clock, os.urandom)


def kiosk_over_tls(
    town: Town, url: str, clock: TestClock, *, kiosk: str = KIOSK, card: str = "first", patience: Patience = PATIENT
) -> Kiosk:
    """A kiosk with the real driver over real TLS."""
    link = link_over_tls(town.pki, url, clock, kiosk=kiosk, patience=patience)
    return Kiosk(link, terminal(town.pki, kiosk), clock, device_key(town.pki, kiosk), town.cards[card])


def kiosk_direct(
    town: Town, adapter, clock: TestClock, *, kiosk: str = KIOSK, card: str = "first", build: str = BUILD
) -> Kiosk:
    """A kiosk with the real driver over an adapter that knows no socket."""
    pki = town.pki
    key = device_key(pki, kiosk)
    own = terminal(pki, kiosk, build=build)
    peer = Peer("https://center.komado.test", own.center_key)
    link = CenterLink(peer, key, lambda: HttpLine(adapter, clock.monotonic, 5, 5, 5), clock, os.urandom)
    return Kiosk(link, own, clock, key, town.cards[card])
