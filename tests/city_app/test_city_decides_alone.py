"""A compromised center gets nothing that no card asked for: every part of the proof, taken away or changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from city.documents.certificates import Certificate, Drawn
from city.service import Service
from issuance.domain.certificates import BasketLine
from issuance.domain.values import KioskId, MunicipalityCode, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import decode, digest
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.grant import grant_bytes
from issuance.protocol.http_signatures import sign_request
from issuance.protocol.messages import (
    Authorised,
    CardProof,
    Environment,
    Issued,
    IssueStatement,
    Order,
    Outcome,
    Refusal,
    Refused,
)
from issuance.protocol.sealing import issue_info, open_sealed
from rehearsal.pki import thumbprint
from tests.city_app.table import NOON, Compromised, Session, TestClock, Town

MakeSession = Callable[..., Session]


@pytest.fixture
def proof(session: Session) -> CardProof:
    """What an honest session left in the center's hands."""
    return session.proof


@pytest.fixture(scope="session")
def spare_key() -> rsa.RSAPrivateKey:
    """For certificates whose key does not matter."""
    return rsa.generate_private_key(65537, 2048)


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
    clock.go(seconds=601)
    assert reason(center.offer(proof)) is Refusal.GRANT_OVER


def test_a_foreign_card_with_a_right_signature_is_refused(
    center: Compromised, proof: CardProof, town: Town, spare_key: rsa.RSAPrivateKey
) -> None:
    card = town.pki.foreign_cards.card("SIM", key=spare_key)
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
    center: Compromised, proof: CardProof, town: Town, spare_key: rsa.RSAPrivateKey, wrong: dict, said: Refusal
) -> None:
    card = town.pki.cards.card("SIM", key=spare_key, **wrong)
    forged = replace(proof, certificate=card.certificate, card_signature=card.sign(grant_bytes(proof.grant)))
    assert reason(center.offer(forged)) is said


def test_the_city_does_not_believe_an_old_or_missing_ocsp_answer(
    center: Compromised, proof: CardProof, clock: TestClock
) -> None:
    assert reason(center.offer(replace(proof, ocsp=b""))) is Refusal.REVOCATION_UNKNOWN
    clock.go(seconds=599)
    assert isinstance(center.offer(proof), Authorised)


def test_an_ocsp_answer_for_another_card_proves_nothing(
    center: Compromised, proof: CardProof, card_of: MakeSession
) -> None:
    theirs = card_of("ordinary-02").proof.ocsp
    assert reason(center.offer(replace(proof, ocsp=theirs))) is Refusal.REVOCATION_UNKNOWN


# ---- the order


