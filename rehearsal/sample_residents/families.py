"""Invented family registers: one for every couple and every single person whose permanent address lies in the town.

A couple and its children stand in one register; a child that married has one of its own and is struck off that of the
parents. Who is struck off, and who lives elsewhere, is written down below by the key of the resident whose register it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from city.documents.calendar import in_era
from city.register.changes import FamilyMemberEntry, FamilyRegisterEntry
from city.register.records import AppendixAddress, BlockKind, LeavingReason, RegisterEvent, Sex
from rehearsal.sample_residents.people import CITY, Person, SampleHousehold, wide

COMPUTERISED = date(2008, 3, 15)
"""When this town's registers were made anew in their computerised form (平成６年法務省令第５１号附則第２条第１項による改製)."""
_MARRIED_AT = 27
_SPOUSES = {"夫", "妻", "子の妻", "子の夫"}
_COUNTED = ("長", "二", "三", "四")


@dataclass(frozen=True, slots=True)
class Further:
    """Somebody of a register who does not live in the town: struck off, or living elsewhere."""

    given_name: str
    kana: str
    born: date
    sex: Sex
    spouse: bool
    address: str
    since: date
    key: str = ""  # holds a card in the rehearsal
    struck_off: date | None = None
    because: str = ""  # 婚姻, 離婚, 死亡
    block: BlockKind | None = None


_MORIOKA = "岩手県盛岡市例示町三丁目９番１０号　れいじコーポ４０１"
_TOKYO = "東京都千代田区例示一丁目１番１号　見本第二マンション１２０３号"

FURTHER: Mapping[str, tuple[Further, ...]] = {
    "kikuchi": (
        Further(
            *("隆一", "キクチ　リュウイチ", date(1973, 10, 25), Sex.MALE, False, CITY + "例示沢第３地割４５番地"),
            date(1973, 10, 25),
            struck_off=date(2000, 6, 10),
            because="婚姻",
        ),
        Further(
            *("由紀", "キクチ　ユキ", date(1977, 4, 14), Sex.FEMALE, False, _TOKYO, date(1996, 4, 1)),
            struck_off=date(2003, 11, 3),
            because="婚姻",
        ),
    ),
    "watanabe": (
        Further(
            *("香", "ワタナベ　カオリ", date(1990, 4, 20), Sex.FEMALE, True, CITY + "仮名台二丁目７番１号"),
            date(2020, 1, 6),
            struck_off=date(2024, 2, 14),
            because="離婚",
        ),
    ),
    "sugawara": (
        Further(
            *("守子", "スガワラ　モリコ", date(1976, 9, 1), Sex.FEMALE, True, _MORIOKA, date(2025, 5, 7)),
            block=BlockKind.SUPPORT_MEASURE,
        ),
    ),
    "ordinary-01": (
        Further(
            *("遥", "ササキ　ハルカ", date(1994, 8, 21), Sex.FEMALE, False, _MORIOKA, date(2016, 4, 1)),
            key="sasaki-elsewhere",
        ),
    ),
}
"""Whom a register holds besides the people of the household, by the key of its first person here."""

ELSEWHERE = tuple(one.key for further in FURTHER.values() for one in further if one.key)
"""Card holders who live elsewhere: the city links no card of theirs to anybody before they are registered for use."""

UPDATING = ("chida",)
"""Whose family register is being brought up to date after a notification."""


@dataclass(frozen=True, slots=True)
class SampleFamily:
    """One register to be entered, and whom of it the rehearsal knows by a key."""

    entry: FamilyRegisterEntry
    blocks: tuple[BlockKind | None, ...]  # one for each member
    updating: bool


def families_of(household: SampleHousehold, ids: Sequence[int]) -> Iterator[SampleFamily]:
    """The family registers in this town of a household's Japanese members; `ids` are their numbers in the register."""
    if not household.domicile.startswith(CITY):
        return
    japanese = [(person, number) for person, number in zip(household.persons, ids, strict=True) if not person.foreign]
    head_of_household = household.persons[0].name
    for _, group in groupby(japanese, key=lambda one: one[0].register_head or head_of_household):
        yield _family(household, list(group))


