"""A few dozen households of a town that does not exist: everybody here is invented, down to the seals.

They live in quarters of Hanamaki that are on no map. The individual numbers begin with 0000 and carry a wrong check digit
on purpose, the residence card numbers begin with ZZ: neither can be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from city.documents.typeface import Typeface
from city.register.changes import Change, PersonEntry
from city.register.records import BlockKind, Domicile, ForeignStatus, LeavingReason, Sex
from city.register.register import Register
from city.seal.impressions import personal_seal

F, M = Sex.FEMALE, Sex.MALE
_CITY = "岩手県花巻市"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; `key` names those who hold a card in the rehearsal."""

    name: str
    kana: str
    born: date
    sex: Sex
    relationship: str
    key: str = ""
    foreign: ForeignStatus | None = None
    seal: str = ""  # what is cut into the registered seal; empty = none registered
    seal_cancelled: bool = False
    block: BlockKind | None = None
    left: LeavingReason | None = None


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """An invented household: `since` is the day it came to its address."""

    address: str
    since: date
    former: str
    persons: tuple[Person, ...]
    block: BlockKind | None = None
    domicile: str = field(default=_CITY + "見本町一丁目１２番地")


@dataclass(frozen=True, slots=True)
class Persona:
    """A card holder with a story, for demonstrations and drills."""

    key: str
    name: str
    story: str


def _mid_term(
    nationality: str, status: str, period: str, expires: date, number: int, common: str | None
) -> ForeignStatus:
    return ForeignStatus(nationality, "中長期在留者", status, period, expires, f"ZZ{number:08}ZZ", common)


_BRAZIL = _mid_term("ブラジル", "定住者", "３年", date(2028, 6, 30), 1, "佐藤　マリア")
_VIET_NAM = _mid_term("ベトナム", "技術・人文知識・国際業務", "５年", date(2029, 3, 14), 2, None)
_KOREA = ForeignStatus("韓国", "特別永住者", None, None, None, "ZZ00000003ZZ", "金田　光子")
_FRANCE = _mid_term("フランス", "日本人の配偶者等", "３年", date(2027, 9, 1), 4, None)

