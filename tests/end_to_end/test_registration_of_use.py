"""Somebody who lives elsewhere applies at the kiosk for the registration of use; the office decides; the register comes out."""

from __future__ import annotations

from datetime import date, datetime

from city.office.desk import Desk
from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType, Extent, RegistrationState
from issuance.domain.values import Yen
from issuance.protocol.messages import Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.states import ApplicationField
from rehearsal.table import TOWN, Table
from rehearsal.wishes import Wish
from tests.end_to_end.days import office_day, today, turn_to

PERSON = "sasaki-elsewhere"
TYPED = {
    ApplicationField.NAME: "ササキ　ハルカ",
    ApplicationField.BORN: "19940821",
    ApplicationField.HEAD: "ササキ　ミサキ",
    ApplicationField.DOMICILE: "ミホンチョウ3チョウメ3バンチ",
    ApplicationField.TELEPHONE: "0191000000",
}
"""Invented, as the person is; nobody has this number."""


def leave(table: Table) -> None:
    table.post(on.UnderstoodPressed())
    table.to_idle()


def apply(table: Table) -> at.ShowingApplicationFiled:
    table.prove(PERSON, TOWN)
    explaining = table.wait_for(at.ExplainingRegistration)
    assert explaining.standing.state is RegistrationState.NONE
    table.post(on.ApplyPressed())
    for question, answer in TYPED.items():
        table.wait_until(lambda question=question: asked(table) is question, f"the question {question.value}")
        table.post(on.ApplicationAnswered(answer))
    table.wait_for(at.ReviewingApplication)
    table.post(on.FilePressed())
    return table.wait_for(at.ShowingApplicationFiled)


def asked(table: Table) -> ApplicationField | None:
    state = table.room.runner.state
    return state.asked if isinstance(state, at.EnteringApplication) else None


def desk_at(table: Table, now: datetime) -> Desk:
    city = table.office.city
    return Desk(city.register, city.store, city.application_key, "見本 係", now)


def standing(table: Table) -> RegistrationState:
    """What a further visit is told, before anything could be had."""
    table.prove(PERSON, TOWN)
    told = table.wait_for(at.ExplainingRegistration).standing.state
    leave(table)
    return told


def test_from_the_application_to_the_first_family_register(table: Table) -> None:
    first = office_day(today(table))
    table.to_idle()
    now = turn_to(table, first, 10)
    filed = apply(table).standing
    assert filed.state is RegistrationState.EXAMINING
    assert filed.reference
    assert filed.usable_from is not None
    usable_from = date.fromisoformat(filed.usable_from)
    assert (usable_from - first).days >= 7  # five working days have a weekend among them
    leave(table)
    assert standing(table) is RegistrationState.EXAMINING

    desk = desk_at(table, now)
    (application,) = desk.applications()
    assert application.reference == filed.reference
    shown = desk.show(application.reference)
    assert (shown.details.name, shown.details.born) == ("ササキ　ハルカ", "1994-08-21")
    member = next(one.member for one in shown.candidates if one.kana == "ササキ　ハルカ")
    assert desk.accept(application.reference, member) == usable_from
    assert standing(table) is RegistrationState.WAITING

    turn_to(table, usable_from, 10)
    choosing = table.to_offer(PERSON, TOWN)
    offered = {one.type for one in choosing.rights.offer.certificates if one.refused is None}
    assert offered == {CertificateType.FAMILY_REGISTER, CertificateType.FAMILY_REGISTER_APPENDIX}
    table.choose(Wish(CertificateType.FAMILY_REGISTER, extent=Extent.WHOLE))
    table.post(on.OrderPressed())
    paying = table.wait_for(at.Paying)
    assert paying.order.due == Yen(450)
    table.put_in(500)
    table.wait_for(at.RemindingToTake)
    assert table.sheets == sum(one.sheets for one in paying.order.certificates)
    table.back_to_idle()


def test_a_rejected_application_is_told_and_may_be_filed_anew(table: Table) -> None:
    now = turn_to(table, office_day(today(table)), 10)
    reference = apply(table).standing.reference
    leave(table)
    desk_at(table, now).reject(reference)
    assert standing(table) is RegistrationState.REJECTED


def test_nothing_of_what_was_typed_stays_behind_in_the_kiosk_and_the_center_cannot_read_it(table: Table) -> None:
    turn_to(table, office_day(today(table)), 10)
    filed = apply(table)
    leave(table)
    assert [fact.reason for fact in table.told(entry.TurnedAway)] == ["applied"]
    assert table.told(entry.VisitEnded)
    table.power_off()
    kept = [path for folder in (table.folder / "kiosk", table.folder / "center.sqlite") for path in files_of(folder)]
    assert kept
    for path in kept:
        content = path.read_bytes()
        for secret in ("ササキ", "ハルカ", "ミホンチョウ", "19940821", "1994-08-21", "0191000000"):
            assert secret.encode() not in content, path.name
            assert secret.encode("utf-16-le") not in content, path.name
    table.power_on()
    assert filed.standing.reference


def files_of(place: object) -> list[object]:
    found = sorted(place.rglob("*")) if place.is_dir() else sorted(place.parent.glob(f"{place.name}*"))
    return [path for path in found if path.is_file()]


def test_a_resident_of_the_town_needs_no_registration(table: Table) -> None:
    turn_to(table, office_day(today(table)), 10)
    choosing = table.to_offer("kikuchi", TOWN)
    assert choosing.rights.offer.registration is None


def test_outside_the_hours_of_the_family_register_a_person_from_elsewhere_is_told_before_the_card(
    table: Table,
) -> None:
    turn_to(table, office_day(today(table)), 18)
    table.to_municipality()
    table.choose_town(TOWN)
    closed = table.wait_for(at.ExplainingTownClosed)
    assert closed.offer.municipality == TOWN


def test_whoever_forgets_to_choose_the_town_is_told_that_the_own_one_is_not_served(table: Table) -> None:
    table.to_card()
    table.put_card(PERSON)
    assert table.wait_for(at.Explaining).why is Refusal.MUNICIPALITY_NOT_SERVED
    assert table.cards[PERSON].count("VERIFY") == 0
