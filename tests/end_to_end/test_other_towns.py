"""A kiosk of one town serves the residents of another by configuration alone."""

from __future__ import annotations

from issuance.domain.certificates import CertificateType, RecordItem
from issuance.protocol.messages import Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal import second_town
from rehearsal.table import TOWN, Table
from rehearsal.wishes import Wish
from tests.end_to_end.days import office_day, today, turn_to

JAPANESE_ONLY = {RecordItem.PERMANENT_DOMICILE}
FOREIGN_ONLY = {RecordItem.NATIONALITY, RecordItem.RESIDENCE_STATUS, RecordItem.RESIDENCE_CARD_NUMBER}


def test_a_resident_of_obihiro_gets_a_record_of_obihiro_at_a_kiosk_in_hanamaki(table: Table) -> None:
    choosing = table.to_offer("tokachi")
    assert choosing.rights.town == at.Town(choosing.rights.town.code, "帯広市", "Obihiro City")
    table.choose(Wish(CertificateType.RESIDENT_RECORD))
    table.post(on.OrderPressed())
    table.wait_for(at.Paying)
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    assert table.sheets == 1
    table.back_to_idle()


def test_the_two_towns_keep_hours_of_their_own(table: Table) -> None:
    """Sunday evening: Hanamaki's family register rests, Obihiro's does not."""
    refused = {}
    for person in ("kikuchi", "tokachi"):
        choosing = table.to_offer(person)
        certificates = choosing.rights.offer.certificates
        refused[person] = next(one.refused for one in certificates if one.type is CertificateType.FAMILY_REGISTER)
        table.post(on.CancelPressed())
        table.to_idle()
    assert refused == {"kikuchi": "closed-day", "tokachi": None}


def test_a_dead_line_to_one_town_is_told_before_the_pin_and_the_other_town_goes_on(table: Table) -> None:
    table.office.halls[second_town.CODE].line.cut()
    table.to_card()
    table.put_card("tokachi")
    assert table.wait_for(at.Explaining).why is Refusal.CITY_UNREACHABLE
    assert table.cards["tokachi"].count("VERIFY") == 0
    table.post(on.UnderstoodPressed())
    table.take_card()
    table.to_offer("yoshida")


def test_a_chosen_town_whose_line_is_dead_is_told_before_any_card(table: Table) -> None:
    turn_to(table, office_day(today(table)), 10)
    table.office.halls[second_town.CODE].line.cut()
    table.to_municipality()
    table.choose_town(second_town.CODE)
    closed = table.wait_for(at.ExplainingTownClosed)
    assert not closed.offer.city_alive


def test_both_towns_can_be_chosen_by_people_from_elsewhere(table: Table) -> None:
    table.to_municipality()
    table.post(on.MunicipalityChosen(own=False))
    served = table.wait_for(at.ChoosingPrefecture).served
    assert {one.code for one in served} == {TOWN, second_town.CODE}


def test_a_foreign_resident_chooses_items_for_foreign_residents_and_has_no_family_register(table: Table) -> None:
    turn_to(table, office_day(today(table)), 10)
    choosing = table.to_offer("santos")
    offered = {one.type: one for one in choosing.rights.offer.certificates}
    table.choose(Wish(CertificateType.RESIDENT_RECORD, items=frozenset(FOREIGN_ONLY)))
    assert offered[CertificateType.RESIDENT_RECORD].items >= FOREIGN_ONLY
    for type_ in (CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX):
        assert type_ not in offered or offered[type_].refused is not None
    table.post(on.OrderPressed())
    table.wait_for(at.Paying)
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    assert table.sheets == 1
