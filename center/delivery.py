"""From the city's drawn certificates to the sealed packages of one kiosk session.

Each drawing is held against the order before anything is done with it; then the anti-forgery sides are added, and the
whole is sealed to the session's key under a statement of its own. Plain documents exist here in memory only.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from center.terms import Terms
from issuance.domain.certificates import BasketLine
from issuance.domain.values import Yen
from issuance.protocol import evidence
from issuance.protocol.codec import digest
from issuance.protocol.device_key import Signer
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.grant import holder_of
from issuance.protocol.messages import (
    CardProof,
    DeliveredCertificate,
    DeliveryStatement,
    Issued,
    IssuedCertificate,
    IssueStatement,
    Order,
)
from issuance.protocol.sealing import SealBroken, document_info, issue_info, open_sealed, seal


class CityAnswerWrong(Exception):
    """The city's answer is not for this order; nothing of it is delivered."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A finished document: front and back of every sheet."""

    pdf: bytes
    sides: int


class AntiForgery(Protocol):
    """Adds page tokens, copy-restraint ground, sealed backs and the signed code."""

    def __call__(self, pdf: bytes, statement: IssueStatement) -> Sheets: ...


@dataclass(frozen=True, slots=True)
class Finished:
    """One certificate of the order, ready to go: for the center's own record and for the kiosk."""

    position: int
    number: str
    type: str
    fee: Yen
    lease_until: int
    issue_statement: bytes
    delivered: DeliveredCertificate


@dataclass(frozen=True, slots=True)
class _Place:
    """Where all certificates of one order go."""

    order: Order
    placement: bytes  # SHA-256 of the order's COSE bytes
    holder: bytes
    encapsulation_key: bytes
    lease_until: int


@dataclass(frozen=True, slots=True)
class Sealer:
    """Opens what cities seal to the center, and seals to the kiosk's session."""

    terms: Terms
    statement_key: Signer
    sealer_key: X25519PrivateKey
    anti_forgery: AntiForgery

    def finish(
        self,
        issued: Issued,
        order: Order,
        placement: bytes,
        *,
        proof: CardProof,
        certificate: x509.Certificate,
        city_key: ec.EllipticCurvePublicKey,
        now: datetime,
    ) -> tuple[Finished, ...]:
        """Every certificate of an order, in basket order. Raises CityAnswerWrong at the first that does not fit."""
        wanted = [line for line in order.lines for _ in range(line.copies)]
        if len(issued.certificates) != len(wanted):
            raise CityAnswerWrong(f"{len(issued.certificates)} certificates issued, {len(wanted)} ordered")
        place = _Place(
            order=order,
            placement=digest(placement),
            holder=holder_of(proof.grant, certificate),
            encapsulation_key=proof.encapsulation_key,
            lease_until=int(now.timestamp()) + self.terms.lease_seconds,
        )
        finished = tuple(
            self._one(one, position, line, place, city_key)
            for position, (one, line) in enumerate(zip(issued.certificates, wanted, strict=True), start=1)
        )
        if len({one.number for one in finished}) != len(finished):
            raise CityAnswerWrong("two certificates have the same number")
        return finished

    def _one(
        self,
        one: IssuedCertificate,
        position: int,
        line: BasketLine,
        place: _Place,
        city_key: ec.EllipticCurvePublicKey,
    ) -> Finished:
        order = place.order
        try:
            statement = evidence.verify(city_key, IssueStatement, one.statement)
            pdf = open_sealed(self.sealer_key, issue_info(one.statement), one.document)
        except (EvidenceInvalid, SealBroken) as error:
            raise CityAnswerWrong(f"certificate {position}: {error.what}") from None
        _check(statement, position, line, order, place.holder)
        if not hmac.compare_digest(statement.document, digest(pdf)):
            raise CityAnswerWrong(f"certificate {position}: the document is not the stated one")
        sheets = self.anti_forgery(pdf, statement)
        if sheets.sides != 2 * statement.sheets:
            raise CityAnswerWrong(f"certificate {position}: {sheets.sides} sides from {statement.sheets} sheets")
        delivery = DeliveryStatement(
            environment=self.terms.environment,
            session=order.session,
            order=order.order,
            order_statement=place.placement,
            grant=order.grant,
            holder=place.holder,
            certificate=position,
            type=line.type,
            number=statement.number,
            fee=line.fee,
            package=digest(sheets.pdf),
            sides=sheets.sides,
            issue_statement=digest(one.statement),
            lease_until=place.lease_until,
        )
        signed = evidence.sign(self.statement_key, delivery)
        package = seal(place.encapsulation_key, document_info(signed), sheets.pdf)
        return Finished(
            position,
            statement.number,
            line.type.value,
            line.fee,
            place.lease_until,
            one.statement,
            DeliveredCertificate(signed, package),
        )


def _check(statement: IssueStatement, position: int, line: BasketLine, order: Order, holder: bytes) -> None:
    """The city's statement names exactly this place of exactly this order, for the holder of exactly this card."""
    expected: tuple[tuple[str, object, object], ...] = (
        ("environment", statement.environment, order.environment),
        ("municipality", statement.municipality, order.municipality),
        ("session", statement.session, order.session),
        ("order", statement.order, order.order),
        ("grant", statement.grant, order.grant),
        ("holder", statement.holder, holder),
        ("position", statement.certificate, position),
        ("type", statement.type, line.type),
        ("fee", statement.fee, line.fee),
    )
    for name, stated, ordered in expected:
        if stated != ordered:
            raise CityAnswerWrong(f"certificate {position}: issued for another {name} than ordered")
    if statement.sheets < 1 or not statement.number:
        raise CityAnswerWrong(f"certificate {position}: has no sheet or no number")
