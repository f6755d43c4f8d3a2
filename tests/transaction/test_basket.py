"""Choosing: what is asked, what fits the persons, what one can take back, and a basket that outlives the grant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance import journal_entries as entry
from issuance.domain.certificates import (
    MOST_IN_BASKET,
    CertificateType,
    Extent,
    OfferedMember,
    PersonalOffer,
    RecordItem,
    ResidentRecordOptions,
)
from issuance.domain.values import MemberHandle, Yen
from issuance.protocol.grant import MOST_CERTIFICATES
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from tests.faults.line_ground import CATALOGUE, SURROUNDINGS
from tests.transaction import states_at as example
from tests.transaction.telling import Telling
from ui.strings.phrases import plain
from ui.view import view_of

RECORD, SEAL = CertificateType.RESIDENT_RECORD, CertificateType.SEAL_REGISTRATION
FOREIGN_ITEMS = {RecordItem.NATIONALITY, RecordItem.RESIDENCE_STATUS, RecordItem.RESIDENCE_CARD_NUMBER}


def _choosing(offer: PersonalOffer = example.OFFER, basket: at.Basket = ()) -> Telling:
    return Telling(at.ChoosingCertificate(example.VISIT, at.Rights(example.SESSION, example.TOWN, offer), basket))


def _reviewing(*basket: at.BasketLine) -> Telling:
    return Telling(at.Reviewing(example.VISIT, example.RIGHTS, basket))


def _items_asked(
    *persons: OfferedMember, extent: Extent, members: tuple[MemberHandle, ...] = ()
) -> frozenset[RecordItem]:
    story = _choosing(example.offer(*persons)).hear(on.CertificateChosen(RECORD), on.ExtentChosen(extent))
    if extent is Extent.PART:
        story.hear(on.MembersChosen(members))
    assert isinstance(story.state, at.ChoosingItems)
    return story.state.possible


def test_items_of_foreign_residents_are_asked_only_where_one_is_among_the_persons() -> None:
    persons = (example.TARO, example.HANAKO, example.MARIA)
    assert not _items_asked(*persons, extent=Extent.SELF) & FOREIGN_ITEMS
    assert _items_asked(*persons, extent=Extent.HOUSEHOLD) == frozenset(RecordItem)
    only_maria = _items_asked(*persons, extent=Extent.PART, members=(example.MARIA.handle,))
    assert only_maria == frozenset(RecordItem) - {RecordItem.PERMANENT_DOMICILE}


def test_somebody_who_lives_alone_is_not_asked_for_whom() -> None:
    story = _choosing(example.offer(example.TARO)).hear(on.CertificateChosen(RECORD))
    assert isinstance(story.state, at.ChoosingItems)
    assert story.state.extent is Extent.SELF
    story.hear(on.BackPressed())
    assert isinstance(story.state, at.ChoosingCertificate)


def test_a_town_without_items_asks_for_none() -> None:
    offered = tuple(replace(one, items=frozenset()) for one in example.OFFER.certificates)
    story = _choosing(replace(example.OFFER, certificates=offered)).hear(on.CertificateChosen(RECORD))
    story.hear(on.ExtentChosen(Extent.HOUSEHOLD))
    assert isinstance(story.state, at.ChoosingCopies)
    assert story.state.draft.options == ResidentRecordOptions(Extent.HOUSEHOLD)
    assert isinstance(story.hear(on.BackPressed()).state, at.ChoosingExtent)


def test_what_is_refused_or_not_on_the_list_cannot_be_chosen() -> None:
    refused = example.offer(seal_refused="at-the-counter")
    assert isinstance(_choosing(refused).hear(on.CertificateChosen(SEAL)).state, at.ChoosingCertificate)
    members = _choosing().hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.PART))
    assert isinstance(members.state, at.ChoosingMembers)
    for wrong in ((), (MemberHandle("nobody"),), (example.TARO.handle, MemberHandle("nobody"))):
        assert isinstance(members.hear(on.MembersChosen(wrong)).state, at.ChoosingMembers)
    items = _choosing().hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.SELF))
    items.hear(on.ItemsChosen(frozenset({RecordItem.NATIONALITY})))
    assert isinstance(items.state, at.ChoosingItems)


def test_an_offer_without_a_certificate_never_leads_to_its_copies() -> None:
    refused = tuple(replace(one, refused="closed-now") for one in example.OFFER.certificates)
    rights = at.Rights(example.SESSION, example.TOWN, replace(example.OFFER, certificates=refused))
    story = Telling(at.ChoosingExtent(example.VISIT, rights, (), RECORD)).hear(on.ExtentChosen(Extent.SELF))
    assert isinstance(story.state, at.ChoosingExtent)
    assert story.told(entry.Unexpected)


@pytest.mark.parametrize("copies", [0, 6, 100])
def test_copies_outside_the_limit_cannot_be_chosen(copies: int) -> None:
    story = _choosing().hear(on.CertificateChosen(SEAL), on.CopiesChosen(copies))
    assert isinstance(story.state, at.ChoosingCopies)


def test_the_limit_of_a_type_holds_over_the_whole_basket() -> None:
    three = replace(example.RECORD, copies=3)
    story = _choosing(basket=(three, example.SEAL)).hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.SELF))
    story.hear(on.ItemsChosen(frozenset()))
    assert isinstance(story.state, at.ChoosingCopies)
    assert story.state.most == 2
    story.hear(on.CopiesChosen(3))
    assert isinstance(story.state, at.ChoosingCopies)
    story.hear(on.CopiesChosen(2))
    assert isinstance(story.state, at.Reviewing)
    full = story.state.basket
    story.hear(on.AnotherWanted(), on.CertificateChosen(RECORD))
    assert isinstance(story.state, at.ChoosingCertificate)
    story.hear(on.CertificateChosen(SEAL))
    assert isinstance(story.state, at.ChoosingCopies)
    assert (story.state.most, story.state.basket) == (4, full)


@pytest.mark.parametrize("most", [100_000, 0, -1])
def test_no_offer_however_odd_leads_to_an_order_that_cannot_be_signed(most: int) -> None:
    story = _choosing(example.offer(most=most)).hear(on.CertificateChosen(SEAL))
    if most < 1:
        assert isinstance(story.state, at.ChoosingCertificate)
        return
    assert isinstance(story.state, at.ChoosingCopies)
    assert story.state.most == MOST_IN_BASKET <= MOST_CERTIFICATES
    story.hear(on.CopiesChosen(MOST_IN_BASKET), on.AnotherWanted(), on.CertificateChosen(RECORD))
    assert isinstance(story.state, at.ChoosingCertificate)


def test_a_basket_that_outlived_its_grant_keeps_to_the_new_limit_in_all_its_lines() -> None:
    kept = (replace(example.RECORD, copies=2), replace(example.RECORD, copies=2), example.RECORD, example.SEAL)
    story = Telling(at.Authorising(example.VISIT, example.SESSION, example.TOWN, kept))
    story.hear(on.OfferArrived(example.offer(most=3)))
    assert isinstance(story.state, at.Reviewing)
    assert [(line.type, line.copies) for line in story.state.basket] == [(RECORD, 2), (RECORD, 1), (SEAL, 1)]


def test_what_the_basket_takes_no_more_of_says_why_it_cannot_be_chosen() -> None:
    full = at.ChoosingCertificate(example.VISIT, example.RIGHTS, (replace(example.SEAL, copies=5),))
    cards = view_of(full, CATALOGUE, SURROUNDINGS).fields["certificates"]
    told = {card["argument"]: plain(card["refused"]) for card in cards}
    assert {type_: why for type_, why in told.items() if why} == {SEAL.value: "一度に取れる数まで選んであります"}


def test_several_certificates_go_into_one_basket() -> None:
    story = _reviewing(example.RECORD).hear(on.AnotherWanted(), on.CertificateChosen(SEAL), on.CopiesChosen(3))
    assert isinstance(story.state, at.Reviewing)
    assert [(line.type, line.copies) for line in story.state.basket] == [(RECORD, 1), (SEAL, 3)]
    assert at.total(story.state.basket) == Yen(1200)


def test_a_line_can_be_taken_out_and_the_last_one_leads_back_to_the_choice() -> None:
    story = _reviewing(*example.BASKET).hear(on.LineRemoved(-1), on.LineRemoved(2))
    assert story.state.basket == example.BASKET
    story.hear(on.LineRemoved(0))
    assert isinstance(story.state, at.Reviewing)
    assert story.state.basket == (example.SEAL,)
    story.hear(on.LineRemoved(1), on.LineRemoved(-1))
    assert story.state.basket == (example.SEAL,)
    story.hear(on.LineRemoved(0))
    assert story.state == at.ChoosingCertificate(example.VISIT, example.RIGHTS, ())


def test_one_can_go_back_from_every_step_without_losing_the_basket() -> None:
    story = _choosing(basket=(example.SEAL,)).hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.PART))
    story.hear(on.MembersChosen((example.HANAKO.handle,)), on.ItemsChosen(frozenset()))
    way = []
    for _ in range(6):
        way.append(type(story.state))
        story.hear(on.BackPressed())
    asked = [at.ChoosingCopies, at.ChoosingItems, at.ChoosingMembers, at.ChoosingExtent]
    assert way == [*asked, at.ChoosingCertificate, at.Reviewing]
    back_from_seal = _choosing(basket=(example.RECORD,)).hear(on.CertificateChosen(SEAL), on.BackPressed())
    assert back_from_seal.state == _choosing(basket=(example.RECORD,)).state
    members = _choosing().hear(on.CertificateChosen(RECORD), on.ExtentChosen(Extent.PART), on.BackPressed())
    assert isinstance(members.state, at.ChoosingExtent)
    assert isinstance(_reviewing(example.SEAL).hear(on.BackPressed()).state, at.ChoosingCertificate)


def test_back_from_the_choice_with_an_empty_basket_is_leaving() -> None:
    assert isinstance(_choosing().hear(on.BackPressed()).state, at.ReturningCardAtEnd)


@pytest.mark.parametrize("refusal", [Refusal.GRANT_OVER, Refusal.CHALLENGE_OVER])
def test_the_basket_survives_an_expired_grant(refusal: Refusal) -> None:
    story = _reviewing(*example.BASKET).hear(on.OrderPressed(), on.CenterRefused(refusal))
    assert story.state.basket == example.BASKET
    assert isinstance(story.state, at.AwaitingCardAgain)
    assert [given_up.why for given_up in story.told(entry.OrderGivenUp)] == [refusal.value]
    story.hear(on.CardArrived(), on.CardWasRead(3), on.PinEntered(example.pin()), on.CardSigned(), on.CardRemoved())
    assert isinstance(story.state, at.Authorising)
    story.hear(on.OfferArrived(example.OFFER))
    assert isinstance(story.state, at.Reviewing)
    assert story.state.basket == example.BASKET
    first = story.did(do.PlaceOrder)[0].order
    story.hear(on.OrderPressed())
    assert story.did(do.PlaceOrder)[1].order != first


def test_a_kept_basket_takes_the_fees_and_limits_of_the_new_offer() -> None:
    kept = (replace(example.RECORD, copies=5), example.SEAL)
    returning = at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, kept, at.Pending())
    story = Telling(returning).hear(on.CardRemoved())
    story.hear(on.OfferArrived(example.offer(seal_refused="closed-now", fee=350, most=2)))
    assert isinstance(story.state, at.Reviewing)
    assert [(line.type, line.copies, line.fee) for line in story.state.basket] == [(RECORD, 2, Yen(350))]


def test_a_kept_basket_of_which_nothing_can_be_had_now_leads_to_the_choice() -> None:
    authorising = at.Authorising(example.VISIT, example.SESSION, example.TOWN, (example.SEAL,))
    story = Telling(authorising).hear(on.OfferArrived(example.offer(seal_refused="closed-now")))
    assert isinstance(story.state, at.ChoosingCertificate)
    assert story.state.basket == ()


def test_a_document_that_belongs_to_another_order_moves_nothing() -> None:
    story = _reviewing(*example.BASKET).hear(on.OrderPressed(), on.OrderDelivered(example.ORDER))
    assert isinstance(story.state, at.Ordering)
    assert story.told(entry.Unexpected)
    checking = Telling(at.CheckingDocuments(example.VISIT, example.RIGHTS, example.ORDER))
    other = replace(example.READY, order=example.OrderId("ee" * 16))
    checking.hear(on.DocumentsReady(other, example.STOCK, example.DENOMINATIONS))
    assert isinstance(checking.state, at.CheckingDocuments)


OTHER_REFUSALS = [refusal for refusal in Refusal if refusal not in {Refusal.GRANT_OVER, Refusal.CHALLENGE_OVER}]


@pytest.mark.parametrize("refusal", OTHER_REFUSALS, ids=lambda refusal: refusal.name)
def test_every_other_refusal_of_an_order_ends_without_money_and_paper(refusal: Refusal) -> None:
    story = _reviewing(*example.BASKET).hear(on.OrderPressed(), on.CenterRefused(refusal))
    assert story.state == at.Explaining(story.state.visit, refusal, Yen(0))
    assert [given_up.why for given_up in story.told(entry.OrderGivenUp)] == [refusal.value]
    checked = Telling(at.CheckingDocuments(example.VISIT, example.RIGHTS, example.ORDER))
    assert isinstance(checked.hear(on.CenterRefused(refusal)).state, at.Explaining)


def test_orders_are_named_by_the_visit_alone() -> None:
    names = {_reviewing(example.SEAL).hear(on.OrderPressed()).did(do.PlaceOrder)[0].order for _ in range(2)}
    assert len(names) == 1
