"""Choosing each of the six certificates: what is asked, what is not, what it costs, and how one goes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance.domain.certificates import (
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    PersonalOffer,
    Price,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.values import Yen
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

T = CertificateType
ALONE = example.offer(example.TARO, family=(example.ICHIRO,))
ONE_TAX = example.offer(kinds=(TaxKind.TAXATION_AND_INCOME,), years=(2026,))


def choosing(offer: PersonalOffer = example.OFFER) -> Telling:
    return Telling(at.ChoosingCertificate(example.VISIT, at.Rights(example.SESSION, example.TOWN, offer), ()))


def priced(offer: PersonalOffer, type_: CertificateType, *prices: Price) -> PersonalOffer:
    """The offer with other prices for one type."""
    return replace(
        offer,
        certificates=tuple(replace(one, prices=prices) if one.type is type_ else one for one in offer.certificates),
    )


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
    ("type_", "offer"),
    [
        (T.RESIDENT_RECORD, example.offer(example.TARO)),
        (T.FAMILY_REGISTER, ALONE),
        (T.FAMILY_REGISTER_APPENDIX, ALONE),
        (T.TAX, ONE_TAX),
    ],
)
def test_what_has_one_answer_only_is_not_asked(type_: CertificateType, offer: PersonalOffer) -> None:
    state = choosing(offer).hear(on.CertificateChosen(type_)).state
    assert isinstance(state, at.ChoosingCopies | at.ChoosingItems)


@pytest.mark.parametrize("offer", [example.offer(years=()), example.offer(kinds=())])
def test_a_tax_certificate_without_a_year_or_a_kind_leads_nowhere(offer: PersonalOffer) -> None:
    kind = on.TaxKindChosen(TaxKind.INCOME)
    story = choosing(offer).hear(on.CertificateChosen(T.TAX), kind)
    assert isinstance(story.state, at.ChoosingCertificate | at.ChoosingTaxKind)


def test_a_certificate_of_one_person_names_exactly_one() -> None:
    story = choosing().hear(on.CertificateChosen(T.FAMILY_REGISTER), on.ExtentChosen(Extent.PART))
    assert isinstance(story.state, at.ChoosingMembers)
    assert story.state.one_only
    story.hear(on.MembersChosen((example.ICHIRO.handle, example.JIRO.handle)), on.MembersChosen(()))
    assert isinstance(story.state, at.ChoosingMembers)


def test_nobody_is_chosen_twice() -> None:
    story = choosing().hear(on.CertificateChosen(T.FAMILY_REGISTER_APPENDIX), on.ExtentChosen(Extent.PART))
    story.hear(on.MembersChosen((example.JIRO.handle, example.JIRO.handle)))
    assert isinstance(story.state, at.ChoosingMembers)


def test_a_member_of_the_household_is_nobody_on_the_family_register() -> None:
    story = choosing().hear(on.CertificateChosen(T.FAMILY_REGISTER_APPENDIX), on.ExtentChosen(Extent.PART))
    assert isinstance(story.hear(on.MembersChosen((example.HANAKO.handle,))).state, at.ChoosingMembers)


def test_an_extent_that_is_not_offered_cannot_be_chosen() -> None:
    story = choosing().hear(on.CertificateChosen(T.FAMILY_REGISTER), on.ExtentChosen(Extent.HOUSEHOLD))
    assert isinstance(story.state, at.ChoosingExtent)


def test_my_number_is_warned_of_before_it_stands_on_a_certificate() -> None:
    items = frozenset({RecordItem.MY_NUMBER, RecordItem.PERMANENT_DOMICILE})
    asked = (on.CertificateChosen(T.RESIDENT_RECORD), on.ExtentChosen(Extent.SELF), on.ItemsChosen(items))
    warned = choosing().hear(*asked)
    assert isinstance(warned.state, at.WarningOfMyNumber)
    assert draft(choosing().hear(*asked, on.MyNumberKept(True))).options.items == items
    assert draft(choosing().hear(*asked, on.MyNumberKept(False))).options.items == {RecordItem.PERMANENT_DOMICILE}
    assert isinstance(warned.hear(on.BackPressed()).state, at.ChoosingItems)


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


def test_an_option_with_a_price_of_its_own_costs_that() -> None:
    offer = priced(example.OFFER, T.FAMILY_REGISTER, Price(None, Yen(450)), Price("part", Yen(350)))
    chosen = on.CertificateChosen(T.FAMILY_REGISTER)
    assert draft(choosing(offer).hear(chosen, on.ExtentChosen(Extent.WHOLE))).fee == Yen(450)
    one = choosing(offer).hear(chosen, on.ExtentChosen(Extent.PART), on.MembersChosen((example.JIRO.handle,)))
    assert draft(one).fee == Yen(350)


def test_a_fee_for_every_two_persons_is_due_for_each_two_begun() -> None:
    offer = priced(example.OFFER, T.RESIDENT_RECORD, Price(None, Yen(200), per_persons=2))
    asked = (on.CertificateChosen(T.RESIDENT_RECORD), on.ExtentChosen(Extent.HOUSEHOLD), on.ItemsChosen(frozenset()))
    assert draft(choosing(offer).hear(*asked)).fee == Yen(400)  # three persons


def test_what_has_no_price_cannot_be_ordered() -> None:
    offer = priced(example.OFFER, T.FAMILY_REGISTER, Price("part", Yen(350)))
    story = choosing(offer).hear(on.CertificateChosen(T.FAMILY_REGISTER), on.ExtentChosen(Extent.WHOLE))
    assert isinstance(story.state, at.ChoosingExtent)


def test_a_kept_basket_is_priced_anew_by_option_and_persons() -> None:
    whole = BasketLine(T.FAMILY_REGISTER, FamilyRegisterOptions(Extent.WHOLE), 2, Yen(450))
    story = Telling(at.Authorising(example.VISIT, example.SESSION, example.TOWN, (whole, example.SEAL)))
    dearer = priced(example.OFFER, T.FAMILY_REGISTER, Price("whole", Yen(500)), Price("part", Yen(350)))
    story.hear(on.OfferArrived(dearer))
    assert isinstance(story.state, at.Reviewing)
    assert [(line.copies, line.fee) for line in story.state.basket] == [(2, Yen(500)), (1, Yen(300))]


def test_a_kept_line_without_a_price_is_dropped() -> None:
    whole = BasketLine(T.FAMILY_REGISTER, FamilyRegisterOptions(Extent.WHOLE), 1, Yen(450))
    story = Telling(at.Authorising(example.VISIT, example.SESSION, example.TOWN, (whole,)))
    story.hear(on.OfferArrived(priced(example.OFFER, T.FAMILY_REGISTER, Price("part", Yen(350)))))
    assert isinstance(story.state, at.ChoosingCertificate)


def test_four_certificates_of_four_kinds_are_one_order() -> None:
    basket = (example.RECORD, example.SEAL, example.TAX, replace(example.FAMILY_REGISTER, copies=2))
    story = Telling(at.Reviewing(example.VISIT, example.RIGHTS, basket)).hear(on.OrderPressed())
    assert [placed.lines for placed in story.did(do.PlaceOrder)] == [basket]


def test_a_refused_order_tells_the_reference_and_the_next_opening() -> None:
    ordering = at.Ordering(example.VISIT, example.RIGHTS, example.BASKET, example.ORDER)
    story = Telling(ordering).hear(on.CenterRefused(Refusal.CLOSED, "KMD-7A2B", example.LATE))
    assert story.state == at.Explaining(example.VISIT, Refusal.CLOSED, Yen(0), "KMD-7A2B", example.LATE)
