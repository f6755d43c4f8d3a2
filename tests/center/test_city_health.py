"""Whether a city's line lives: asked often enough to be true and seldom enough to be cheap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from center.health import FRESH, Health
from issuance.domain.values import MunicipalityCode
from tests.center.chain import NOON

CITY = MunicipalityCode("032051")


class CountingCity:
    def __init__(self) -> None:
        self.asked = 0
        self.lives = True

    def alive(self, now: object) -> bool:
        self.asked += 1
        return self.lives


@pytest.fixture
def city() -> CountingCity:
    return CountingCity()


@pytest.fixture
def health(city: CountingCity) -> Health:
    return Health({CITY: city})


@pytest.mark.parametrize(
    ("later", "asked"),
    [(timedelta(0), 1), (FRESH - timedelta(seconds=1), 1), (FRESH, 2), (timedelta(seconds=-1), 2)],
)
def test_an_answer_counts_for_some_seconds_and_not_under_a_clock_set_back(
    health: Health, city: CountingCity, later: timedelta, asked: int
) -> None:
    assert health.alive(CITY, NOON)
    assert health.alive(CITY, NOON + later)
    assert city.asked == asked


def test_a_city_that_comes_back_is_found_again(health: Health, city: CountingCity) -> None:
    city.lives = False
    assert not health.alive(CITY, NOON)
    city.lives = True
    assert health.alive(CITY, NOON + FRESH)


def test_after_a_failed_request_the_next_one_asks_anew(health: Health, city: CountingCity) -> None:
    assert health.alive(CITY, NOON)
    city.lives = False
    health.doubt(CITY)
    assert not health.alive(CITY, NOON)


def test_a_city_without_a_line_does_not_live(health: Health) -> None:
    assert not health.alive(MunicipalityCode("131016"), NOON)
