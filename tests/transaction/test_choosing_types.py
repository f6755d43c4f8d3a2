"""What is asked about each of the six types, what is skipped, what it costs, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    PersonalOffer,
    Price,
    RecordItem,
    ResidentRecordOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.values import MemberHandle, Yen
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

RECORD, ITEMS, SEAL, TAX, FAMILY, APPENDIX = CertificateType
ALONE = example.offer(example.TARO, family=(example.ICHIRO,))


def _choosing(offer: PersonalOffer = example.OFFER, basket: at.Basket = ()) -> Telling:
    return Telling(at.ChoosingCertificate(example.VISIT, at.Rights(example.SESSION, example.TOWN, offer), basket))


def _changed(type_: CertificateType, **changes: object) -> PersonalOffer:
    """The usual offer with one certificate changed."""
    certificates = tuple(replace(one, **changes) if one.type is type_ else one for one in example.OFFER.certificates)
    return replace(example.OFFER, certificates=certificates)


def _draft(story: Telling) -> BasketLine:
    assert isinstance(story.state, at.ChoosingCopies), story.state
    return story.state.draft


def _way_back(story: Telling) -> list[type[at.State]]:
    """The states that back leads through, to the choice of a certificate."""
    way: list[type[at.State]] = []
    while not isinstance(story.state, at.ChoosingCertificate):
        story.hear(on.BackPressed())
        way.append(type(story.state))
    return way


def test_items_of_the_record_are_asked_of_a_certificate_of_items_too() -> None:
    story = _choosing().hear(on.CertificateChosen(ITEMS), on.ExtentChosen(Extent.HOUSEHOLD))
    assert isinstance(story.state, at.ChoosingItems)
    assert story.state.type is ITEMS
    story.hear(on.ItemsChosen(frozenset()))
    assert (_draft(story).type, _draft(story).options) == (ITEMS, ResidentRecordOptions(Extent.HOUSEHOLD))


def test_my_number_is_warned_of_and_can_be_kept_or_left_out() -> None:
    ticked = frozenset({RecordItem.MY_NUMBER, RecordItem.HEAD_AND_RELATIONSHIP})
    chosen = (on.CertificateChosen(RECORD), on.ExtentChosen(Extent.SELF), on.ItemsChosen(ticked))
    warned = _choosing().hear(*chosen)
    assert isinstance(warned.state, at.WarningOfMyNumber)
    assert isinstance(Telling(warned.state).hear(on.BackPressed()).state, at.ChoosingItems)
    kept = Telling(warned.state).hear(on.MyNumberKept(True))
    assert _draft(kept).options == ResidentRecordOptions(Extent.SELF, (), ticked)
    dropped = Telling(warned.state).hear(on.MyNumberKept(False))
    assert _draft(dropped).options == ResidentRecordOptions(Extent.SELF, (), ticked - {RecordItem.MY_NUMBER})
    assert isinstance(Telling(warned.state).hear(on.CancelPressed()).state, at.ReturningCardAtEnd)


def test_a_family_register_is_whole_or_of_exactly_one_person() -> None:
    whole = _choosing().hear(on.CertificateChosen(FAMILY), on.ExtentChosen(Extent.WHOLE))
    assert _draft(whole).options == FamilyRegisterOptions(Extent.WHOLE)
    assert _way_back(whole) == [at.ChoosingExtent, at.ChoosingCertificate]
    part = _choosing().hear(on.CertificateChosen(FAMILY), on.ExtentChosen(Extent.PART))
    assert isinstance(part.state, at.ChoosingMembers)
    assert part.state.one_only
    both = tuple(person.handle for person in example.FAMILY)
    for wrong in ((), both, (example.HANAKO.handle,), (both[0], both[0])):
        assert isinstance(part.hear(on.MembersChosen(wrong)).state, at.ChoosingMembers)
    part.hear(on.MembersChosen(both[1:]))
    assert _draft(part).options == FamilyRegisterOptions(Extent.PART, both[1:])
    assert _way_back(part) == [at.ChoosingMembers, at.ChoosingExtent, at.ChoosingCertificate]


def test_an_appendix_may_name_several_persons_and_none_twice() -> None:
    part = _choosing().hear(on.CertificateChosen(APPENDIX), on.ExtentChosen(Extent.PART))
    assert isinstance(part.state, at.ChoosingMembers)
    assert not part.state.one_only
    both = tuple(person.handle for person in example.FAMILY)
    assert isinstance(part.hear(on.MembersChosen((*both, both[0]))).state, at.ChoosingMembers)
    part.hear(on.MembersChosen(both))
    assert _draft(part).options == FamilyRegisterOptions(Extent.PART, both)


def test_an_extent_that_is_not_offered_cannot_be_chosen() -> None:
    for type_, foreign in ((RECORD, Extent.WHOLE), (FAMILY, Extent.SELF)):
        story = _choosing().hear(on.CertificateChosen(type_), on.ExtentChosen(foreign))
        assert isinstance(story.state, at.ChoosingExtent)


def test_one_extent_is_no_question() -> None:
    story = _choosing(_changed(RECORD, extents=frozenset({Extent.HOUSEHOLD}))).hear(on.CertificateChosen(RECORD))
    assert isinstance(story.state, at.ChoosingItems)
    story.hear(on.ItemsChosen(frozenset()))
    assert _way_back(story) == [at.ChoosingItems, at.ChoosingCertificate]
    part_only = _choosing(_changed(RECORD, extents=frozenset({Extent.PART}))).hear(on.CertificateChosen(RECORD))
    assert isinstance(part_only.state, at.ChoosingMembers)
    assert _way_back(part_only) == [at.ChoosingCertificate]


def test_whoever_is_alone_is_asked_for_no_persons() -> None:
    story = _choosing(ALONE).hear(on.CertificateChosen(RECORD))
    assert isinstance(story.state, at.ChoosingItems)
    assert story.state.extent is Extent.SELF
    appendix = _choosing(ALONE).hear(on.CertificateChosen(APPENDIX))
    assert _draft(appendix).options == FamilyRegisterOptions(Extent.WHOLE)
    assert _way_back(appendix) == [at.ChoosingCertificate]
    one_person = _choosing(ALONE).hear(on.CertificateChosen(FAMILY), on.ExtentChosen(Extent.PART))
    assert _draft(one_person).options == FamilyRegisterOptions(Extent.PART, (example.ICHIRO.handle,))
    assert _way_back(one_person) == [at.ChoosingExtent, at.ChoosingCertificate]


def test_a_type_without_anything_to_choose_moves_nothing() -> None:
    for type_ in (RECORD, FAMILY):
        story = _choosing(_changed(type_, extents=frozenset())).hear(on.CertificateChosen(type_))
        assert isinstance(story.state, at.ChoosingCertificate)
    for nothing in (example.offer(kinds=()), example.offer(years=())):
        assert isinstance(_choosing(nothing).hear(on.CertificateChosen(TAX)).state, at.ChoosingCertificate)


@pytest.mark.parametrize(
    ("kinds", "years", "asked"),
    [
        ((TaxKind.INCOME, TaxKind.TAXATION), (2026, 2025), [at.ChoosingTaxKind, at.ChoosingTaxYear]),
        ((TaxKind.INCOME, TaxKind.TAXATION), (2026,), [at.ChoosingTaxKind]),
        ((TaxKind.INCOME,), (2026, 2025), [at.ChoosingTaxYear]),
        ((TaxKind.INCOME,), (2026,), []),
    ],
)
def test_kind_and_year_of_a_tax_certificate_are_asked_only_where_there_are_several(
    kinds: tuple[TaxKind, ...], years: tuple[int, ...], asked: list[type[at.State]]
) -> None:
    story = _choosing(example.offer(kinds=kinds, years=years)).hear(on.CertificateChosen(TAX))
    seen: list[type[at.State]] = []
    while not isinstance(story.state, at.ChoosingCopies):
        seen.append(type(story.state))
        kind = isinstance(story.state, at.ChoosingTaxKind)
        story.hear(on.TaxKindChosen(kinds[-1]) if kind else on.TaxYearChosen(years[-1]))
    assert seen == asked
    assert _draft(story).options == TaxOptions(kinds[-1], years[-1])
    assert _way_back(story) == [*reversed(asked), at.ChoosingCertificate]


def test_a_kind_or_year_that_is_not_offered_cannot_be_chosen() -> None:
    kinds = _choosing().hear(on.CertificateChosen(TAX), on.TaxKindChosen(TaxKind.TAXATION_AND_INCOME))
    assert isinstance(kinds.state, at.ChoosingTaxKind)
    years = kinds.hear(on.TaxKindChosen(TaxKind.INCOME), on.TaxYearChosen(2024))
    assert isinstance(years.state, at.ChoosingTaxYear)
    for state in (kinds.state, years.state):
        assert isinstance(Telling(state).hear(on.CancelPressed()).state, at.ReturningCardAtEnd)


PRICES = (Price("household", Yen(300), per_persons=2), Price("self", Yen(0)), Price(None, Yen(200)))


@pytest.mark.parametrize(
    ("extent", "members", "fee"),
    [
        (Extent.HOUSEHOLD, (), 600),  # three persons, two of them a case
        (Extent.PART, (example.HANAKO.handle, example.MARIA.handle), 200),
        (Extent.SELF, (), 0),
    ],
)
def test_the_fee_follows_the_option_and_the_persons(
    extent: Extent, members: tuple[MemberHandle, ...], fee: int
) -> None:
    story = _choosing(_changed(RECORD, prices=PRICES)).hear(on.CertificateChosen(RECORD), on.ExtentChosen(extent))
    if members:
        story.hear(on.MembersChosen(members))
    story.hear(on.ItemsChosen(frozenset()))
    assert _draft(story).fee == Yen(fee)


def test_what_has_no_price_cannot_be_had() -> None:
    priceless = _changed(RECORD, prices=(Price("household", Yen(300)),))
    story = _choosing(priceless).hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.SELF))
    assert isinstance(story.hear(on.ItemsChosen(frozenset())).state, at.ChoosingItems)


def test_four_different_certificates_stand_in_one_basket_and_one_order() -> None:
    story = _choosing(_changed(RECORD, prices=PRICES))
    story.hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.SELF), on.ItemsChosen(frozenset()))
    story.hear(on.CopiesChosen(2), on.AnotherWanted(), on.CertificateChosen(SEAL), on.CopiesChosen(1))
    story.hear(on.AnotherWanted(), on.CertificateChosen(TAX), on.TaxKindChosen(TaxKind.INCOME), on.TaxYearChosen(2025))
    story.hear(on.CopiesChosen(1), on.AnotherWanted(), on.CertificateChosen(FAMILY), on.ExtentChosen(Extent.WHOLE))
    story.hear(on.CopiesChosen(1), on.OrderPressed())
    (placed,) = story.did(do.PlaceOrder)
    assert [(line.type, line.copies, line.fee.amount) for line in placed.lines] == [
        (RECORD, 2, 0),
        (SEAL, 1, 300),
        (TAX, 1, 300),
        (FAMILY, 1, 300),
    ]
    assert at.total(placed.lines) == Yen(900)


def test_an_order_of_free_certificates_alone_has_no_pay_step_and_one_with_a_fee_has() -> None:
    for fees, pays in (((0, 0), False), ((0, 300), True)):
        ready = replace(
            example.READY,
            certificates=tuple(
                replace(one, fee=Yen(fee)) for one, fee in zip(example.READY.certificates, fees, strict=True)
            ),
        )
        story = Telling(at.CheckingDocuments(example.VISIT, example.RIGHTS, example.ORDER))
        story.hear(on.DocumentsReady(ready, example.STOCK, example.DENOMINATIONS))
        assert isinstance(story.state, at.Paying if pays else at.Printing)
        if not pays:
            to_the_end(story)
            assert not story.did(do.AcceptCoins)


def _kept(line: BasketLine, offer: PersonalOffer) -> at.Basket:
    story = Telling(at.Authorising(example.VISIT, example.SESSION, example.TOWN, (line, example.SEAL)))
    story.hear(on.OfferArrived(offer))
    assert isinstance(story.state, at.Reviewing)
    return story.state.basket


HOUSEHOLD = BasketLine(RECORD, ResidentRecordOptions(Extent.HOUSEHOLD), 1, Yen(300))
OF_MARIA = BasketLine(RECORD, ResidentRecordOptions(Extent.PART, (example.MARIA.handle,)), 1, Yen(300))
WITH_NUMBER = BasketLine(RECORD, ResidentRecordOptions(Extent.SELF, (), frozenset({RecordItem.MY_NUMBER})), 1, Yen(300))
OF_JIRO = BasketLine(FAMILY, FamilyRegisterOptions(Extent.PART, (example.JIRO.handle,)), 1, Yen(300))


def test_a_kept_line_is_priced_anew_by_its_option_and_persons() -> None:
    kept, seal = _kept(HOUSEHOLD, _changed(RECORD, prices=PRICES))
    assert (kept.fee, seal.fee) == (Yen(600), Yen(300))
    assert _kept(example.TAX, example.OFFER) == (example.TAX, example.SEAL)
    assert _kept(OF_JIRO, example.OFFER) == (OF_JIRO, example.SEAL)


@pytest.mark.parametrize(
    ("line", "offer"),
    [
        (HOUSEHOLD, _changed(RECORD, extents=frozenset({Extent.SELF}))),
        (HOUSEHOLD, _changed(RECORD, prices=(Price("self", Yen(300)),))),
        (OF_MARIA, example.offer(example.TARO, example.HANAKO)),
        (WITH_NUMBER, _changed(RECORD, items=frozenset())),
        (OF_JIRO, example.offer(family=(example.ICHIRO,))),
        (OF_JIRO, _changed(FAMILY, extents=frozenset({Extent.WHOLE}))),
        (example.TAX, example.offer(years=(2027,))),
        (example.TAX, example.offer(kinds=(TaxKind.TAXATION,))),
    ],
    ids=["extent", "price", "person", "item", "family", "family extent", "year", "kind"],
)
def test_a_kept_line_that_cannot_be_chosen_any_more_is_dropped(line: BasketLine, offer: PersonalOffer) -> None:
    assert [one.type for one in _kept(line, offer)] == [SEAL]
