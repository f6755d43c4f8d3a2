"""What the kiosk checks before money and paper: eight checks on every delivered certificate, and the page tokens.

The order of the checks is fixed and each has its number, so that an incident can be named: 1 the center's signature,
2 session and order, 3 the order's hash, 4 the grant's hash, 5 the holder of the card, 6 the seal, 7 what is inside and
how much of it, 8 the lease, and, when the pages are pictures, 9 the token on every page.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from issuance.domain.certificates import BasketLine, CertificateType
from issuance.domain.values import OrderId, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import digest
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.messages import Delivered, DeliveredCertificate, DeliveryStatement, Order
from issuance.protocol.page_token import PageToken
from issuance.protocol.sealing import SealBroken, document_info, open_sealed

MOST_SIDES = 255
"""Sides of one certificate: the page token has one byte for them."""


class DeliveryRefused(Exception):
    """A delivered certificate is not this order's. `check` is 1 to 9, `what` says what differs; nothing is printed."""

    def __init__(self, check: int, what: str) -> None:
        super().__init__(f"check {check}: {what}")
        self.check = check
        self.what = what


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """One certificate in the clear, in RAM only, after the eight checks. Its picture is checked next."""

    order: OrderId
    certificate: int  # 1-based position in the order
    type: CertificateType
    number: str
    fee: Yen
    pdf: bytes = field(repr=False)
    sides: int
    lease_until: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What the kiosk itself remembers of this session, to hold every delivery against."""

    center_key: ec.EllipticCurvePublicKey
    order: Order
    order_statement: bytes  # SHA-256 of the order's COSE bytes, as sent
    holder: bytes  # the handle of the card that was read


def check_and_open(
    delivered: Delivered, expected: Expected, private: X25519PrivateKey, now: int
) -> tuple[OpenedDocument, ...]:
    """All certificates of the order, in basket order, each copy by itself. `now` in epoch seconds.

    One wrong certificate refuses the whole delivery. Raises DeliveryRefused.
    """
    if delivered.session != expected.order.session:
        _refuse(2, "the delivery is for another session")
    wanted = tuple(line for line in expected.order.lines for _ in range(line.copies))
    if len(delivered.certificates) != len(wanted):
        _refuse(7, f"{len(delivered.certificates)} certificates delivered, {len(wanted)} ordered")
    opened = tuple(
        _open_one(one, position, line, expected, private=private, now=now)
        for position, (one, line) in enumerate(zip(delivered.certificates, wanted, strict=True), start=1)
    )
    if len({document.number for document in opened}) != len(opened):
        _refuse(7, "two certificates have the same number")
    return opened


def check_tokens(tokens: Sequence[PageToken | None], document: OpenedDocument) -> None:
    """Check 9: the tokens read from a document's pictures, front and back, page by page. Raises DeliveryRefused."""
    if len(tokens) != document.sides:
        _refuse(9, f"{len(tokens)} sides drawn, {document.sides} stated")
    for side, token in enumerate(tokens, start=1):
        if token is None:
            _refuse(9, f"no page token on side {side}")
        if token != PageToken(document.order, document.certificate, side, document.sides):
            _refuse(9, f"side {side} carries the token of another page")


def _open_one(
    one: DeliveredCertificate,
    position: int,
    line: BasketLine,
    expected: Expected,
    *,
    private: X25519PrivateKey,
    now: int,
) -> OpenedDocument:
    """The eight checks, in order, on the certificate at this position (1-based) of the order."""
    try:
        statement = evidence.verify(expected.center_key, DeliveryStatement, one.statement)
    except EvidenceInvalid as error:
        _refuse(1, f"certificate {position}: {error.what}")
    order = expected.order
    if statement.environment is not order.environment or statement.session != order.session:
        _refuse(2, f"certificate {position} is for another session")
    if statement.order != order.order:
        _refuse(2, f"certificate {position} is for another order")
    if not hmac.compare_digest(statement.order_statement, expected.order_statement):
        _refuse(3, f"certificate {position} was issued on an order with other content")
    if not hmac.compare_digest(statement.grant, order.grant):
        _refuse(4, f"certificate {position} was issued on another grant")
    if not hmac.compare_digest(statement.holder, expected.holder):
        _refuse(5, f"certificate {position} is for the holder of another card")
    try:
        pdf = open_sealed(private, document_info(one.statement), one.package)
    except SealBroken as error:
        _refuse(6, f"certificate {position}: {error.what}")
    _check_content(statement, position, line, pdf)
    if statement.lease_until <= now:
        _refuse(8, f"certificate {position} came too late, its lease is over")
    return OpenedDocument(
        order=statement.order,
        certificate=position,
        type=statement.type,
        number=statement.number,
        fee=statement.fee,
        pdf=pdf,
        sides=statement.sides,
        lease_until=statement.lease_until,
    )


def _check_content(statement: DeliveryStatement, position: int, line: BasketLine, pdf: bytes) -> None:
    """Check 7: the package is the stated one and the stated one is what was ordered at this position."""
    if not hmac.compare_digest(statement.package, digest(pdf)):
        _refuse(7, f"certificate {position}: the package is not the stated one")
    if statement.certificate != position:
        _refuse(7, f"certificate {statement.certificate} stands at position {position}")
    if statement.type is not line.type:
        _refuse(7, f"certificate {position} is a {statement.type.value}, ordered was a {line.type.value}")
    if statement.fee != line.fee:
        _refuse(7, f"certificate {position} costs {statement.fee} yen, shown were {line.fee}")
    if not statement.number:
        _refuse(7, f"certificate {position} has no number")
    if not 1 <= statement.sides <= MOST_SIDES:
        _refuse(7, f"certificate {position} has {statement.sides} sides")


def _refuse(check: int, what: str) -> NoReturn:
    raise DeliveryRefused(check, what)