def test_the_center_cannot_draw_without_the_order_keys_signature(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    honest = evidence.unverified(Order, session.order(record))
    own = evidence.sign(center.key, honest)
    assert reason(center.issue(session.proof, own)) is Refusal.ORDER_WRONG
    assert city.store.counts() == ()


def test_the_center_cannot_use_one_sessions_order_with_anothers_card(
    center: Compromised, session: Session, card_of: MakeSession, record: BasketLine
) -> None:
    assert reason(center.issue(session.proof, card_of("ordinary-02").order(record))) is Refusal.ORDER_WRONG


def test_one_order_is_drawn_once(center: Compromised, session: Session, record: BasketLine, city: Service) -> None:
    order = session.order(record)
    issued = center.issue(session.proof, order)
    assert isinstance(issued, Issued)
    assert reason(center.issue(session.proof, order)) is Refusal.CANCELLED
    assert city.store.counts()[0].drawn == 1


def test_the_statement_binds_document_order_and_holder(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    issued = center.issue(session.proof, session.order(record))
    (one,) = issued.certificates
    statement = evidence.verify(city.statement_key.public_key, IssueStatement, one.statement)
    pdf = open_sealed(center.sealer, issue_info(one.statement), one.document)
    assert statement.document == digest(pdf)
    assert statement.order == session.order_id
    assert (statement.certificate, statement.fee, statement.sheets) == (1, record.fee, 1)


def test_the_city_refuses_a_price_that_is_not_its_own(
    center: Compromised, session: Session, record: BasketLine
) -> None:
    assert reason(center.issue(session.proof, session.order(replace(record, fee=Yen(1))))) is Refusal.FEE_CHANGED


# ---- who may ask at all


def test_another_party_on_the_line_is_refused(center: Compromised, town: Town) -> None:
    answer = center.send("/v1/health", b"", tls=thumbprint(town.pki.path("center-server.pem")))
    assert decode(Refused, answer.body).reason is Refusal.DEVICE_NOT_ADMITTED


def test_a_device_key_in_place_of_the_centers_is_refused(city: Service, center: Compromised, clock: TestClock) -> None:
    bare = center.request("/v1/health", b"", "n" * 32)
    device = SoftwareKey(ec.generate_private_key(ec.SECP256R1()))
    signed = sign_request(bare, device, "K-0001", clock.epoch, "n" * 32)
    answer = city.handle(replace(bare, headers=signed), center.tls, clock.now())
    assert decode(Refused, answer.body).reason is Refusal.DEVICE_NOT_ADMITTED


def test_the_very_same_request_twice_is_refused(city: Service, center: Compromised, clock: TestClock) -> None:
    request = center.request("/v1/health", b"", "n" * 32)
    assert city.handle(request, center.tls, clock.now()).status == 204
    assert city.handle(request, center.tls, clock.now()).status == 422


@pytest.mark.parametrize("path", ["/v1/offers", "/v1/issues", "/v1/applications", "/v1/settlements", "/v1/none", "/"])
@pytest.mark.parametrize("body", [b"", b"\xff", b"\xa0", b"\x80" * 300])
def test_garbage_is_a_signed_no(center: Compromised, path: str, body: bytes) -> None:
    assert decode(Refused, center.send(path, body).body).reason is Refusal.CONFLICT


# ---- the count


def count(city: Service):
    (one,) = city.store.counts()
    assert one.drawn == one.printed + one.void + one.unknown + one.waiting
    return one


def test_the_count_of_a_day_adds_up(center: Compromised, session: Session, record: BasketLine, city: Service) -> None:
    center.issue(session.proof, session.order(replace(record, copies=4)))
    for certificate, outcome in ((1, Outcome.PRINTED), (2, Outcome.NOT_PRINTED), (3, Outcome.UNKNOWN)):
        for _ in range(2):
            center.settle(session.order_id, outcome, certificate)
    one = count(city)
    assert (one.drawn, one.printed, one.void, one.unknown, one.waiting) == (4, 1, 1, 1, 1)


def test_an_unknown_outcome_that_is_settled_later_counts(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    center.issue(session.proof, session.order(record))
    center.settle(session.order_id, Outcome.UNKNOWN)
    center.settle(session.order_id, Outcome.PRINTED)
    center.settle(session.order_id, Outcome.UNKNOWN)  # a notice that was late
    assert count(city).printed == 1
    assert city.store.differences() == ()


def test_a_void_number_that_was_printed_stops_the_service_until_a_person_looked(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    center.issue(session.proof, session.order(record))
    center.settle(session.order_id, Outcome.NOT_PRINTED)
    center.settle(session.order_id, Outcome.PRINTED)
    (difference,) = city.store.differences()
    assert reason(center.offer(session.proof)) is Refusal.CLOSED
    with pytest.raises(ValueError, match="who closes"):
        city.store.close_difference(difference, "", "", 0)
    assert city.store.close_difference(difference, "Sato", "the sheet was brought back", 0)
    assert isinstance(center.offer(session.proof), Authorised)


def test_a_printed_certificate_that_was_never_drawn_stops_the_service(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    center.settle("aa" * 16, Outcome.PRINTED)
    assert len(city.store.differences()) == 1
    assert reason(center.offer(session.proof)) is Refusal.CLOSED


def test_an_order_voided_before_it_came_is_never_drawn(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    order = session.order(record)
    center.settle(session.order_id, Outcome.NOT_PRINTED)
    assert reason(center.issue(session.proof, order)) is Refusal.CANCELLED
    assert city.store.counts() == ()


def test_an_order_voided_while_it_is_drawn_stays_in_the_city_and_counts_as_void(
    center: Compromised, session: Session, record: BasketLine, city: Service
) -> None:
    order = session.order(record)
    draw = city.draw

    def slow_draw(certificate: Certificate) -> Drawn:
        center.settle(session.order_id, Outcome.NOT_PRINTED)
        return draw(certificate)

    object.__setattr__(city, "draw", slow_draw)
    assert reason(center.issue(session.proof, order)) is Refusal.CANCELLED
    assert count(city).void == 1
