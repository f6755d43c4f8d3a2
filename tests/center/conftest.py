"""A chain without sockets on a clock that stands still; keys, cards and the register are made once a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.issuing import Draw
from city.seal.authority import invented_authority
from rehearsal.back_office import DirectOffice
from tests.center.chain import IPAMJ, Kiosk, TestClock, Town, admitted, build_town, kiosk_direct, plain_sheets


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def draw() -> Draw:
    typeface = Typeface(IPAMJ)
    return DrawingHand(typeface, invented_authority("花巻市", typeface)).draw


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def office(town: Town, draw: Draw, tmp_path: Path, clock: TestClock) -> Iterator[DirectOffice]:
    office = DirectOffice(
        town.pki,
        tmp_path,
        town.register,
        admitted(),
        now=clock.now,
        random=os.urandom,
        anti_forgery=plain_sheets,
        draw=draw,
    )
    yield office
    office.close()


@pytest.fixture
def kiosk(office: DirectOffice, town: Town, clock: TestClock) -> Kiosk:
    return kiosk_direct(town, office.adapter("K-0001"), clock)
