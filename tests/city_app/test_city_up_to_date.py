"""The municipality's file changes while the city serves: the next request goes by it, a mistake changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from city.service import Service
from city.up_to_date import UpToDate
from issuance.domain.certificates import BasketLine
from issuance.domain.values import Yen
from issuance.protocol.messages import Authorised, Issued, Refusal, Refused
from rehearsal.server_settings import file_of
from tests.city_app.table import Compromised, Session, TestClock, Town

HANAMAKI = "032051"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(file_of(HANAMAKI), tmp_path))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def center(town: Town, city: Service, clock: TestClock, file: Path, told: list[str]) -> Compromised:
    center = Compromised(town, city, clock)
    served = UpToDate(city, file, told.append)
    center.city = _Watched(served, city)
    return center


class _Watched:
    """The served city, with the key by which its answers are checked."""

    def __init__(self, served: UpToDate, city: Service) -> None:
        self.handle = served.handle
        self.statement_key = city.statement_key


def rewrite(file: Path, old: str, new: str) -> None:
    """A new version, put in the place of the old one in one go."""
    changed = file.read_text(encoding="utf-8").replace(old, new)
    beside = file.with_suffix(".new")
    beside.write_text(changed, encoding="utf-8")
    beside.replace(file)


def fees(offer: Authorised | Refused) -> set[Yen]:
    assert isinstance(offer, Authorised)
    return {price.yen for item in offer.certificates for price in item.prices}


def test_a_new_fee_holds_for_the_next_offer(center: Compromised, session: Session, file: Path) -> None:
    before = fees(center.offer(session.proof))
    rewrite(file, "yen = 300", "yen = 320")
    assert fees(center.offer(session.proof)) == {Yen(320) if fee == Yen(300) else fee for fee in before}


def test_an_order_at_the_old_fee_is_refused_once_the_file_has_changed(
    center: Compromised, session: Session, record: BasketLine, file: Path
) -> None:
    rewrite(file, "yen = 300", "yen = 320")
    answer = center.issue(session.proof, session.order(record))
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.FEE_CHANGED


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("yen = 300", "yen = -1", "yen"),
        ('code = "032051"', 'code = "032085"', "code"),
        ("[[group]]", "[[group]", "TOML"),
    ],
)
def test_a_version_with_a_mistake_is_told_once_and_changes_nothing(
    center: Compromised, session: Session, file: Path, told: list[str], old: str, new: str, said: str
) -> None:
    before = fees(center.offer(session.proof))
    rewrite(file, old, new)
    for _ in range(3):
        assert fees(center.offer(session.proof)) == before
    assert told
    assert len(told) == len(set(told))
    assert all(said in one and "stays in force" in one for one in told)


def test_a_file_that_is_gone_for_a_moment_changes_nothing(
    center: Compromised, session: Session, record: BasketLine, file: Path, told: list[str]
) -> None:
    file.unlink()
    assert isinstance(center.issue(session.proof, session.order(record)), Issued)
    assert told == []
