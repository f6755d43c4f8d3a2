"""Applications for use (利用登録申請): somebody whose family register is here and who lives elsewhere asks to be registered.

What was typed stays sealed inside the signed statement; only the office opens it. It is opened once at the filing, to
know that it can be read, and forgotten again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

import apsw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from city.eligibility import registration_standing, turned_away
from city.issuing import CardHolder
from city.reasons import No, Reason
from city.register.records import Extract
from city.register.register import Register
from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.domain.municipality import Municipality
from issuance.domain.service_hours import Closed
from issuance.domain.values import JAPAN_TIME
from issuance.protocol import evidence
from issuance.protocol.codec import MalformedMessage, decode
from issuance.protocol.messages import ApplicationDetails, UseApplication
from issuance.protocol.sealing import SealBroken, application_info, open_sealed

_LONGEST = 100
"""Characters of one answer; the longest name and address of the samples have some 60."""
_TELEPHONE = re.compile(r"[0-9]{9,15}")
"""Digits of a telephone number: nine from Japan without the leading zero, at most fifteen (ITU-T E.164)."""


class ApplicationUnreadable(Exception):
    """The sealed words are not what an application asks for; `what` says which part and nothing of what stands there."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def opened_details(application: UseApplication, key: X25519PrivateKey) -> ApplicationDetails:
    """What the applicant typed. Raises ApplicationUnreadable."""
    try:
        details = decode(ApplicationDetails, open_sealed(key, application_info(application.grant), application.details))
    except SealBroken:
        raise ApplicationUnreadable("the details are not sealed to this city for this grant") from None
    except MalformedMessage as error:
        raise ApplicationUnreadable(f"the details: {error.path or 'message'}") from None
    for part in ("name", "head", "domicile"):
        text = getattr(details, part)
        if not text.strip() or len(text) > _LONGEST or not text.replace("　", " ").isprintable():
            raise ApplicationUnreadable(part)
    if not _TELEPHONE.fullmatch(details.telephone):
        raise ApplicationUnreadable("telephone")
    try:
        date.fromisoformat(details.born)
    except ValueError:
        raise ApplicationUnreadable("born") from None
    return details


def details_of(statement: bytes, key: X25519PrivateKey) -> ApplicationDetails:
    """What was typed, from a statement that was verified when it was filed. Raises ApplicationUnreadable."""
    return opened_details(evidence.unverified(UseApplication, statement), key)


@dataclass(frozen=True, slots=True)
class Filing:
    """One application as it came: whose card, the signed statement, what is in it, and under which reference to keep it."""

    holder: CardHolder
    statement: bytes
    application: UseApplication
    reference: str


def file_application(
    register: Register, filing: Filing, municipality: Municipality, key: X25519PrivateKey | None, at: datetime
) -> RegistrationStanding | No:
    """File an application, once: the same again, or another while one is open, only tells how that one stands."""
    filed = _standing_of_open(_extract(register, filing.holder, at), municipality)
    if filed is not None:
        return filed
    no = _against(register, filing, municipality, key, at)
    if no is not None:
        return no
    assert municipality.registration, "_against lets none pass where no applications are taken"
    today = at.astimezone(JAPAN_TIME).date()
    usable_from = municipality.calendar.working_day_after(today, municipality.registration.working_days)
    try:
        with register.change() as change:
            change.file_registration(
                filing.reference,
                filing.holder.issuer,
                filing.holder.serial,
                statement=filing.statement,
                filed=today,
                usable_from=usable_from,
            )
    except apsw.ConstraintError:
        pass  # another request of the same card was faster: how that one stands is the answer
    filed = _standing_of_open(_extract(register, filing.holder, at), municipality)
    return filed or No(Reason.ORDER_WRONG, detail="this application was decided before")


def _against(
    register: Register, filing: Filing, municipality: Municipality, key: X25519PrivateKey | None, at: datetime
) -> No | None:
    """Why an application cannot be filed."""
    extract = _extract(register, filing.holder, at)
    away = turned_away(extract, municipality)
    if away is not None:
        return No(away)
    if municipality.registration is None or key is None or registration_standing(extract, municipality) is None:
        return No(Reason.NOTHING_TO_APPLY_FOR)
    hours = municipality.registration_open_at(at)
    if isinstance(hours, Closed):
        return No(Reason.CLOSED, None if hours.opens_at is None else int(hours.opens_at.timestamp()))
    try:
        opened_details(filing.application, key)
    except ApplicationUnreadable as error:
        return No(Reason.ORDER_WRONG, detail=error.what)
    return None


def _extract(register: Register, holder: CardHolder, at: datetime) -> Extract:
    with register.snapshot(at) as snapshot:
        return snapshot.extract(holder.issuer, holder.serial)


def _standing_of_open(extract: Extract, municipality: Municipality) -> RegistrationStanding | None:
    """How an application stands that is being examined or waits for its day."""
    standing = registration_standing(extract, municipality)
    open_states = (RegistrationState.EXAMINING, RegistrationState.WAITING)
    return standing if standing is not None and standing.state in open_states else None
