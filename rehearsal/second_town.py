"""Obihiro as a neighbour: a second municipality with keys, register and city server of its own, and one invented family.

It shows that a kiosk in one town serves the residents of another by configuration alone, and that people choose it when
their permanent address lies there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from city.register.changes import FamilyMemberEntry, FamilyRegisterEntry, PersonEntry
from city.register.records import AppendixAddress, Domicile, RegisterEvent, Sex
from city.register.register import Register
from rehearsal.sample_residents import Persona, invalid_individual_number

CODE = "012076"
VISITORS = (
    Persona("tokachi", "十勝　晴", "住まいは帯広市。花巻の店でも帯広市の証明書が取れる。"),
    Persona("tokachi-elsewhere", "十勝　遠子", "住まいは札幌市、本籍は帯広市。利用登録をしてから戸籍が取れる。"),
)
"""Card holders of this town who come to a kiosk of another; no other card holder of the rehearsal has their keys."""
_ADDRESS = "北海道帯広市見本通南九丁目１番地"
_ELSEWHERE = "北海道札幌市中央区例示条西二十丁目１番１号"
_HEAD, _DAUGHTER = date(1969, 2, 3), date(1996, 10, 12)
_FIRST_NUMBER = 900
"""Of the individual numbers: nobody in the first town has one from here on."""


def fill(register: Register, links: Mapping[str, tuple[bytes, int]]) -> None:
    """Enter the family into an empty register. `links`: resident key to (issuer name in DER, serial) of the card."""
    with register.change() as change:
        (person,) = change.enter_household(_ADDRESS, [_head()])
        change.enter_family_register(
            FamilyRegisterEntry(
                domicile=_ADDRESS,
                family_name="十勝",
                head="晴",
                made=date(1995, 6, 1),
                made_because="戸籍編製",
                members=(
                    _member("晴", "トカチ　ハル", _HEAD, "長男", _ADDRESS, person),
                    _member("遠子", "トカチ　トオコ", _DAUGHTER, "長女", _ELSEWHERE, None),
                ),
            )
        )
        if "tokachi" in links:
            change.link_card(person, *links["tokachi"])


def _head() -> PersonEntry:
    return PersonEntry(
        name="十勝　晴",
        kana="トカチ　ハル",
        born=_HEAD,
        sex=Sex.MALE,
        relationship="世帯主",
        became_resident=_HEAD,
        at_address_since=date(1995, 6, 1),
        filed=date(1995, 6, 1),
        former_address="",
        individual_number=invalid_individual_number(_FIRST_NUMBER),
        domicile=Domicile(_ADDRESS, "十勝　晴"),
    )


def _member(
    given_name: str, kana: str, born: date, relationship: str, address: str, person: int | None
) -> FamilyMemberEntry:
    return FamilyMemberEntry(
        given_name=given_name,
        kana=kana,
        born=born,
        spouse=None,
        father="十勝　例男",
        mother="十勝　例子",
        relationship=relationship,
        events=(RegisterEvent("出生", (("【出生地】", "北海道帯広市"), ("【届出人】", "父"))),),
        addresses=(AppendixAddress(address, max(born, date(1995, 6, 1))),),
        person=person,
    )
