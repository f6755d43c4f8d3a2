"""Every no of the center on the way from the first message to the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509

from center.directory import Directory
from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.domain.values import MunicipalityCode, Yen
from issuance.protocol.messages import Authorised, Challenge, Refusal, Refused, SessionOpened
from rehearsal.back_office import DirectOffice
from rehearsal.pki import CardCredential, p384_key
from tests.center.chain import NOON, RECORD, Kiosk, TestClock, Town, kiosk_direct


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def with_card(kiosk: Kiosk, card: CardCredential) -> Kiosk:
    kiosk.card = card
    kiosk.begin()
    return kiosk


# ---- S1: the certificate


def test_an_expired_certificate_is_refused_before_the_pin(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key, valid_until=NOON - timedelta(days=1))
    assert reason(with_card(kiosk, card).open()) is Refusal.CERTIFICATE_EXPIRED


def test_a_certificate_that_is_not_valid_yet_is_refused(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key, valid_from=NOON + timedelta(days=1))
    assert reason(with_card(kiosk, card).open()) is Refusal.CERTIFICATE_EXPIRED


def test_a_certificate_of_a_foreign_authority_is_refused(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.foreign_cards.card("SIM", key=town.spare_key)
    assert reason(with_card(kiosk, card).open()) is Refusal.CERTIFICATE_UNKNOWN


def test_a_certificate_under_another_policy_is_refused(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key, policy="1.2.392.200149.8.5.1.3.30")
    assert reason(with_card(kiosk, card).open()) is Refusal.CERTIFICATE_UNKNOWN


def test_a_signing_certificate_is_refused_by_its_key_usage(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key, signing_certificate=True)
    assert reason(with_card(kiosk, card).open()) is Refusal.CERTIFICATE_UNKNOWN


def test_garbage_in_place_of_a_certificate_is_refused(kiosk: Kiosk) -> None:
    request = kiosk.session.session_request(kiosk.card.certificate, MunicipalityCode("032051"))
    answer = kiosk.link.open_session(replace(request, certificate=b"0\x82\x00\x00"), kiosk.key())
    assert reason(answer) is Refusal.CERTIFICATE_UNKNOWN


# ---- S1: the device and the municipality


def test_an_unknown_build_is_refused_and_listed(office: DirectOffice, town: Town, clock: TestClock) -> None:
    old = kiosk_direct(town, office.adapter("K-0001"), clock, build="d" * 64)
    assert reason(old.open()) is Refusal.DEVICE_NOT_ADMITTED


def test_a_kiosk_cannot_speak_for_another(kiosk: Kiosk) -> None:
    request = kiosk.session.session_request(kiosk.card.certificate, MunicipalityCode("032051"))
    answer = kiosk.link.open_session(replace(request, kiosk="K-0002"), kiosk.key())
    assert reason(answer) is Refusal.DEVICE_NOT_ADMITTED


def test_a_municipality_that_is_not_served_is_refused(kiosk: Kiosk) -> None:
    assert reason(kiosk.open("131016")) is Refusal.MUNICIPALITY_NOT_SERVED


def test_a_holder_whom_the_directory_does_not_know_is_not_served(kiosk: Kiosk) -> None:
    assert reason(kiosk.open(None)) is Refusal.MUNICIPALITY_NOT_SERVED


def test_the_directory_names_the_residents_own_municipality(kiosk: Kiosk, office: DirectOffice) -> None:
    own = x509.load_der_x509_certificate(kiosk.card.certificate)
    office.center.sessions.directory.enter(own, MunicipalityCode("032051"))
    opened = kiosk.open(None)
    assert isinstance(opened, SessionOpened)
    assert opened.municipality == "032051"


def test_the_directory_cannot_be_read_without_its_secret(kiosk: Kiosk, office: DirectOffice) -> None:
    own = x509.load_der_x509_certificate(kiosk.card.certificate)
    office.center.sessions.directory.enter(own, MunicipalityCode("032051"))
    thief = Directory(office.center.store, bytes(32))
    assert thief.municipality_of(own) is None
    with pytest.raises(ValueError, match="make one of 32"):
        Directory(office.center.store, b"short")


def test_nothing_is_opened_at_night(kiosk: Kiosk, clock: TestClock) -> None:
    clock.go(12 * 3600)  # midnight in Japan
    assert reason(kiosk.open()) is Refusal.CLOSED


# ---- S3: the signature and the nonce


def opened_challenge(kiosk: Kiosk) -> Challenge:
    assert isinstance(kiosk.open(), SessionOpened)
    challenge = kiosk.challenge()
    assert isinstance(challenge, Challenge)
    return challenge


def test_a_wrong_card_signature_is_refused_and_never_reaches_the_city(kiosk: Kiosk, office: DirectOffice) -> None:
    challenge = opened_challenge(kiosk)
    reached: list[str] = []
    office.city_line.strike = lambda request, _response: reached.append(request.url)
    assert reason(kiosk.present(challenge, signature=kiosk.card.sign(b"something else"))) is Refusal.SIGNATURE_WRONG
    assert reached == []


def test_a_nonce_counts_once_even_after_a_failed_check(kiosk: Kiosk) -> None:
    challenge = opened_challenge(kiosk)
    assert reason(kiosk.present(challenge, signature=b"\0" * 256)) is Refusal.SIGNATURE_WRONG
    assert reason(kiosk.present(challenge)) is Refusal.CHALLENGE_OVER


def test_a_nonce_counts_once_after_success(kiosk: Kiosk) -> None:
    challenge = opened_challenge(kiosk)
    assert isinstance(kiosk.present(challenge), Authorised)
    assert reason(kiosk.present(challenge)) is Refusal.CHALLENGE_OVER


def test_only_the_latest_nonce_of_a_session_counts(kiosk: Kiosk) -> None:
    first = opened_challenge(kiosk)
    second = kiosk.challenge()
    assert isinstance(second, Challenge)
    assert reason(kiosk.present(first)) is Refusal.SIGNATURE_WRONG  # it was checked against the second nonce
    third = kiosk.challenge()
    assert isinstance(third, Challenge)
    assert isinstance(kiosk.present(third), Authorised)


def test_a_signature_that_comes_too_late_is_refused(kiosk: Kiosk, clock: TestClock) -> None:
    challenge = opened_challenge(kiosk)
    clock.go(31)
    assert reason(kiosk.present(challenge)) is Refusal.CHALLENGE_OVER


def test_the_same_grant_sent_again_gets_the_stored_answer(kiosk: Kiosk) -> None:
    challenge = opened_challenge(kiosk)
    first = kiosk.present(challenge, key="same")
    again = kiosk.present(challenge, key="same")
    assert isinstance(first, Authorised)
    assert again == first


def test_the_same_key_with_other_content_is_a_conflict(kiosk: Kiosk) -> None:
    challenge = opened_challenge(kiosk)
    kiosk.present(challenge, key="same")
    assert reason(kiosk.present(challenge, key="same", signature=b"\0" * 256)) is Refusal.CONFLICT


# ---- revocation: fail closed


def test_a_revoked_certificate_is_refused(kiosk: Kiosk, office: DirectOffice) -> None:
    office.ocsp.revoke(kiosk.card.serial)
    assert reason(kiosk.present(opened_challenge(kiosk))) is Refusal.CERTIFICATE_REVOKED


@pytest.mark.parametrize("mischief", ["go_silent", "answer_stale", "answer_for_another"])
def test_without_a_fresh_ocsp_answer_nobody_gets_anything(kiosk: Kiosk, office: DirectOffice, mischief: str) -> None:
    getattr(office.ocsp, mischief)()
    challenge = opened_challenge(kiosk)
    reached: list[str] = []
    office.city_line.strike = lambda request, _response: reached.append(request.url)
    assert reason(kiosk.present(challenge)) is Refusal.REVOCATION_UNKNOWN
    assert reached == []


def test_a_certificate_that_the_responder_does_not_know_is_refused(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key)
    town.pki.cards.serials.discard(card.serial)
    assert reason(with_card(kiosk, card).present(opened_challenge(kiosk))) is Refusal.CERTIFICATE_UNKNOWN


def test_a_card_revoked_between_grant_and_order_gets_no_document(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    office.ocsp.revoke(kiosk.card.serial)
    assert reason(kiosk.order()) is Refusal.CERTIFICATE_REVOKED


def test_the_next_cards_p384_key_is_accepted(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM0000000384", key=p384_key())
    answer = with_card(kiosk, card).present(opened_challenge(kiosk))
    assert isinstance(answer, Authorised)  # proven, but nobody in the register
    assert answer.certificates == ()


def test_a_stranger_is_offered_nothing_but_the_registration_of_use(kiosk: Kiosk, town: Town) -> None:
    card = town.pki.cards.card("SIM", key=town.spare_key)
    answer = with_card(kiosk, card).present(opened_challenge(kiosk))
    assert isinstance(answer, Authorised)
    assert answer.certificates == ()
    assert answer.registration == RegistrationStanding(RegistrationState.NONE)


# ---- S4: the order


def test_an_order_without_a_grant_is_refused(kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock) -> None:
    kiosk.authorise()
    placement = kiosk.session.place("ef" * 16, [RECORD], int(clock.now().timestamp()) + 60)
    later = kiosk_direct(town, office.adapter("K-0001"), clock)
    assert isinstance(later.open(), SessionOpened)
    answer = later.link.place_order(replace(placement, session=later.session.session), later.key())
    assert reason(answer) is Refusal.ORDER_WRONG


def test_a_price_that_is_not_todays_is_refused(kiosk: Kiosk) -> None:
    kiosk.authorise()
    assert reason(kiosk.order(replace(RECORD, fee=Yen(200)))) is Refusal.FEE_CHANGED


def test_after_a_changed_price_the_right_one_can_be_ordered(kiosk: Kiosk) -> None:
    kiosk.authorise()
    assert reason(kiosk.order(replace(RECORD, fee=Yen(200)))) is Refusal.FEE_CHANGED
    assert len(kiosk.documents(kiosk.order())) == 1


def test_more_copies_than_offered_never_reach_the_city(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    reached: list[str] = []
    office.city_line.strike = lambda request, _response: reached.append(request.url)
    assert reason(kiosk.order(replace(RECORD, copies=6))) is Refusal.ORDER_WRONG
    assert reason(kiosk.order(*[replace(RECORD, copies=3)] * 2)) is Refusal.ORDER_WRONG  # the limit is the basket's
    assert reached == []


def test_an_order_after_the_grants_end_asks_for_the_card_again(kiosk: Kiosk, clock: TestClock) -> None:
    kiosk.authorise()
    clock.go(601)
    assert reason(kiosk.order()) is Refusal.GRANT_OVER


def test_a_session_from_an_hour_ago_is_over(kiosk: Kiosk, clock: TestClock) -> None:
    kiosk.open()
    clock.go(3601)
    assert reason(kiosk.challenge()) is Refusal.SESSION_UNKNOWN


def test_a_session_has_one_living_order(kiosk: Kiosk) -> None:
    kiosk.authorise()
    kiosk.documents(kiosk.order())
    assert reason(kiosk.order()) is Refusal.ORDER_WRONG


def test_the_same_order_sent_again_gets_the_same_documents(kiosk: Kiosk, office: DirectOffice) -> None:
    kiosk.authorise()
    first = kiosk.order(key="order")
    again = kiosk.link.place_order(kiosk.placement, "order")
    assert again == first
    assert office.city.store.counts()[0].drawn == 1


def test_an_order_signed_by_another_key_is_refused(
    kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    kiosk.authorise()
    other = kiosk_direct(town, office.adapter("K-0001"), clock)
    other.authorise()
    other.order_id = "ab" * 16
    foreign = other.session.place(other.order_id, [RECORD], int(clock.now().timestamp()) + 60)
    answer = kiosk.link.place_order(replace(foreign, session=kiosk.session.session), kiosk.key())
    assert reason(answer) is Refusal.ORDER_WRONG


def test_one_kiosk_cannot_go_on_with_anothers_session(
    kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    kiosk.authorise()
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002")
    not_after = int(clock.now().timestamp()) + 60
    placement = kiosk.session.place("cd" * 16, [RECORD], not_after)
    assert reason(other.link.place_order(placement, "x")) is Refusal.SESSION_UNKNOWN
