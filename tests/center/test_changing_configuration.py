"""A municipality's file changes while the center serves: the next request sees it, a broken version changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from cryptography import x509

from center.configuration import Municipalities
from center.open_list import OpenKind
from city.issuing import Draw
from issuance.domain.announcements import Announced
from issuance.domain.certificates import CertificateType, Price
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, Yen
from issuance.protocol.codec import digest
from issuance.protocol.messages import Outcome, PublicOffer, PublicOfferRequest, Refusal, Refused, SessionOpened
from rehearsal.back_office import DirectOffice
from rehearsal.server_settings import MUNICIPALITIES, Admitted
from tests.center.chain import Kiosk, TestClock, Town, admitted, kiosk_direct, plain_sheets

HANAMAKI = MunicipalityCode("032051")
RECORD = CertificateType.RESIDENT_RECORD


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the municipalities' folder, for the center and the city alike; the file of Hanamaki."""
    return copytree(MUNICIPALITIES, tmp_path / "municipalities") / "032051-hanamaki.toml"


@pytest.fixture
def office(file: Path, town: Town, draw: Draw, tmp_path: Path, clock: TestClock) -> Iterator[DirectOffice]:
    office = DirectOffice(
        town.pki,
        tmp_path,
        town.register,
        admitted(),
        now=clock.now,
        random=os.urandom,
        anti_forgery=plain_sheets,
        draw=draw,
        municipalities=file.parent,
    )
    yield office
    office.close()


@pytest.fixture
def kiosk(office: DirectOffice, town: Town, clock: TestClock) -> Kiosk:
    return kiosk_direct(town, office.adapter("K-0001"), clock)


def put(file: Path, text: str) -> None:
    """A new version, put in place by renaming as those who look after the center do."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def bulletin(kiosk: Kiosk) -> PublicOffer:
    offer = kiosk.link.public_offer(PublicOfferRequest(HANAMAKI))
    assert isinstance(offer, PublicOffer), offer
    return offer


def record_prices(offer: PublicOffer) -> tuple[Price, ...]:
    return next(one.prices for one in offer.certificates if one.type is RECORD)


STOP = """
[[stop]]
start = 2026-11-24T11:00:00
end = 2026-11-24T15:00:00
groups = ["all"]
"""
CHEAPER_TOMORROW = '\n[[fees.fee]]\ntype = "resident-record"\nfrom = 2026-11-25\nyen = 200\n'


def test_a_stop_takes_effect_with_the_next_request_and_without_a_restart(
    kiosk: Kiosk, office: DirectOffice, file: Path
) -> None:
    before = bulletin(kiosk)
    assert all(one.open for one in before.certificates)
    put(file, file.read_text(encoding="utf-8") + STOP)
    after = bulletin(kiosk)
    assert {one.reason for one in after.certificates} == {"stopped"}
    assert before.version != after.version == digest(file.read_bytes()).hex()
    answer = kiosk.open()
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.CLOSED
    assert datetime.fromtimestamp(answer.opens_at, JAPAN_TIME) == datetime(2026, 11, 24, 15, tzinfo=JAPAN_TIME)


def test_a_new_fee_is_announced_and_holds_from_its_day_by_itself(kiosk: Kiosk, file: Path, clock: TestClock) -> None:
    put(file, file.read_text(encoding="utf-8") + CHEAPER_TOMORROW)
    today = bulletin(kiosk)
    assert record_prices(today) == (Price(None, Yen(300)),)
    (announced,) = today.announcements
    assert (announced.what, announced.types, announced.yen) == (Announced.FEE, (RECORD,), Yen(200))
    clock.go(24 * 3600)
    tomorrow = bulletin(kiosk)
    assert record_prices(tomorrow) == (Price(None, Yen(200)),)
    assert tomorrow.announcements == ()


def test_an_order_accepted_before_a_change_is_seen_through_at_its_own_fee(
    kiosk: Kiosk, office: DirectOffice, file: Path
) -> None:
    kiosk.authorise()
    delivered = kiosk.order()
    put(file, file.read_text(encoding="utf-8").replace("yen = 300", "yen = 200") + STOP)
    assert record_prices(bulletin(kiosk)) == (Price(None, Yen(200)),)
    assert len(kiosk.documents(delivered)) == 1
    assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED)), bytes)
    assert office.center.settlement.ledger.balance("due-to-city/032051") == -300
    assert office.center.open_list.items() == ()


def test_an_order_after_a_change_of_fees_has_to_be_looked_at_again(kiosk: Kiosk, file: Path) -> None:
    kiosk.authorise()
    put(file, file.read_text(encoding="utf-8").replace("yen = 300", "yen = 200"))
    answer = kiosk.order()
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.FEE_CHANGED


REGISTRATION_ALONE = """
[[group]]
name = "registration"
open_day = [[06:30:00, 23:00:00]]
closed_day = [[06:30:00, 23:00:00]]
year_end = []

