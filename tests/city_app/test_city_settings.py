"""The city's settings: what is missing or wrong is named with its key, and nothing starts half."""

from __future__ import annotations

from pathlib import Path

import pytest

from city.assembly import assemble
from city.settings import load
from issuance.domain.municipality import ConfigurationError
from rehearsal.server_settings import write_city_settings
from tests.city_app.table import Town


@pytest.fixture
def file(town: Town, tmp_path: Path) -> Path:
    return write_city_settings(town.pki, tmp_path, town.register, database=":memory:")


def refused(file: Path) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as error:
        assemble(load(file), file, draw=lambda _: pytest.fail("nothing is drawn"))
    return error.value


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def line_of(file: Path, key: str) -> str:
    return next(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key} ="))


def test_where_applications_are_taken_the_key_for_them_must_be_named(file: Path) -> None:
    rewrite(file, line_of(file, "application"), "")
    assert refused(file).key == "keys.application"


@pytest.mark.parametrize("other", ["city-032051-statement.key", "center-statement.pub", "nowhere.key"])
def test_a_file_that_is_no_key_for_applications_is_refused_by_name(town: Town, file: Path, other: str) -> None:
    rewrite(file, "city-032051-application.key", other)
    error = refused(file)
    assert error.key == "keys.application"
    assert other in error.cure


@pytest.mark.parametrize("wrong", ["step_ms = 0", "step_ms = 60000", "references_kept_days = 0", "steps = 1"])
def test_an_impossible_step_or_keeping_time_is_refused(file: Path, wrong: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + f"\n[answers]\n{wrong}\n", encoding="utf-8")
    assert refused(file).key.startswith("answers")


def test_without_a_word_answers_leave_every_quarter_second_and_references_are_kept_a_month(file: Path) -> None:
    answers = load(file).answers
    assert (answers.step_ms, answers.references_kept_days) == (250, 30)