HOUSEHOLDS = (
    SampleHousehold(
        _CITY + "見本町一丁目１２番地３　みほんハイツ２０３号",
        date(2015, 12, 11),
        "岩手県盛岡市例示町四丁目５番６号",
        (
            Person("𠮷田　髙子", "ヨシダ　タカコ", date(1978, 4, 8), F, "世帯主", "yoshida", seal="𠮷田"),
            Person("𠮷田　健", "ヨシダ　タケシ", date(1976, 11, 30), M, "夫", "yoshida-takeshi", seal="健"),
            Person("𠮷田　葵", "ヨシダ　アオイ", date(2009, 8, 19), F, "子", "yoshida-aoi"),
            Person("𠮷田　朔太郎", "ヨシダ　サクタロウ", date(2018, 5, 5), M, "子", "yoshida-sakutaro"),
        ),
    ),
    SampleHousehold(
        _CITY + "例示沢第３地割４５番地",
        date(1971, 3, 2),
        "",
        (
            Person("菊池　德治", "キクチ　トクジ", date(1946, 2, 11), M, "世帯主", "kikuchi", seal="菊池"),
            Person("菊池　ハナ", "キクチ　ハナ", date(1949, 7, 3), F, "妻"),
            Person("菊池　隆一", "キクチ　リュウイチ", date(1973, 10, 25), M, "子", seal="菊池"),
            Person("菊池　惠美", "キクチ　エミ", date(1975, 1, 17), F, "子の妻"),
            Person("菊池　颯真", "キクチ　ソウマ", date(2001, 6, 6), M, "子の子"),
            Person("菊池　凜", "キクチ　リン", date(2004, 12, 1), F, "子の子"),
            Person("菊池　こはる", "キクチ　コハル", date(2019, 5, 1), F, "子の子"),
        ),
        domicile=_CITY + "例示沢第３地割４５番地",
    ),
    SampleHousehold(
        _CITY + "仮名台二丁目７番１号",
        date(2020, 1, 6),
        "宮城県仙台市青葉区例題一丁目１番１号　コーポれい１０２",
        (
            Person(
                "渡邉\U000e0110　誠",
                "ワタナベ　マコト",
                date(1989, 1, 7),
                M,
                "世帯主",
                "watanabe",
                seal="渡邉\U000e0110",
            ),
        ),
    ),
    SampleHousehold(
        _CITY + "仮名台五丁目１０番２２号　メゾン仮名３０１号室",
        date(2021, 7, 1),
        "群馬県太田市例示町１００番地",
        (
            Person(
                "SANTOS MARIA APARECIDA",
                "サントス　マリア　アパレシーダ",
                date(1990, 3, 4),
                F,
                "世帯主",
                "santos",
                _BRAZIL,
                "マリア",
            ),
            Person("SANTOS LUCAS", "サントス　ルカス", date(2016, 9, 9), M, "子", foreign=_BRAZIL),
        ),
    ),
    SampleHousehold(
        _CITY + "見本町二丁目３番４号",
        date(2024, 3, 15),
        "",
        (Person("NGUYEN VAN ANH", "グエン　ヴァン　アイン", date(1998, 12, 20), M, "世帯主", "nguyen", _VIET_NAM),),
    ),
    SampleHousehold(
        _CITY + "見本町二丁目８番１５号",
        date(1985, 4, 1),
        "",
        (Person("金　光子", "キム　ミツコ", date(1958, 8, 15), F, "世帯主", "kim", _KOREA, "金田"),),
    ),
    SampleHousehold(
        _CITY + "架空町３番地",
        date(2018, 10, 10),
        "東京都千代田区例示一丁目１番１号",
        (
            Person("山﨑　葛\U000e0102子", "ヤマザキ　クズコ", date(1962, 9, 2), F, "世帯主", "yamazaki"),
            Person("DUBOIS-WINTERBOURNE JEAN-BAPTISTE ALEXANDRE", "", date(1960, 1, 31), M, "夫", "dubois", _FRANCE),
        ),
    ),
    SampleHousehold(
        _CITY + "架空町１２３４番地５６　花巻みほんニュータウンセントラルレジデンス弐番館　１２０５号室（菊池方）",
        date(2022, 2, 22),
        "北海道札幌市中央区北一条西二十丁目例示番地１２３　プレミアムタワー札幌サンプル弐号棟４５０７号室",
        (
            Person(
                "勘解由小路　寿限無寿限無五劫乃擦切之介",
                "カデノコウジ　ジュゲムジュゲムゴコウノスリキレノスケ",
                date(1955, 5, 5),
                M,
                "世帯主",
                "longest",
                seal="勘解由",
            ),
        ),
    ),
    SampleHousehold(
        _CITY + "例示沢第７地割８番地",
        date(2019, 5, 1),
        "",
        (
            Person(
                "齋藤　守", "サイトウ　マモル", date(1980, 6, 1), F, "世帯主", "saito", block=BlockKind.SUPPORT_MEASURE
            ),
        ),
    ),
    SampleHousehold(
        _CITY + "例示沢第９地割１番地",
        date(2012, 9, 9),
        "",
        (
            Person("髙橋　移", "タカハシ　ウツル", date(1970, 10, 10), M, "世帯主", "takahashi", seal="髙橋"),
            Person(
                "髙橋　静",
                "タカハシ　シズカ",
                date(1972, 2, 2),
                F,
                "妻",
                "takahashi-shizuka",
                block=BlockKind.MOVE_OUT_FILED,
            ),
        ),
    ),
    SampleHousehold(
        _CITY + "仮名台一丁目１番地",
        date(2000, 12, 31),
        "",
        (
            Person("千葉　故", "チバ　コ", date(1940, 4, 4), M, "世帯主", "chiba", left=LeavingReason.DIED),
            Person("千葉　残", "チバ　ノコリ", date(1944, 4, 4), F, "妻", "chiba-nokori"),
        ),
    ),
    SampleHousehold(
        _CITY + "仮名台三丁目３番３号",
        date(2005, 5, 15),
        "",
        (
            Person(
                "小原　廃", "オバラ　スタル", date(1966, 6, 6), M, "世帯主", "obara", seal="小原", seal_cancelled=True
            ),
        ),
    ),
    SampleHousehold(
        _CITY + "仮名台四丁目４番４号",
        date(2010, 10, 1),
        "",
        # No typeface has this form of the letter: the city must refuse rather than print another one.
        (Person("齋\U000e01ef木　字", "サイキ　アザナ", date(1991, 7, 7), M, "世帯主", "no-glyph", seal="字"),),
    ),
    SampleHousehold(
        _CITY + "見本町四丁目４番地",
        date(2016, 1, 1),
        "",
        (Person("及川　届", "オイカワ　トドク", date(1986, 8, 8), M, "世帯主", "oikawa"),),
        block=BlockKind.CHANGE_PENDING,
    ),
)

