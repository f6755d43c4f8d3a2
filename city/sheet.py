"""From a line of an order to the values of its certificate: every certificate of an order comes from one extract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar, assert_never

from city.choosing import chosen_of_family, chosen_of_household
from city.documents.certificates import (
    AppendixCopy,
    Certificate,
    FamilyRegisterCertificate,
    RecordItemsCertificate,
    ResidentRecordCopy,
    SealRegistrationCertificate,
    TaxCertificate,
)
from city.register.records import Extract
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxOptions,
)
from issuance.domain.municipality import Municipality
from issuance.protocol.messages import Environment

T = TypeVar("T")


def _checked(value: T | None) -> T:
    """What `check_order` has seen to be there."""
    assert value, "check_order lets no such line pass"
    return value


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all certificates of one order have in common."""

    extract: Extract
    municipality: Municipality
    environment: Environment
    day: date
    session_key: bytes

    def certificate(self, line: BasketLine, number: str) -> Certificate:
        """The certificate of a line that `check_order` let pass, under its number."""
        match line.options:
            case ResidentRecordOptions() as options:
                return self._of_household(line.type, options, number)
            case SealRegistrationOptions():
                return self._seal_registration(number)
            case TaxOptions() as options:
                return self._tax(options, number)
            case FamilyRegisterOptions() as options:
                return self._of_family(line.type, options, number)
            case never:
                assert_never(never)

    def _of_household(
        self, type_: CertificateType, options: ResidentRecordOptions, number: str
    ) -> ResidentRecordCopy | RecordItemsCertificate:
        household = _checked(self.extract.household)
        persons = _checked(chosen_of_household(self.extract, options, self.session_key))
        name, day = self.municipality.name, self.day
        if type_ is CertificateType.RECORD_ITEMS:
            return RecordItemsCertificate(
                self.environment, name, number, day, household, persons, options.extent, options.items
            )
        service = _checked(self.municipality.service(type_))
        return ResidentRecordCopy(
            self.environment, name, number, day, household, persons, options.extent, options.items, service.form
        )

    def _seal_registration(self, number: str) -> SealRegistrationCertificate:
        extract = self.extract
        return SealRegistrationCertificate(
            environment=self.environment,
            municipality=self.municipality.name,
            number=number,
            issued=self.day,
            address=_checked(extract.household).address,
            resident=_checked(extract.resident),
            seal=_checked(extract.seal),
        )

    def _tax(self, options: TaxOptions, number: str) -> TaxCertificate:
        extract = self.extract
        return TaxCertificate(
            environment=self.environment,
            municipality=self.municipality.name,
            number=number,
            issued=self.day,
            address=_checked(extract.household).address,
            resident=_checked(extract.resident),
            record=next(record for record in extract.taxes if record.year == options.year),
            kind=options.kind,
        )

    def _of_family(
        self, type_: CertificateType, options: FamilyRegisterOptions, number: str
    ) -> FamilyRegisterCertificate | AppendixCopy:
        family = _checked(self.extract.family)
        chosen = _checked(chosen_of_family(self.extract, type_, options, self.session_key))
        persons = chosen if options.extent is Extent.PART else None
        made = AppendixCopy if type_ is CertificateType.FAMILY_REGISTER_APPENDIX else FamilyRegisterCertificate
        return made(self.environment, self.municipality.name, number, self.day, family, persons)
