"""A kiosk of the replay: the real session object and the real messages, with a hand that types fast."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Protocol, TypeVar

from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    PersonalOffer,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxOptions,
    fee_of,
    persons_on,
)
from issuance.domain.values import OrderId, TransactionId, Yen
from issuance.protocol.codec import MEDIA_TYPE, decode, digest, encode
from issuance.protocol.delivery_checks import OpenedDocument
from issuance.protocol.device_key import Signer
from issuance.protocol.grant import consent_hash
from issuance.protocol.http_signatures import HttpRequest, HttpResponse, sign_request, verify_response
from issuance.protocol.kiosk_session import KioskSession, SessionKeys, Terminal
from issuance.protocol.messages import (
    Authorised,
    Challenge,
    ChallengeRequest,
    Delivered,
    Heartbeat,
    HeartbeatAnswer,
    Outcome,
    Receipt,
    Refused,
    SessionOpened,
    TurnedAwayCount,
)
from issuance.protocol.receipts import signed_receipt, verify_acknowledgement
from rehearsal.pki import CardCredential
from rehearsal.year.plan import Visit, Wanted

URL = "https://center.komado.test/v1/"
CONSENT = consent_hash("1", "ja")

T = TypeVar("T")


class Serves(Protocol):
    """The center, without a socket."""

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse: ...


@dataclass
class VirtualClock:
    """Goes only when told, and only forward."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def go_to(self, moment: datetime) -> None:
        """To that moment, unless it is over."""
        self.at = max(self.at, moment)


class TurnedAway(Exception):
    """The center or the city said no."""

    def __init__(self, refused: Refused, step: str) -> None:
        super().__init__(f"{step}: {refused}")
        self.refused, self.step = refused, step


@dataclass(frozen=True, slots=True)
class Came:
    """One certificate that came out: what the resident chose, when it lay in the tray, what the kiosk asked for it."""

    wanted: Wanted
    at: datetime
    yen: int


@dataclass
class Kiosk:
    """One machine with its keys and its chain of receipts."""

    center: Serves
    terminal: Terminal
    device: Signer
    tls_thumbprint: bytes
    clock: VirtualClock
    sequence: int = 0
    last_receipt: bytes = b""
    keys: Iterator[int] = field(default_factory=count)

    def serve(self, card: CardCredential, visit: Visit) -> Iterator[Came]:
        """The visit from the card to the last receipt. Raises TurnedAway where somebody says no."""
        transaction = TransactionId(os.urandom(16).hex())
        session = KioskSession(self.terminal, transaction, SessionKeys.fresh())
        opened = self._ask("sessions", session.session_request(card.certificate, None), SessionOpened)
        session.opened(opened)
        self.clock.go(15)  # four digits
        challenge = self._ask("challenges", ChallengeRequest(opened.session), Challenge)
        signature = card.sign(session.grant(challenge, CONSENT))
        self.clock.go(2)
        offer = session.personal_offer(self._ask("grants", session.presentation(signature), Authorised))
        self.clock.go(40)  # choosing
        lines = [_line(offer, wanted) for wanted in visit.basket]
        order = OrderId(os.urandom(16).hex())
        placement = session.place(order, lines, self._at() + 120)
        documents = session.documents(self._ask("orders", placement, Delivered), self._at())
        self.clock.go(25)  # paying
        copies = [wanted for wanted in visit.basket for _ in range(wanted.copies)]
        for document, wanted in zip(documents, copies, strict=True):
            self.clock.go(20)  # printing
            jam = visit.jam and document.certificate == len(documents)
            fee = Yen(0) if jam else document.fee
            outcome = Outcome.NOT_PRINTED if jam else Outcome.PRINTED
            self._report(transaction, document, outcome, fee)
            if not jam:
                yield Came(wanted, self.clock.now(), fee.amount)
        session.destroy()

    def heartbeat(self, turned_away: tuple[TurnedAwayCount, ...]) -> None:
        """Say that it lives, and how many visits ended without paper."""
        terminal = self.terminal
        beat = Heartbeat(terminal.kiosk, terminal.build, terminal.configuration, True, 0, self._at(), turned_away)
        self._ask("heartbeats", beat, HeartbeatAnswer)

    def _report(self, transaction: TransactionId, document: OpenedDocument, outcome: Outcome, fee: Yen) -> None:
        self.sequence += 1
        receipt = Receipt(
            environment=self.terminal.environment,
            kiosk=self.terminal.kiosk,
            sequence=self.sequence,
            previous=digest(self.last_receipt) if self.last_receipt else bytes(32),
            transaction=transaction,
            order=document.order,
            certificate=document.certificate,
            outcome=outcome,
            evidence="sheets 1",
            fee=fee,
            at=self._at(),
        )
        self.last_receipt = signed_receipt(self.device, receipt)
        acknowledgement = self._exchange("receipts", self.last_receipt)
        verify_acknowledgement(self.terminal.center_key, self.last_receipt, acknowledgement)

    def _ask(self, path: str, message: object, answer: type[T]) -> T:
        return decode(answer, self._exchange(path, encode(message)))

    def _exchange(self, path: str, body: bytes) -> bytes:
        """One signed request and its verified answer. Raises TurnedAway."""
        key = f"{self.terminal.kiosk}/{next(self.keys)}"
        bare = HttpRequest("POST", URL + path, {"content-type": MEDIA_TYPE, "idempotency-key": key}, body)
        nonce = base64.urlsafe_b64encode(os.urandom(24)).decode()
        headers = sign_request(bare, self.device, self.terminal.kiosk, self._at(), nonce)
        request = HttpRequest("POST", bare.url, headers, body)
        response = self.center.handle(request, self.tls_thumbprint, self.clock.now())
        verify_response(request, response, self.terminal.center_key)
        if response.status != 200:
            raise TurnedAway(decode(Refused, response.body), path)
        return response.body

    def _at(self) -> int:
        return int(self.clock.now().timestamp())


def _line(offer: PersonalOffer, wanted: Wanted) -> BasketLine:
    """What the resident presses on the screens for one line."""
    offered = next((one for one in offer.certificates if one.type is wanted.type), None)
    if offered is None or offered.refused is not None:
        raise LookupError(f"{wanted.type.value} is not offered: {offered and offered.refused}")
    options: CertificateOptions
    match wanted.type:
        case CertificateType.RESIDENT_RECORD | CertificateType.RECORD_ITEMS:
            assert wanted.extent is not None
            options = ResidentRecordOptions(wanted.extent)
        case CertificateType.SEAL_REGISTRATION:
            options = SealRegistrationOptions()
        case CertificateType.TAX:
            options = TaxOptions(offered.kinds[0], offered.years[0])
        case CertificateType.FAMILY_REGISTER | CertificateType.FAMILY_REGISTER_APPENDIX:
            assert wanted.extent is not None
            oneself = tuple(member.handle for member in offer.family if member.is_self)
            options = FamilyRegisterOptions(wanted.extent, oneself if wanted.extent is Extent.PART else ())
    persons = persons_on(options, len(offer.members), len(offer.family))
    fee = fee_of(offered.prices, options, persons)
    assert fee is not None, "what is offered has a price"
    return BasketLine(wanted.type, options, wanted.copies, fee)
