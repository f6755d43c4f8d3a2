"""The register cases that every drawing is tried on: ordinary ones, and all the awkward ones that occur.

Everybody here is invented. Individual numbers begin with 0000 and carry a wrong check digit, residence card numbers begin
with ZZ, places are on no map.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from city.documents.certificates import (
    AppendixCopy,
    Certificate,
    FamilyRegisterCertificate,
    RecordItemsCertificate,
    ResidentRecordCopy,
    SealRegistrationCertificate,
    TaxCertificate,
)
from city.documents.typeface import Typeface
from city.register.records import (
    AppendixAddress,
    Domicile,
    FamilyMember,
    FamilyRegister,
    ForeignStatus,
    Household,
    RegisterEvent,
    Resident,
    SealRegistration,
    Sex,
    TaxRecord,
)
from city.seal.impressions import personal_seal
from issuance.domain.certificates import Extent, RecordForm, RecordItem, TaxKind
from issuance.protocol.messages import Environment

ISSUED = date(2026, 11, 23)
NUMBER = "0123-4567-89AB-CDEF"
OF = (Environment.TEST, "花巻市", NUMBER, ISSUED)
EVERYTHING = frozenset(RecordItem)
NOTHING: frozenset[RecordItem] = frozenset()

ADDRESS = "岩手県花巻市見本町一丁目１２番地３　みほんハイツ２０３号"
LONG_ADDRESS = (
    "岩手県花巻市架空町１２３４番地５６　花巻みほんニュータウンセントラルレジデンス弐番館　１２０５号室（菊池方）"
)
LONG_FORMER = (
    "北海道札幌市中央区北一条西二十丁目例示番地１２３　プレミアムタワー札幌サンプル弐号棟４５０７号室（見本　太郎様方）"
)
HUNDRED_LETTERS = (
    "RATTANAKOSINMAHINTHARA PHRANAKORN SOMCHAIWONGSAKUL VAN DER MEER-HOLLANDER MARIA ANTOINETTE JOSEPHINE ALEXANDRA"
)
LONG_KANJI_NAME = "勘解由小路　寿限無寿限無五劫乃擦切之介"


def resident(name: str = "見本　花子", kana: str = "ミホン　ハナコ", **changes: object) -> Resident:
    """A Japanese resident without any peculiarity but for the changes."""
    values: dict[str, object] = {
        "id": 1,
        "born": date(1978, 4, 8),
        "sex": Sex.FEMALE,
        "relationship": "世帯主",
        "became_resident": date(2015, 12, 11),
        "at_address_since": date(2015, 12, 11),
        "filed": date(2015, 12, 14),
        "former_address": "岩手県盛岡市例示町四丁目５番６号",
        "domicile": Domicile("岩手県花巻市見本町一丁目１２番地", "見本　花子"),
        "foreign": None,
        "individual_number": "000000000019",
        "leaving": None,
        "blocks": frozenset(),
    }
    return Resident(name=name, kana=kana, **(values | changes))


def foreigner(name: str, kana: str, status: ForeignStatus, **changes: object) -> Resident:
    return resident(name, kana, domicile=None, foreign=status, **changes)


def status(**changes: object) -> ForeignStatus:
    """A mid-term resident from Brazil but for the changes."""
    values: dict[str, object] = {
        "nationality": "ブラジル",
        "category": "中長期在留者",
        "status": "定住者",
        "period": "３年",
        "expires": date(2028, 6, 30),
        "card_number": "ZZ00000001ZZ",
        "common_name": None,
    }
    return ForeignStatus(**(values | changes))


SPECIAL_PERMANENT = status(
    nationality="韓国", category="特別永住者", status=None, period=None, expires=None, card_number="ZZ00000003ZZ",
    common_name="金田　光子",
)  # fmt: skip
PROVISIONAL = status(
    category="一時庇護許可者", status=None, period=None, expires=date(2027, 1, 31), card_number="ZZ00000005ZZ"
)

FOUR = (
    resident("𠮷田　髙子", "ヨシダ　タカコ"),
    resident("𠮷田　健", "ヨシダ　タケシ", id=2, born=date(1976, 11, 30), sex=Sex.MALE, relationship="夫"),
    resident("𠮷田　葵", "ヨシダ　アオイ", id=3, born=date(2009, 8, 19), relationship="子", former_address=""),
    resident("𠮷田　朔太郎", "ヨシダ　サクタロウ", id=4, born=date(2018, 5, 5), sex=Sex.MALE, relationship="子"),
)
NINE = tuple(
    resident(
        f"菊池　{given}", "キクチ　レイ", id=number, born=date(1940 + 9 * number, 1 + number, 3 * number), relationship=relation
    )
    for number, (given, relation) in enumerate(
        (
            ("德治", "世帯主"), ("ハナ", "妻"), ("隆一", "子"), ("惠美", "子の妻"), ("颯真", "子の子"), ("凜", "子の子"),
            ("こはる", "子の子"), ("兵衞", "縁故者"), ("つる", "夫（未届）の子"),
        ),
        start=1,
    )
)  # fmt: skip
FIRST_YEAR = resident(
    "元年　令子", "ガンネン　レイコ", born=date(1989, 1, 8), became_resident=date(2019, 5, 1), at_address_since=date(2019, 5, 1),
    filed=date(2019, 12, 31), former_address="",
)  # fmt: skip


def household(*persons: Resident, address: str = ADDRESS) -> Household:
    return Household(1, address, persons[0].name, persons, frozenset())


def record(
    *persons: Resident,
    items: frozenset[RecordItem] = EVERYTHING,
    extent: Extent = Extent.HOUSEHOLD,
    form: RecordForm = RecordForm.HOUSEHOLD,
    shown: tuple[Resident, ...] | None = None,
    address: str = ADDRESS,
) -> ResidentRecordCopy:
    return ResidentRecordCopy(*OF, household(*persons, address=address), shown or persons, extent, items, form)


def items_of(
    *persons: Resident,
    items: frozenset[RecordItem] = EVERYTHING,
    extent: Extent = Extent.HOUSEHOLD,
    shown: tuple[Resident, ...] | None = None,
    address: str = ADDRESS,
) -> RecordItemsCertificate:
    return RecordItemsCertificate(*OF, household(*persons, address=address), shown or persons, extent, items)


def seal(person: Resident, impression: str, address: str = ADDRESS) -> SealRegistrationCertificate:
    registration = SealRegistration("第000001号", date(2016, 4, 1), impression)
    return SealRegistrationCertificate(*OF, address, person, registration)


TAXES = TaxRecord(
    year=2026,
    address="岩手県花巻市見本町一丁目１２番地３",
    incomes=(("給与収入", 5_432_100), ("給与所得", 3_897_200)),
    total_income=3_897_200,
    deductions=(
        ("社会保険料控除", 812_345),
        ("生命保険料控除", 70_000),
        ("配偶者控除", 330_000),
        ("基礎控除", 430_000),
    ),
    dependants=(("控除対象配偶者の有無", 1), ("一般扶養", 1), ("１６歳未満の扶養", 1)),
    tax_base=2_254_000,
    city_income_levy=132_700,
    city_per_capita=3_000,
    prefecture_income_levy=88_500,
    prefecture_per_capita=2_000,
)
NO_TAX = replace(
    TAXES, incomes=(("公的年金等収入", 980_000), ("公的年金等所得", 0)), total_income=0, deductions=(("基礎控除", 430_000),),
    dependants=(("控除対象配偶者の有無", 0),), tax_base=0, city_income_levy=0, city_per_capita=0, prefecture_income_levy=0,
    prefecture_per_capita=0,
)  # fmt: skip
MANY_INCOMES = replace(
    TAXES,
    incomes=tuple(
        (kind, 1_000_000 + 123_457 * number)
        for number, kind in enumerate(
            (
                "営業等所得", "農業所得", "不動産所得", "利子所得", "配当所得", "給与収入", "給与所得", "公的年金等収入",
                "公的年金等雑所得", "その他雑所得", "総合譲渡所得", "一時所得", "分離長期譲渡所得", "上場株式等に係る譲渡所得",
            )
        )
    ),
    total_income=12_345_678_901,
    deductions=tuple(
        (kind, 10_000 * number)
        for number, kind in enumerate(
            (
                "雑損控除", "医療費控除", "社会保険料控除", "小規模企業共済等掛金控除", "生命保険料控除", "地震保険料控除",
                "障害者控除（普通）", "障害者控除（特別）", "ひとり親控除", "寡婦控除", "勤労学生控除", "配偶者特別控除",
                "扶養控除（一般）", "扶養控除（特定）", "扶養控除（老人同居）", "基礎控除",
            ),
            start=1,
        )
    ),
    dependants=tuple(
        (kind, number)
        for number, kind in enumerate(
            (
                "控除対象配偶者の有無", "一般扶養", "特定扶養", "老人扶養（同居）", "老人扶養（その他）", "１６歳未満の扶養",
                "同居特別障害者",
            )
        )
    ),
    tax_base=9_876_543_000,
    city_income_levy=592_592_580,
)  # fmt: skip
EMPTY_TAXES = replace(NO_TAX, incomes=(), deductions=(), dependants=())


def tax(record: TaxRecord, kind: TaxKind = TaxKind.TAXATION_AND_INCOME, **changes: object) -> TaxCertificate:
    values: dict[str, object] = {"address": ADDRESS, "resident": FOUR[0]}
    values |= changes
    return TaxCertificate(*OF, record=record, kind=kind, **values)


BIRTH = RegisterEvent(
    "出生",
    (
        ("【出生日】", "昭和５３年４月８日"),
        ("【出生地】", "岩手県花巻市"),
        ("【届出日】", "昭和５３年４月１５日"),
        ("【届出人】", "父"),
    ),
)
MARRIAGE = RegisterEvent(
    "婚姻",
    (
        ("【婚姻日】", "平成１８年６月４日"),
        ("【配偶者氏名】", "標本花子"),
        ("【従前戸籍】", "岩手県盛岡市例示町四丁目５番地　例示重雄"),
    ),
)
DIVORCE = RegisterEvent("離婚", (("【離婚日】", "令和元年１０月３１日"), ("【配偶者氏名】", "標本太郎")))
STRUCK_OFF = RegisterEvent(
    "離婚",
    (
        ("【離婚日】", "令和元年１０月３１日"),
        ("【配偶者氏名】", "標本太郎"),
        ("【入籍戸籍】", "岩手県盛岡市例示町四丁目５番地　例示重雄"),
    ),
)
ADOPTION = RegisterEvent(
    "養子縁組",
    (
        ("【縁組日】", "平成２３年９月１日"),
        ("【養父氏名】", "標本太郎"),
        ("【養母氏名】", "標本花子"),
        ("【代諾者】", "親権者父母"),
        ("【従前戸籍】", "岩手県遠野市例題町１番地　例題守"),
    ),
)
ENDLESS = RegisterEvent(
    "氏の変更",
    (
        ("【氏変更日】", "平成２８年２月２９日"),
        ("【氏変更の事由】", "戸籍法１０７条２項の届出"),
        ("【変更前の氏の記録】", "変更前の氏名及び従前の記録の要旨を長く記載する例示である。" * 6),
    ),
)


def member(given_name: str = "花子", **changes: object) -> FamilyMember:
    values: dict[str, object] = {
        "id": 1,
        "kana": "ミホン　ハナコ",
        "born": date(1978, 4, 8),
        "spouse": None,
        "father": "例示重雄",
        "mother": "例示和子",
        "relationship": "長女",
        "events": (BIRTH,),
        "addresses": (AppendixAddress(ADDRESS, date(2015, 12, 11)),),
        "struck_off": None,
        "person": None,
    }
    return FamilyMember(given_name=given_name, **(values | changes))


def family(*members: FamilyMember, **changes: object) -> FamilyRegister:
    values: dict[str, object] = {
        "id": 1,
        "domicile": "岩手県花巻市見本町一丁目１２番地",
        "family_name": "標本",
        "head": "太郎",
        "made": date(2010, 3, 6),
        "made_because": "戸籍改製",
        "updating": False,
    }
    return FamilyRegister(members=members, **(values | changes))


HUSBAND = member("太郎", born=date(1976, 11, 30), spouse="夫", relationship="長男", events=(BIRTH, MARRIAGE))
WIFE = member("花子", id=2, spouse="妻", events=(BIRTH, MARRIAGE))
DAUGHTER = member("葵", id=3, born=date(2009, 8, 19), father="標本太郎", mother="標本花子")
SON = member("朔太郎", id=4, born=date(2018, 5, 5), father="標本太郎", mother="標本花子", relationship="長男")
ADOPTED = member(
    "守",
    id=5,
    born=date(2007, 2, 28),
    father="例題守",
    mother="例題さくら",
    relationship="二男",
    events=(BIRTH, ADOPTION),
)
DIVORCED = member("花子", id=2, events=(BIRTH, MARRIAGE, STRUCK_OFF), struck_off=date(2019, 10, 31))
MANY_EVENTS = member("多事", events=(BIRTH, MARRIAGE, DIVORCE, ADOPTION) * 3)
MANY_ADDRESSES = tuple(
    AppendixAddress(
        LONG_ADDRESS if number == 6 else f"岩手県花巻市見本町{number}丁目{number}番{number}号",
        date(1990 + 2 * number, 3, number),
    )
    for number in range(1, 15)
)


def cases(typeface: Typeface) -> Iterator[tuple[str, Certificate]]:
    """Every case with its name."""
    yield from _records()
    yield from _items()
    yield from _seals(typeface)
    yield from _taxes()
    yield from _families()
    yield from _appendices()


def _records() -> Iterator[tuple[str, Certificate]]:
    yield "record-household-of-four", record(*FOUR)
    yield "record-nothing-chosen", record(*FOUR, items=NOTHING)
    yield "record-without-my-number", record(*FOUR, items=EVERYTHING - {RecordItem.MY_NUMBER})
    yield "record-non-adjacent-part", record(*FOUR, extent=Extent.PART, shown=(FOUR[0], FOUR[3]))
    yield "record-self", record(*FOUR, extent=Extent.SELF, shown=FOUR[:1])
    yield "record-one-person-household", record(resident("渡邉\U000e0110　誠", "ワタナベ　マコト", sex=Sex.MALE))
    yield "record-nine-over-three-sheets", record(*NINE)
    yield "record-five-persons", record(*NINE[:5], items=frozenset({RecordItem.HEAD_AND_RELATIONSHIP}))
    yield "record-first-years-of-eras", record(FIRST_YEAR)
    yield (
        "record-longest-kanji",
        record(
            resident(
                LONG_KANJI_NAME, "カデノコウジ　ジュゲムジュゲムゴコウノスリキレノスケ", former_address=LONG_FORMER
            ),
            address=LONG_ADDRESS,
        ),
    )
    yield (
        "record-hundred-letters",
        record(
            foreigner(HUNDRED_LETTERS, "", status(common_name="佐藤　マリア"), former_address=LONG_FORMER),
            resident("見本　太郎", "ミホン　タロウ", id=2, sex=Sex.MALE, relationship="夫"),
        ),
    )
    yield (
        "record-foreign-common-name",
        record(
            foreigner(
                "SANTOS MARIA APARECIDA",
                "サントス　マリア　アパレシーダ",
                status(common_name="佐藤　マリア"),
                born=date(1990, 3, 4),
            )
        ),
    )
    yield (
        "record-special-permanent",
        record(foreigner("金　光子", "キム　ミツコ", SPECIAL_PERMANENT, former_address="")),
    )
    yield "record-provisional-refuge", record(foreigner("DOE JANE", "", PROVISIONAL))
    yield (
        "record-long-status",
        record(
            foreigner(
                "NGUYEN VAN ANH",
                "グエン　ヴァン　アイン",
                status(nationality="ベトナム", status="技術・人文知識・国際業務", period="５年"),
            )
        ),
    )
    yield "record-sheet-a-person", record(*FOUR, form=RecordForm.PERSON)
    yield (
        "record-sheet-a-person-foreign",
        record(
            foreigner(
                HUNDRED_LETTERS, "ラッタナコシン", status(common_name="佐藤　マリア"), former_address=LONG_FORMER
            ),
            form=RecordForm.PERSON,
            address=LONG_ADDRESS,
        ),
    )
    yield "record-sheet-a-person-bare", record(FIRST_YEAR, form=RecordForm.PERSON, items=NOTHING)


def _items() -> Iterator[tuple[str, Certificate]]:
    yield "items-household", items_of(*FOUR)
    yield "items-self-bare", items_of(*FOUR, items=NOTHING, extent=Extent.SELF, shown=FOUR[:1])
    yield (
        "items-part-domicile",
        items_of(*FOUR, items=frozenset({RecordItem.PERMANENT_DOMICILE}), extent=Extent.PART, shown=(FOUR[1], FOUR[3])),
    )
    yield (
        "items-foreign",
        items_of(
            foreigner(HUNDRED_LETTERS, "", status(common_name="佐藤　マリア")), extent=Extent.SELF, address=LONG_ADDRESS
        ),
    )


def _seals(typeface: Typeface) -> Iterator[tuple[str, Certificate]]:
    yield "seal-round", seal(FOUR[0], personal_seal(typeface, "𠮷田"))
    yield "seal-square-large", seal(FIRST_YEAR, personal_seal(typeface, "令", round_rim=False, size=24.0))
    yield (
        "seal-small",
        seal(resident(LONG_KANJI_NAME, "カデノコウジ"), personal_seal(typeface, "勘解由", size=9.0), LONG_ADDRESS),
    )
    yield (
        "seal-variation",
        seal(resident("渡邉\U000e0110　誠", "ワタナベ　マコト"), personal_seal(typeface, "渡邉\U000e0110")),
    )
    yield (
        "seal-foreign",
        seal(
            foreigner(HUNDRED_LETTERS, "ラッタナコシン", status(common_name="佐藤　マリア")),
            personal_seal(typeface, "マリア"),
        ),
    )


def _taxes() -> Iterator[tuple[str, Certificate]]:
    yield "tax-both", tax(TAXES)
    yield "tax-taxation", tax(TAXES, TaxKind.TAXATION)
    yield "tax-income", tax(TAXES, TaxKind.INCOME)
    yield "tax-none-due", tax(NO_TAX)
    yield "tax-none-due-taxation", tax(NO_TAX, TaxKind.TAXATION)
    yield "tax-many-incomes", tax(MANY_INCOMES)
    yield "tax-first-year-of-an-era", tax(replace(TAXES, year=2019))
    yield "tax-nothing-recorded", tax(EMPTY_TAXES)
    yield (
        "tax-foreign",
        tax(
            replace(TAXES, address=LONG_FORMER),
            address=LONG_ADDRESS,
            resident=foreigner(HUNDRED_LETTERS, "ラッタナコシン", status()),
        ),
    )


def _families() -> Iterator[tuple[str, Certificate]]:
    yield "family-whole", FamilyRegisterCertificate(*OF, family(HUSBAND, WIFE, DAUGHTER), None)
    yield (
        "family-struck-off",
        FamilyRegisterCertificate(
            *OF, family(replace(HUSBAND, events=(BIRTH, MARRIAGE, DIVORCE), spouse=None), DIVORCED, DAUGHTER), None
        ),
    )
    yield (
        "family-adopted",
        FamilyRegisterCertificate(*OF, family(HUSBAND, WIFE, ADOPTED, made_because="戸籍編製"), None),
    )
    yield "family-one-person", FamilyRegisterCertificate(*OF, family(HUSBAND, WIFE, DAUGHTER, SON), (DAUGHTER,))
    yield "family-twelve-events", FamilyRegisterCertificate(*OF, family(MANY_EVENTS), None)
    yield (
        "family-five-sheets",
        FamilyRegisterCertificate(*OF, family(HUSBAND, DIVORCED, DAUGHTER, SON, ADOPTED, MANY_EVENTS), None),
    )
    yield "family-long-event", FamilyRegisterCertificate(*OF, family(member(events=(BIRTH, ENDLESS))), None)
    yield (
        "family-rare-letters",
        FamilyRegisterCertificate(
            *OF,
            family(
                member("葛\U000e0102子", father="渡邉\U000e0110誠"),
                family_name="𠮷邉\U000e0110",
                head="髙",
                domicile=LONG_ADDRESS,
            ),
            None,
        ),
    )
    yield "family-no-events", FamilyRegisterCertificate(*OF, family(member(events=())), None)


def _appendices() -> Iterator[tuple[str, Certificate]]:
    four = family(HUSBAND, WIFE, DAUGHTER, SON)
    yield "appendix-whole", AppendixCopy(*OF, four, None)
    yield "appendix-non-adjacent-part", AppendixCopy(*OF, four, (HUSBAND, SON))
    yield "appendix-fourteen-addresses", AppendixCopy(*OF, family(replace(HUSBAND, addresses=MANY_ADDRESSES)), None)
    yield (
        "appendix-over-sheets",
        AppendixCopy(
            *OF, family(*(replace(each, addresses=MANY_ADDRESSES[:12]) for each in (HUSBAND, WIFE, DAUGHTER))), None
        ),
    )
    yield "appendix-without-struck-off", AppendixCopy(*OF, family(HUSBAND, DIVORCED, DAUGHTER), None)
    yield "appendix-no-address", AppendixCopy(*OF, family(replace(HUSBAND, addresses=())), None)
