"""What a municipality announces ahead: stops, new fees, new hours, each once and in the order of their time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from issuance.domain.announcements import Announced, Announcement
from issuance.domain.certificates import CertificateType
from issuance.domain.municipality import Municipality
from issuance.domain.municipality_file import read
from issuance.domain.places import Place
from issuance.domain.values import JAPAN_TIME, Yen

RECORD, SEAL, TAX = CertificateType.RESIDENT_RECORD, CertificateType.SEAL_REGISTRATION, CertificateType.TAX
FAMILY, APPENDIX = CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX


def delivered(name: str, *changes: tuple[str, str]) -> Municipality:
    text = (Path("config/municipalities") / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read(text.encode(), name)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN_TIME)


def seconds(text: str) -> int:
    return int(at(text).timestamp())


SUSONO_STOP = Announcement(Announced.STOP, (RECORD, SEAL, TAX), seconds("2024-10-01"), seconds("2024-10-02"), None)
SUSONO_FEE = Announcement(Announced.FEE, (RECORD, SEAL, TAX), seconds("2024-10-02"), None, Yen(300))


def test_a_municipality_may_announce_earlier_or_not_at_all() -> None:
    line = 'name_en = "Susono City"'
    early = delivered("222208-susono", (line, f"{line}\nannounced_days = 90"))
    never = delivered("222208-susono", (line, f"{line}\nannounced_days = 0"))
    assert early.announcements(at("2024-07-05T12:00")) == (SUSONO_STOP, SUSONO_FEE)
    assert delivered("222208-susono").announcements(at("2024-07-05T12:00")) == ()
    assert never.announcements(at("2024-09-30T12:00")) == ()


def test_a_stop_and_a_new_fee_are_announced_in_the_order_of_their_time_and_once_for_all_types() -> None:
    assert delivered("222208-susono").announcements(at("2024-09-20T12:00")) == (SUSONO_STOP, SUSONO_FEE)


def test_nothing_is_announced_earlier_than_thirty_days_before() -> None:
    susono = delivered("222208-susono")
    assert susono.announcements(at("2024-09-01")) == ()
    assert susono.announcements(at("2024-09-01T00:00:01")) == (SUSONO_STOP,)


def test_a_stop_is_told_until_its_end_and_a_fee_until_it_holds() -> None:
    susono = delivered("222208-susono")
    assert susono.announcements(at("2024-10-01T23:59:59")) == (SUSONO_STOP, SUSONO_FEE)
    assert susono.announcements(at("2024-10-02")) == ()


def test_a_stop_of_one_group_names_its_types_only() -> None:
    first, *others = delivered("012076-obihiro").announcements(at("2024-10-03T12:00"))
    assert first == Announcement(
        Announced.STOP, (FAMILY, APPENDIX), seconds("2024-10-04T17:30"), seconds("2024-10-05T09:00"), None
    )
    assert [set(one.types) for one in others] == [{RECORD, SEAL, TAX, FAMILY, APPENDIX}] * 2


def test_a_place_is_told_what_it_gives_only() -> None:
    here = Place(types=frozenset({SEAL}))
    assert [one.types for one in delivered("222208-susono").announcements(at("2024-09-20"), here)] == [(SEAL,), (SEAL,)]


def test_hours_that_change_are_announced_and_the_first_ones_are_no_change() -> None:
    hibari = delivered("990027-hibari")
    assert hibari.announcements(at("2026-03-20")) == (
        Announcement(Announced.HOURS, (RECORD, SEAL), seconds("2026-04-01"), None, None),
    )
    assert hibari.announcements(at("2016-03-20")) == ()


def test_a_fee_that_is_said_again_is_no_change() -> None:
    again = '[[fees.fee]]\ntype = "tax"\nfrom = 2016-04-01'
    hanamaki = delivered("032051-hanamaki", (again, f"{again}\nyen = 300\n\n{again.replace('2016-04', '2024-10')}"))
    assert len(hanamaki.fees.fees) == 6
    assert hanamaki.announcements(at("2024-09-20")) == ()


def test_fees_that_differ_by_option_are_announced_without_a_sum() -> None:
    new = '[[fees.fee]]\ntype = "family-register"\nfrom = 2024-10-01\nyen = '
    minamo = delivered("990019-minamo", ("[[fees.fee]]\ntype = \"tax\"", f'{new}500\n\n{new}400\noption = "part"\n\n'
        "[[fees.fee]]\ntype = \"tax\""))  # fmt: skip
    assert minamo.announcements(at("2024-09-20")) == (
        Announcement(Announced.FEE, (FAMILY,), seconds("2024-10-01"), None, None),
    )
    assert {price.yen for price in minamo.prices(FAMILY, date(2024, 10, 1))} == {Yen(500), Yen(400)}
