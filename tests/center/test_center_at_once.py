"""Many at the same time: one nonce serves one of many, and every kiosk gets its own."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from center.assembly import assemble, ocsp_line
from center.authentication import NoOcspAnswer
from center.settings import load
from issuance.protocol.http_signatures import HttpRequest, HttpResponse
from issuance.protocol.messages import Authorised, Challenge, Outcome, Refusal, Refused
from rehearsal.back_office import BackOffice, DirectOffice
from rehearsal.ocsp_responder import OcspResponder, OcspServer
from tests.center.chain import CONSENT, Kiosk, TestClock, Town, admitted, kiosk_direct, kiosk_over_tls, plain_sheets

MANY = 8


def test_of_many_presentations_of_one_nonce_exactly_one_is_served(
    office: DirectOffice, town: Town, clock: TestClock, kiosk: Kiosk
) -> None:
    kiosk.open()
    challenge = kiosk.challenge()
    assert isinstance(challenge, Challenge)
    presentation = kiosk.session.presentation(kiosk.card.sign(kiosk.session.grant(challenge, CONSENT)))
    links = [kiosk_direct(town, office.adapter("K-0001"), clock).link for _ in range(MANY)]
    together = Barrier(MANY)

    def present(number: int) -> object:
        together.wait()
        return links[number].present_grant(presentation, f"key-{number}")

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(present, range(MANY)))
    assert sum(isinstance(answer, Authorised) for answer in answers) == 1
    others = [answer.reason for answer in answers if isinstance(answer, Refused)]
    assert others == [Refusal.CHALLENGE_OVER] * (MANY - 1)


def test_two_kiosks_at_once_get_each_its_own_document(town: Town, draw, tmp_path: Path, clock: TestClock) -> None:
    with BackOffice(
        town.pki,
        tmp_path,
        town.register,
        admitted(),
        now=clock.now,
        random=os.urandom,
        anti_forgery=plain_sheets,
        draw=draw,
    ) as office:
        kiosks = [
            kiosk_over_tls(town, office.url, clock, kiosk="K-0001", card="first"),
            kiosk_over_tls(town, office.url, clock, kiosk="K-0002", card="second"),
        ]
        together = Barrier(2)

        def visits(kiosk: Kiosk) -> int:
            together.wait()
            for _ in range(4):
                kiosk.begin()
                kiosk.authorise()
                (document,) = kiosk.documents(kiosk.order())  # the eight checks: order, card, key
                assert document.order == kiosk.order_id
                assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED)), bytes)
            return kiosk.sequence

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(visits, kiosks)) == [4, 4]
        office.center.tick(clock.now())
        (count,) = office.city.store.counts()
        assert (count.drawn, count.printed) == (8, 8)


def test_a_request_sent_again_while_it_is_worked_on_gets_the_same_answer(
    office: DirectOffice, town: Town, clock: TestClock, kiosk: Kiosk
) -> None:
    kiosk.authorise()
    drawing, go_on = Event(), Event()

    def slow_city(request: HttpRequest, response: HttpResponse | None) -> None:
        if request.url.endswith("/v1/issues") and response is None:
            drawing.set()
            assert go_on.wait(20)

    office.city_line.strike = slow_city
    wait = office.center.answers.wait

    def waiting(*arguments: object) -> None:
        go_on.set()  # the second sending is here and waits for the first
        wait(*arguments)

    object.__setattr__(office.center.answers, "wait", waiting)
    again = kiosk_direct(town, office.adapter("K-0001"), clock).link
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(kiosk.order, key="order")
        assert drawing.wait(20)
        second = again.place_order(kiosk.placement, "order")
    assert second == first.result()
    assert len(kiosk.documents(second)) == 1
    assert office.city.store.counts()[0].drawn == 1


def test_a_restarted_center_still_knows_its_answers(
    office: DirectOffice, kiosk: Kiosk, town: Town, tmp_path: Path
) -> None:
    path = tmp_path / "center.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(":memory:", str(tmp_path / "center.sqlite")), encoding="utf-8"
    )
    first = assemble(load(path), path, random=os.urandom, anti_forgery=plain_sheets)
    first.answers.begin("K-0001", "key", "/v1/x", b"body", 0)
    first.answers.keep("K-0001", "key", 200, b"answer")
    first.store.close()
    again = assemble(load(path), path, random=os.urandom, anti_forgery=plain_sheets)
    stored = again.answers.begin("K-0001", "key", "/v1/x", b"body", 1)
    assert (stored.status, stored.body) == (200, b"answer")
    again.store.close()


# ---- the responder's own line


def test_the_responder_is_asked_over_http(town: Town, clock: TestClock) -> None:
    with OcspServer(OcspResponder(town.pki.cards), clock.now) as server:
        assert ocsp_line(server.url, 5)(b"no request") == b"\x30\x03\x0a\x01\x01"  # malformedRequest, RFC 6960 4.2.1


def test_a_silent_responder_is_no_answer(town: Town, clock: TestClock) -> None:
    responder = OcspResponder(town.pki.cards)
    with OcspServer(responder, clock.now) as server:
        responder.go_silent()
        with pytest.raises(NoOcspAnswer):
            ocsp_line(server.url, 0.3)(b"anything")
    with pytest.raises(NoOcspAnswer):
        ocsp_line(server.url, 0.3)(b"nobody there")
