"""The city's two answers: the offer, and every certificate of an order from one snapshot of the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pypdfium2
import pytest

from city import choosing, issuing
from city.documents.certificates import (
    AppendixCopy,
    CannotBeDrawn,
    Certificate,
    Drawn,
    FamilyRegisterCertificate,
    RecordItemsCertificate,
    ResidentRecordCopy,
    SealRegistrationCertificate,
    TaxCertificate,
)
from city.documents.hand import DrawingHand
from city.reasons import No, Reason
from city.register.records import BlockKind
from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    RecordForm,
    RecordItem,
    RegistrationState,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.municipality import Municipality
from issuance.domain.values import JAPAN_TIME, OrderId
from issuance.protocol.messages import Environment, Order
from tests.city.town import KEY, WORKDAY, Sketch, Town, family_of, record_of

T = CertificateType
MakeOrder = Callable[..., Order]
CITY_KEY = b"a" * 32


@pytest.fixture
def records(town: Town, hanamaki: Municipality) -> BasketLine:
    options = record_of(Extent.HOUSEHOLD, items=[RecordItem.HEAD_AND_RELATIONSHIP])
    return town.line(hanamaki, "yoshida", T.RESIDENT_RECORD, options, copies=2)


@pytest.fixture
def my_seal(town: Town, hanamaki: Municipality) -> BasketLine:
    return town.line(hanamaki, "yoshida", T.SEAL_REGISTRATION, SealRegistrationOptions())


def issue(
    town: Town,
    hanamaki: Municipality,
    order: Order,
    draw: Callable[[Certificate], Drawn],
    key: str = "yoshida",
    at: datetime = WORKDAY,
) -> tuple[issuing.DrawnCertificate, ...] | No:
    return issuing.issue(
        town.register, town.holder(key), order, municipality=hanamaki, environment=Environment.TEST, at=at, draw=draw
    )


def offer(town: Town, hanamaki: Municipality, key: str, at: datetime = WORKDAY) -> issuing.Offer:
    return issuing.offer(town.register, town.holder(key), hanamaki, at, CITY_KEY)


def test_the_offer_names_household_and_family_and_what_can_be_had(town: Town, hanamaki: Municipality) -> None:
    answer = offer(town, hanamaki, "yoshida")
    everybody = ["𠮷田　髙子", "𠮷田　健", "𠮷田　葵", "𠮷田　朔太郎"]
    assert (answer.refused, answer.standing) == (None, None)
    assert [member.name for member in answer.names.members] == everybody
    assert [member.name for member in answer.names.family] == everybody
    assert answer.names.application_key is None
    assert [item.type for item in answer.items] == [service.type for service in hanamaki.services]
    assert answer.fee_table == hanamaki.fees.version


@pytest.mark.parametrize("key", ["chida", "sugawara", "nguyen", "mori"])
def test_names_of_a_family_register_that_gives_nothing_do_not_leave_the_city(
    town: Town, hanamaki: Municipality, key: str
) -> None:
    answer = offer(town, hanamaki, key)
    assert answer.refused is None
    assert answer.names.family == ()
    assert answer.names.members


def test_somebody_unknown_is_offered_the_registration_and_nothing_else(town: Town, hanamaki: Municipality) -> None:
    answer = offer(town, hanamaki, "sasaki-elsewhere")
    assert (answer.refused, answer.items) == (None, ())
    assert answer.standing is not None
    assert answer.standing.state is RegistrationState.NONE
    assert (answer.names.members, answer.names.family, answer.names.application_key) == ((), (), CITY_KEY)


def register_for_use(town: Town, usable_from: date) -> None:
    """As the office does it for the Sasaki who lives elsewhere."""
    with town.register.snapshot(WORKDAY) as snapshot:
        (found,) = snapshot.search_members("ササキハルカ", None)
    holder = town.holder("sasaki-elsewhere")
    with town.register.change() as change:
        change.file_registration(
            "AAAA-AAAA",
            holder.issuer,
            holder.serial,
            statement=b"s",
            filed=date(2026, 11, 16),
            usable_from=usable_from,
        )
        assert change.accept_registration("AAAA-AAAA", found.member, date(2026, 11, 17))


def test_a_registered_person_from_elsewhere_gets_the_family_register_and_only_that(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    register_for_use(town, WORKDAY.date())
    answer = offer(town, hanamaki, "sasaki-elsewhere")
    assert {item.type for item in answer.items} == {T.FAMILY_REGISTER, T.FAMILY_REGISTER_APPENDIX}
    assert answer.names.members == ()
    assert [(one.name, one.is_self) for one in answer.names.family][1] == ("佐々木　遥", True)
    own = answer.names.family[1].handle
    line = town.line(hanamaki, "sasaki-elsewhere", T.FAMILY_REGISTER, family_of(Extent.PART, own))
    sketch = Sketch()
    assert isinstance(issue(town, hanamaki, order_of(line), sketch.draw, "sasaki-elsewhere"), tuple)
    (certificate,) = sketch.drawn
    assert isinstance(certificate, FamilyRegisterCertificate)
    assert certificate.persons is not None
    assert [person.given_name for person in certificate.persons] == ["遥"]


def test_before_the_first_day_a_registration_only_waits(town: Town, hanamaki: Municipality) -> None:
    register_for_use(town, date(2026, 11, 25))
    answer = offer(town, hanamaki, "sasaki-elsewhere")
    assert answer.standing is not None
    assert (answer.standing.state, answer.standing.usable_from) == (RegistrationState.WAITING, "2026-11-25")
    assert (answer.items, answer.names.family, answer.names.application_key) == ((), (), None)


def test_every_type_gets_the_values_of_its_certificate(town: Town, hanamaki: Municipality, order_of: MakeOrder) -> None:
    family = choosing.family_members(town.extract("yoshida"), KEY)
    wanted = {
        T.RESIDENT_RECORD: record_of(Extent.SELF, items=[RecordItem.MY_NUMBER]),
        T.SEAL_REGISTRATION: SealRegistrationOptions(),
        T.TAX: TaxOptions(TaxKind.TAXATION_AND_INCOME, 2026),
        T.FAMILY_REGISTER: family_of(Extent.WHOLE),
        T.FAMILY_REGISTER_APPENDIX: family_of(Extent.PART, family[0].handle, family[2].handle),
    }
    lines = [town.line(hanamaki, "yoshida", type_, options) for type_, options in wanted.items()]
    sketch = Sketch()
    issued = issue(town, hanamaki, order_of(*lines), sketch.draw)
    assert isinstance(issued, tuple)
    assert [one.type for one in issued] == list(wanted)
    record, seal, tax, register, appendix = sketch.drawn
    extract = town.extract("yoshida")
    assert isinstance(record, ResidentRecordCopy)
    assert (record.persons, record.items) == ((extract.resident,), frozenset({RecordItem.MY_NUMBER}))
    assert isinstance(seal, SealRegistrationCertificate)
    assert seal.seal == extract.seal
    assert isinstance(tax, TaxCertificate)
    assert (tax.record.year, tax.kind, tax.resident) == (2026, TaxKind.TAXATION_AND_INCOME, extract.resident)
    assert isinstance(register, FamilyRegisterCertificate)
    assert (register.register, register.persons) == (extract.family, None)
    assert isinstance(appendix, AppendixCopy)
    assert appendix.persons is not None
    assert [person.given_name for person in appendix.persons] == ["髙子", "葵"]
    assert {one.issued for one in sketch.drawn} == {WORKDAY.date()}


def test_a_certificate_of_items_is_none_of_the_whole_record(
    town: Town, hanamaki: Municipality, order_of: MakeOrder
) -> None:
    service = hanamaki.service(T.RESIDENT_RECORD)
    assert service is not None
    others = tuple(one for one in hanamaki.services if one.type is not T.RECORD_ITEMS)
    fees = replace(
        hanamaki.fees,
        fees=(
            *hanamaki.fees.fees,
            *(replace(f, type=T.RECORD_ITEMS) for f in hanamaki.fees.fees if f.type is service.type),
        ),
    )
    both = replace(hanamaki, services=(*others, replace(service, type=T.RECORD_ITEMS)), fees=fees)
    line = town.line(both, "yoshida", T.RECORD_ITEMS, record_of(Extent.HOUSEHOLD))
    sketch = Sketch()
    assert isinstance(issue(town, both, order_of(line), sketch.draw), tuple)
    assert [type(one) for one in sketch.drawn] == [RecordItemsCertificate]


def test_a_municipality_with_one_sheet_a_person_gets_that_form(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine
) -> None:
    sheets = replace(hanamaki, services=tuple(replace(one, form=RecordForm.PERSON) for one in hanamaki.services))
    sketch = Sketch()
    issue(town, sheets, order_of(records), sketch.draw)
    assert {one.form for one in sketch.drawn if isinstance(one, ResidentRecordCopy)} == {RecordForm.PERSON}


def test_every_copy_is_one_certificate_with_its_own_number_in_basket_order(
    town: Town,
    hanamaki: Municipality,
    hand: DrawingHand,
    order_of: MakeOrder,
    records: BasketLine,
    my_seal: BasketLine,
) -> None:
    issued = issue(town, hanamaki, order_of(records, my_seal), hand.draw)
    assert isinstance(issued, tuple)
    assert [one.type.value for one in issued] == ["resident-record", "resident-record", "seal-registration"]
    assert len({one.number for one in issued}) == 3
    assert {(one.sheets, one.as_of) for one in issued} == {(1, WORKDAY)}
    assert [one.fee for one in issued] == [records.fee, records.fee, my_seal.fee]
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
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine
) -> None:
    sketch = Sketch()

    def draw(certificate: Certificate) -> Drawn:
        with town.register.change() as change:
            change.rename(town.ids["yoshida-takeshi"], "別人", "ベツジン")
            change.move_household(town.ids["yoshida"], "別の町")
        return sketch.draw(certificate)

    issued = issue(town, hanamaki, order_of(records), draw)
    assert isinstance(issued, tuple)
    assert len({one.register_version for one in issued}) == 1
    first, second = sketch.drawn
    assert isinstance(first, ResidentRecordCopy)
    assert isinstance(second, ResidentRecordCopy)
    assert first.household == second.household
    assert second.persons[1].name == "𠮷田　健"


@pytest.mark.parametrize("kind", list(BlockKind))
def test_a_block_between_offer_and_order_stops_the_whole_order(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine, kind: BlockKind
) -> None:
    with town.register.change() as change:
        change.block_household_of(town.ids["yoshida"], kind)
    sketch = Sketch()
    assert issue(town, hanamaki, order_of(records), sketch.draw) == No(Reason[kind.name])
    assert sketch.drawn == []


def test_a_seal_cancelled_between_offer_and_order_gives_nothing(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine, my_seal: BasketLine
) -> None:
    with town.register.change() as change:
        change.cancel_seal(town.ids["yoshida"], date(2026, 11, 23))
    sketch = Sketch()
    assert issue(town, hanamaki, order_of(records, my_seal), sketch.draw) == No(Reason.SEAL_NOT_REGISTERED)
    assert sketch.drawn == []


def test_a_synchronisation_between_offer_and_order_stops_it(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine
) -> None:
    with town.register.change() as change:
        change.mark_synchronising(synchronising=True)
    assert issue(town, hanamaki, order_of(records), Sketch().draw) == No(Reason.SYNCHRONISING)


def test_hours_are_asked_again_at_the_drawing(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine
) -> None:
    late = datetime(2026, 11, 24, 23, 0, tzinfo=JAPAN_TIME)
    no = issue(town, hanamaki, order_of(records), Sketch().draw, at=late)
    assert isinstance(no, No)
    assert no.reason is Reason.CLOSED
    assert no.opens_at == datetime(2026, 11, 25, 6, 30, tzinfo=JAPAN_TIME).timestamp()


def test_an_order_of_another_environment_is_refused(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine
) -> None:
    order = replace(order_of(records), environment=Environment.PRODUCTION)
    no = issue(town, hanamaki, order, Sketch().draw)
    assert isinstance(no, No)
    assert no.reason is Reason.ORDER_WRONG


def test_a_letter_without_a_form_refuses_the_order_without_telling_the_name(
    town: Town, hanamaki: Municipality, hand: DrawingHand, order_of: MakeOrder, records: BasketLine
) -> None:
    no = issue(town, hanamaki, order_of(records), hand.draw, key="no-glyph")
    assert no == No(Reason.CANNOT_BE_DRAWN, detail="head")


def test_one_certificate_that_cannot_be_drawn_refuses_all_of_the_order(
    town: Town, hanamaki: Municipality, order_of: MakeOrder, records: BasketLine, my_seal: BasketLine
) -> None:
    sketch = Sketch()

    def third_fails(certificate: Certificate) -> Drawn:
        if len(sketch.drawn) == 2:
            raise CannotBeDrawn("whole", "official seal is not there as it should be")
        return sketch.draw(certificate)

    no = issue(town, hanamaki, order_of(records, my_seal), third_fails)
    assert no == No(Reason.CANNOT_BE_DRAWN, detail="whole")
