"""The city's two answers: what a resident can have, and the certificates of an order, each from one register snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from city import choosing, eligibility
from city.documents.certificates import CannotBeDrawn, Certificate, Drawn
from city.orders import check_order
from city.reasons import No, Reason
from city.register.register import Register
from city.sheet import Sheet
from issuance.domain.certificates import (
    OF_THE_FAMILY,
    BasketLine,
    CertificateType,
    RegistrationStanding,
    RegistrationState,
)
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, OrderId, Yen
from issuance.protocol.messages import Environment, MemberList, OfferedItem, Order

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
    """What this holder can have now. It is worked out to the end also where it is refused, and then nothing of it goes out."""

    items: tuple[OfferedItem, ...]
    names: MemberList
    fee_table: str
    refused: Reason | None
    standing: RegistrationStanding | None


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


def offer(
    register: Register, holder: CardHolder, municipality: Municipality, at: datetime, application_key: bytes | None
) -> Offer:
    """What the holder of this card can have now. The register is asked the same, and as much is listed, for everybody."""
    with register.snapshot(at) as snapshot:
        extract = snapshot.extract(holder.issuer, holder.serial)
    refused = eligibility.turned_away(extract, municipality)
    standing = eligibility.registration_standing(extract, municipality)
    offered = eligibility.personal_offer(extract, municipality, at)
    household = choosing.household_members(extract, holder.session_key)
    family = choosing.family_members(extract, holder.session_key)
    if standing is not None:
        may_apply = standing.state in (RegistrationState.NONE, RegistrationState.REJECTED)
        names = MemberList((), (), application_key if may_apply else None)
        return Offer((), names, municipality.fees.version, refused, standing)
    of_family = any(one.item.type in OF_THE_FAMILY and one.no is None for one in offered)
    names = MemberList(household, family if of_family else ())
    return Offer(tuple(one.item for one in offered), names, municipality.fees.version, refused, None)


def issue(
    register: Register,
    holder: CardHolder,
    order: Order,
    *,
    municipality: Municipality,
    environment: Environment,
    at: datetime,
    draw: Draw,
) -> tuple[DrawnCertificate, ...] | No:
    """Draw every certificate of an order, or refuse the whole order. Its signature and time were checked by the caller."""
    if order.environment is not environment:
        return No(Reason.ORDER_WRONG, detail="the order is of another environment")
    with register.snapshot(at) as snapshot:
        extract = snapshot.extract(holder.issuer, holder.serial)
    no = check_order(extract, order, municipality, at=at, session_key=holder.session_key)
    if no is not None:
        return no
    sheet = Sheet(extract, municipality, environment, at.astimezone(JAPAN_TIME).date(), holder.session_key)
    copies = (line for line in order.lines for _ in range(line.copies))
    try:
        return tuple(
            _drawn(sheet, line, certificate_number(order.order, position), draw)
            for position, line in enumerate(copies, start=1)
        )
    except CannotBeDrawn as reason:
        return No(Reason.CANNOT_BE_DRAWN, detail=reason.part)


def _drawn(sheet: Sheet, line: BasketLine, number: str, draw: Draw) -> DrawnCertificate:
    drawn = draw(sheet.certificate(line, number))
    return DrawnCertificate(
        line.type, number, line.fee, drawn.pdf, drawn.sheets, sheet.extract.version, sheet.extract.as_of
    )


def certificate_number(order: OrderId, position: int) -> str:
    """The number printed on a certificate: 16 hex digits in groups of four, from the order's id and the position in it.

    No clock and no counter is in it, so two servers or two requests in one second can never share one.
    """
    digits = sha256(f"komado/number/1|{order}|{position}".encode()).hexdigest()[:16].upper()
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
