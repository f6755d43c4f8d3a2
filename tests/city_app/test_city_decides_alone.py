"""A compromised center gets nothing that no card asked for: every part of the proof, taken away or changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from city.service import Service
from issuance.domain.values import KioskId, MunicipalityCode, OrderId, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import MEDIA_TYPE, decode, digest, encode
from issuance.protocol.grant import grant_bytes
from issuance.protocol.http_signatures import HttpRequest, HttpResponse, sign_request, verify_response
from issuance.protocol.messages import (
    Authorised,
    CardProof,
    CityIssueRequest,
    CityOfferRequest,
    Environment,
    Issued,
    IssueStatement,
    Order,
    Outcome,
    Refusal,
    Refused,
    SettlementAnswer,
    SettlementNotice,
)
from issuance.protocol.sealing import issue_info, open_sealed
from rehearsal.back_office import DirectOffice
from rehearsal.pki import thumbprint
from tests.center.chain import NOON, RECORD, Kiosk, TestClock, Town, kiosk_direct

URL = "https://city.komado.test"


class Compromised:
    """A center with the real keys that asks the city for whatever it likes."""

    def __init__(self, office: DirectOffice, town: Town, clock: TestClock) -> None:
        self.office, self.clock = office, clock
        self.tls = thumbprint(town.pki.path("center-client.pem"))

    def send(self, path: str, body: bytes, *, tls: bytes | None = None) -> HttpResponse:
        bare = HttpRequest("POST", URL + path, {"content-type": MEDIA_TYPE, "idempotency-key": "k"}, body)
        key, keyid = self.office.center.statement_key, self.office.center.keyid
        nonce = os.urandom(16).hex()
        request = replace(bare, headers=sign_request(bare, key, keyid, int(self.clock.now().timestamp()), nonce))
        response = self.office.city.handle(request, tls or self.tls, self.clock.now())
        verify_response(request, response, self.office.city.statement_key.public_key)
        return response

    def ask(self, path: str, message: object, answer: type):
        response = self.send(path, encode(message))
        return decode(answer if response.status == 200 else Refused, response.body)

    def offer(self, proof: CardProof):
        return self.ask("/v1/offers", CityOfferRequest(proof), Authorised)

    def issue(self, proof: CardProof, order: bytes):
        return self.ask("/v1/issues", CityIssueRequest(proof, order), Issued)

    def settle(self, order: str, outcome: Outcome, certificate: int = 1):
        return self.ask("/v1/settlements", SettlementNotice(OrderId(order), certificate, outcome), SettlementAnswer)


@pytest.fixture
def center(office: DirectOffice, town: Town, clock: TestClock) -> Compromised:
    return Compromised(office, town, clock)


@pytest.fixture
def proof(kiosk: Kiosk, office: DirectOffice) -> CardProof:
    """What an honest session left in the center's hands."""
    kiosk.authorise()
    standing = office.center.sessions.standing_grant(kiosk.session.session)
    assert standing is not None
    return standing.proof


def placed(kiosk: Kiosk, *lines) -> bytes:
    kiosk.order_id = OrderId(os.urandom(16).hex())
    return kiosk.session.place(kiosk.order_id, lines or [RECORD], int(kiosk.clock.now().timestamp()) + 120).order


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def grant(**changes) -> Callable[[CardProof], CardProof]:
    return lambda proof: replace(proof, grant=replace(proof.grant, **changes))


def test_an_honest_proof_is_served(center: Compromised, proof: CardProof) -> None:
    assert isinstance(center.offer(proof), Authorised)


@pytest.mark.parametrize(
    "tamper",
    [
        grant(session="ab" * 16),
        grant(nonce=bytes(32)),
        grant(kiosk=KioskId("K-0002")),
        grant(device_key=bytes(32)),
        grant(session_request=bytes(32)),
        grant(consent=bytes(32)),
        grant(signature_not_after=0),
        grant(grant_not_after=2**40),
        grant(encapsulation_key=bytes(32)),
        grant(order_key=bytes(32)),
        grant(environment=Environment.PRODUCTION),
        lambda proof: replace(proof, card_signature=bytes(256)),
        lambda proof: replace(proof, encapsulation_key=os.urandom(32)),
        lambda proof: replace(proof, order_key=proof.order_key[:-1] + b"\0"),
    ],
)
def test_nothing_of_the_proof_can_be_changed(
    center: Compromised, proof: CardProof, tamper: Callable[[CardProof], CardProof]
) -> None:
    assert reason(center.offer(tamper(proof))) is Refusal.SIGNATURE_WRONG