PERSONAS = (
    Persona("yoshida", "𠮷田　髙子", "世帯主、四人家族。印鑑登録あり。名前に𠮷と髙。"),
    Persona("kikuchi", "菊池　德治", "七人の世帯。住民票は二枚になる。"),
    Persona("watanabe", "渡邉\U000e0110　誠", "ひとり暮らし。邉は異体字。"),
    Persona("santos", "SANTOS MARIA APARECIDA", "ブラジル国籍、通称は佐藤　マリア。子と二人。"),
    Persona("nguyen", "NGUYEN VAN ANH", "ベトナム国籍。印鑑登録なし。"),
    Persona("kim", "金　光子", "特別永住者。在留資格の欄はない。"),
    Persona("yamazaki", "山﨑　葛\U000e0102子", "印鑑登録なし。夫は外国籍で名前が長い。"),
    Persona("longest", "勘解由小路　寿限無寿限無五劫乃擦切之介", "名前も住所もとても長い。"),
    Persona("yoshida-sakutaro", "𠮷田　朔太郎", "十五歳未満。窓口へ。"),
    Persona("saito", "齋藤　守", "機械では発行しない人。窓口へ。"),
    Persona("takahashi", "髙橋　移", "妻の転出届が出ている世帯。窓口へ。"),
    Persona("chiba-nokori", "千葉　残", "世帯主が亡くなったばかり。窓口へ。"),
    Persona("obara", "小原　廃", "印鑑登録を廃止した。印鑑登録証明書は出ない。"),
    Persona("no-glyph", "齋\U000e01ef木　字", "字形のない文字が名前にある。発行できない。"),
)
"""The card holders of demonstrations: key, name, one line of story."""

_SURNAMES = (
    ("佐々木", "ササキ"), ("伊藤", "イトウ"), ("阿部", "アベ"), ("藤原", "フジワラ"), ("照井", "テルイ"), ("鎌田", "カマダ"),
    ("八重樫", "ヤエガシ"), ("似内", "ニタナイ"), ("晴山", "ハレヤマ"), ("葛巻", "クズマキ"), ("栃内", "トチナイ"),
)  # fmt: skip
_WOMEN = (("美咲", "ミサキ"), ("桜", "サクラ"), ("結衣", "ユイ"), ("節子", "セツコ"), ("陽菜", "ヒナ"))
_MEN = (("翔", "ショウ"), ("大輔", "ダイスケ"), ("蓮", "レン"), ("清", "キヨシ"), ("学", "マナブ"), ("悠斗", "ユウト"))
_QUARTERS = ("見本町三丁目", "仮名台六丁目", "架空町", "例示沢第５地割", "試町一丁目")
_ORDINARY = 24


