"""What may change in the register: entries, removals, seals, blocks and the cards' links, inside one write transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import apsw

from city.register.records import BlockKind, Domicile, ForeignStatus, LeavingReason, Sex
from city.register.snapshot import serial_bytes


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
        """Strike a person off the register (消除)."""
        self._connection.execute(
            "UPDATE persons SET left_reason = ?, left_on = ? WHERE id = ?", (reason.value, on.isoformat(), person)
        )

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

    def link_card(self, person: int, issuer: bytes, serial: int) -> None:
        """Say whose card this is: `issuer` is the issuer name in DER, `serial` the certificate's number."""
        self._insert("links", issuer=issuer, serial=serial_bytes(serial), person=person)

    def unlink_cards(self, person: int) -> None:
        """Forget a person's cards: renewed, given back, lost."""
        self._connection.execute("DELETE FROM links WHERE person = ?", (person,))

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
