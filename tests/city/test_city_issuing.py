"""The city's two answers: the offer, and every certificate of an order from one snapshot of the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from city import issuing
from city.documents.certificates import CannotBeDrawn, Certificate, Drawn, ResidentRecordCopy
from city.documents.hand import DrawingHand
from city.register.records import BlockKind
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
)
from issuance.domain.municipality import Municipality
from issuance.domain.values import OrderId, Yen
from issuance.protocol.messages import Environment, Order, Refusal, Refused
from tests.city.town import NOON, Town

EVERYBODY = ResidentRecordOptions(Extent.HOUSEHOLD, (), frozenset({RecordItem.HEAD_AND_RELATIONSHIP}))
RECORDS = BasketLine(CertificateType.RESIDENT_RECORD, EVERYBODY, 2, Yen(300))
MY_SEAL = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))
MakeOrder = Callable[..., Order]


class Sketch:
    """A drawing hand that remembers what it was given and may do something while it draws."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.drawn: list[Certificate] = []
        self.meanwhile = meanwhile

    def draw(self, certificate: Certificate) -> Drawn:
        self.drawn.append(certificate)
        self.meanwhile()
        return Drawn(b"%PDF", 1)


def issue(
    town: Town, hanamaki: Municipality, order: Order, draw: Callable[[Certificate], Drawn], key: str = "yoshida"
) -> tuple[issuing.DrawnCertificate, ...] | Refused:
    return issuing.issue(
        town.register, town.holder(key), order, municipality=hanamaki, environment=Environment.TEST, at=NOON, draw=draw
    )


def test_the_offer_names_the_household_and_what_it_can_have(town: Town, hanamaki: Municipality) -> None:
    offer = issuing.offer(town.register, town.holder("yoshida"), hanamaki, NOON)
    assert offer.refused is None
    assert [member.name for member in offer.members] == ["𠮷田　髙子", "𠮷田　健", "𠮷田　葵", "𠮷田　朔太郎"]
    assert [item.type for item in offer.items] == list(CertificateType)
    assert offer.fee_table == hanamaki.fees.version


def test_a_stranger_and_a_blocked_resident_get_the_very_same_answer(town: Town, hanamaki: Municipality) -> None:
    blocked = issuing.offer(town.register, town.holder("saito"), hanamaki, NOON)
    stranger = issuing.offer(town.register, issuing.CardHolder(b"nobody", 1, b"k" * 32), hanamaki, NOON)
    child = issuing.offer(town.register, town.holder("yoshida-sakutaro"), hanamaki, NOON)
    assert blocked == stranger == child == issuing.Offer((), (), hanamaki.fees.version, Refusal.AT_THE_COUNTER)


def test_every_copy_is_one_certificate_with_its_own_number_in_basket_order(
    town: Town, hanamaki: Municipality, hand: DrawingHand, order_of: MakeOrder
) -> None:
    issued = issue(town, hanamaki, order_of(RECORDS, MY_SEAL), hand.draw)
    assert isinstance(issued, tuple)
    assert [one.type.value for one in issued] == ["resident-record", "resident-record", "seal-registration"]
    assert len({one.number for one in issued}) == 3
    assert {(one.fee, one.sheets, one.as_of) for one in issued} == {(Yen(300), 1, NOON)}
    for one in issued:
        document = pypdfium2.PdfDocument(one.pdf)
        words = document[0].get_textpage()
        assert one.number in words.get_text_range()
        words.close()
        document.close()


def test_numbers_depend_on_the_order_alone() -> None:
    one, other = OrderId("0" * 32), OrderId("0" * 31 + "1")
    numbers = [issuing.certificate_number(order, position) for order in (one, other) for position in (1, 2)]
    assert len(set(numbers)) == 4
    assert numbers[0] == issuing.certificate_number(one, 1)
    assert all(len(number) == 19 and number.replace("-", "").isalnum() for number in numbers)


def test_a_change_during_the_drawing_is_not_seen_by_the_order(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    def meanwhile() -> None:
        with town.register.change() as change:
            change.rename(town.ids["yoshida-takeshi"], "別人", "ベツジン")
            change.move_household(town.ids["yoshida"], "別の町")

    sketch = Sketch(meanwhile)
    issued = issue(town, hanamaki, order_of(RECORDS), sketch.draw)
    assert isinstance(issued, tuple)
    assert len({one.register_version for one in issued}) == 1
    first, second = sketch.drawn
    assert isinstance(first, ResidentRecordCopy)
    assert isinstance(second, ResidentRecordCopy)
    assert first.household == second.household
    assert second.persons[1].name == "𠮷田　健"


@pytest.mark.parametrize("kind", list(BlockKind))
def test_a_block_between_offer_and_order_stops_the_whole_order(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, kind: BlockKind
) -> None:
    with town.register.change() as change:
        change.block_household_of(town.ids["yoshida"], kind)
    sketch = Sketch()
    refused = issue(town, hanamaki, order_of(RECORDS), sketch.draw)
    assert refused == Refused(Refusal.AT_THE_COUNTER)
    assert sketch.drawn == []


def test_a_seal_cancelled_between_offer_and_order_gives_nothing(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    with town.register.change() as change:
        change.cancel_seal(town.ids["yoshida"], date(2026, 11, 23))
    assert issue(town, hanamaki, order_of(RECORDS, MY_SEAL), Sketch().draw) == Refused(Refusal.AT_THE_COUNTER)


def test_a_stranger_gets_nothing(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    stranger = issuing.CardHolder(b"nobody", 1, b"k" * 32)
    refused = issuing.issue(
        town.register,
        stranger,
        order_of(RECORDS),
        municipality=hanamaki,
        environment=Environment.TEST,
        at=NOON,
        draw=Sketch().draw,
    )
    assert refused == Refused(Refusal.AT_THE_COUNTER)


def test_an_order_of_another_environment_is_refused(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    order = replace(order_of(RECORDS), environment=Environment.PRODUCTION)
    refused = issue(town, hanamaki, order, Sketch().draw)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.ORDER_WRONG


def test_a_letter_without_a_form_refuses_the_order_without_telling_the_name(
    town: Town, hanamaki: Municipality, hand: DrawingHand, order_of: MakeOrder
) -> None:
    refused = issue(town, hanamaki, order_of(RECORDS), hand.draw, key="no-glyph")
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.CANNOT_BE_DRAWN
    assert refused.detail == "head"


def test_one_certificate_that_cannot_be_drawn_refuses_all_of_the_order(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    sketch = Sketch()

    def third_fails(certificate: Certificate) -> Drawn:
        if len(sketch.drawn) == 2:
            raise CannotBeDrawn("whole", "official seal is not there as it should be")
        return sketch.draw(certificate)

    refused = issue(town, hanamaki, order_of(RECORDS, MY_SEAL), third_fails)
    assert refused == Refused(Refusal.CANNOT_BE_DRAWN, "whole")