def _family(household: SampleHousehold, people: Sequence[tuple[Person, int]]) -> SampleFamily:
    (head, _), rest = people[0], people[1:]
    further = FURTHER.get(head.key, ())
    spouse = next((person for person, _ in rest if person.relationship in _SPOUSES), None)
    surname, given = head.name.split("　")
    married = date(head.born.year + _MARRIED_AT, 6, 10) if spouse or any(one.spouse for one in further) else None
    family = _Family(household, surname, head, spouse, married)
    former_children = [family.further(one) for one in further if one.struck_off and not one.spouse]
    here = [family.here(person, number) for person, number in people]
    others = [family.further(one) for one in further if not (one.struck_off and not one.spouse)]
    couple = 2 if spouse else 1
    members = [*here[:couple], *former_children, *here[couple:], *others]
    block_of = {one.kana: one.block for one in further}
    made = married if married and married > COMPUTERISED else COMPUTERISED
    return SampleFamily(
        FamilyRegisterEntry(
            domicile=household.domicile,
            family_name=surname,
            head=given,
            made=made,
            made_because="戸籍編製" if made == married else "戸籍改製",
            members=tuple(members),
        ),
        blocks=tuple(block_of.get(member.kana) for member in members),
        updating=head.key in UPDATING,
    )


class _Family:
    """The entries of one register; it counts sons and daughters as they come."""

    def __init__(
        self, household: SampleHousehold, surname: str, head: Person, spouse: Person | None, married: date | None
    ) -> None:
        self._household = household
        self._surname = surname
        self._head = head
        self._spouse = spouse
        self._married = married
        self._children = {Sex.FEMALE: 0, Sex.MALE: 0}

    def here(self, person: Person, number: int) -> FamilyMemberEntry:
        """A member who lives, or lived last, in the household."""
        is_couple = person in (self._head, self._spouse)
        came = max(self._household.since, person.born)
        addresses = [AppendixAddress(self._household.address, came)]
        if self._household.former and person.born < self._household.since:
            before = max(person.born, date(self._household.since.year - 6, 4, 1))
            addresses.insert(0, AppendixAddress(self._household.former, before))
        died = date(2026, 11, 20) if person.left is LeavingReason.DIED else None
        events = [_birth(person.born)]
        if is_couple and self._married:
            other = self._spouse if person is self._head else self._head
            events.append(self._marriage(other.name if other else f"{self._surname}　香"))
        if died:
            events.append(_event("死亡", died, ("【死亡地】", CITY), ("【届出日】", _era(died))))
        return self._entry(
            person.name.split("　")[-1], person.kana, person.born, person.sex, is_couple, events, addresses, died,
            None if person.left else number,
        )  # fmt: skip

    def further(self, one: Further) -> FamilyMemberEntry:
        """A member who was struck off or lives elsewhere."""
        events = [_birth(one.born)]
        if one.spouse and self._married:
            events.append(self._marriage(self._head.name))
        if one.struck_off:
            elsewhere = (
                "【新本籍】",
                CITY + "例示沢第３地割４５番地" if one.because == "婚姻" else "岩手県盛岡市例示町９番地",
            )
            events.append(_event(one.because, one.struck_off, elsewhere))
        addresses = [AppendixAddress(self._household.address, one.born), AppendixAddress(one.address, one.since)]
        if one.since == one.born:
            addresses = addresses[1:]
        return self._entry(
            one.given_name, one.kana, one.born, one.sex, one.spouse, events, addresses, one.struck_off, None
        )

    def _entry(
        self,
        given_name: str,
        kana: str,
        born: date,
        sex: Sex,
        is_couple: bool,
        events: Sequence[RegisterEvent],
        addresses: Sequence[AppendixAddress],
        struck_off: date | None,
        person: int | None,
    ) -> FamilyMemberEntry:
        father, mother = f"{self._surname}　例太郎", f"{self._surname}　例子"
        if is_couple:
            relationship = "長男" if sex is Sex.MALE else "長女"
        else:
            relationship = _COUNTED[self._children[sex]] + ("男" if sex is Sex.MALE else "女")
            self._children[sex] += 1
            for parent in (self._head, self._spouse):
                if parent is not None:
                    father, mother = (parent.name, mother) if parent.sex is Sex.MALE else (father, parent.name)
        married = is_couple and self._married is not None and not struck_off
        return FamilyMemberEntry(
            given_name=given_name,
            kana=kana,
            born=born,
            spouse=("夫" if sex is Sex.MALE else "妻") if married else None,
            father=father,
            mother=mother,
            relationship=relationship,
            events=tuple(events),
            addresses=tuple(addresses),
            struck_off=struck_off,
            person=person,
        )

    def _marriage(self, to: str) -> RegisterEvent:
        assert self._married is not None
        before = ("【従前戸籍】", f"{CITY}例示沢第１地割２番地　{self._surname}例太郎")
        return _event("婚姻", self._married, ("【配偶者氏名】", to), before)


def _birth(born: date) -> RegisterEvent:
    return _event("出生", born, ("【出生地】", CITY), ("【届出日】", _era(born)), ("【届出人】", "父"))


def _event(title: str, on: date, *lines: tuple[str, str]) -> RegisterEvent:
    return RegisterEvent(title, ((f"【{title}日】", _era(on)), *lines))


def _era(day: date) -> str:
    return wide(in_era(day).replace(" ", ""))
