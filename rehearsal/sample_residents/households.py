"""The households of a town that does not exist: first those with a story, then two dozen without any peculiarity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from city.register.records import BlockKind, ForeignStatus, LeavingReason, Sex
from rehearsal.sample_residents.people import CITY, Filed, Person, SampleHousehold, wide

F, M = Sex.FEMALE, Sex.MALE


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
        CITY + "見本町一丁目１２番地３　みほんハイツ２０３号",
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
        CITY + "例示沢第３地割４５番地",
        date(1971, 3, 2),
        "",
        (
            Person("菊池　德治", "キクチ　トクジ", date(1946, 2, 11), M, "世帯主", "kikuchi", seal="菊池"),
            Person("菊池　ハナ", "キクチ　ハナ", date(1949, 7, 3), F, "妻"),
            Person(
                "菊池　隆一", "キクチ　リュウイチ", date(1973, 10, 25), M, "子", seal="菊池", register_head="菊池　隆一"
            ),
            Person("菊池　惠美", "キクチ　エミ", date(1975, 1, 17), F, "子の妻", register_head="菊池　隆一"),
            Person("菊池　颯真", "キクチ　ソウマ", date(2001, 6, 6), M, "子の子", register_head="菊池　隆一"),
            Person("菊池　凜", "キクチ　リン", date(2004, 12, 1), F, "子の子", register_head="菊池　隆一"),
            Person("菊池　こはる", "キクチ　コハル", date(2019, 5, 1), F, "子の子", register_head="菊池　隆一"),
        ),
        domicile=CITY + "例示沢第３地割４５番地",
    ),
    SampleHousehold(
        CITY + "仮名台二丁目７番１号",
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
        CITY + "仮名台五丁目１０番２２号　メゾン仮名３０１号室",
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
        CITY + "見本町二丁目３番４号",
        date(2024, 3, 15),
        "",
        (Person("NGUYEN VAN ANH", "グエン　ヴァン　アイン", date(1998, 12, 20), M, "世帯主", "nguyen", _VIET_NAM),),
    ),
    SampleHousehold(
        CITY + "見本町二丁目８番１５号",
        date(1985, 4, 1),
        "",
        (Person("金　光子", "キム　ミツコ", date(1958, 8, 15), F, "世帯主", "kim", _KOREA, "金田"),),
    ),
    SampleHousehold(
        CITY + "架空町３番地",
        date(2018, 10, 10),
        "東京都千代田区例示一丁目１番１号",
        (
            Person("山﨑　葛\U000e0102子", "ヤマザキ　クズコ", date(1962, 9, 2), F, "世帯主", "yamazaki"),
            Person("DUBOIS-WINTERBOURNE JEAN-BAPTISTE ALEXANDRE", "", date(1960, 1, 31), M, "夫", "dubois", _FRANCE),
        ),
    ),
    SampleHousehold(
        CITY + "架空町１２３４番地５６　花巻みほんニュータウンセントラルレジデンス弐番館　１２０５号室（菊池方）",
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
        CITY + "例示沢第７地割８番地",
        date(2019, 5, 1),
        "",
        (
            Person(
                "齋藤　守", "サイトウ　マモル", date(1980, 6, 1), F, "世帯主", "saito", block=BlockKind.SUPPORT_MEASURE
            ),
        ),
    ),
    SampleHousehold(
        CITY + "例示沢第９地割１番地",
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
        CITY + "仮名台一丁目１番地",
        date(2000, 12, 31),
        "",
        (
            Person("千葉　故", "チバ　コ", date(1940, 4, 4), M, "世帯主", "chiba", left=LeavingReason.DIED),
            Person("千葉　残", "チバ　ノコリ", date(1944, 4, 4), F, "妻", "chiba-nokori"),
        ),
    ),
    SampleHousehold(
        CITY + "仮名台三丁目３番３号",
        date(2005, 5, 15),
        "",
        (
            Person(
                "小原　廃", "オバラ　スタル", date(1966, 6, 6), M, "世帯主", "obara", seal="小原", seal_cancelled=True
            ),
        ),
    ),
    SampleHousehold(
        CITY + "仮名台四丁目４番４号",
        date(2010, 10, 1),
        "",
        # No typeface has this form of the letter: the city must refuse rather than print another one.
        (Person("齋\U000e01ef木　字", "サイキ　アザナ", date(1991, 7, 7), M, "世帯主", "no-glyph", seal="字"),),
    ),
    SampleHousehold(
        CITY + "見本町四丁目４番地",
        date(2016, 1, 1),
        "",
        (Person("及川　届", "オイカワ　トドク", date(1986, 8, 8), M, "世帯主", "oikawa"),),
        block=BlockKind.CHANGE_PENDING,
    ),
    SampleHousehold(
        CITY + "見本町五丁目５番地",
        date(2019, 4, 1),
        "",
        (
            Person(
                "伊藤　新", "イトウ　アラタ", date(1995, 9, 9), M, "世帯主", "ito-atarashi", seal="伊", card_is_new=True
            ),
        ),
    ),
    SampleHousehold(
        CITY + "見本町五丁目６番地",
        date(2026, 11, 2),
        "秋田県秋田市例示町７番地",
        (Person("久慈　外", "クジ　ソト", date(1983, 3, 30), M, "世帯主", "kuji", block=BlockKind.LETTER_PENDING),),
    ),
    SampleHousehold(
        CITY + "試町二丁目１番地",
        date(2014, 6, 20),
        "",
        (
            Person("千田　改", "チダ　カイ", date(1988, 2, 29), M, "世帯主", "chida", seal="千田"),
            Person("千田　望", "チダ　ノゾミ", date(1990, 10, 3), F, "妻"),
        ),
        domicile=CITY + "試町二丁目１番地",
    ),
    SampleHousehold(
        CITY + "試町二丁目２番地",
        date(2023, 10, 1),
        "岩手県盛岡市例示町一丁目２番３号",
        (Person("盛　遠", "モリ　トオシ", date(1979, 12, 12), M, "世帯主", "mori", seal="盛"),),
        domicile="岩手県盛岡市例示町一丁目２番地",
    ),
    SampleHousehold(
        CITY + "試町二丁目３番地",
        date(2011, 3, 31),
        "",
        (Person("浅沼　未", "アサヌマ　ヒツジ", date(1967, 1, 8), F, "世帯主", "asanuma", filed=Filed.NOTHING),),
        domicile=CITY + "試町二丁目３番地",
    ),
    SampleHousehold(
        CITY + "試町二丁目４番地",
        date(2009, 8, 1),
        "",
        (Person("熊谷　零", "クマガイ　レイ", date(1951, 5, 1), F, "世帯主", "kumagai", filed=Filed.NO_TAX),),
        domicile=CITY + "試町二丁目４番地",
    ),
    SampleHousehold(
        CITY + "試町二丁目５番地",
        date(2013, 11, 11),
        "",
        (Person("菅原　別", "スガワラ　ワカル", date(1974, 7, 4), M, "世帯主", "sugawara", seal="菅原"),),
        domicile=CITY + "試町二丁目５番地",
    ),
)

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
        address = f"{CITY}{_QUARTERS[index % len(_QUARTERS)]}{wide(3 + 7 * index)}番地"
        persons = tuple(_ordinary(index, place, surname, reading) for place in range(1 + index % 4))
        yield SampleHousehold(address, date(1996 + index, 1 + index % 12, 1 + index), "", persons, domicile=address)


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