def test_a_grant_for_another_center_or_city_is_refused(center: Compromised, proof: CardProof) -> None:
    assert reason(center.offer(grant(center="other")(proof))) is Refusal.ORDER_WRONG
    assert reason(center.offer(grant(municipality=MunicipalityCode("131016"))(proof))) is Refusal.ORDER_WRONG


def test_a_grant_that_ran_out_is_refused(center: Compromised, proof: CardProof, clock: TestClock) -> None:
    clock.go(601)
    assert reason(center.offer(proof)) is Refusal.GRANT_OVER


def test_a_foreign_card_with_a_right_signature_is_refused(center: Compromised, proof: CardProof, town: Town) -> None:
    card = town.pki.foreign_cards.card("SIM", key=town.spare_key)
    forged = replace(proof, certificate=card.certificate, card_signature=card.sign(grant_bytes(proof.grant)))
    assert reason(center.offer(forged)) is Refusal.CERTIFICATE_UNKNOWN


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"policy": "1.2.392.200149.8.5.1.3.30"}, Refusal.CERTIFICATE_UNKNOWN),
        ({"signing_certificate": True}, Refusal.CERTIFICATE_UNKNOWN),
        ({"valid_until": NOON - timedelta(days=1)}, Refusal.CERTIFICATE_EXPIRED),
    ],
    ids=["policy", "key usage", "expired"],
)
def test_the_city_looks_at_the_certificate_itself(
    center: Compromised, proof: CardProof, town: Town, wrong: dict, said: Refusal
) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key, **wrong)
    forged = replace(proof, certificate=card.certificate, card_signature=card.sign(grant_bytes(proof.grant)))
    assert reason(center.offer(forged)) is said


def test_the_city_does_not_believe_an_old_or_missing_ocsp_answer(
    center: Compromised, proof: CardProof, clock: TestClock
) -> None:
    assert reason(center.offer(replace(proof, ocsp=b""))) is Refusal.REVOCATION_UNKNOWN
    clock.go(599)
    assert isinstance(center.offer(proof), Authorised)


