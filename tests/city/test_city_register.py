"""The register: one snapshot is one moment, and no change goes uncounted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import apsw
import pytest

from city.register.changes import FamilyMemberEntry, FamilyRegisterEntry
from city.register.records import BlockKind, LeavingReason, RegistrationDecision
from city.register.register import Register, RegisterError
from city.register.snapshot import serial_bytes
from tests.city.town import ISSUER, NOON, Town


def test_a_change_beside_a_snapshot_is_not_seen_by_it(town: Town) -> None:
    serial = town.serials["yoshida"]
    with town.register.snapshot(NOON) as snapshot:
        before = snapshot.extract(ISSUER, serial)
        resident, household = before.resident, before.household
        assert resident is not None
        assert household is not None
        with town.register.change() as change:
            change.rename(resident.id, "別人", "ベツジン")
            change.move_household(resident.id, "別の町")
            change.cancel_seal(resident.id, date(2026, 11, 23))
            change.block_person(resident.id, BlockKind.SUPPORT_MEASURE)
            change.remove_tax_record(resident.id, 2026)
            change.mark_updating(1, updating=True)
        again = snapshot.extract(ISSUER, serial)
    assert again == before
    assert "見本町" in household.address
    later = town.extract("yoshida")
    assert (later.resident.name, later.household.address, later.seal) == ("別人", "別の町", None)
    assert (len(later.taxes), later.family.updating) == (len(before.taxes) - 1, True)
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
        "UPDATE tax_records SET total_income = 1 WHERE person = 1",
        "UPDATE family_registers SET updating = 1 WHERE id = 1",
        "UPDATE family_members SET struck_off = '2026-11-01' WHERE id = 2",
        "UPDATE family_events SET title = '養子縁組' WHERE member = 1",
        "DELETE FROM appendix_addresses WHERE member = 1",
        "INSERT INTO blocks (person, kind) VALUES (1, 'letter-pending')",
        "DELETE FROM blocks WHERE person = 1",
        "UPDATE links SET usable_from = '2026-11-24' WHERE person = 1",
        "DELETE FROM links WHERE person = 1",
        "INSERT INTO registrations VALUES (1, 'AAAA-AAAA', x'00', x'01', '2026-11-24', x'02', 'examining', '2026-12-01', NULL)",
        "INSERT INTO acts VALUES (1, '2026-11-24T12:00:00', 'SATO', 'show', 'AAAA-AAAA')",
        "UPDATE state SET synchronising = 1",
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
        for issuer, serial in ((ISSUER, 999_999), (b"another issuer", town.serials["yoshida"])):
            extract = snapshot.extract(issuer, serial)
            assert (extract.resident, extract.household, extract.family_self, extract.card) == (None, None, None, None)


def test_a_serial_number_of_twenty_bytes_is_kept_whole(town: Town) -> None:
    serial = (1 << 159) + 7
    with town.register.change() as change:
        change.link_card(town.ids["watanabe"], ISSUER, serial)
    with town.register.snapshot(NOON) as snapshot:
        found = snapshot.extract(ISSUER, serial).resident
        shorter = snapshot.extract(ISSUER, serial >> 8).resident
    assert found is not None
    assert found.name.startswith("渡邉")
    assert shorter is None
    with pytest.raises(ValueError, match="positive"):
        serial_bytes(0)


def test_a_card_given_back_finds_nobody(town: Town) -> None:
    with town.register.change() as change:
        change.unlink_cards(town.ids["watanabe"])
    with town.register.snapshot(NOON) as snapshot:
        assert snapshot.extract(ISSUER, town.serials["watanabe"]).resident is None


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


def test_a_register_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    Register.create(path)
    connection = apsw.Connection(str(path))
    connection.pragma("user_version", 1)
    connection.close()
    with pytest.raises(RegisterError, match=r"register\.sqlite: has tables of version 1"):
        Register.open(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"nowhere\.sqlite"):
        Register.open(tmp_path / "nowhere.sqlite")


def test_only_its_owner_may_read_the_register(tmp_path: Path) -> None:
    Register.create(tmp_path / "register.sqlite")
    assert (tmp_path / "register.sqlite").stat().st_mode & 0o077 == 0


# ---- taxes, families, registrations


def test_tax_records_come_newest_first_and_a_second_one_for_a_year_is_refused(town: Town) -> None:
    records = town.extract("yoshida").taxes
    assert [record.year for record in records] == [2026, 2025]
    assert all(record.total_tax > 0 and record.incomes[0][0] == "給与収入" for record in records)
    with pytest.raises(apsw.ConstraintError), town.register.change() as change:
        change.enter_tax_record(town.ids["yoshida"], records[0])


def test_a_family_register_comes_whole_with_events_and_addresses_in_order(town: Town) -> None:
    family = town.extract("kikuchi").family
    assert family is not None
    assert (family.family_name, family.head, family.updating) == ("菊池", "德治", False)
    son = family.members[2]
    assert (son.given_name, son.struck_off, son.person) == ("隆一", date(2000, 6, 10), None)
    assert [event.title for event in son.events] == ["出生", "婚姻"]
    assert dict(son.events[1].lines)["【婚姻日】"] == "平成１２年６月１０日"
    sinces = [address.since for address in town.extract("yoshida").family.members[0].addresses]
    assert sinces == sorted(sinces)
    assert len(sinces) == 2


def test_a_married_child_stands_in_a_register_of_its_own(town: Town) -> None:
    with town.register.change() as change:
        change.link_card(town.ids["kikuchi"] + 2, ISSUER, 77_777)  # Ryuichi, third of the household
    with town.register.snapshot(NOON) as snapshot:
        extract = snapshot.extract(ISSUER, 77_777)
    assert extract.family is not None
    assert extract.family_self is not None
    assert (extract.family.head, extract.family_self.given_name) == ("隆一", "隆一")
    assert [member.given_name for member in extract.family.members] == ["隆一", "惠美", "颯真", "凜", "こはる"]


def test_a_person_stands_in_one_living_family_register_at_most(town: Town) -> None:
    own = town.extract("yoshida").family_self
    assert own is not None
    entry = FamilyMemberEntry("髙子", "", own.born, None, "", "", "長女", (), (), person=town.ids["yoshida"])
    register = FamilyRegisterEntry("花巻市", "𠮷田", "髙子", date(2026, 11, 1), "戸籍編製", (entry,))
    with pytest.raises(apsw.ConstraintError), town.register.change() as change:
        change.enter_family_register(register)
    with town.register.change() as change:
        change.strike_off(own.id, date(2026, 11, 1))
        change.enter_family_register(register)
    family = town.extract("yoshida").family
    assert family is not None
    assert family.made == date(2026, 11, 1)


def test_protection_goes_along_when_somebody_moves_out_of_the_city(town: Town) -> None:
    member = town.extract("saito").family_self
    assert member is not None
    with town.register.change() as change:
        change.remove(town.ids["saito"], LeavingReason.MOVED_OUT, date(2026, 11, 1))
        change.file_registration(
            "AAAA-AAAA", b"i", 5, statement=b"s", filed=date(2026, 11, 2), usable_from=date(2026, 11, 10)
        )
        assert change.accept_registration("AAAA-AAAA", member.id, date(2026, 11, 9))
    with town.register.snapshot(NOON) as snapshot:
        extract = snapshot.extract(b"i", 5)
    assert extract.resident is None
    assert extract.family_self is not None
    assert extract.family_self.person is None
    assert BlockKind.SUPPORT_MEASURE in extract.family_self.blocks


def test_a_card_has_one_open_registration_and_a_new_one_after_a_rejection(town: Town) -> None:
    filed = {"filed": date(2026, 11, 24), "usable_from": date(2026, 12, 1)}
    with town.register.change() as change:
        change.file_registration("AAAA-AAAA", b"i", 5, statement=b"1", **filed)
    with pytest.raises(apsw.ConstraintError), town.register.change() as change:
        change.file_registration("BBBB-BBBB", b"i", 5, statement=b"2", **filed)
    with town.register.change() as change:
        assert change.reject_registration("AAAA-AAAA")
        assert not change.reject_registration("AAAA-AAAA")
        change.file_registration("BBBB-BBBB", b"i", 5, statement=b"2", **filed)
    with town.register.snapshot(NOON) as snapshot:
        registration = snapshot.extract(b"i", 5).registration
        assert [one.reference for one in snapshot.applications()] == ["AAAA-AAAA", "BBBB-BBBB"]
    assert registration is not None
    assert (registration.reference, registration.state) == ("BBBB-BBBB", RegistrationDecision.EXAMINING)


@pytest.mark.parametrize("sql", ["UPDATE acts SET who = 'nobody'", "DELETE FROM acts"])
def test_what_the_office_did_is_never_changed(town: Town, tmp_path: Path, sql: str) -> None:
    with town.register.change() as change:
        change.record_act("2026-11-24T12:00:00+09:00", "SATO", "show application", "AAAA-AAAA")
    connection = apsw.Connection(str(tmp_path / "register.sqlite"))
    with pytest.raises(apsw.ConstraintError, match="never"):
        connection.execute(sql)
    connection.close()
