"""One look at the register: everything asked of a snapshot is true of one and the same moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import apsw

from city.register import rows
from city.register.records import (
    AppendixAddress,
    CardLink,
    Extract,
    FamilyMember,
    FamilyRegister,
    FiledApplication,
    FoundMember,
    Household,
    Registration,
    RegistrationDecision,
    Resident,
    SealRegistration,
    TaxRecord,
)
from city.register.rows import Row

_NOBODY = 0
"""No row of the register has this number: with it every statement is made as for somebody and finds nothing."""


class Snapshot:
    """The register as it stood when the transaction began. `as_of` is the caller's clock, `version` the register's count."""

    def __init__(self, connection: apsw.Connection, as_of: datetime) -> None:
        self._connection = connection
        ((version, synchronising),) = self._query("SELECT version, synchronising FROM state")
        self.version = rows.integer(version)
        self.synchronising = bool(synchronising)
        self.as_of = as_of

    def extract(self, issuer: bytes, serial: int) -> Extract:
        """All that an answer to this card's holder needs; `issuer` is the issuer name in DER.

        The same statements are made whoever it is, also when the card belongs to nobody here: how long it takes says
        nothing. Then there is neither `resident` nor `family_self`.
        """
        card = (issuer, serial_bytes(serial))
        person, link = self._linked(card)
        registration = self._registration(card)
        accepted = registration.family_member if registration and person == _NOBODY else None
        resident, household = self._household(person)
        family = self._family_register(person, accepted or _NOBODY)
        return Extract(
            version=self.version,
            as_of=self.as_of,
            resident=resident,
            household=household,
            seal=self._seal(person),
            taxes=self._taxes(person),
            family=family,
            family_self=_self_in(family, person, accepted),
            registration=registration,
            card=link,
            synchronising=self.synchronising,
        )

    def registration_of_statement(self, statement: bytes) -> Registration | None:
        """The registration that came of this very statement."""
        return self._registration_where("statement = ?", (statement,))

    def applications(self, state: RegistrationDecision | None = None) -> tuple[Registration, ...]:
        """The registrations of use in the order of their filing, of one state or all."""
        wanted = (None, None) if state is None else (state.value, state.value)
        found = self._query(_REGISTRATION + " WHERE ? IS NULL OR state = ? ORDER BY id", wanted)
        return tuple(_registration(row) for row in found)

    def application(self, reference: str) -> FiledApplication | None:
        """A registration with the statement that was filed, for the office."""
        found = self._registration_where("reference = ?", (reference,))
        if found is None:
            return None
        ((statement,),) = self._query("SELECT statement FROM registrations WHERE reference = ?", (reference,))
        return FiledApplication(found, rows.binary(statement))

    def search_members(self, kana: str, born: date | None) -> tuple[FoundMember, ...]:
        """Living members of family registers by a part of the reading (spaces do not count), and the day of birth."""
        found = self._query(
            _STANDING + " AND instr(replace(replace(m.kana, '　', ''), ' ', ''), ?) > 0 AND (? IS NULL OR m.born = ?) "
            "ORDER BY m.kana, m.id",
            (kana.replace("　", "").replace(" ", ""), *[born.isoformat() if born else None] * 2),
        )
        return tuple(map(_found_member, found))

    def standing_member(self, member: int) -> FoundMember | None:
        """One who stands in a family register, by number."""
        return next(map(_found_member, self._query(_STANDING + " AND m.id = ?", (member,))), None)

    def acts(self) -> tuple[tuple[str, str, str, str], ...]:
        """What the office did: when, who, what, about which reference."""
        found = self._query("SELECT at, who, what, about FROM acts ORDER BY id")
        return tuple(
            (rows.text(at), rows.text(who), rows.text(what), rows.text(about)) for at, who, what, about in found
        )

    def _linked(self, card: tuple[bytes, bytes]) -> tuple[int, CardLink | None]:
        found = self._query("SELECT person, usable_from FROM links WHERE issuer = ? AND serial = ?", card)
        return next(((rows.integer(person), CardLink(rows.day(since))) for person, since in found), (_NOBODY, None))

    def _registration(self, card: tuple[bytes, bytes]) -> Registration | None:
        return self._registration_where("issuer = ? AND serial = ?", card)

    def _registration_where(self, condition: str, values: tuple[object, ...]) -> Registration | None:
        found = self._query(f"{_REGISTRATION} WHERE {condition} ORDER BY id DESC LIMIT 1", values)
        return next((_registration(row) for row in found), None)

    def _household(self, person: int) -> tuple[Resident | None, Household | None]:
        """The person and the household with all who live there now."""
        homes = self._query(
            "SELECT id, address, (SELECT group_concat(kind) FROM blocks WHERE household = households.id) FROM households "
            "WHERE id = (SELECT household FROM persons WHERE id = ?)",
            (person,),
        )
        number = homes[0][0] if homes else _NOBODY
        people = self._query(rows.PERSON + " WHERE p.household = ? ORDER BY p.position", (number,))
        everybody = [rows.resident(row) for row in people]
        if not everybody:
            return None, None
        ((_, address, kinds),) = homes
        household = Household(
            id=rows.integer(number),
            address=rows.text(address),
            head_name=everybody[0].name,
            members=tuple(one for one in everybody if one.leaving is None),
            blocks=rows.blocks(kinds),
        )
        return next(one for one in everybody if one.id == person), household

    def _seal(self, person: int) -> SealRegistration | None:
        """The person's registered seal; a cancelled one (廃印) is none."""
        found = self._query(
            "SELECT s.number, s.registered, i.svg FROM seal_registrations s JOIN seal_pictures i ON i.id = s.picture "
            "WHERE s.person = ? AND s.cancelled IS NULL",
            (person,),
        )
        return next(map(rows.seal, found), None)

    def _taxes(self, person: int) -> tuple[TaxRecord, ...]:
        found = self._query(
            "SELECT year, address, incomes, total_income, deductions, dependants, tax_base, city_income_levy, "
            "city_per_capita, prefecture_income_levy, prefecture_per_capita FROM tax_records WHERE person = ? "
            "ORDER BY year DESC",
            (person,),
        )
        return tuple(map(rows.tax_record, found))

    def _family_register(self, person: int, member: int) -> FamilyRegister | None:
        """The register in which a resident stands now, or a member of it."""
        registers = self._query(
            "SELECT id, domicile, family_name, head, made, made_because, updating FROM family_registers WHERE id = "
            "(SELECT register FROM family_members WHERE (person = ? AND struck_off IS NULL) OR id = ?)",
            (person, member),
        )
        number = registers[0][0] if registers else _NOBODY
        people = self._query(rows.MEMBER + " WHERE m.register = ? ORDER BY m.position", (number,))
        of_register = "WHERE member IN (SELECT id FROM family_members WHERE register = ?)"
        events = defaultdict(list)
        for who, title, lines in self._query(
            f"SELECT member, title, lines FROM family_events {of_register} ORDER BY member, position",  # noqa: S608 because no outside text is in it
            (number,),
        ):
            events[who].append(rows.register_event(title, lines))
        addresses = defaultdict(list)
        for who, address, since in self._query(
            f"SELECT member, address, since FROM appendix_addresses {of_register} ORDER BY member, since",  # noqa: S608 because no outside text is in it
            (number,),
        ):
            addresses[who].append(AppendixAddress(rows.text(address), rows.day(since)))
        if not registers:
            return None
        ((_, domicile, family_name, head, made, because, updating),) = registers
        return FamilyRegister(
            id=rows.integer(number),
            domicile=rows.text(domicile),
            family_name=rows.text(family_name),
            head=rows.text(head),
            made=rows.day(made),
            made_because=rows.text(because),
            members=tuple(rows.family_member(row, events[row[0]], addresses[row[0]]) for row in people),
            updating=bool(updating),
        )

    def _query(self, sql: str, values: tuple[object, ...] = ()) -> Sequence[Row]:
        return list(self._connection.execute(sql, values))