[[stop]]
start = 2026-11-24T11:00:00
end = 2026-11-24T15:00:00
groups = ["resident", "family"]
"""


def test_where_nothing_else_can_be_had_people_from_elsewhere_may_still_apply(
    kiosk: Kiosk, office: DirectOffice, file: Path
) -> None:
    text = file.read_text(encoding="utf-8")
    put(file, text.replace('[use_registration]\ngroup = "family"', '[use_registration]\ngroup = "registration"'))
    put(file, file.read_text(encoding="utf-8") + REGISTRATION_ALONE)
    assert isinstance(kiosk.open(HANAMAKI), SessionOpened)
    office.center.sessions.directory.enter(x509.load_der_x509_certificate(kiosk.card.certificate), HANAMAKI)
    kiosk.begin()
    answer = kiosk.open(None)  # a resident needs no registration: nothing for him here now
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.CLOSED


# ---- broken


def test_a_broken_version_keeps_the_old_one_and_stays_on_the_list_until_a_person_closes_it(
    kiosk: Kiosk, office: DirectOffice, file: Path, clock: TestClock
) -> None:
    good, version = file.read_text(encoding="utf-8"), bulletin(kiosk).version
    put(file, good.replace('type = "tax"', 'type = "taxi"', 1))
    for _ in range(2):
        office.center.tick(clock.now())
    assert bulletin(kiosk).version == version
    (item,) = office.center.open_list.items()
    assert (item.kind, item.subject) == (OpenKind.CONFIGURATION_BROKEN, HANAMAKI)
    assert "taxi" in item.detail
    put(file, good)
    office.center.tick(clock.now())
    assert office.center.open_list.items() == (item,)  # mended, and still somebody has to know why it happened
    office.center.open_list.close(item.number, "Sato", "a slip of the pen", 0)
    office.center.tick(clock.now())
    assert office.center.open_list.items() == ()


def test_what_a_person_closed_comes_back_only_with_another_mistake(
    office: DirectOffice, file: Path, clock: TestClock
) -> None:
    good = file.read_text(encoding="utf-8")
    put(file, good + "\n]")
    office.center.tick(clock.now())
    (item,) = office.center.open_list.items()
    office.center.open_list.close(item.number, "Sato", "is being mended", 0)
    office.center.tick(clock.now())
    assert office.center.open_list.items() == ()
    put(file, good.replace('type = "tax"', 'type = "taxi"', 1))
    office.center.tick(clock.now())
    assert "taxi" in office.center.open_list.items()[0].detail


def test_a_folder_that_is_gone_changes_nothing_and_is_listed(
    kiosk: Kiosk, office: DirectOffice, file: Path, clock: TestClock
) -> None:
    version = bulletin(kiosk).version
    file.parent.rename(file.parent.with_name("elsewhere"))
    office.center.tick(clock.now())
    assert bulletin(kiosk).version == version
    (item,) = office.center.open_list.items()
    assert "cannot be read" in item.detail


def test_a_terminal_that_left_the_file_is_refused_in_words(
    office: DirectOffice, town: Town, tmp_path: Path, clock: TestClock, file: Path
) -> None:
    place = {"municipality": HANAMAKI, "terminal": "nahan-plaza"}
    second = DirectOffice(
        town.pki,
        tmp_path,
        town.register,
        Admitted(["K-0001"], admitted().builds, admitted().configurations, {"K-0001": place}),
        now=clock.now,
        random=os.urandom,
        anti_forgery=plain_sheets,
        municipalities=file.parent,
    )
    kiosk = kiosk_direct(town, second.adapter("K-0001"), clock)
    assert bulletin(kiosk).certificates
    put(file, file.read_text(encoding="utf-8").replace('id = "nahan-plaza"', 'id = "elsewhere"'))
    answer = kiosk.link.public_offer(PublicOfferRequest(HANAMAKI))
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.DEVICE_NOT_ADMITTED
    assert "nahan-plaza" in answer.detail
    second.close()


def test_every_municipality_that_comes_with_the_program_can_be_read() -> None:
    assert Municipalities(MUNICIPALITIES).mistakes() == ()
