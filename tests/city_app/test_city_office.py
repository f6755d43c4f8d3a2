"""The clerk's words: applications found, shown and decided, reasons looked up, and every act written down."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from city import __main__ as program
from city.assembly import assemble
from city.office import commands
from city.office.desk import Desk, NotPossible
from city.register.records import BlockKind, RegistrationDecision
from city.service import Service
from city.settings import load
from issuance.domain.certificates import RegistrationState
from issuance.protocol.messages import ApplicationFiled, Refused
from rehearsal.server_settings import write_city_settings
from tests.city_app.table import NOON, Compromised, Session, TestClock, Town
from tests.city_app.test_city_applications import HARUKA

MakeSession = Callable[..., Session]


@pytest.fixture
def desk(city: Service) -> Desk:
    return Desk(city.register, city.store, city.application_key, "SATO", NOON)


@pytest.fixture
def reference(center: Compromised, city: Service, card_of: MakeSession) -> str:
    """An application for use that waits for a decision."""
    assert city.application_key is not None
    stranger = card_of("sasaki-elsewhere")
    sealed = stranger.application(HARUKA, city.application_key.public_key().public_bytes_raw())
    answer = center.apply(stranger.proof, sealed)
    assert isinstance(answer, ApplicationFiled)
    return answer.standing.reference


def said(city: Service, *words: str) -> list[str]:
    """What a clerk's word on the command line prints."""
    parser = argparse.ArgumentParser()
    commands.add_to(parser.add_subparsers(dest="word"))
    return list(commands.answer(parser.parse_args(["office", "--by", "SATO", *words]), city, NOON))


def test_the_office_sees_what_was_typed_and_whom_it_fits(desk: Desk, reference: str) -> None:
    (waiting,) = desk.applications()
    assert (waiting.reference, waiting.state) == (reference, RegistrationDecision.EXAMINING)
    shown = desk.show(reference)
    assert shown.details == HARUKA
    (candidate,) = shown.candidates
    assert (candidate.name, candidate.born, candidate.lives_here) == ("佐々木　遥", date(1994, 8, 21), False)


def test_an_accepted_application_can_be_used_from_the_day_that_was_told(
    desk: Desk, reference: str, center: Compromised, card_of: MakeSession
) -> None:
    told = center.offer(card_of("sasaki-elsewhere").proof).registration
    usable_from = desk.accept(reference, desk.show(reference).candidates[0].member)
    assert usable_from.isoformat() == told.usable_from
    assert desk.applications() == ()
    assert [one.state for one in desk.applications(decided=True)] == [RegistrationDecision.ACCEPTED]
    assert center.offer(card_of("sasaki-elsewhere").proof).registration.state is RegistrationState.WAITING


def test_a_decision_is_made_once(desk: Desk, reference: str) -> None:
    desk.reject(reference)
    for again in (
        lambda: desk.reject(reference),
        lambda: desk.accept(reference, desk.search("ハルカ", None)[0].member),
    ):
        with pytest.raises(NotPossible, match="waits for a decision"):
            again()
    assert [act[2] for act in desk.acts()] == ["reject application", "search"]


def test_only_somebody_of_a_family_register_who_lives_elsewhere_can_be_meant(desk: Desk, reference: str) -> None:
    with pytest.raises(NotPossible, match="nobody with the number"):
        desk.accept(reference, 999_999)
    resident = desk.search("ヨシダ　タカコ", None)[0]
    with pytest.raises(NotPossible, match="needs no registration"):
        desk.accept(reference, resident.member)
    assert len(desk.applications()) == 1


