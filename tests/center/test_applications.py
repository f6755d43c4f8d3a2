"""Registration of use from the kiosk to the city: signed under the grant, passed on unread, filed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
import requests

from issuance.domain.certificates import RegistrationState
from issuance.domain.values import JAPAN_TIME
from issuance.protocol import evidence
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.messages import (
    ApplicationDetails,
    ApplicationFiled,
    ApplicationPlacement,
    Authorised,
    Refusal,
    Refused,
    UseApplication,
)
from rehearsal.back_office import DirectOffice
from tests.center.chain import Kiosk, TestClock, Town, kiosk_direct

DETAILS = ApplicationDetails("ミホン　ハナコ", "ミホン　タロウ", "ミホンチョウ１", "1980-04-01", "0198000000")


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


@pytest.fixture
def stranger(kiosk: Kiosk, town: Town) -> Kiosk:
    """A kiosk with the card of somebody whom the city's register does not know, authorised."""
    kiosk.card = town.pki.cards.card("SIM0000000077", key=town.spare_key)
    kiosk.begin()
    kiosk.open()
    answer = kiosk.present(kiosk.challenge())
    assert isinstance(answer, Authorised), answer
    kiosk.session.personal_offer(answer)
    return kiosk


def application(kiosk: Kiosk, seconds: int = 120) -> ApplicationPlacement:
    return kiosk.session.application(DETAILS, int(kiosk.clock.now().timestamp()) + seconds)


def altered(kiosk: Kiosk, placement: ApplicationPlacement, **changes: object) -> ApplicationPlacement:
    """The same application with something else in it, signed by the same order key."""
    statement = replace(evidence.unverified(UseApplication, placement.application), **changes)
    key = SoftwareKey(kiosk.session._keys.order)
    return replace(placement, application=evidence.sign(key, statement))


def test_an_application_is_filed_with_the_city(stranger: Kiosk) -> None:
    answer = stranger.link.file_application(application(stranger), stranger.key())
    assert isinstance(answer, ApplicationFiled)
    assert answer.standing.state is RegistrationState.EXAMINING
    assert answer.standing.reference


def test_the_same_application_sent_again_gets_the_same_answer(stranger: Kiosk, office: DirectOffice) -> None:
    placement = application(stranger)
    first = stranger.link.file_application(placement, "filed")
    reached: list[str] = []
    office.city_line.strike = lambda request, _response: reached.append(request.url)
    assert stranger.link.file_application(placement, "filed") == first
    assert reached == []


def test_an_answer_of_the_city_that_got_lost_is_found_again(stranger: Kiosk, office: DirectOffice) -> None:
    placement = application(stranger)

    def lose(_request, response):
        if response is not None:
            raise requests.ConnectionError("the line went down under the answer")

    office.city_line.strike = lose
    assert refusal(stranger.link.file_application(placement, "first")) is Refusal.CITY_UNREACHABLE
    office.city_line.clear()
    assert isinstance(stranger.link.file_application(placement, "second"), ApplicationFiled)


def test_the_center_cannot_read_what_was_typed(stranger: Kiosk, office: DirectOffice) -> None:
    placement = application(stranger)
    stranger.link.file_application(placement, stranger.key())
    sealed = evidence.unverified(UseApplication, placement.application).details
    for typed in (DETAILS.name, DETAILS.head, DETAILS.domicile, DETAILS.telephone):
        assert typed.encode() not in placement.application
    with office.center.store.transaction() as db:
        kept = b"".join(bytes(row["body"] or b"") for row in db.execute("SELECT body FROM answers"))
    assert sealed not in kept


@pytest.mark.parametrize(
    "changes",
    [{"session": "ab" * 16}, {"grant": bytes(32)}, {"municipality": "131016"}, {"not_after": 0}],
    ids=lambda changes: next(iter(changes)),
)
def test_an_application_for_anything_else_than_this_grant_never_reaches_the_city(
    stranger: Kiosk, office: DirectOffice, changes: dict
) -> None:
    placement = altered(stranger, application(stranger), **changes)
    reached: list[str] = []
    office.city_line.strike = lambda request, _response: reached.append(request.url)
    assert refusal(stranger.link.file_application(placement, stranger.key())) is Refusal.ORDER_WRONG
    assert reached == []


def test_an_application_signed_by_another_session_is_refused(
    stranger: Kiosk, office: DirectOffice, town: Town, clock: TestClock
) -> None:
    other = kiosk_direct(town, office.adapter("K-0002"), clock, kiosk="K-0002")
    other.card = stranger.card
    other.open()
    answer = other.present(other.challenge())
    other.session.personal_offer(answer)
    foreign = replace(application(other), session=stranger.session.session)
    assert refusal(stranger.link.file_application(foreign, stranger.key())) is Refusal.ORDER_WRONG


def test_without_a_grant_nothing_is_filed(stranger: Kiosk, office: DirectOffice, town: Town, clock: TestClock) -> None:
    placement = application(stranger)
    fresh = kiosk_direct(town, office.adapter("K-0001"), clock)
    fresh.open()
    moved = replace(placement, session=fresh.session.session)
    assert refusal(fresh.link.file_application(moved, fresh.key())) is Refusal.ORDER_WRONG


def test_an_application_after_the_grants_end_asks_for_the_card_again(stranger: Kiosk, clock: TestClock) -> None:
    placement = application(stranger)
    clock.go(601)
    assert refusal(stranger.link.file_application(placement, stranger.key())) is Refusal.GRANT_OVER


def test_a_card_revoked_meanwhile_files_nothing(stranger: Kiosk, office: DirectOffice) -> None:
    office.ocsp.revoke(stranger.card.serial)
    answer = stranger.link.file_application(application(stranger), stranger.key())
    assert refusal(answer) is Refusal.CERTIFICATE_REVOKED


def test_applications_have_hours_of_their_own(kiosk: Kiosk, office: DirectOffice, town: Town, clock: TestClock) -> None:
    clock.go(5 * 3600 + 10 * 60)  # 17:10 in Japan, five minutes before they end
    kiosk.card = town.pki.cards.card("SIM0000000078", key=town.spare_key)
    kiosk.open()
    kiosk.session.personal_offer(kiosk.present(kiosk.challenge()))
    clock.go(5 * 60)
    reached: list[str] = []
    office.city_line.strike = lambda request, _response: reached.append(request.url)
    answer = kiosk.link.file_application(application(kiosk), kiosk.key())
    assert refusal(answer) is Refusal.CLOSED
    opening = datetime.fromtimestamp(answer.opens_at, JAPAN_TIME)
    assert (opening.day, opening.time()) == (25, time(9))
    assert reached == []
