"""One look at the register: everything asked of a snapshot is true of one and the same moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import apsw

from city.register.records import (
    BlockKind,
    Domicile,
    Extract,
    ForeignStatus,
    Household,
    Leaving,
    LeavingReason,
    Resident,
    SealRegistration,
    Sex,
)

_PERSON = """
SELECT p.id, p.household, p.name, p.kana, p.born, p.sex, p.relationship, p.became_resident, p.at_address_since, p.filed,
       p.former_address, p.domicile, p.family_register_head, p.individual_number, p.left_reason, p.left_on,
       f.nationality, f.category, f.status, f.period, f.expires, f.card_number, f.common_name,
       (SELECT group_concat(kind) FROM blocks WHERE person = p.id)
FROM persons p LEFT JOIN foreign_status f ON f.person = p.id
"""


class Snapshot:
    """The register as it stood when the transaction began. `as_of` is the caller's clock, `version` the register's count."""

    def __init__(self, connection: apsw.Connection, version: int, as_of: datetime) -> None:
        self._connection = connection
        self.version = version
        self.as_of = as_of

    def extract(self, issuer: bytes, serial: int) -> Extract | None:
        """All that an order of this card's holder needs, or None if the card belongs to nobody here."""
        resident = self.resident_by_certificate(issuer, serial)
        if resident is None:
            return None
        return Extract(
            self.version, self.as_of, resident, self.household_of(resident), self.seal_registration_of(resident)
        )

    def resident_by_certificate(self, issuer: bytes, serial: int) -> Resident | None:
        """The person a card's certificate belongs to; `issuer` is the issuer name in DER."""
        rows = self._query(
            _PERSON + " JOIN links l ON l.person = p.id WHERE l.issuer = ? AND l.serial = ?",
            (issuer, serial_bytes(serial)),
        )
        return next((_resident(row) for row in rows), None)

    def household_of(self, resident: Resident) -> Household:
        """The household of a person with all who live there now."""
        ((number, address),) = self._query(
            "SELECT h.id, h.address FROM households h JOIN persons p ON p.household = h.id WHERE p.id = ?",
            (resident.id,),
        )
        everybody = [
            _resident(row) for row in self._query(_PERSON + " WHERE p.household = ? ORDER BY p.position", (number,))
        ]
        blocks = self._query("SELECT kind FROM blocks WHERE household = ?", (number,))
        return Household(
            id=_integer(number),
            address=_text(address),
            head_name=everybody[0].name,
            members=tuple(person for person in everybody if person.leaving is None),
            blocks=frozenset(BlockKind(_text(kind)) for (kind,) in blocks),
        )

    def seal_registration_of(self, resident: Resident) -> SealRegistration | None:
        """The person's registered seal; a cancelled one (廃印) is none."""
        rows = self._query(
            "SELECT s.number, s.registered, i.svg FROM seal_registrations s JOIN seal_pictures i ON i.id = s.picture "
            "WHERE s.person = ? AND s.cancelled IS NULL",
            (resident.id,),
        )
        return next((SealRegistration(_text(number), _date(day), _text(svg)) for number, day, svg in rows), None)

    def _query(self, sql: str, values: tuple[object, ...]) -> Iterable[tuple[object, ...]]:
        return list(self._connection.execute(sql, values))


def serial_bytes(serial: int) -> bytes:
    """A certificate's serial number as it is stored: big-endian, no leading zero byte (X.509: positive, at most 20 bytes)."""
    if serial <= 0:
        raise ValueError("a certificate's serial number is positive")
    return serial.to_bytes((serial.bit_length() + 7) // 8, "big")


def _resident(row: tuple[object, ...]) -> Resident:
    (person, _, name, kana, born, sex, relationship, became, since, filed) = row[:10]
    (former, domicile, register_head, number, left_reason, left_on) = row[10:16]
    blocks = row[23]
    return Resident(
        id=_integer(person),
        name=_text(name),
        kana=_text(kana),
        born=_date(born),
        sex=Sex(sex),
        relationship=_text(relationship),
        became_resident=_date(became),
        at_address_since=_date(since),
        filed=_date(filed),
        former_address=_text(former),
        domicile=None if domicile is None else Domicile(_text(domicile), _text(register_head)),
        foreign=None if row[16] is None else _foreign(row[16:23]),
        individual_number=_text(number),
        leaving=None if left_reason is None else Leaving(LeavingReason(left_reason), _date(left_on)),
        blocks=frozenset() if blocks is None else frozenset(map(BlockKind, _text(blocks).split(","))),
    )


def _foreign(row: tuple[object, ...]) -> ForeignStatus:
    nationality, category, status, period, expires, card_number, common_name = row
    return ForeignStatus(
        nationality=_text(nationality),
        category=_text(category),
        status=_text_or_none(status),
        period=_text_or_none(period),
        expires=None if expires is None else _date(expires),
        card_number=_text(card_number),
        common_name=_text_or_none(common_name),
    )


def _text(value: object) -> str:
    assert isinstance(value, str)
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _integer(value: object) -> int:
    assert isinstance(value, int)
    return value


def _date(value: object) -> date:
    return date.fromisoformat(_text(value))
