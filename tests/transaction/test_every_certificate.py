"""The way to each of the six certificates and back: every question that was asked, and none that was not."""

from __future__ import annotations

import pytest

from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    PersonalOffer,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.values import Yen
from issuance.protocol.messages import Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

T = CertificateType
ALONE = example.offer(example.TARO, family=(example.ICHIRO,))
ONE_TAX = example.offer(kinds=(TaxKind.TAXATION_AND_INCOME,), years=(2026,))


def choosing(offer: PersonalOffer = example.OFFER) -> Telling:
    return Telling(at.ChoosingCertificate(example.VISIT, at.Rights(example.SESSION, example.TOWN, offer), ()))


def draft(story: Telling) -> BasketLine:
    assert isinstance(story.state, at.ChoosingCopies), story.state
    return story.state.draft


@pytest.mark.parametrize(
    ("presses", "options"),
    [
        (
            (on.CertificateChosen(T.RESIDENT_RECORD), on.ExtentChosen(Extent.HOUSEHOLD), on.ItemsChosen(frozenset())),
            ResidentRecordOptions(Extent.HOUSEHOLD),
        ),
        (
            (
                on.CertificateChosen(T.RECORD_ITEMS),
                on.ExtentChosen(Extent.PART),
                on.MembersChosen((example.HANAKO.handle,)),
                on.ItemsChosen(frozenset({RecordItem.PERMANENT_DOMICILE})),
            ),
            ResidentRecordOptions(Extent.PART, (example.HANAKO.handle,), frozenset({RecordItem.PERMANENT_DOMICILE})),
        ),
        ((on.CertificateChosen(T.SEAL_REGISTRATION),), SealRegistrationOptions()),
        (
            (on.CertificateChosen(T.TAX), on.TaxKindChosen(TaxKind.TAXATION), on.TaxYearChosen(2025)),
            TaxOptions(TaxKind.TAXATION, 2025),
        ),
        (
            (on.CertificateChosen(T.FAMILY_REGISTER), on.ExtentChosen(Extent.WHOLE)),
            FamilyRegisterOptions(Extent.WHOLE),
        ),
        (
            (
                on.CertificateChosen(T.FAMILY_REGISTER),
                on.ExtentChosen(Extent.PART),
                on.MembersChosen((example.JIRO.handle,)),
            ),
            FamilyRegisterOptions(Extent.PART, (example.JIRO.handle,)),
        ),
        (
            (
                on.CertificateChosen(T.FAMILY_REGISTER_APPENDIX),
                on.ExtentChosen(Extent.PART),
                on.MembersChosen((example.ICHIRO.handle, example.JIRO.handle)),
            ),
            FamilyRegisterOptions(Extent.PART, (example.ICHIRO.handle, example.JIRO.handle)),
        ),
    ],
)
def test_every_type_leads_by_its_questions_to_its_copies(
    presses: tuple[on.Event, ...], options: CertificateOptions
) -> None:
    assert draft(choosing().hear(*presses)).options == options


@pytest.mark.parametrize(
    ("presses", "asked_before"),
    [
        ((on.CertificateChosen(T.TAX), on.TaxKindChosen(TaxKind.INCOME)), [at.ChoosingTaxYear, at.ChoosingTaxKind]),
        (
            (on.CertificateChosen(T.TAX), on.TaxKindChosen(TaxKind.INCOME), on.TaxYearChosen(2026)),
            [at.ChoosingCopies, at.ChoosingTaxYear, at.ChoosingTaxKind],
        ),
        (
            (
                on.CertificateChosen(T.FAMILY_REGISTER),
                on.ExtentChosen(Extent.PART),
                on.MembersChosen((example.JIRO.handle,)),
            ),
            [at.ChoosingCopies, at.ChoosingMembers, at.ChoosingExtent],
        ),
        (
            (on.CertificateChosen(T.FAMILY_REGISTER_APPENDIX), on.ExtentChosen(Extent.WHOLE)),
            [at.ChoosingCopies, at.ChoosingExtent],
        ),
    ],
)
def test_back_leads_to_each_question_that_was_asked(presses: tuple[on.Event, ...], asked_before: list[type]) -> None:
    story = choosing().hear(*presses)
    way = []
    for _ in range(len(asked_before)):
        way.append(type(story.state))
        story.hear(on.BackPressed())
    assert way == asked_before
    assert isinstance(story.state, at.ChoosingCertificate)


@pytest.mark.parametrize(("type_", "offer"), [(T.TAX, ONE_TAX), (T.FAMILY_REGISTER, ALONE)])
def test_back_passes_by_what_was_not_asked(type_: CertificateType, offer: PersonalOffer) -> None:
    story = choosing(offer).hear(on.CertificateChosen(type_), on.BackPressed())
    assert isinstance(story.state, at.ChoosingCertificate)


def test_a_refused_order_tells_the_reference_and_the_next_opening() -> None:
    ordering = at.Ordering(example.VISIT, example.RIGHTS, example.BASKET, example.ORDER)
    story = Telling(ordering).hear(on.CenterRefused(Refusal.CLOSED, "KMD-7A2B", example.LATE))
    assert story.state == at.Explaining(example.VISIT, Refusal.CLOSED, Yen(0), "KMD-7A2B", example.LATE)
