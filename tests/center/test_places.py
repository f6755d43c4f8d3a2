"""Where a kiosk stands decides what can be had there, when, and by whom: at every step, and before any PIN."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time
from pathlib import Path

import pytest

from center import settings as center_settings
from center.assembly import assemble
from center.ledger import Channel
from city.issuing import Draw
from issuance.domain.certificates import BasketLine, CertificateType, Extent, FamilyRegisterOptions
from issuance.domain.municipality import ConfigurationError
from issuance.domain.service_hours import Closed, Open, Window
from issuance.domain.values import JAPAN_TIME, KioskId, MunicipalityCode, Yen
from issuance.protocol.messages import (
    Authorised,
    Delivered,
    Outcome,
    PublicOffer,
    PublicOfferRequest,
    Refusal,
    Refused,
    ServedMunicipalities,
)
from rehearsal.back_office import DirectOffice
from rehearsal.server_settings import Admitted, write_center_settings
from tests.center.chain import BUILD, CONFIGURATION, KIOSK, RECORD, Kiosk, TestClock, Town, kiosk_direct, plain_sheets

HANAMAKI = MunicipalityCode("032051")
CITY_HALL = {"municipality": "032051", "terminal": "city-hall"}  # 8:30-19:00, three types
ASHIKITA_HALL = {"municipality": "434825", "terminal": "town-hall"}  # residents only
FAMILY = BasketLine(CertificateType.FAMILY_REGISTER, FamilyRegisterOptions(Extent.WHOLE), 1, Yen(450))

Standing = Callable[[dict[str, str]], tuple[Kiosk, DirectOffice]]


@pytest.fixture
def standing(town: Town, draw: Draw, tmp_path: Path, clock: TestClock) -> Iterator[Standing]:
    """A kiosk that stands there, and the office behind it."""
    with ExitStack() as stack:

        def at(place: dict[str, str]) -> tuple[Kiosk, DirectOffice]:
            office = DirectOffice(
                town.pki,
                tmp_path,
                town.register,
                Admitted([KIOSK], [BUILD], [CONFIGURATION], {KIOSK: place}),
                now=clock.now,
                random=os.urandom,
                anti_forgery=plain_sheets,
                draw=draw,
            )
            stack.callback(office.close)
            return kiosk_direct(town, office.adapter(KIOSK), clock), office

        yield at


def go_to(clock: TestClock, hour: int, minute: int = 0, second: int = 0) -> None:
    """Later on the same day in Japan."""
    today = clock.at.astimezone(JAPAN_TIME).date()
    clock.go((datetime.combine(today, time(hour, minute, second), JAPAN_TIME) - clock.at).total_seconds())


def bulletin(kiosk: Kiosk) -> PublicOffer:
    offer = kiosk.link.public_offer(PublicOfferRequest(HANAMAKI))
    assert isinstance(offer, PublicOffer), offer
    return offer


def refused(answer: object) -> Refused:
    assert isinstance(answer, Refused), answer
    return answer


# ---- a terminal in an office


def test_a_terminal_shows_its_own_types_and_hours(standing: Standing, clock: TestClock) -> None:
    kiosk, _ = standing(CITY_HALL)
    noon = {one.type: one for one in bulletin(kiosk).certificates}
    assert noon[CertificateType.RESIDENT_RECORD].open
    assert datetime.fromtimestamp(noon[CertificateType.TAX].until, JAPAN_TIME).time() == time(19)
    assert noon[CertificateType.FAMILY_REGISTER].reason == "not-here"
    go_to(clock, 19)
    evening = {one.type: one for one in bulletin(kiosk).certificates}
    assert evening[CertificateType.RESIDENT_RECORD].reason == "place-closed"


def test_a_closed_terminal_opens_no_session_and_says_when_it_opens(standing: Standing, clock: TestClock) -> None:
    kiosk, _ = standing(CITY_HALL)
    go_to(clock, 18, 59, 59)
    assert not isinstance(kiosk.open(), Refused)
    go_to(clock, 19)
    kiosk.begin()
    answer = refused(kiosk.open())
    assert answer.reason is Refusal.CLOSED
    assert datetime.fromtimestamp(answer.opens_at, JAPAN_TIME) == datetime(2026, 11, 25, 8, 30, tzinfo=JAPAN_TIME)


def test_what_a_terminal_does_not_give_is_refused_in_the_offer_and_cannot_be_ordered(standing: Standing) -> None:
    kiosk, _ = standing(CITY_HALL)
    kiosk.open()
    offer = kiosk.present(kiosk.challenge())
    assert isinstance(offer, Authorised)
    said = {one.type: one.refused for one in offer.certificates}
    assert said[CertificateType.FAMILY_REGISTER] == "not-here"
    assert said[CertificateType.RESIDENT_RECORD] is None
    kiosk.session.personal_offer(offer)
    assert refused(kiosk.order(FAMILY)).reason is Refusal.ORDER_WRONG
    assert isinstance(kiosk.order(RECORD), Delivered)


def test_an_order_after_the_terminals_last_second_is_refused_with_the_next_opening(
    standing: Standing, clock: TestClock
) -> None:
    kiosk, office = standing(CITY_HALL)
    go_to(clock, 18, 59)
    kiosk.authorise()
    go_to(clock, 19)
    answer = refused(kiosk.order())
    assert answer.reason is Refusal.CLOSED
    assert datetime.fromtimestamp(answer.opens_at, JAPAN_TIME).time() == time(8, 30)
    assert office.city.store.counts() == ()


def test_an_order_accepted_before_the_end_is_seen_through(standing: Standing, clock: TestClock) -> None:
    kiosk, office = standing(CITY_HALL)
    go_to(clock, 18, 59)
    kiosk.authorise()
    go_to(clock, 18, 59, 59)
    delivered = kiosk.order()
    go_to(clock, 19, 4)
    assert len(kiosk.documents(delivered)) == 1
    assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED)), bytes)
    assert office.center.settlement.ledger.balance("store-cash/K-0001") == 300


def test_the_books_remember_the_channel(standing: Standing) -> None:
    kiosk, office = standing(CITY_HALL)
    kiosk.authorise()
    kiosk.documents(kiosk.order())
    kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED))
    with office.center.store.transaction() as db:
        rows = {tuple(row) for row in db.execute("SELECT type, place, channel FROM bookings")}
    assert rows == {("resident-record", "032051", Channel.TERMINAL.value)}


# ---- residents only


def test_a_terminal_for_residents_turns_others_away_before_the_pin(standing: Standing) -> None:
    kiosk, _ = standing(ASHIKITA_HALL)
    assert refused(kiosk.open()).reason is Refusal.RESIDENTS_ONLY
    assert not bulletin(kiosk).others_served
    served = kiosk.link.served()
    assert isinstance(served, ServedMunicipalities)
    assert served.municipalities == ()


def test_a_store_serves_people_from_elsewhere(standing: Standing) -> None:
    kiosk, _ = standing({"municipality": "013033"})
    served = kiosk.link.served()
    assert isinstance(served, ServedMunicipalities)
    assert [(one.code, one.kana) for one in served.municipalities] == [(HANAMAKI, "はなまきし")]
    assert bulletin(kiosk).others_served
    kiosk.authorise()


# ---- settings


@pytest.fixture
def settings_file(town: Town, tmp_path: Path) -> Path:
    return write_center_settings(
        town.pki,
        tmp_path,
        Admitted([KIOSK], [BUILD], [CONFIGURATION]),
        city_url="https://127.0.0.1:9",
        ocsp_url="http://127.0.0.1:9",
    )


def added(path: Path, text: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path


def assembled(path: Path):
    return assemble(center_settings.load(path), path, random=os.urandom, anti_forgery=plain_sheets)


HOURS = """
[kiosk.hours]
open_day = [[09:00:00, 18:00:00]]
closed_day = []
year_end = []
"""


def test_a_store_may_have_hours_of_its_own(settings_file: Path) -> None:
    service = assembled(added(settings_file, HOURS))
    place = service.places.of(KioskId(KIOSK))
    assert place.hours.open_day == (Window(time(9), time(18)),)
    hanamaki = service.municipalities.get(HANAMAKI)
    tuesday, sunday = (datetime(2026, 11, day, 12, tzinfo=JAPAN_TIME) for day in (24, 22))
    assert isinstance(hanamaki.open_at(CertificateType.TAX, tuesday, place), Open)
    assert isinstance(hanamaki.open_at(CertificateType.TAX, sunday, place), Closed)
    service.store.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('terminal = "nowhere"\n', "names no terminal nowhere"),
        ("[kiosk.hours]\nopen_day = []\nclosed_day = []\n", r"K-0001 hours\.year_end: is missing"),
        (HOURS.replace("18:00:00", "08:00:00"), r"K-0001 hours\.open_day"),
        (HOURS + "holidays = []\n", r"K-0001 hours\.holidays: is not known"),
        ('terminal = "city-hall"\n' + HOURS, "is a store's"),
    ],
)
def test_a_mistake_about_a_place_names_the_kiosk_and_the_key(settings_file: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        assembled(added(settings_file, text))
