"""Certificates of nobody, one of each type: drawn at the start so that the first resident need not wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from city.documents.certificates import (
    AppendixCopy,
    Certificate,
    FamilyRegisterCertificate,
    RecordItemsCertificate,
    ResidentRecordCopy,
    SealRegistrationCertificate,
    TaxCertificate,
)
from city.register.records import (
    AppendixAddress,
    FamilyMember,
    FamilyRegister,
    Household,
    RegisterEvent,
    Resident,
    SealRegistration,
    Sex,
    TaxRecord,
)
from issuance.domain.certificates import Extent, RecordForm, TaxKind
from issuance.protocol.messages import Environment

_DAY = date(2000, 1, 1)
_NAME = "見本"


def certificates_of_nobody(environment: Environment, impression: str) -> Iterator[Certificate]:
    """One certificate of each layout, for persons who are not there."""
    person = Resident(
        id=0, name=_NAME, kana="ミホン", born=_DAY, sex=Sex.FEMALE, relationship="世帯主", became_resident=_DAY,
        at_address_since=_DAY, filed=_DAY, former_address="", domicile=None, foreign=None, individual_number="0" * 12,
        leaving=None, blocks=frozenset(),
    )  # fmt: skip
    home = Household(0, _NAME, _NAME, (person,), frozenset())
    of = (environment, _NAME, "0", _DAY)
    for form in RecordForm:
        yield ResidentRecordCopy(*of, home, home.members, Extent.SELF, frozenset(), form)
    yield RecordItemsCertificate(*of, home, home.members, Extent.SELF, frozenset())
    yield SealRegistrationCertificate(*of, home.address, person, SealRegistration("0", _DAY, impression))
    taxes = TaxRecord(2000, _NAME, ((_NAME, 0),), 0, ((_NAME, 0),), ((_NAME, 0),), 0, 0, 0, 0, 0)
    for kind in TaxKind:
        yield TaxCertificate(*of, home.address, person, taxes, kind)
    member = FamilyMember(
        id=0, given_name=_NAME, kana="ミホン", born=_DAY, spouse=None, father=_NAME, mother=_NAME, relationship="長女",
        events=(RegisterEvent("出生", (("【出生日】", _NAME),)),), addresses=(AppendixAddress(_NAME, _DAY),),
        struck_off=None, person=None,
    )  # fmt: skip
    family = FamilyRegister(0, _NAME, _NAME, _NAME, _DAY, "戸籍改製", (member,), updating=False)
    yield FamilyRegisterCertificate(*of, family, None)
    yield AppendixCopy(*of, family, None)
