"""What may change in the register: persons, seals, taxes, families, cards and blocks, inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import apsw

from city.register.records import (
    AppendixAddress,
    BlockKind,
    Domicile,
    ForeignStatus,
    LeavingReason,
    RegisterEvent,
    RegistrationDecision,
    Sex,
    TaxRecord,
)
from city.register.snapshot import serial_bytes

FIRST_CARDS = date(2016, 1, 1)
"""The month in which My Number cards were first handed out: a card of which nothing else is known can be used since then."""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the office enters one; the fields are those of Resident."""

    name: str
    kana: str
    born: date
    sex: Sex
    relationship: str
    became_resident: date
    at_address_since: date
    filed: date
    former_address: str
    individual_number: str
    domicile: Domicile | None = None
    foreign: ForeignStatus | None = None


@dataclass(frozen=True, slots=True)
class FamilyMemberEntry:
    """A person of a family register as the office enters one; the fields are those of FamilyMember."""

    given_name: str
    kana: str
    born: date
    spouse: str | None
    father: str
    mother: str
    relationship: str
    events: tuple[RegisterEvent, ...]
    addresses: tuple[AppendixAddress, ...]
    struck_off: date | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class FamilyRegisterEntry:
    """A family register as the office enters one; the fields are those of FamilyRegister."""

    domicile: str
    family_name: str
    head: str
    made: date
    made_because: str
    members: tuple[FamilyMemberEntry, ...]


