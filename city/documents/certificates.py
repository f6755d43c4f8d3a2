"""A certificate before it is drawn: exactly the facts that its pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from city.register.records import FamilyMember, FamilyRegister, Household, Resident, SealRegistration, TaxRecord
from issuance.domain.certificates import Extent, RecordForm, RecordItem, TaxKind
from issuance.protocol.messages import Environment


@dataclass(frozen=True, slots=True)
class ResidentRecordCopy:
    """住民票の写し: the chosen persons of one household with the chosen items."""

    environment: Environment
    municipality: str
    number: str
    issued: date
    household: Household
    persons: tuple[Resident, ...]
    extent: Extent
    items: frozenset[RecordItem]
    form: RecordForm = RecordForm.HOUSEHOLD


@dataclass(frozen=True, slots=True)
class SealRegistrationCertificate:
    """印鑑登録証明書: one person and the registered impression."""

    environment: Environment
    municipality: str
    number: str
    issued: date
    address: str
    resident: Resident
    seal: SealRegistration


@dataclass(frozen=True, slots=True)
class RecordItemsCertificate:
    """住民票記載事項証明書: the chosen items of the chosen persons."""

    environment: Environment
    municipality: str
    number: str
    issued: date
    household: Household
    persons: tuple[Resident, ...]
    extent: Extent
    items: frozenset[RecordItem]


@dataclass(frozen=True, slots=True)
class TaxCertificate:
    """課税（非課税）・所得証明書: one person and one fiscal year."""

    environment: Environment
    municipality: str
    number: str
    issued: date
    address: str  # today's
    resident: Resident
    record: TaxRecord
    kind: TaxKind


@dataclass(frozen=True, slots=True)
class FamilyRegisterCertificate:
    """戸籍の全部事項証明書 (`persons` None) or 個人事項証明書 of the named persons."""

    environment: Environment
    municipality: str
    number: str
    issued: date
    register: FamilyRegister
    persons: tuple[FamilyMember, ...] | None


@dataclass(frozen=True, slots=True)
class AppendixCopy:
    """戸籍の附票の写し: all persons of the register who are on it (`persons` None), or some."""

    environment: Environment
    municipality: str
    number: str
    issued: date
    register: FamilyRegister
    persons: tuple[FamilyMember, ...] | None


Certificate = (
    ResidentRecordCopy
    | RecordItemsCertificate
    | SealRegistrationCertificate
    | TaxCertificate
    | FamilyRegisterCertificate
    | AppendixCopy
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A certificate as it leaves the city: a PDF held in RAM, one page a sheet."""

    pdf: bytes
    sheets: int


class CannotBeDrawn(Exception):
    """This certificate cannot be drawn rightly, so it is not drawn at all.

    `part` names the part of the sheet and nothing of what stands in it: it may leave the city. `why` is for the city's own
    office: it may name the code point of a letter that is missing.
    """

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"{part}: {why}")
        self.part, self.why = part, why