@pytest.mark.parametrize(
    ("kana", "born", "names"),
    [
        ("ササキハル", None, {"佐々木　遥"}),
        ("ササキ　ハル", None, {"佐々木　遥"}),
        ("", date(1994, 8, 21), {"佐々木　遥"}),
        ("ササキ", date(1994, 8, 21), {"佐々木　遥"}),
        ("ササキ", date(1994, 8, 22), set()),
        ("%", None, set()),
        ("ユキ", date(1977, 4, 14), set()),  # struck off
    ],
)
def test_members_are_found_by_reading_and_day_of_birth(
    desk: Desk, kana: str, born: date | None, names: set[str]
) -> None:
    assert {one.name for one in desk.search(kana, born)} == names


def test_the_reason_behind_a_refusal_is_found_by_its_reference(
    center: Compromised, city: Service, card_of: MakeSession
) -> None:
    answer = center.offer(card_of("saito").proof)
    assert isinstance(answer, Refused)
    (line,) = said(city, "refusal", answer.reference.lower())
    assert line == f"{answer.reference} 2026-11-24 12:00 {BlockKind.SUPPORT_MEASURE.value} 支援措置の対象者を含む"
    (act,) = said(city, "acts")
    assert act == f"2026-11-24T12:00:00+09:00 SATO look up refusal {answer.reference}"


def test_a_reference_that_nothing_is_kept_under_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="look at the letters"):
        desk.refusal("AAAA-AAAA")


def test_every_look_and_decision_is_written_down_with_who_and_when(city: Service, reference: str) -> None:
    said(city, "applications")
    said(city, "show", reference)
    (found,) = said(city, "search", "ササキハルカ")
    said(city, "accept", reference, "--member", found.split()[0])
    acts = said(city, "acts")
    assert [act.split(" ", 2)[2].strip() for act in acts] == [
        "list applications",
        f"show application {reference}",
        "search ササキハルカ",
        f"accept application {reference} {found.split()[0]}",
    ]
    assert all(act.startswith("2026-11-24T12:00:00+09:00 SATO ") for act in acts)


def test_nobody_acts_without_a_name(city: Service) -> None:
    with pytest.raises(NotPossible, match="--by NAME"):
        Desk(city.register, city.store, city.application_key, " ", NOON)


def test_a_city_without_the_key_says_which_setting_is_missing(desk: Desk, reference: str) -> None:
    with pytest.raises(NotPossible, match=r"keys\.application"):
        replace(desk, application_key=None).show(reference)


def test_the_shown_lines_hold_everything_that_was_typed(city: Service, reference: str) -> None:
    shown = "\n".join(said(city, "show", reference))
    for part in (HARUKA.name, HARUKA.head, HARUKA.domicile, HARUKA.born, HARUKA.telephone, "花巻市", "佐々木　遥"):
        assert part in shown


@pytest.fixture
def beside(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Service]]:
    """A serving city with its files, and the settings from which the office's program opens the same ones."""
    folder = tmp_path / "beside"
    folder.mkdir()
    shutil.copy(town.register, folder / "register.sqlite")
    file = write_city_settings(town.pki, folder, folder / "register.sqlite")
    city = assemble(load(file), file, draw=lambda _: pytest.fail("nothing is drawn"))
    monkeypatch.setattr(program, "_now", lambda: NOON + timedelta(minutes=1))
    yield file, city
    city.store.close()


def test_the_office_works_beside_the_running_server(
    beside: tuple[Path, Service], town: Town, clock: TestClock, card_of: MakeSession, capsys: pytest.CaptureFixture[str]
) -> None:
    file, city = beside
    answer = Compromised(town, city, clock).offer(card_of("saito").proof)
    assert program.main([str(file), "office", "--by", "SATO", "refusal", answer.reference]) == 0
    assert "support-measure" in capsys.readouterr().out


def test_a_word_that_cannot_be_done_ends_with_one_and_says_why(
    beside: tuple[Path, Service], capsys: pytest.CaptureFixture[str]
) -> None:
    file, _ = beside
    assert program.main([str(file), "office", "--by", "SATO", "show", "AAAA-AAAA"]) == 1
    assert "there is no application AAAA-AAAA" in capsys.readouterr().err
