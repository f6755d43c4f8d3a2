"""Who may speak to the center: enrolled devices with known programs, each from one machine, never the same request twice."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from drivers.center_https.line import Line
from drivers.center_https.link import CenterLink, Peer
from issuance.domain.certificates import CertificateType, Price
from issuance.domain.values import KioskId, MunicipalityCode, Yen
from issuance.faults import DeviceFault, Fault
from issuance.protocol.codec import MEDIA_TYPE, decode
from issuance.protocol.http_signatures import HttpRequest, HttpResponse, sign_request
from issuance.protocol.messages import (
    Heartbeat,
    HeartbeatAnswer,
    PublicOffer,
    PublicOfferRequest,
    Refusal,
    Refused,
    SessionOpened,
    TurnedAwayCount,
)
from rehearsal.back_office import DirectOffice
from rehearsal.line import DirectAdapter, Weather
from rehearsal.pki import thumbprint
from tests.center.chain import BUILD, CONFIGURATION, Kiosk, TestClock, Town, kiosk_direct, terminal

URL = "https://center.komado.test"


def signed(town: Town, clock: TestClock, path: str = "/v1/bulletin/032051", **changes: str) -> HttpRequest:
    kiosk = kiosk_direct(town, None, clock)
    headers = {"content-type": MEDIA_TYPE, "idempotency-key": "k"}
    bare = HttpRequest("POST", URL + path, headers, b"")
    created = int(clock.now().timestamp())
    return replace(bare, headers=sign_request(bare, kiosk.device, changes.get("keyid", "K-0001"), created, "n" * 32))


def tls(town: Town, kiosk: str = "K-0001") -> bytes:
    return thumbprint(town.pki.path(f"{kiosk}-tls.pem"))


def refusal(response: HttpResponse) -> Refusal:
    assert response.status == 422, response
    return decode(Refused, response.body).reason


def test_the_very_same_request_twice_is_refused(office: DirectOffice, town: Town, clock: TestClock) -> None:
    request = signed(town, clock)
    assert office.center.handle(request, tls(town), clock.now()).status == 200
    assert refusal(office.center.handle(request, tls(town), clock.now())) is Refusal.DEVICE_NOT_ADMITTED


def test_an_old_request_is_refused(office: DirectOffice, town: Town, clock: TestClock) -> None:
    request = signed(town, clock)
    clock.go(121)
    assert refusal(office.center.handle(request, tls(town), clock.now())) is Refusal.DEVICE_NOT_ADMITTED


def test_a_clones_signature_from_another_machine_is_refused_and_listed(
    office: DirectOffice, town: Town, clock: TestClock
) -> None:
    answer = office.center.handle(signed(town, clock), tls(town, "K-0002"), clock.now())
    assert refusal(answer) is Refusal.DEVICE_NOT_ADMITTED
    (item,) = office.center.open_list.items()
    assert "K-0001" in item.subject
    office.center.open_list.close(item.number, "Sato", "a technician's laptop", 0)
    office.center.handle(replace(signed(town, clock)), tls(town, "K-0002"), clock.now())
    assert len(office.center.open_list.items()) == 1  # it happens again: it is on the list again


def test_a_request_without_a_tls_certificate_is_refused(office: DirectOffice, town: Town, clock: TestClock) -> None:
    assert refusal(office.center.handle(signed(town, clock), None, clock.now())) is Refusal.DEVICE_NOT_ADMITTED


def test_an_unknown_key_id_is_refused(office: DirectOffice, town: Town, clock: TestClock) -> None:
    answer = office.center.handle(signed(town, clock, keyid="K-9999"), tls(town), clock.now())
    assert refusal(answer) is Refusal.DEVICE_NOT_ADMITTED


def test_a_request_without_signature_gets_an_answer_without_one(
    office: DirectOffice, town: Town, clock: TestClock
) -> None:
    answer = office.center.handle(HttpRequest("POST", URL + "/v1/sessions", {}, b""), tls(town), clock.now())
    assert refusal(answer) is Refusal.DEVICE_NOT_ADMITTED
    assert "signature" not in answer.headers


def test_a_changed_body_is_refused(office: DirectOffice, town: Town, clock: TestClock) -> None:
    request = replace(signed(town, clock), body=b"x")
    assert refusal(office.center.handle(request, tls(town), clock.now())) is Refusal.DEVICE_NOT_ADMITTED


@pytest.mark.parametrize("path", ["/v1/nothing", "/", "/v1/sessions/../orders", "/v1/bulletin/032051/x"])
def test_an_unknown_path_is_a_signed_no(office: DirectOffice, town: Town, clock: TestClock, path: str) -> None:
    answer = office.center.handle(signed(town, clock, path), tls(town), clock.now())
    assert refusal(answer) is Refusal.CONFLICT
    assert "signature" in answer.headers


@pytest.mark.parametrize(
    "step", ["sessions", "challenges", "grants", "applications", "orders", "cancellations", "heartbeats", "receipts"]
)
def test_an_empty_body_is_a_signed_no_everywhere(office: DirectOffice, town: Town, clock: TestClock, step: str) -> None:
    answer = office.center.handle(signed(town, clock, f"/v1/{step}"), tls(town), clock.now())
    assert refusal(answer) is Refusal.CONFLICT


def test_a_malformed_message_is_not_remembered_as_work_in_progress(
    office: DirectOffice, town: Town, clock: TestClock
) -> None:
    office.center.handle(signed(town, clock, "/v1/sessions"), tls(town), clock.now())
    clock.go(1)
    kiosk = kiosk_direct(town, office.adapter("K-0001"), clock)
    request = kiosk.session.session_request(kiosk.card.certificate, MunicipalityCode("032051"))
    assert isinstance(kiosk.link.open_session(request, "other"), SessionOpened)


# ---- the fleet


def heartbeat(kiosk: Kiosk, build: str = BUILD) -> Heartbeat:
    return Heartbeat(KioskId("K-0001"), build, CONFIGURATION, True, 0, int(kiosk.clock.now().timestamp()))


def test_the_fleet_can_be_listed_at_any_time(kiosk: Kiosk, office: DirectOffice) -> None:
    assert office.center.fleet.listing()[0][1] is None
    answer = kiosk.link.heartbeat(heartbeat(kiosk))
    assert isinstance(answer, HeartbeatAnswer)
    assert answer.admitted
    (first, seen), (second, unseen) = office.center.fleet.listing()
    assert (first, second) == ("K-0001", "K-0002")
    assert seen is not None
    assert seen.build == BUILD
    assert unseen is None


def test_a_kiosk_with_an_old_build_is_told_and_marked(kiosk: Kiosk, office: DirectOffice) -> None:
    answer = kiosk.link.heartbeat(heartbeat(kiosk, "d" * 64))
    assert isinstance(answer, HeartbeatAnswer)
    assert not answer.admitted
    seen = office.center.fleet.listing()[0][1]
    assert seen is not None
    assert not seen.admitted


def test_visits_without_paper_are_counted_once_however_often_they_are_told(kiosk: Kiosk, office: DirectOffice) -> None:
    told = (TurnedAwayCount("2026-11", "other-card", "reading-card", 3),)
    for counts in (told, told, ()):
        assert isinstance(kiosk.link.heartbeat(replace(heartbeat(kiosk), turned_away=counts)), HeartbeatAnswer)
    (one,) = office.center.turned_away.at(MunicipalityCode("032051"), "2026-11", "2026-11")
    assert (one.reason, one.step, one.count) == ("other-card", "reading-card", 3)


def test_a_kiosk_cannot_count_for_another(kiosk: Kiosk, office: DirectOffice) -> None:
    counts = (TurnedAwayCount("2026-11", "other-card", "reading-card", 3),)
    answer = kiosk.link.heartbeat(replace(heartbeat(kiosk), kiosk=KioskId("K-0002"), turned_away=counts))
    assert isinstance(answer, Refused)
    assert office.center.turned_away.at(MunicipalityCode("032051"), "2026-11", "2026-11") == ()


def test_a_quarantined_device_gets_nothing_until_a_person_lifts_it(kiosk: Kiosk, office: DirectOffice) -> None:
    office.center.fleet.quarantine(KioskId("K-0001"), "for the test", 0)
    answer = kiosk.open()
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.DEVICE_NOT_ADMITTED
    assert office.center.fleet.lift_quarantine(KioskId("K-0001"))
    kiosk.begin()
    assert isinstance(kiosk.open(), SessionOpened)


# ---- P1


def test_the_bulletin_says_fees_and_whether_the_city_is_alive(kiosk: Kiosk, office: DirectOffice) -> None:
    offer = kiosk.link.public_offer(PublicOfferRequest(MunicipalityCode("032051")))
    assert isinstance(offer, PublicOffer)
    assert offer.city_alive
    prices = {one.type: one.prices for one in offer.certificates}
    assert prices[CertificateType.RESIDENT_RECORD] == (Price(None, Yen(300)),)
    assert all(one.open and one.until for one in offer.certificates)


def test_the_bulletin_says_when_a_closed_service_opens(kiosk: Kiosk, clock: TestClock) -> None:
    clock.go(12 * 3600)
    offer = kiosk.link.public_offer(PublicOfferRequest(MunicipalityCode("032051")))
    assert isinstance(offer, PublicOffer)
    assert all(not one.open and one.until and one.reason == "out-of-hours" for one in offer.certificates)


# ---- what the kiosk believes


def test_an_answer_signed_by_another_center_is_no_answer(office: DirectOffice, town: Town, clock: TestClock) -> None:
    kiosk = kiosk_direct(town, office.adapter("K-0001"), clock)
    wrong = terminal(town.pki, "K-0001").center_key
    other = kiosk_direct(town, None, clock, kiosk="K-0002").device.public_key
    assert wrong != other
    link = CenterLink(
        Peer(URL, other),
        kiosk.device,
        lambda: Line(office.adapter("K-0001"), clock.monotonic, 5, 5, 5),
        clock,
        os.urandom,
    )
    with pytest.raises(DeviceFault) as caught:
        link.public_offer(PublicOfferRequest(MunicipalityCode("032051")))
    assert caught.value.fault is Fault.CENTER_ANSWER_INVALID


def test_an_answer_to_another_request_is_no_answer(office: DirectOffice, town: Town, clock: TestClock) -> None:
    class OneBehind:
        """Gives each request the answer of the request before it."""

        def __init__(self) -> None:
            self.last: HttpResponse | None = None

        def handle(self, request, tls_thumbprint, now):
            given = office.center.handle(request, tls_thumbprint, now)
            self.last, late = given, self.last or given
            return late

    kiosk = kiosk_direct(town, DirectAdapter(OneBehind(), tls(town), clock.now, Weather()), clock)
    question = PublicOfferRequest(MunicipalityCode("032051"))
    kiosk.link.public_offer(question)
    with pytest.raises(DeviceFault) as caught:
        kiosk.link.public_offer(question)
    assert caught.value.fault is Fault.CENTER_ANSWER_INVALID