_REGISTRATION = "SELECT reference, filed, state, usable_from, family_member FROM registrations"


def _registration(row: Row) -> Registration:
    reference, filed, state, usable_from, member = row
    return Registration(
        reference=rows.text(reference),
        filed=rows.day(filed),
        state=RegistrationDecision(state),
        usable_from=rows.day(usable_from),
        family_member=None if member is None else rows.integer(member),
    )


_STANDING = (
    "SELECT m.id, r.family_name, m.given_name, m.kana, m.born, r.domicile, r.head, m.person FROM family_members m "
    "JOIN family_registers r ON r.id = m.register WHERE m.struck_off IS NULL"
)


def _found_member(row: Row) -> FoundMember:
    member, family, given, kana, born, domicile, head, person = row
    return FoundMember(
        member=rows.integer(member),
        name=f"{family}　{given}",
        kana=rows.text(kana),
        born=rows.day(born),
        domicile=rows.text(domicile),
        head=f"{family}　{head}",
        lives_here=person is not None,
    )


def _self_in(family: FamilyRegister | None, person: int, member: int | None) -> FamilyMember | None:
    members = family.members if family else ()
    return next((one for one in members if one.id == member or (one.person == person and not one.struck_off)), None)


def serial_bytes(serial: int) -> bytes:
    """A certificate's serial number as it is stored: big-endian, no leading zero byte (X.509: positive, at most 20 bytes)."""
    if serial <= 0:
        raise ValueError("a certificate's serial number is positive")
    return serial.to_bytes((serial.bit_length() + 7) // 8, "big")