def ordinary_households() -> Iterator[SampleHousehold]:
    """Two dozen households without any peculiarity, the same ones every time; the heads' keys are ordinary-01 and so on."""
    for index in range(_ORDINARY):
        surname, reading = _SURNAMES[index % len(_SURNAMES)]
        address = f"{_CITY}{_QUARTERS[index % len(_QUARTERS)]}{_wide(3 + 7 * index)}番地"
        persons = tuple(_ordinary(index, place, surname, reading) for place in range(1 + index % 4))
        yield SampleHousehold(address, date(1996 + index, 1 + index % 12, 1 + index), "", persons, domicile=address)


def fill(register: Register, links: Mapping[str, tuple[bytes, int]], typeface: Typeface) -> dict[str, int]:
    """Enter everybody. `links`: resident key to (issuer name in DER, serial) of the card. Returns each key's person id.

    A key in `links` that nobody has is a KeyError.
    """
    ids: dict[str, int] = {}
    numbers = iter(range(1, 10_000))
    with register.change() as change:
        for household in (*HOUSEHOLDS, *ordinary_households()):
            entries = [_entry(household, person, next(numbers)) for person in household.persons]
            people = change.enter_household(household.address, entries)
            if household.block:
                change.block_household_of(people[0], household.block)
            for person, number in zip(household.persons, people, strict=True):
                _complete(change, person, number, typeface)
                if person.key:
                    ids[person.key] = number
        for key, (issuer, serial) in links.items():
            change.link_card(ids[key], issuer, serial)
    return ids


def _complete(change: Change, person: Person, number: int, typeface: Typeface) -> None:
    if person.seal:
        # Odd numbers have a square seal: not every registered seal is round.
        picture = personal_seal(typeface, person.seal, round_rim=number % 2 == 0, size=13.5 if number % 3 else 16.0)
        change.register_seal(number, f"第{number:06}号", date(2016, 4, 1), picture)
    if person.seal_cancelled:
        change.cancel_seal(number, date(2023, 5, 12))
    if person.block:
        change.block_person(number, person.block)
    if person.left:
        change.remove(number, person.left, date(2026, 11, 20))


def _entry(household: SampleHousehold, person: Person, number: int) -> PersonEntry:
    head = household.persons[0].name
    came = max(household.since, person.born)
    return PersonEntry(
        name=person.name,
        kana=person.kana,
        born=person.born,
        sex=person.sex,
        relationship=person.relationship,
        became_resident=came,
        at_address_since=came,
        filed=came,
        former_address=household.former if person.born < household.since else "",
        individual_number=invalid_individual_number(number),
        domicile=None if person.foreign else Domicile(household.domicile, head),
        foreign=person.foreign,
    )


def _ordinary(index: int, place: int, surname: str, reading: str) -> Person:
    woman = (index + place) % 2 == 0
    given, kana = (_WOMEN if woman else _MEN)[(index + place) % (5 if woman else 6)]
    sex = F if woman else M
    parents = place < 2
    born = date(
        (1960 if parents else 1992) + index % 25 + place, 1 + (5 * index + place) % 12, 1 + (7 * index + 3 * place) % 28
    )
    relationship = ("世帯主", "夫" if sex is M else "妻", "子", "子")[place]
    key = f"ordinary-{index + 1:02}" if place == 0 else ""
    seal = surname[:2] if place == 0 else ""
    return Person(f"{surname}　{given}", f"{reading}　{kana}", born, sex, relationship, key, seal=seal)


def invalid_individual_number(running: int) -> str:
    """Twelve digits that are nobody's individual number: they begin with 0000 and their check digit is one too high."""
    digits = f"0000{running:07}"
    weights = [place + 1 if place <= 6 else place - 5 for place in range(1, 12)]
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(digits), weights, strict=True)) % 11
    right = 0 if rest <= 1 else 11 - rest
    return f"{digits}{(right + 1) % 10}"


def _wide(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