class Change:
    """One change of the register; it takes effect as a whole when its transaction ends well."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def enter_household(self, address: str, persons: Sequence[PersonEntry]) -> tuple[int, ...]:
        """Enter a household, head first; returns the persons' ids in the same order."""
        household = self._insert("households", address=address)
        return tuple(self._enter(household, position, person) for position, person in enumerate(persons, start=1))

    def move_household(self, person: int, address: str) -> None:
        """Give the household of a person another address within the city (転居)."""
        self._connection.execute(
            "UPDATE households SET address = ? WHERE id = (SELECT household FROM persons WHERE id = ?)",
            (address, person),
        )

    def rename(self, person: int, name: str, kana: str) -> None:
        """Enter a person's new name."""
        self._connection.execute("UPDATE persons SET name = ?, kana = ? WHERE id = ?", (name, kana, person))

    def remove(self, person: int, reason: LeavingReason, on: date) -> None:
        """Strike a person off the register (消除).

        In the family register such a person lives elsewhere from now on; protection (支援措置) goes along.
        """
        self._connection.execute(
            "UPDATE persons SET left_reason = ?, left_on = ? WHERE id = ?", (reason.value, on.isoformat(), person)
        )
        self._connection.execute(
            "INSERT INTO blocks (member, kind) SELECT m.id, b.kind FROM family_members m JOIN blocks b "
            "ON b.person = m.person OR b.household = (SELECT household FROM persons WHERE id = m.person) "
            "WHERE m.person = ? AND b.kind = ?",
            (person, BlockKind.SUPPORT_MEASURE.value),
        )
        self._connection.execute("UPDATE family_members SET person = NULL WHERE person = ?", (person,))

    def register_seal(self, person: int, number: str, registered: date, impression: str) -> None:
        """Register a seal; a person has one at most, a second one is refused by the register."""
        picture = self._insert("seal_pictures", svg=impression)
        self._insert(
            "seal_registrations", number=number, person=person, registered=registered.isoformat(), picture=picture
        )

    def cancel_seal(self, person: int, on: date) -> None:
        """Cancel a person's seal registration (廃印)."""
        self._connection.execute(
            "UPDATE seal_registrations SET cancelled = ? WHERE person = ? AND cancelled IS NULL",
            (on.isoformat(), person),
        )

    def block_person(self, person: int, kind: BlockKind) -> None:
        self._insert("blocks", person=person, kind=kind.value)

    def block_household_of(self, person: int, kind: BlockKind) -> None:
        ((household,),) = self._connection.execute("SELECT household FROM persons WHERE id = ?", (person,))
        self._insert("blocks", household=household, kind=kind.value)

    def block_member(self, member: int, kind: BlockKind) -> None:
        """Block a person of a family register who lives elsewhere."""
        self._insert("blocks", member=member, kind=kind.value)

    def enter_tax_record(self, person: int, record: TaxRecord) -> None:
        """Enter what the tax office holds of a person for one fiscal year; a second one for that year is refused."""
        self._insert(
            "tax_records",
            person=person,
            year=record.year,
            address=record.address,
            incomes=_as_json(record.incomes),
            total_income=record.total_income,
            deductions=_as_json(record.deductions),
            dependants=_as_json(record.dependants),
            tax_base=record.tax_base,
            city_income_levy=record.city_income_levy,
            city_per_capita=record.city_per_capita,
            prefecture_income_levy=record.prefecture_income_levy,
            prefecture_per_capita=record.prefecture_per_capita,
        )

    def remove_tax_record(self, person: int, year: int) -> None:
        self._connection.execute("DELETE FROM tax_records WHERE person = ? AND year = ?", (person, year))

    def enter_family_register(self, entry: FamilyRegisterEntry) -> tuple[int, ...]:
        """Enter a family register; returns its members' ids in register order."""
        register = self._insert(
            "family_registers",
            domicile=entry.domicile,
            family_name=entry.family_name,
            head=entry.head,
            made=entry.made.isoformat(),
            made_because=entry.made_because,
        )
        return tuple(self._enter_member(register, place, member) for place, member in enumerate(entry.members, start=1))

    def enter_event(self, member: int, event: RegisterEvent) -> None:
        """Enter one more event of a person in the family register."""
        ((before,),) = self._connection.execute("SELECT count(*) FROM family_events WHERE member = ?", (member,))
        self._insert(
            "family_events", member=member, position=before + 1, title=event.title, lines=_as_json(event.lines)
        )

    def enter_address(self, member: int, address: AppendixAddress) -> None:
        """Enter one more address of a person in the appendix."""
        self._insert("appendix_addresses", member=member, address=address.address, since=address.since.isoformat())

    def strike_off(self, member: int, on: date) -> None:
        """Strike a person off the family register (除籍)."""
        self._connection.execute("UPDATE family_members SET struck_off = ? WHERE id = ?", (on.isoformat(), member))

    def mark_updating(self, member: int, *, updating: bool) -> None:
        """Say that a notification for a member's family register is filed and not entered yet, or that it now is."""
        self._connection.execute(
            "UPDATE family_registers SET updating = ? WHERE id = (SELECT register FROM family_members WHERE id = ?)",
            (updating, member),
        )

    def mark_synchronising(self, *, synchronising: bool) -> None:
        """Say that the register is being brought up to date (随時連携), or that it now is."""
        self._connection.execute("UPDATE state SET synchronising = ?", (synchronising,))

    def link_card(self, person: int, issuer: bytes, serial: int, usable_from: date = FIRST_CARDS) -> None:
        """Say whose card this is: `issuer` is the issuer name in DER, `serial` the certificate's number."""
        self._insert(
            "links", issuer=issuer, serial=serial_bytes(serial), person=person, usable_from=usable_from.isoformat()
        )

    def rest_cards(self, person: int, usable_from: date) -> None:
        """Say from which day a person's cards can be used again: the day after a change of the PIN."""
        self._connection.execute("UPDATE links SET usable_from = ? WHERE person = ?", (usable_from.isoformat(), person))

    def unlink_cards(self, person: int) -> None:
        """Forget a person's cards: renewed, given back, lost."""
        self._connection.execute("DELETE FROM links WHERE person = ?", (person,))

    def file_registration(
        self, reference: str, issuer: bytes, serial: int, *, statement: bytes, filed: date, usable_from: date
    ) -> None:
        """File an application for use (利用登録申請) of a card's holder; a card has one open one at most."""
        self._insert(
            "registrations",
            reference=reference,
            issuer=issuer,
            serial=serial_bytes(serial),
            filed=filed.isoformat(),
            statement=statement,
            state=RegistrationDecision.EXAMINING.value,
            usable_from=usable_from.isoformat(),
        )

    def accept_registration(self, reference: str, member: int, on: date) -> bool:
        """The office found whom it is; usable from the day named at filing, or today if that is past. False: not open."""
        self._connection.execute(
            "UPDATE registrations SET state = 'accepted', family_member = ?, usable_from = max(usable_from, ?) "
            "WHERE reference = ? AND state = 'examining'",
            (member, on.isoformat(), reference),
        )
        return self._connection.changes() == 1

    def reject_registration(self, reference: str) -> bool:
        """The office found no register that fits. False: not open."""
        self._connection.execute(
            "UPDATE registrations SET state = 'rejected' WHERE reference = ? AND state = 'examining'", (reference,)
        )
        return self._connection.changes() == 1

    def record_act(self, at: str, who: str, what: str, about: str) -> None:
        """Write down what somebody of the office did; `at` in Japan time, `about` a reference or what was searched for."""
        self._insert("acts", at=at, who=who, what=what, about=about)

    def _enter_member(self, register: int, position: int, member: FamilyMemberEntry) -> int:
        number = self._insert(
            "family_members",
            register=register,
            position=position,
            given_name=member.given_name,
            kana=member.kana,
            born=member.born.isoformat(),
            spouse=member.spouse,
            father=member.father,
            mother=member.mother,
            relationship=member.relationship,
            struck_off=member.struck_off.isoformat() if member.struck_off else None,
            person=member.person,
        )
        for event in member.events:
            self.enter_event(number, event)
        for address in member.addresses:
            self.enter_address(number, address)
        return number

    def _enter(self, household: int, position: int, person: PersonEntry) -> int:
        domicile, foreign = person.domicile, person.foreign
        number = self._insert(
            "persons",
            household=household,
            position=position,
            name=person.name,
            kana=person.kana,
            born=person.born.isoformat(),
            sex=person.sex.value,
            relationship=person.relationship,
            became_resident=person.became_resident.isoformat(),
            at_address_since=person.at_address_since.isoformat(),
            filed=person.filed.isoformat(),
            former_address=person.former_address,
            individual_number=person.individual_number,
            domicile=domicile.address if domicile else None,
            family_register_head=domicile.family_register_head if domicile else None,
        )
        if foreign:
            self._insert(
                "foreign_status",
                person=number,
                nationality=foreign.nationality,
                category=foreign.category,
                status=foreign.status,
                period=foreign.period,
                expires=foreign.expires.isoformat() if foreign.expires else None,
                card_number=foreign.card_number,
                common_name=foreign.common_name,
            )
        return number

    def _insert(self, table: str, **values: str | int | bytes | None) -> int:
        """Insert a row; table and column names come from this module alone, values are bound."""
        names, places = ", ".join(values), ", ".join("?" * len(values))
        self._connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608  # because no outside text is in it
            tuple(values.values()),
        )
        return self._connection.last_insert_rowid()


def _as_json(pairs: Sequence[tuple[str, str | int]]) -> str:
    return json.dumps(pairs, ensure_ascii=False)
