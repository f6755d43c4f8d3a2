"""From a certificate to its form: one way for each type."""

from __future__ import annotations

from typing import assert_never

from city.documents import from_families, from_residents, from_taxes
from city.documents.certificates import (
    AppendixCopy,
    Certificate,
    FamilyRegisterCertificate,
    RecordItemsCertificate,
    ResidentRecordCopy,
    SealRegistrationCertificate,
    TaxCertificate,
)
from city.documents.forms import Form


def form_of(certificate: Certificate) -> Form:
    """Fill in the form of a certificate; CannotBeDrawn where the register holds what no form can say."""
    match certificate:
        case ResidentRecordCopy():
            return from_residents.record(certificate)
        case RecordItemsCertificate():
            return from_residents.record_items(certificate)
        case SealRegistrationCertificate():
            return from_residents.seal_registration(certificate)
        case TaxCertificate():
            return from_taxes.tax(certificate)
        case FamilyRegisterCertificate():
            return from_families.register(certificate)
        case AppendixCopy():
            return from_families.appendix(certificate)
        case never:
            assert_never(never)