def test_an_ocsp_answer_for_another_card_proves_nothing(
    center: Compromised, proof: CardProof, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002", card="second")
    other.authorise()
    theirs = office.center.sessions.standing_grant(other.session.session)
    assert theirs is not None
    assert reason(center.offer(replace(proof, ocsp=theirs.proof.ocsp))) is Refusal.REVOCATION_UNKNOWN


# ---- the order


def test_the_center_cannot_draw_without_the_order_keys_signature(
    center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice
) -> None:
    honest = evidence.unverified(Order, placed(kiosk))
    own = evidence.sign(office.center.statement_key, honest)
    assert reason(center.issue(proof, own)) is Refusal.ORDER_WRONG
    assert office.city.store.counts() == ()


def test_the_center_cannot_use_one_sessions_order_with_anothers_card(
    center: Compromised, proof: CardProof, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002", card="second")
    other.authorise()
    assert reason(center.issue(proof, placed(other))) is Refusal.ORDER_WRONG


def test_one_order_is_drawn_once(center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice) -> None:
    order = placed(kiosk)
    issued = center.issue(proof, order)
    assert isinstance(issued, Issued)
    assert reason(center.issue(proof, order)) is Refusal.CANCELLED
    assert office.city.store.counts()[0].drawn == 1


def test_the_statement_binds_document_order_and_holder(
    center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice
) -> None:
    issued = center.issue(proof, placed(kiosk))
    (one,) = issued.certificates
    statement = evidence.verify(office.city.statement_key.public_key, IssueStatement, one.statement)
    pdf = open_sealed(office.center.orders.sealer.sealer_key, issue_info(one.statement), one.document)
    assert statement.document == digest(pdf)
    assert statement.order == kiosk.order_id
    assert (statement.certificate, statement.fee, statement.sheets) == (1, Yen(300), 1)


def test_the_city_refuses_a_price_that_is_not_its_own(center: Compromised, proof: CardProof, kiosk: Kiosk) -> None:
    assert reason(center.issue(proof, placed(kiosk, replace(RECORD, fee=Yen(1))))) is Refusal.FEE_CHANGED


# ---- who may ask at all


def test_another_party_on_the_line_is_refused(center: Compromised, town: Town) -> None:
    answer = center.send("/v1/health", b"", tls=thumbprint(town.pki.path("K-0001-tls.pem")))
    assert decode(Refused, answer.body).reason is Refusal.DEVICE_NOT_ADMITTED


def test_a_device_key_in_place_of_the_centers_is_refused(
    office: DirectOffice, kiosk: Kiosk, center: Compromised, clock: TestClock
) -> None:
    bare = HttpRequest("POST", URL + "/v1/health", {"content-type": MEDIA_TYPE, "idempotency-key": "k"}, b"")
    signed = sign_request(bare, kiosk.device, "K-0001", int(clock.now().timestamp()), "n" * 32)
    answer = office.city.handle(replace(bare, headers=signed), center.tls, clock.now())
    assert decode(Refused, answer.body).reason is Refusal.DEVICE_NOT_ADMITTED


def test_the_very_same_request_twice_is_refused(office: DirectOffice, center: Compromised, clock: TestClock) -> None:
    bare = HttpRequest("POST", URL + "/v1/health", {"content-type": MEDIA_TYPE, "idempotency-key": "k"}, b"")
    key = office.center.statement_key
    request = replace(
        bare, headers=sign_request(bare, key, office.center.keyid, int(clock.now().timestamp()), "n" * 32)
    )
    assert office.city.handle(request, center.tls, clock.now()).status == 204
    assert office.city.handle(request, center.tls, clock.now()).status == 422


@pytest.mark.parametrize("path", ["/v1/offers", "/v1/issues", "/v1/settlements", "/v1/none", "/"])
@pytest.mark.parametrize("body", [b"", b"\xff", b"\xa0", b"\x80" * 300])
def test_garbage_is_a_signed_no(center: Compromised, path: str, body: bytes) -> None:
    assert decode(Refused, center.send(path, body).body).reason is Refusal.CONFLICT


# ---- the count


def count(office: DirectOffice):
    (one,) = office.city.store.counts()
    assert one.drawn == one.printed + one.void + one.unknown + one.waiting
    return one


def test_the_count_of_a_day_adds_up(center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice) -> None:
    center.issue(proof, placed(kiosk, replace(RECORD, copies=4)))
    for certificate, outcome in ((1, Outcome.PRINTED), (2, Outcome.NOT_PRINTED), (3, Outcome.UNKNOWN)):
        for _ in range(2):
            center.settle(kiosk.order_id, outcome, certificate)
    one = count(office)
    assert (one.drawn, one.printed, one.void, one.unknown, one.waiting) == (4, 1, 1, 1, 1)


def test_an_unknown_outcome_that_is_settled_later_counts(
    center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice
) -> None:
    center.issue(proof, placed(kiosk))
    center.settle(kiosk.order_id, Outcome.UNKNOWN)
    center.settle(kiosk.order_id, Outcome.PRINTED)
    center.settle(kiosk.order_id, Outcome.UNKNOWN)  # a notice that was late
    assert count(office).printed == 1
    assert office.city.store.differences() == ()


def test_a_void_number_that_was_printed_stops_the_service_until_a_person_looked(
    center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice
) -> None:
    center.issue(proof, placed(kiosk))
    center.settle(kiosk.order_id, Outcome.NOT_PRINTED)
    center.settle(kiosk.order_id, Outcome.PRINTED)
    (difference,) = office.city.store.differences()
    assert reason(center.offer(proof)) is Refusal.CLOSED
    with pytest.raises(ValueError, match="who closes"):
        office.city.store.close_difference(difference, "", "", 0)
    assert office.city.store.close_difference(difference, "Sato", "the sheet was brought back", 0)
    assert isinstance(center.offer(proof), Authorised)


def test_a_printed_certificate_that_was_never_drawn_stops_the_service(
    center: Compromised, proof: CardProof, office: DirectOffice
) -> None:
    center.settle("aa" * 16, Outcome.PRINTED)
    assert len(office.city.store.differences()) == 1
    assert reason(center.offer(proof)) is Refusal.CLOSED


def test_an_order_voided_before_it_came_is_never_drawn(
    center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice
) -> None:
    order = placed(kiosk)
    center.settle(kiosk.order_id, Outcome.NOT_PRINTED)
    assert reason(center.issue(proof, order)) is Refusal.CANCELLED
    assert office.city.store.counts() == ()


def test_an_order_voided_while_it_is_drawn_stays_in_the_city_and_counts_as_void(
    center: Compromised, proof: CardProof, kiosk: Kiosk, office: DirectOffice
) -> None:
    order = placed(kiosk)
    city: Service = office.city
    draw = city.draw

    def slow_draw(certificate):
        center.settle(kiosk.order_id, Outcome.NOT_PRINTED)
        return draw(certificate)

    object.__setattr__(city, "draw", slow_draw)
    assert reason(center.issue(proof, order)) is Refusal.CANCELLED
    assert count(office).void == 1
