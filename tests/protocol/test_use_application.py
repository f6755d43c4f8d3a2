"""The application for use as the kiosk makes it, and offers that make no sense: refused before anybody reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from issuance.domain.certificates import (
    CertificateType,
    Extent,
    Price,
    RegistrationStanding,
    RegistrationState,
    TaxKind,
)
from issuance.domain.values import MemberHandle, MunicipalityCode, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import decode, encode
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.grant import grant_hash
from issuance.protocol.messages import (
    ApplicationDetails,
    Authorised,
    Member,
    MemberList,
    OfferedItem,
    ServedMunicipalities,
    ServedMunicipality,
    UseApplication,
)
from issuance.protocol.personal_offer import AnswerInvalid, read_offer
from issuance.protocol.sealing import SealBroken, application_info, members_info, open_sealed
from tests.protocol.conftest import NOW

DETAILS = ApplicationDetails("ミホン　タロウ", "ミホン　イチロウ", "レイジチョウ1-2", "1980-02-29", "09000000000")
ONE = (Member(MemberHandle("m1"), "見本 太郎", False, True),)
NOT_REGISTERED = RegistrationStanding(RegistrationState.NONE)
FREE = (Price(None, Yen(0)),)


@pytest.fixture
def city_key() -> X25519PrivateKey:
    return X25519PrivateKey.generate()


@pytest.fixture
def applicant(visit: Any, city_key: X25519PrivateKey) -> Any:
    """A visit whose offer says that a registration is missing."""
    persons = MemberList((), (), city_key.public_key().public_bytes_raw())
    answer = replace(visit.authorised(persons), certificates=(), registration=NOT_REGISTERED)
    visit.session.personal_offer(answer)
    return visit


def test_what_was_typed_opens_with_the_citys_key_and_for_this_grant_alone(
    applicant: Any, city_key: X25519PrivateKey
) -> None:
    placement = applicant.session.application(DETAILS, NOW + 60)
    sealed = evidence.unverified(UseApplication, placement.application).details
    info = application_info(grant_hash(applicant.grant))
    assert decode(ApplicationDetails, open_sealed(city_key, info, sealed)) == DETAILS
    with pytest.raises(SealBroken):
        open_sealed(X25519PrivateKey.generate(), info, sealed)
    with pytest.raises(SealBroken):
        open_sealed(city_key, members_info(grant_hash(applicant.grant)), sealed)
    assert DETAILS.name.encode() not in placement.application


def test_the_application_is_signed_by_the_order_key_for_this_session_and_municipality(applicant: Any) -> None:
    placement = applicant.session.application(DETAILS, NOW + 100_000)
    key = evidence.order_public_key(applicant.request.order_key)
    stated = evidence.verify(key, UseApplication, placement.application)
    assert (stated.session, stated.municipality) == (applicant.opened.session, applicant.opened.municipality)
    assert stated.grant == grant_hash(applicant.grant)
    assert stated.not_after == applicant.grant.grant_not_after
    flipped = bytearray(placement.application)
    flipped[-1] ^= 1
    with pytest.raises(EvidenceInvalid):
        evidence.verify(key, UseApplication, bytes(flipped))


@pytest.mark.parametrize("key", [None, b"short", bytes(32)])
def test_without_a_usable_key_of_the_city_nothing_is_filed(visit: Any, key: bytes | None) -> None:
    persons = MemberList(ONE, (), key)
    visit.session.personal_offer(visit.authorised(persons))
    with pytest.raises(AnswerInvalid, match="key"):
        visit.session.application(DETAILS, NOW + 60)


def test_a_destroyed_session_files_nothing(applicant: Any) -> None:
    applicant.session.destroy()
    with pytest.raises(Exception, match="over"):
        applicant.session.application(DETAILS, NOW + 60)


def item(type_: CertificateType, **changes: Any) -> OfferedItem:
    """A certificate that can be had, with an answer to every question."""
    whole = {
        CertificateType.TAX: {"kinds": (TaxKind.INCOME,), "years": (2026,)},
        CertificateType.FAMILY_REGISTER: {"extents": (Extent.WHOLE,)},
        CertificateType.RESIDENT_RECORD: {"extents": (Extent.SELF,)},
    }
    return OfferedItem(type_, **{"prices": FREE, "max_copies": 5, **whole.get(type_, {}), **changes})


def answer(*items: OfferedItem, registration: RegistrationStanding | None = None) -> Authorised:
    return Authorised("5e" * 16, items, b"", "2026-04", NOW + 600, registration)


@pytest.mark.parametrize(
    ("told", "persons", "what"),
    [
        (answer(item(CertificateType.TAX), registration=NOT_REGISTERED), MemberList(ONE), "registered first"),
        (answer(registration=NOT_REGISTERED), MemberList(()), "no key of the city"),
        (answer(item(CertificateType.FAMILY_REGISTER)), MemberList(ONE), "without a person"),
        (answer(item(CertificateType.RESIDENT_RECORD)), MemberList((), ONE), "without a person"),
        (answer(item(CertificateType.RESIDENT_RECORD, extents=())), MemberList(ONE), "nothing to choose"),
        (answer(item(CertificateType.TAX, years=())), MemberList(ONE), "nothing to choose"),
        (answer(item(CertificateType.TAX, prices=())), MemberList(ONE), "without a price"),
        (
            answer(item(CertificateType.TAX, prices=(Price("taxation", Yen(300)),))),
            MemberList(ONE),
            "without a price",
        ),
        (answer(), MemberList(ONE, ONE + ONE), "one handle"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(told: Authorised, persons: MemberList, what: str) -> None:
    with pytest.raises(AnswerInvalid, match=what):
        read_offer(told, persons)


def test_what_is_refused_needs_neither_price_nor_person() -> None:
    told = answer(item(CertificateType.FAMILY_REGISTER, prices=(), refused="at-the-counter"))
    assert read_offer(told, MemberList(ONE)).certificates[0].refused == "at-the-counter"


def test_the_list_of_every_municipality_of_the_country_goes_over_the_line() -> None:
    served = ServedMunicipalities(
        tuple(
            ServedMunicipality(MunicipalityCode(f"{number:06}"), "見本市町村" * 3, "Specimen Town " * 2, "みほん" * 5)
            for number in range(1741)
        ),
        NOW,
    )
    assert decode(ServedMunicipalities, encode(served)) == served
