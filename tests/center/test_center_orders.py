"""Delivery and cancellation: a document reaches its own order or nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from center.open_list import OpenKind
from issuance.domain.certificates import BasketLine, CertificateType, SealRegistrationOptions
from issuance.domain.values import MunicipalityCode, OrderId, Yen
from issuance.faults import DeviceFault, Fault
from issuance.protocol import evidence
from issuance.protocol.delivery_checks import DeliveryRefused
from issuance.protocol.messages import (
    Cancellation,
    Cancelled,
    Delivered,
    Issued,
    IssuedCertificate,
    IssueStatement,
    Outcome,
    Refusal,
    Refused,
    SessionOpened,
)
from issuance.protocol.sealing import issue_info, open_sealed, seal
from rehearsal.back_office import DirectOffice
from tests.center.chain import RECORD, Kiosk, TestClock, Town, kiosk_direct


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_every_copy_is_a_certificate_of_its_own(kiosk: Kiosk) -> None:
    kiosk.authorise()
    documents = kiosk.documents(kiosk.order(replace(RECORD, copies=3)))
    assert [one.certificate for one in documents] == [1, 2, 3]
    assert len({one.number for one in documents}) == 3


def test_record_and_seal_certificate_come_in_basket_order(kiosk: Kiosk) -> None:
    kiosk.authorise()
    seal = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))
    documents = kiosk.documents(kiosk.order(seal, RECORD))
    assert [one.type for one in documents] == [CertificateType.SEAL_REGISTRATION, CertificateType.RESIDENT_RECORD]


def test_a_type_that_the_city_refused_cannot_be_ordered(kiosk: Kiosk, office: DirectOffice) -> None:
    change_offer(
        office,
        lambda offer: replace(offer, certificates=tuple(replace(c, refused="closed") for c in offer.certificates)),
    )
    kiosk.authorise()
    assert reason(kiosk.order()) is Refusal.ORDER_WRONG


# ---- another's document


def test_anothers_document_is_refused_by_the_kiosk(office: DirectOffice, town: Town, clock: TestClock) -> None:
    first = kiosk_direct(town, office.adapter("K-0001"), clock)
    first.authorise()
    first.documents(first.order())
    office.mischief.answer_anothers_document()
    second = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002", card="second")
    second.authorise()
    with pytest.raises(DeliveryRefused) as caught:
        second.documents(second.order())
    assert caught.value.check == 2


def test_the_statement_of_one_order_over_the_package_of_another_does_not_open(
    office: DirectOffice, town: Town, clock: TestClock
) -> None:
    kiosk = kiosk_direct(town, office.adapter("K-0001"), clock)
    kiosk.authorise()
    delivered = kiosk.order(replace(RECORD, copies=2))
    assert isinstance(delivered, Delivered)
    one, two = delivered.certificates
    swapped = replace(delivered, certificates=(replace(one, package=two.package), replace(two, package=one.package)))
    with pytest.raises(DeliveryRefused) as caught:
        kiosk.documents(swapped)
    assert caught.value.check == 6


# ---- the city


def strike(*, after: bool):
    def fail(_request, response):
        if (response is not None) is after:
            raise requests.ConnectionError("the city's line is down")

    return fail


def test_nobody_is_asked_for_a_pin_into_a_dead_line(kiosk: Kiosk, office: DirectOffice) -> None:
    office.city_line.strike = strike(after=False)
    assert reason(kiosk.open()) is Refusal.CITY_UNREACHABLE


def test_a_line_that_dies_after_the_session_was_opened_is_said_so(
    kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    assert isinstance(kiosk.open(), SessionOpened)
    challenge = kiosk.challenge()
    office.city_line.strike = strike(after=False)
    assert reason(kiosk.present(challenge)) is Refusal.CITY_UNREACHABLE
    next_one = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002", card="second")
    assert reason(next_one.open()) is Refusal.CITY_UNREACHABLE  # who comes next is told before the PIN


def test_an_order_whose_answer_got_lost_is_void_at_the_city(
    kiosk: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    kiosk.authorise()
    office.city_line.strike = strike(after=True)
    assert reason(kiosk.order(replace(RECORD, copies=2))) is Refusal.CITY_UNREACHABLE
    assert office.city.store.counts()[0].waiting == 2  # the city drew and counted them
    office.city_line.strike = strike(after=False)
    office.center.tick(clock.now())
    assert office.city.store.counts()[0].waiting == 2  # the notice waits for the line
    office.city_line.clear()
    office.center.tick(clock.now())
    (count,) = office.city.store.counts()
    assert (count.drawn, count.void, count.waiting) == (2, 2, 0)


def test_a_void_order_never_comes_back(kiosk: Kiosk, office: DirectOffice, clock: TestClock) -> None:
    kiosk.authorise()
    office.city_line.strike = strike(after=True)
    assert reason(kiosk.order(key="order")) is Refusal.CITY_UNREACHABLE
    office.city_line.clear()
    assert reason(kiosk.link.place_order(kiosk.placement, "order")) is Refusal.CITY_UNREACHABLE  # the stored answer
    assert reason(kiosk.link.place_order(kiosk.placement, "another")) is Refusal.CANCELLED


def test_after_a_lost_order_the_same_grant_can_order_again(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    office.city_line.strike = strike(after=True)
    assert reason(kiosk.order()) is Refusal.CITY_UNREACHABLE
    office.city_line.clear()
    assert len(kiosk.documents(kiosk.order())) == 1


class AlteredCity:
    """The real city, whose answers are changed on their way."""

    def __init__(self, real, *, offer=lambda one: one, issued=lambda one: one) -> None:
        self._real, self._offer, self._issued = real, offer, issued
        self.public_key = real.public_key

    def offer(self, request, now):
        return self._offer(self._real.offer(request, now))

    def issue(self, request, now):
        return self._issued(self._real.issue(request, now))

    def settle(self, notice, now):
        return self._real.settle(notice, now)

    def alive(self, now):
        return self._real.alive(now)


def change_offer(office: DirectOffice, change) -> None:
    cities = office.center.orders.cities
    cities[MunicipalityCode("032051")] = AlteredCity(cities[MunicipalityCode("032051")], offer=change)


def change_issue(office: DirectOffice, change) -> None:
    cities = office.center.orders.cities
    cities[MunicipalityCode("032051")] = AlteredCity(cities[MunicipalityCode("032051")], issued=change)


def resigned(office: DirectOffice, **changes):
    """The city's first certificate under a statement that says something else, signed and sealed by the city."""

    def change(issued: Issued) -> Issued:
        one = issued.certificates[0]
        statement = evidence.verify(office.city.statement_key.public_key, IssueStatement, one.statement)
        signed = evidence.sign(office.city.statement_key, replace(statement, **changes))
        pdf = open_sealed(office.center.orders.sealer.sealer_key, issue_info(one.statement), one.document)
        document = seal(office.city.center_sealer, issue_info(signed), pdf)
        return Issued((IssuedCertificate(signed, document), *issued.certificates[1:]))

    return change


