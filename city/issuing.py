"""The city's two answers: what a resident can have, and the certificates of an order, each from one register snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import assert_never

from city import eligibility
from city.documents.certificates import (
    CannotBeDrawn,
    Certificate,
    Drawn,
    ResidentRecordCopy,
    SealRegistrationCertificate,
)
from city.register.records import Extract
from city.register.register import Register
from issuance.domain.certificates import BasketLine, CertificateType, ResidentRecordOptions, SealRegistrationOptions
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, OrderId, Yen
from issuance.protocol.messages import Environment, Member, OfferedItem, Order, Refusal, Refused

Draw = Callable[[Certificate], Drawn]
"""How a certificate becomes a PDF: `city.documents.hand.DrawingHand(...).draw`."""


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whose card it is, as the verified proof says, and the secret under which this session names persons."""

    issuer: bytes  # issuer name of the user-authentication certificate, DER
    serial: int  # its serial number
    session_key: bytes  # the same for the offer and the order of one session; means nothing outside it


@dataclass(frozen=True, slots=True)
class Offer:
    """What this resident can have now. Refused as a whole: then there are neither items nor members."""

    items: tuple[OfferedItem, ...]
    members: tuple[Member, ...]
    fee_table: str
    refused: Refusal | None


@dataclass(frozen=True, slots=True)
class DrawnCertificate:
    """One certificate of an order, one per copy, in basket order."""

    type: CertificateType
    number: str
    fee: Yen
    pdf: bytes
    sheets: int
    register_version: int
    as_of: datetime


def offer(register: Register, holder: CardHolder, municipality: Municipality, at: datetime) -> Offer:
    """What the holder of this card can have now."""
    with register.snapshot(at) as snapshot:
        extract = snapshot.extract(holder.issuer, holder.serial)
    # A card that belongs to nobody here gets the same words as a person under a block: the difference would tell who is.
    refusal = eligibility.may_be_served(extract) if extract else Refusal.AT_THE_COUNTER
    if extract is None or refusal:
        return Offer((), (), municipality.fees.version, refusal)
    return Offer(
        eligibility.personal_offer(extract, municipality, at),
        eligibility.members(extract.household, extract.resident, holder.session_key),
        municipality.fees.version,
        None,
    )


def issue(
    register: Register,
    holder: CardHolder,
    order: Order,
    *,
    municipality: Municipality,
    environment: Environment,
    at: datetime,
    draw: Draw,
) -> tuple[DrawnCertificate, ...] | Refused:
    """Draw every certificate of an order, or refuse the whole order. Its signature and time were checked by the caller."""
    if order.environment is not environment:
        return Refused(Refusal.ORDER_WRONG, "the order is of another environment")
    with register.snapshot(at) as snapshot:
        extract = snapshot.extract(holder.issuer, holder.serial)
    if extract is None:
        return Refused(Refusal.AT_THE_COUNTER)
    refusal = eligibility.check_order(extract, order, municipality, at=at, session_key=holder.session_key)
    if refusal:
        return Refused(refusal)
    drawing = _Drawing(extract, municipality.name, environment, at.astimezone(JAPAN_TIME).date(), holder.session_key)
    copies = (line for line in order.lines for _ in range(line.copies))
    try:
        return tuple(
            drawing.draw(line, certificate_number(order.order, position), draw)
            for position, line in enumerate(copies, start=1)
        )
    except CannotBeDrawn as reason:
        return Refused(Refusal.CANNOT_BE_DRAWN, reason.part)


def certificate_number(order: OrderId, position: int) -> str:
    """The number printed on a certificate: 16 hex digits in groups of four, from the order's id and the position in it.

    No clock and no counter is in it, so two servers or two requests in one second can never share one.
    """
    digits = sha256(f"komado/number/1|{order}|{position}".encode()).hexdigest()[:16].upper()
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One order being drawn: every certificate of it comes from this one extract of the register."""

    extract: Extract
    municipality: str
    environment: Environment
    day: date
    session_key: bytes

    def draw(self, line: BasketLine, number: str, draw: Draw) -> DrawnCertificate:
        drawn = draw(self._certificate(line, number))
        version, as_of = self.extract.version, self.extract.as_of
        return DrawnCertificate(line.type, number, line.fee, drawn.pdf, drawn.sheets, version, as_of)

    def _certificate(self, line: BasketLine, number: str) -> Certificate:
        household, resident, seal = self.extract.household, self.extract.resident, self.extract.seal
        match line.options:
            case ResidentRecordOptions() as options:
                persons = eligibility.chosen(household, resident, options, self.session_key)
                assert persons, "check_order lets no such line pass"
                return ResidentRecordCopy(
                    environment=self.environment,
                    municipality=self.municipality,
                    number=number,
                    issued=self.day,
                    household=household,
                    persons=persons,
                    extent=options.extent,
                    items=options.items,
                )
            case SealRegistrationOptions():
                assert seal, "check_order lets no such line pass"
                return SealRegistrationCertificate(
                    environment=self.environment,
                    municipality=self.municipality,
                    number=number,
                    issued=self.day,
                    address=household.address,
                    resident=resident,
                    seal=seal,
                )
            case _:
                assert_never(line.options)
