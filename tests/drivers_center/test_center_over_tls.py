"""The real driver, the real session object, center and city over real TLS on loopback."""

from __future__ import annotations

import os

import pytest

from issuance.protocol.messages import Outcome
from rehearsal.back_office import BackOffice
from tests.center.chain import TestClock, Town, admitted, build_town, kiosk_over_tls


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def office(town: Town, tmp_path, clock: TestClock):
    with BackOffice(town.pki, tmp_path, town.register, admitted(), now=clock.now, random=os.urandom) as office:
        yield office


def test_one_resident_gets_one_record(office: BackOffice, town: Town, clock: TestClock) -> None:
    kiosk = kiosk_over_tls(town, office.url, clock)
    kiosk.authorise()
    (document,) = kiosk.documents(kiosk.order())
    assert document.pdf.startswith(b"%PDF")
    assert document.sides == 2
    acknowledgement = kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED))
    assert isinstance(acknowledgement, bytes)
    office.center.tick(clock.now())
    (counted,) = office.city.store.counts()
    assert (counted.drawn, counted.printed, counted.waiting) == (1, 1, 0)