@pytest.mark.parametrize(
    "changes",
    [
        {"order": "aa" * 16},
        {"session": "aa" * 16},
        {"holder": bytes(32)},
        {"grant": bytes(32)},
        {"certificate": 2},
        {"type": CertificateType.SEAL_REGISTRATION},
        {"fee": Yen(1)},
        {"municipality": "131016"},
        {"document": bytes(32)},
        {"number": ""},
        {"sheets": 0},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_drawing_for_anything_else_than_the_order_is_void_and_listed(
    kiosk: Kiosk, office: DirectOffice, clock: TestClock, changes: dict
) -> None:
    kiosk.authorise()
    change_issue(office, resigned(office, **changes))
    assert reason(kiosk.order()) is Refusal.CITY_UNREACHABLE
    (item,) = office.center.open_list.items()
    assert item.kind is OpenKind.CITY_DOCUMENT_WRONG
    office.center.tick(clock.now())
    assert office.city.store.counts()[0].void == 1


def test_documents_swapped_by_the_city_are_void(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    change_issue(office, lambda issued: Issued(tuple(reversed(issued.certificates))))
    assert reason(kiosk.order(replace(RECORD, copies=2))) is Refusal.CITY_UNREACHABLE


def test_a_missing_certificate_makes_the_whole_order_void(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    change_issue(office, lambda issued: Issued(issued.certificates[:1]))
    assert reason(kiosk.order(replace(RECORD, copies=2))) is Refusal.CITY_UNREACHABLE


def test_an_answer_that_the_city_did_not_sign_is_no_answer(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.open()
    object.__setattr__(office.city, "statement_key", kiosk.device)
    assert reason(kiosk.present(kiosk.challenge())) is Refusal.CITY_UNREACHABLE


def test_an_offer_for_another_session_is_refused(kiosk: Kiosk, office: DirectOffice) -> None:
    change_offer(office, lambda offer: replace(offer, session="ab" * 16))
    kiosk.open()
    assert reason(kiosk.present(kiosk.challenge())) is Refusal.CITY_UNREACHABLE


# ---- cancellation is final


def test_a_cancelled_session_opens_nothing_any_more(kiosk: Kiosk) -> None:
    kiosk.authorise()
    session = kiosk.session.session
    assert kiosk.link.cancel(Cancellation(session, None), kiosk.key()) == Cancelled(session)
    assert reason(kiosk.challenge()) is Refusal.CANCELLED
    assert reason(kiosk.order()) is Refusal.CANCELLED


def test_an_order_that_arrives_after_its_cancellation_is_void(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    order = OrderId("0a" * 16)
    assert isinstance(kiosk.link.cancel(Cancellation(kiosk.session.session, order), kiosk.key()), Cancelled)
    assert reason(kiosk.order(order=order)) is Refusal.CANCELLED
    assert office.city.store.counts() == ()


def test_an_order_cancelled_while_the_city_draws_is_void(
    kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    kiosk.authorise()
    beside = kiosk_direct(town, office.adapter("K-0001"), clock)
    order = OrderId("0b" * 16)

    def cancel_meanwhile(request, response):
        if request.url.endswith("/v1/issues") and response is None:
            beside.link.cancel(Cancellation(kiosk.session.session, order), "cancel")

    office.city_line.strike = cancel_meanwhile
    assert reason(kiosk.order(order=order)) is Refusal.CANCELLED
    office.city_line.clear()
    office.center.tick(clock.now())
    (count,) = office.city.store.counts()
    assert (count.drawn, count.void) == (1, 1)


def test_a_delivered_order_can_be_cancelled_and_its_numbers_are_void(
    kiosk: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    kiosk.authorise()
    kiosk.documents(kiosk.order())
    kiosk.link.cancel(Cancellation(kiosk.session.session, kiosk.order_id), kiosk.key())
    office.center.tick(clock.now())
    assert office.city.store.counts()[0].void == 1


def test_cancelling_twice_is_cancelling_once(kiosk: Kiosk, office: DirectOffice, clock: TestClock) -> None:
    kiosk.authorise()
    kiosk.documents(kiosk.order())
    for _ in range(2):
        assert isinstance(kiosk.link.cancel(Cancellation(kiosk.session.session, None), kiosk.key()), Cancelled)
    with office.center.store.transaction() as db:
        assert db.execute("SELECT count(*) FROM notices").fetchone()[0] == 1


def test_another_kiosk_cannot_cancel(kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock) -> None:
    kiosk.authorise()
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002")
    assert reason(other.link.cancel(Cancellation(kiosk.session.session, None), "x")) is Refusal.SESSION_UNKNOWN
    assert len(kiosk.documents(kiosk.order())) == 1


def test_what_a_printed_certificate_is_stays_printed_after_a_cancellation(
    kiosk: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    kiosk.authorise()
    kiosk.documents(kiosk.order(replace(RECORD, copies=2)))
    assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED, 1)), bytes)
    kiosk.link.cancel(Cancellation(kiosk.session.session, kiosk.order_id), kiosk.key())
    office.center.tick(clock.now())
    (count,) = office.city.store.counts()
    assert (count.printed, count.void) == (1, 1)


# ---- a center that stops in the middle


def test_a_request_still_at_work_elsewhere_is_no_answer_yet(
    kiosk: Kiosk, office: DirectOffice, clock: TestClock
) -> None:
    kiosk.authorise()
    kiosk.order_id = OrderId("0c" * 16)
    placement = kiosk.session.place(kiosk.order_id, [RECORD], int(clock.now().timestamp()) + 120)

    def the_center_stops(request, response):
        if request.url.endswith("/v1/issues") and response is not None:
            raise KeyboardInterrupt

    office.city_line.strike = the_center_stops
    with pytest.raises(KeyboardInterrupt):
        kiosk.link.place_order(placement, "order")
    office.city_line.clear()
    with pytest.raises(DeviceFault) as caught:
        kiosk.link.place_order(placement, "order")
    assert caught.value.fault is Fault.CENTER_SILENT
    clock.go(61)
    assert reason(kiosk.link.place_order(placement, "order")) is Refusal.CANCELLED
    office.center.tick(clock.now())
    assert office.city.store.counts()[0].void == 1
    assert not [item for item in office.center.open_list.items() if item.kind is OpenKind.CITY_DOCUMENT_WRONG]
