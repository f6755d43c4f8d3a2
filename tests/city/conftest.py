"""One typeface, one drawing hand and one filled register for the tests of the city."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from city import settings
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.register.register import Register
from city.seal.authority import Authority, invented_authority
from issuance.domain.certificates import BasketLine
from issuance.domain.municipality import Municipality
from issuance.domain.values import OrderId, SessionId, Yen
from issuance.protocol.messages import Environment, Order
from rehearsal import sample_residents
from tests.city.town import IPAMJ, ISSUER, Town

HANAMAKI = Path(__file__).parents[2] / "config" / "municipalities" / "032051-hanamaki.toml"


@pytest.fixture(scope="session")
def typeface() -> Typeface:
    return Typeface(IPAMJ)


@pytest.fixture(scope="session")
def hand(typeface: Typeface) -> DrawingHand:
    return DrawingHand(typeface, invented_authority("花巻市", typeface))


@pytest.fixture(scope="session")
def hanamaki() -> Municipality:
    return settings.load_municipality(HANAMAKI)


@pytest.fixture(scope="session")
def filled_town(tmp_path_factory: pytest.TempPathFactory, typeface: Typeface) -> tuple[Path, Town]:
    keys = [
        person.key
        for household in (*sample_residents.HOUSEHOLDS, *sample_residents.ordinary_households())
        for person in household.persons
        if person.key
    ]
    keys += sample_residents.ELSEWHERE
    serials = {key: 0x1000 + index for index, key in enumerate(keys)}
    path = tmp_path_factory.mktemp("city") / "register.sqlite"
    register = Register.create(path)
    ids = sample_residents.fill(register, {key: (ISSUER, serial) for key, serial in serials.items()}, typeface)
    return path, Town(register, ids, serials)


@pytest.fixture
def town(tmp_path: Path, filled_town: tuple[Path, Town]) -> Town:
    """A town of its own for every test."""
    path, filled = filled_town
    shutil.copy(path, tmp_path / "register.sqlite")
    return replace(filled, register=Register.open(tmp_path / "register.sqlite"))


@pytest.fixture
def order_of(hanamaki: Municipality) -> Callable[..., Order]:
    def make(*lines: BasketLine, order: str = "0f" * 16, **changes: object) -> Order:
        values = {
            "environment": Environment.TEST,
            "session": SessionId("0" * 32),
            "order": OrderId(order),
            "grant": b"g" * 32,
            "municipality": hanamaki.code,
            "lines": lines,
            "total": sum((line.total for line in lines), start=Yen(0)),
            "fee_table": hanamaki.fees.version,
            "not_after": 0,
        }
        return Order(**(values | changes))

    return make


@pytest.fixture(scope="session")
def test_authority(typeface: Typeface) -> Authority:
    return invented_authority("花巻市", typeface)


@pytest.fixture
def in_threads() -> Callable[..., list[object]]:
    def run(call: Callable[[object], object], values: list[object]) -> list[object]:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(call, values))

    return run
