"""A city alone at its table; keys, cards and the register are made once a session, and the register copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from city.documents.certificates import Certificate, Drawn
from city.service import Service
from issuance.domain.certificates import BasketLine
from rehearsal.ocsp_responder import OcspResponder
from tests.city_app.table import (
    Compromised,
    Session,
    TestClock,
    Town,
    build_town,
    open_city,
    record_line,
    session_of,
)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def city(town: Town, tmp_path: Path) -> Iterator[Service]:
    def draw(_: Certificate) -> Drawn:
        return Drawn(b"%PDF drawn", 1)

    register = tmp_path / "register.sqlite"
    shutil.copy(town.register, register)
    service = open_city(town, tmp_path, register, draw)
    yield service
    service.store.close()


@pytest.fixture
def responder(town: Town) -> OcspResponder:
    return OcspResponder(town.pki.cards)


@pytest.fixture
def card_of(town: Town, city: Service, responder: OcspResponder, clock: TestClock) -> Callable[..., Session]:
    """A session of a resident's card; what is named is changed in its grant."""

    def make(key: str = "ordinary-01", **changes: object) -> Session:
        return session_of(town, responder, clock, town.cards[key], city.municipality.fees.version, **changes)

    return make


@pytest.fixture
def session(card_of: Callable[..., Session]) -> Session:
    return card_of()


@pytest.fixture
def center(town: Town, city: Service, clock: TestClock) -> Compromised:
    return Compromised(town, city, clock)


@pytest.fixture
def record(city: Service) -> BasketLine:
    return record_line(city)
