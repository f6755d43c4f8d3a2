"""The source sheet's year replayed: books, residents and city agree to the yen, and would say so if they did not."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from center.report import Sums
from issuance.domain.certificates import CertificateType
from issuance.domain.values import JAPAN_TIME
from rehearsal.year import days, plan
from rehearsal.year.__main__ import SEED
from rehearsal.year.purse import Purse
from rehearsal.year.replay import Replayed, replay
from rehearsal.year.table import agreement, table

ROOT = Path(__file__).parents[2]
OF_THE_OFFICE = {CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX}


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    """A month around the holidays of spring: a holiday on a Friday, three in a row, weekends."""
    planned = plan.visits(SEED, date(2016, 4, 9), date(2016, 5, 8))
    return replay(tmp_path_factory.mktemp("month"), planned)


# ---- the replay


def test_books_and_residents_agree_to_the_yen(month: Replayed) -> None:
    books, purse = month.statement, month.purse
    assert books.total().count == purse.certificates.total() > 60
    assert books.total().fees == sum(purse.paid.values()) == purse.coins
    assert books.total().handling_fees == 115 * purse.certificates.total()
    for type_ in CertificateType:
        sums = books.total(type=type_)
        assert (sums.count, sums.fees) == (purse.certificates[type_.value], purse.paid[type_.value]), type_


def test_places_and_hours_are_split_as_the_residents_remember_them(month: Replayed) -> None:
    books, purse = month.statement, month.purse
    assert books.total(in_town=True).count == purse.in_town
    assert books.total(in_office_hours=True).count == purse.in_office_hours
    assert 0 < purse.in_town < purse.certificates.total()
    assert 0 < purse.in_office_hours < purse.certificates.total()


def test_the_city_counted_the_same_and_nothing_is_left_open(month: Replayed) -> None:
    assert month.city_printed == month.purse.certificates.total()
    assert (month.city_waiting, month.left_open, month.unbalanced) == (0, 0, 0)
    assert agreement(month)


def test_one_yen_or_one_certificate_too_many_is_noticed(month: Replayed) -> None:
    kind, sums = next(iter(month.statement.sums.items()))
    for wrong in (Sums(1, 0, 0), Sums(0, 1, 0), Sums(0, 0, 1)):
        spoilt = replace(month.statement, sums={**month.statement.sums, kind: sums + wrong})
        assert not agreement(replace(month, statement=spoilt))
    assert not agreement(replace(month, left_open=1))
    assert not agreement(replace(month, city_printed=month.city_printed + 1))
    assert "DO NOT AGREE" in table(replace(month, unbalanced=1), SEED)


def test_the_table_shows_the_sheets_figures_beside_our_own(month: Replayed) -> None:
    text = table(month, SEED)
    assert "agree to the yen" in text
    for figure in ("114,000", "279,000 *", "0.9%", "3.5%", f"{month.purse.coins:,}"):
        assert figure in text
    assert "精算書　花巻市（032051）" in text


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_the_whole_year_gives_the_sheets_handling_fees(tmp_path: Path) -> None:
    year = replay(tmp_path, plan.visits(SEED))
    assert agreement(year), table(year, SEED)
    assert year.statement.total().count == 991
    assert year.statement.total().handling_fees == 113_965
    assert round(year.statement.total().handling_fees, -3) == 114_000
    assert round(100 * year.statement.total().count / 110_000, 1) == 0.9
    counted: Counter[tuple[str, str]] = Counter()
    for one in year.statement.turned_away:
        counted[one.reason, one.step] += one.count
    assert counted == year.turned_away
    assert counted.total() > 0


# ---- the plan


@pytest.mark.parametrize("seed", [SEED, 1, 2])
def test_a_planned_year_prints_991_certificates_within_the_hours(seed: int) -> None:
    visits = plan.visits(seed)
    assert sum(visit.printed for visit in visits) == 991
    for visit in visits:
        here = visit.at.astimezone(JAPAN_TIME)
        assert days.FIRST <= here.date() <= days.LAST
        assert here.date() not in days.NO_SERVICE
        assert time(6, 30) <= here.time() < time(22, 45)
        if any(wanted.type in OF_THE_OFFICE for wanted in visit.basket):
            assert days.is_office_day(here.date())
            assert time(9) <= here.time() < time(16, 45)


def test_the_same_seed_plans_the_same_year_and_another_another() -> None:
    assert plan.visits(3) == plan.visits(3)
    assert plan.visits(3) != plan.visits(4)


def test_weekends_evenings_and_other_towns_are_in_the_plan() -> None:
    visits = plan.visits(SEED)
    assert any(visit.at.weekday() >= 5 for visit in visits)
    assert any(visit.at.hour >= 20 for visit in visits)
    assert {visit.store.in_town for visit in visits} == {True, False}
    assert sum(store.in_town for store in plan.stores()) == 39


# ---- the independent side


def test_the_calendar_written_by_hand_has_the_days_of_the_year() -> None:
    assert len(list(days.days())) == 365
    assert sum(map(days.is_office_day, days.days())) == 243
    assert not days.is_office_day(date(2017, 1, 2))
    assert days.is_office_day(date(2016, 12, 28))
    assert not days.is_in_office_hours(datetime(2016, 4, 29, 12, tzinfo=JAPAN_TIME))
    closing = datetime(2016, 4, 28, 17, 15, tzinfo=JAPAN_TIME)
    assert not days.is_in_office_hours(closing)
    assert days.is_in_office_hours(closing - timedelta(seconds=1))


def test_an_option_with_its_own_fee_costs_it() -> None:
    purse = Purse({("family-register", None): 450, ("family-register", "part"): 400})
    store, at = plan.stores()[0], datetime(2016, 4, 4, 12, tzinfo=JAPAN_TIME)
    part, whole = (
        plan.Wanted(CertificateType.FAMILY_REGISTER, extent, 1) for extent in (plan.Extent.PART, plan.Extent.WHOLE)
    )
    purse.take_home(part, store, at, 400)
    purse.take_home(whole, store, at, 450)
    assert purse.paid.total() == purse.coins == 850


@pytest.mark.parametrize("module", ["days", "plan", "purse"])
def test_the_independent_sum_uses_none_of_the_code_it_judges(module: str) -> None:
    tree = ast.parse((ROOT / "rehearsal" / "year" / f"{module}.py").read_text(encoding="utf-8"))
    used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    words = {"issuance.domain.certificates", "issuance.domain.values"}  # names of types, and what Japan time is
    assert {name for name in used if name.startswith(("center", "city", "issuance"))} <= words
