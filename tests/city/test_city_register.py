"""The register: one snapshot is one moment, and no change goes uncounted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import apsw
import pytest

from city.register.records import BlockKind, LeavingReason
from city.register.register import Register, RegisterError
from city.register.snapshot import serial_bytes
from tests.city.town import ISSUER, NOON, Town


def test_a_change_beside_a_snapshot_is_not_seen_by_it(town: Town) -> None:
    serial = town.serials["yoshida"]
    with town.register.snapshot(NOON) as snapshot:
        resident = snapshot.resident_by_certificate(ISSUER, serial)
        assert resident is not None
        with town.register.change() as change:
            change.rename(resident.id, "別人", "ベツジン")
            change.move_household(resident.id, "別の町")
            change.cancel_seal(resident.id, date(2026, 11, 23))
            change.block_person(resident.id, BlockKind.SUPPORT_MEASURE)
        again = snapshot.extract(ISSUER, serial)
    assert again is not None
    assert again.resident == resident
    assert "見本町" in again.household.address
    assert again.seal is not None
    later = town.extract("yoshida")
    assert (later.resident.name, later.household.address, later.seal) == ("別人", "別の町", None)
    assert later.version > again.version


def test_a_change_that_fails_halfway_leaves_nothing(town: Town) -> None:
    before = town.extract("kikuchi")

    def fail_halfway() -> None:
        with town.register.change() as change:
            change.rename(before.resident.id, "半分", "ハンブン")
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        fail_halfway()
    assert town.extract("kikuchi") == before


def test_every_change_of_every_table_raises_the_version_even_when_made_by_another_program(
    town: Town, tmp_path: Path
) -> None:
    connection = apsw.Connection(str(tmp_path / "register.sqlite"))

    def version() -> int:
        return connection.execute("SELECT version FROM state").get

    changes = (
        "UPDATE households SET address = address WHERE id = 1",
        "UPDATE persons SET kana = 'カナ' WHERE id = 1",
        "UPDATE foreign_status SET period = '１年' WHERE person = (SELECT max(person) FROM foreign_status)",
        "UPDATE seal_pictures SET svg = svg WHERE id = 1",
        "UPDATE seal_registrations SET cancelled = '2026-11-01' WHERE person = 1",
        "INSERT INTO blocks (person, kind) VALUES (1, 'letter-pending')",
        "DELETE FROM blocks WHERE person = 1",
        "DELETE FROM links WHERE person = 1",
    )
    for sql in changes:
        before = version()
        connection.execute(sql)
        assert version() > before, sql
    connection.close()


def test_the_register_itself_refuses_dates_that_are_none(town: Town, tmp_path: Path) -> None:
    connection = apsw.Connection(str(tmp_path / "register.sqlite"))
    with pytest.raises(apsw.ConstraintError):
        connection.execute("UPDATE persons SET born = '1978-4-8' WHERE id = 1")
    connection.close()


def test_a_card_that_belongs_to_nobody_finds_nobody(town: Town) -> None:
    with town.register.snapshot(NOON) as snapshot:
        assert snapshot.extract(ISSUER, 999_999) is None
        assert snapshot.extract(b"another issuer", town.serials["yoshida"]) is None


def test_a_serial_number_of_twenty_bytes_is_kept_whole(town: Town) -> None:
    serial = (1 << 159) + 7
    with town.register.change() as change:
        change.link_card(town.ids["watanabe"], ISSUER, serial)
    with town.register.snapshot(NOON) as snapshot:
        found = snapshot.resident_by_certificate(ISSUER, serial)
        shorter = snapshot.resident_by_certificate(ISSUER, serial >> 8)
    assert found is not None
    assert found.name.startswith("渡邉")
    assert shorter is None
    with pytest.raises(ValueError, match="positive"):
        serial_bytes(0)


def test_a_card_given_back_finds_nobody(town: Town) -> None:
    with town.register.change() as change:
        change.unlink_cards(town.ids["watanabe"])
    with town.register.snapshot(NOON) as snapshot:
        assert snapshot.extract(ISSUER, town.serials["watanabe"]) is None


def test_variation_selectors_come_back_as_they_went_in(town: Town) -> None:
    assert town.extract("watanabe").resident.name == "渡邉\U000e0110　誠"


def test_a_cancelled_seal_is_none(town: Town) -> None:
    assert town.extract("obara").seal is None


def test_a_person_has_one_living_seal_at_most(town: Town) -> None:
    with pytest.raises(apsw.ConstraintError), town.register.change() as change:
        change.register_seal(town.ids["yoshida"], "第999999号", date(2026, 1, 1), "<svg/>")


def test_one_card_belongs_to_one_person(town: Town) -> None:
    with pytest.raises(apsw.ConstraintError), town.register.change() as change:
        change.link_card(town.ids["kikuchi"], ISSUER, town.serials["yoshida"])


def test_those_who_died_or_left_are_no_members_any_more(town: Town) -> None:
    household = town.extract("chiba-nokori").household
    assert [member.name for member in household.members] == ["千葉　残"]
    with town.register.change() as change:
        change.remove(town.ids["yoshida-takeshi"], LeavingReason.MOVED_OUT, date(2026, 11, 1))
    assert len(town.extract("yoshida").household.members) == 3


def test_a_register_is_never_made_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    Register.create(path)
    with pytest.raises(RegisterError, match="already"):
        Register.create(path)


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be looked at" * 30])
def test_a_file_that_is_no_register_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.sqlite"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"other\.sqlite: this is no register"):
        Register.open(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"nowhere\.sqlite"):
        Register.open(tmp_path / "nowhere.sqlite")


def test_only_its_owner_may_read_the_register(tmp_path: Path) -> None:
    Register.create(tmp_path / "register.sqlite")
    assert (tmp_path / "register.sqlite").stat().st_mode & 0o077 == 0
