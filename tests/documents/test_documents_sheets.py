"""What the drawn sheets say: letters kept, what was left out is nowhere, sheets counted; what cannot be drawn is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from city.documents.calendar import in_era, western
from city.documents.certificates import (
    AppendixCopy,
    CannotBeDrawn,
    Certificate,
    FamilyRegisterCertificate,
    ResidentRecordCopy,
    SealRegistrationCertificate,
    TaxCertificate,
)
from city.documents.hand import DrawingHand
from city.documents.layouts import LayoutWrong, load
from city.documents.nobody import certificates_of_nobody
from city.documents.typeface import Typeface
from city.register.records import AppendixAddress
from city.seal.authority import Authority
from issuance.domain.certificates import Extent, RecordItem, TaxKind
from issuance.protocol.messages import Environment
from tests.documents import register_cases as register
from tests.documents.reading import DOTS, pictures, words
from tests.documents.register_cases import EVERYTHING, FOUR, NOTHING, OF


def drawn(hand: DrawingHand, certificate: Certificate) -> list[str]:
    """What each sheet says, without spaces."""
    return words(hand.draw(certificate).pdf)


def with_name(name: str) -> ResidentRecordCopy:
    """Of a household whose head has another name, which fits."""
    return register.record(FOUR[0], shown=(replace(FOUR[0], name=name),), extent=Extent.PART)


# 住民票の写し


def test_nine_persons_take_three_sheets_and_each_is_whole(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    sheets = drawn(hand, case["record-nine-over-three-sheets"])
    assert len(sheets) == 3
    for number, text in enumerate(sheets, start=1):
        assert f"{number}／3" in text
        assert "この写しは、世帯全員の住民票の原本と相違ないことを証明する。" in text
        assert "令和8年11月23日" in text
        assert "花巻市長見本太郎" in text
        assert register.ADDRESS.replace("　", "") in text
    assert ["菊池颯真" in text for text in sheets] == [False, True, False]
    assert ["菊池つる" in text for text in sheets] == [False, False, True]
    assert ["以下余白" in text for text in sheets] == [False, False, True]


def test_variation_selectors_and_rare_letters_reach_the_paper(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    (text,) = drawn(hand, case["record-one-person-household"])
    assert "渡邉\U000e0110誠" in text
    (text,) = drawn(hand, case["family-rare-letters"])
    assert "【名】葛\U000e0102子" in text
    assert "𠮷邉\U000e0110髙" in text


def test_another_form_of_a_letter_is_another_picture(hand: DrawingHand) -> None:
    (one,) = pictures(hand.draw(with_name("渡邉\U000e0110　誠")).pdf)
    (other,) = pictures(hand.draw(with_name("渡邉　誠")).pdf)
    assert (one != other).any()


def test_what_was_left_out_stands_nowhere_on_the_sheet(hand: DrawingHand) -> None:
    (full,) = drawn(hand, register.record(FOUR[0]))
    (bare,) = drawn(hand, register.record(FOUR[0], items=NOTHING))
    assert FOUR[0].individual_number in full
    assert FOUR[0].individual_number not in bare
    assert ("見本花子" in full, "見本花子" in bare) == (True, False)
    assert bare.count("省略") == 1 + 4


@pytest.mark.parametrize(
    ("item", "gone"),
    [
        (RecordItem.RESIDENCE_STATUS, ("定住者", "令和10年6月30日", "中長期在留者", "３年")),
        (RecordItem.NATIONALITY, ("ブラジル",)),
        (RecordItem.RESIDENCE_CARD_NUMBER, ("ZZ00000001ZZ",)),
        (RecordItem.MY_NUMBER, ("000000000019",)),
    ],
)
def test_a_foreign_residents_items_are_each_left_out_on_their_own(
    hand: DrawingHand, item: RecordItem, gone: tuple[str, ...]
) -> None:
    person = register.foreigner("SANTOS MARIA", "サントス", register.status())
    everything = ("ブラジル", "定住者", "３年", "令和10年6月30日", "ZZ00000001ZZ", "中長期在留者", "000000000019")
    for draw in (register.record, register.items_of):
        (full,) = drawn(hand, draw(person))
        (without,) = drawn(hand, draw(person, items=EVERYTHING - {item}))
        assert {text for text in everything if text not in full} == set()
        assert {text for text in everything if text not in without} == set(gone)


@pytest.mark.parametrize("extent", [Extent.HOUSEHOLD, Extent.PART, Extent.SELF])
def test_the_sentence_says_how_much_of_the_household_it_is(hand: DrawingHand, extent: Extent) -> None:
    of = {Extent.HOUSEHOLD: "世帯全員の住民票", Extent.PART: "世帯の一部の住民票", Extent.SELF: "住民票"}[extent]
    (copy,) = drawn(hand, register.record(FOUR[0], extent=extent))
    assert f"この写しは、{of}の原本と相違ないことを証明する。" in copy
    (certificate,) = drawn(hand, register.items_of(FOUR[0], extent=extent))
    assert f"上記の事項は、{of}に記載された事項と相違ないことを証明する。" in certificate


def test_a_sheet_a_person_says_address_and_head_on_every_sheet(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    sheets = drawn(hand, case["record-sheet-a-person"])
    assert len(sheets) == len(FOUR)
    for person, text in zip(FOUR, sheets, strict=True):
        names = [other.name.replace("　", "") for other in FOUR if other.name.replace("　", "") in text]
        assert set(names) == {FOUR[0].name.replace("　", ""), person.name.replace("　", "")}
        assert register.ADDRESS.replace("　", "") in text


def test_a_record_items_certificate_has_no_line_for_what_was_not_chosen(hand: DrawingHand) -> None:
    (text,) = drawn(hand, register.items_of(FOUR[0], items=frozenset({RecordItem.PERMANENT_DOMICILE})))
    assert ("本籍" in text, "続柄" in text, "個人番号" in text, "省略" in text) == (True, False, False, False)


def test_a_household_with_more_members_shows_only_those_named(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    (text,) = drawn(hand, case["record-non-adjacent-part"])
    assert [person.name.replace("　", "") in text for person in FOUR] == [True, False, False, True]


# 印鑑登録証明書


def test_the_seal_certificate_shows_the_impression_in_its_true_size(
    hand: DrawingHand, case: dict[str, Certificate]
) -> None:
    for name, size in (("seal-round", 15.0), ("seal-square-large", 24.0), ("seal-small", 9.0)):
        certificate = case[name]
        assert isinstance(certificate, SealRegistrationCertificate)
        (sheet,) = pictures(hand.draw(certificate).pdf)
        inside = sheet[round(50 * DOTS) : round(94 * DOTS), round(89 * DOTS) : round(119 * DOTS)]
        rows = np.flatnonzero(inside.mean(axis=1) > 0.1)  # its rim above and below
        assert abs((rows[-1] - rows[0]) / DOTS - size) < 1.0


# 課税・所得証明書


@pytest.mark.parametrize(
    ("name", "title", "there", "absent"),
    [
        ("tax-both", "課税・所得証明書", ("5,432,100円", "226,200円", "令和８年度"), ("非課税",)),
        ("tax-taxation", "課税証明書", ("226,200円", "3,897,200円"), ("給与収入", "非課税")),
        ("tax-income", "所得証明書", ("5,432,100円", "3,897,200円"), ("226,200円", "課税標準額", "基礎控除")),
        ("tax-none-due", "非課税・所得証明書", ("0円",), ()),
        ("tax-none-due-taxation", "非課税証明書", (), ("公的年金等収入",)),
    ],
)
def test_a_tax_certificate_says_what_its_kind_says_and_no_more(
    hand: DrawingHand,
    case: dict[str, Certificate],
    name: str,
    title: str,
    there: tuple[str, ...],
    absent: tuple[str, ...],
) -> None:
    (text,) = drawn(hand, case[name])
    assert title in text
    assert [said for said in there if said not in text] == []
    assert [said for said in absent if said in text] == []


def test_the_fiscal_year_stands_on_every_sheet_of_many_incomes(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    sheets = drawn(hand, case["tax-many-incomes"])
    assert len(sheets) == 2
    assert all("令和８年度" in text and "𠮷田髙子" in text for text in sheets)
    assert "12,345,678,901円" in sheets[0]


@pytest.mark.parametrize(
    ("year", "written"), [(2019, "平成３１年度"), (2020, "令和２年度"), (2026, "令和８年度"), (1989, "平成元年度")]
)
def test_a_fiscal_year_is_named_after_the_era_of_its_april(hand: DrawingHand, year: int, written: str) -> None:
    (text,) = drawn(hand, register.tax(replace(register.TAXES, year=year)))
    assert written in text
    assert f"{written[:2]}{year}" not in text


@pytest.mark.parametrize(
    ("municipality", "levy"), [("花巻市", "市民税"), ("芦北町", "町民税"), ("大衡村", "村民税"), ("豊島区", "区民税")]
)
def test_the_levy_is_called_after_the_kind_of_municipality(
    hand: DrawingHand, typeface: Typeface, test_authority: Authority, municipality: str, levy: str
) -> None:
    (text,) = drawn(hand, replace(register.tax(register.TAXES), municipality=municipality))
    assert levy in text


# 戸籍


def test_whoever_is_struck_off_is_marked_on_the_whole_register_and_had_alone_by_nobody(
    hand: DrawingHand, case: dict[str, Certificate]
) -> None:
    certificate = case["family-struck-off"]
    assert isinstance(certificate, FamilyRegisterCertificate)
    text = "".join(drawn(hand, certificate))
    assert text.count("除籍") == 1
    assert "除籍" not in "".join(drawn(hand, case["family-whole"]))
    for make in (FamilyRegisterCertificate, AppendixCopy):
        with pytest.raises(CannotBeDrawn, match="struck off"):
            hand.draw(make(*OF, certificate.register, (register.DIVORCED,)))


def test_an_appendix_says_nothing_of_whoever_is_struck_off(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    (text,) = drawn(hand, case["appendix-without-struck-off"])
    assert ("太郎" in text, "葵" in text, "花子" in text) == (True, True, False)


def test_one_persons_extract_names_nobody_else_of_the_register(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    (text,) = drawn(hand, case["family-one-person"])
    assert ("【名】葵" in text, "【名】太郎" in text, "【名】朔太郎" in text) == (True, False, False)
    assert "戸籍個人事項証明書" in text
    assert "戸籍中の一部の者について記録されている事項の全部を証明した書面" in text


def test_a_register_over_several_sheets_says_every_line_once_and_ends_with_its_mark(
    hand: DrawingHand, case: dict[str, Certificate]
) -> None:
    certificate = case["family-five-sheets"]
    assert isinstance(certificate, FamilyRegisterCertificate)
    sheets = drawn(hand, certificate)
    assert len(sheets) > 2
    assert [text.count("以下余白") for text in sheets] == [0] * (len(sheets) - 1) + [1]
    assert all("本籍" in text and "標本太郎" in text for text in sheets)
    text = "".join(sheets)
    for person in certificate.register.members:
        assert text.count(f"【名】{person.given_name}") == 1
    events = [event for person in certificate.register.members for event in person.events]
    lines = [f"{label}{said}".replace("　", "") for event in events for label, said in event.lines]
    for line in set(lines):
        assert text.count(line) == lines.count(line)


def test_the_name_is_said_again_where_addresses_go_on_over_the_sheets_end(
    hand: DrawingHand, case: dict[str, Certificate]
) -> None:
    sheets = drawn(hand, case["appendix-over-sheets"])
    assert ["名花子" in text or "花子" in text for text in sheets] == [True, True, False]
    assert all("住所を定めた年月日" in text for text in sheets)


# every type


@pytest.mark.parametrize("name", ["齋\U000e01ef木　字", "田中😀", "田\x00中", "邉\U000e0100"])
def test_a_letter_that_the_typeface_lacks_is_refused(hand: DrawingHand, name: str) -> None:
    with pytest.raises(CannotBeDrawn, match=r"^name: the typeface has no"):
        hand.draw(with_name(name))


@pytest.mark.parametrize("name", ["山" * 90, "W" * 60, "ABCDEFGHIJ " * 22])
def test_a_name_too_long_for_its_box_is_refused_and_not_told(hand: DrawingHand, name: str) -> None:
    with pytest.raises(CannotBeDrawn) as refusal:
        hand.draw(with_name(name))
    assert str(refusal.value) == "氏名: too long for its box"


TOO_LONG: dict[str, Certificate] = {
    "address": register.record(FOUR[0], address="あ" * 200),
    "event": FamilyRegisterCertificate(
        *OF,
        register.family(register.member(events=(replace(register.BIRTH, lines=(("【出生地】", "W" * 80),)),))),
        None,
    ),
    "income": register.tax(replace(register.TAXES, incomes=(("所得の種類の名前が長すぎる例" * 4, 1),))),
    "levy": register.tax(replace(register.TAXES, city_income_levy=10**24)),
    "appendix": AppendixCopy(
        *OF, register.family(register.member(addresses=(AppendixAddress("あ" * 250, date(2020, 1, 1)),))), None
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TOO_LONG)
def test_whatever_does_not_fit_is_refused_by_the_name_of_its_box(hand: DrawingHand, what: str) -> None:
    with pytest.raises(CannotBeDrawn, match="too long") as refusal:
        hand.draw(TOO_LONG[what])
    assert not any(text in str(refusal.value) for text in ("あああ", "WWW", "長すぎる例長", "000"))


@pytest.mark.parametrize(
    "text", ["#panic(1)", '"]) #read("sheet.typ")', "*太* _字_ $x$", "\\u{41} @label <x>", "${name}", '"}]}', "\\"]
)
def test_names_are_never_read_as_instructions(hand: DrawingHand, text: str) -> None:
    (page,) = drawn(hand, with_name(text))
    assert "".join(text.split()) in page


def test_dates_are_written_in_their_era() -> None:
    cases = {
        date(2026, 11, 23): "令和 8年11月23日",
        date(2019, 5, 1): "令和元年 5月 1日",
        date(2019, 4, 30): "平成31年 4月30日",
        date(1989, 1, 8): "平成元年 1月 8日",
        date(1989, 1, 7): "昭和64年 1月 7日",
        date(1926, 12, 25): "昭和元年12月25日",
        date(1926, 12, 24): "大正15年12月24日",
        date(1912, 7, 29): "明治45年 7月29日",
    }
    assert {day: in_era(day) for day in cases} == cases
    assert western(date(1990, 3, 4)) == "1990年 3月 4日"
    with pytest.raises(ValueError, match="Meiji"):
        in_era(date(1868, 1, 24))


@pytest.mark.parametrize(
    "certificate",
    [
        register.record(replace(FOUR[0], born=date(1800, 1, 1))),
        FamilyRegisterCertificate(*OF, register.family(register.member(born=date(1800, 1, 1))), None),
        replace(register.tax(register.TAXES), issued=date(1800, 1, 1)),
    ],
)
def test_a_date_that_no_era_holds_is_refused(hand: DrawingHand, certificate: Certificate) -> None:
    with pytest.raises(CannotBeDrawn, match="before Meiji"):
        hand.draw(certificate)


def test_an_authority_certifies_no_sheet_of_the_other_environment(
    hand: DrawingHand, typeface: Typeface, test_authority: Authority, case: dict[str, Certificate]
) -> None:
    production = DrawingHand(typeface, replace(test_authority, environment=Environment.PRODUCTION, name="某　某"))
    for certificate in case.values():
        with pytest.raises(CannotBeDrawn, match="environment"):
            hand.draw(replace(certificate, environment=Environment.PRODUCTION))
        with pytest.raises(CannotBeDrawn, match="environment"):
            production.draw(certificate)


def test_only_sheets_of_production_go_without_the_specimen_words(
    hand: DrawingHand, typeface: Typeface, test_authority: Authority
) -> None:
    seal = test_authority.seal
    production = DrawingHand(typeface, replace(test_authority, environment=Environment.PRODUCTION, name="某　某"))
    named = {"name": "某", "kana": "ボウ"}
    for certificate in (
        register.record(replace(FOUR[0], **named)),
        register.tax(register.TAXES, TaxKind.INCOME),
        register.seal(FOUR[0], seal),
    ):
        genuine = drawn(production, replace(certificate, environment=Environment.PRODUCTION))
        tested = drawn(hand, certificate)
        extra = "".join(tested).count("見本") - "".join(genuine).count("見本")
        assert extra == 2 * len(tested)  # across the sheet, and in the invented mayor's name


def test_the_same_certificate_is_drawn_the_same_every_time(hand: DrawingHand, case: dict[str, Certificate]) -> None:
    for name in ("record-household-of-four", "tax-both", "family-whole", "seal-round"):
        assert hand.draw(case[name]) == hand.draw(case[name])


def test_drawing_from_several_threads_mixes_nothing(hand: DrawingHand) -> None:
    names = ["東山", "西川", "南野", "北村"]
    certificates = [with_name(name) for name in names * 4]
    with ThreadPoolExecutor(4) as pool:
        for name, done in zip(names * 4, pool.map(hand.draw, certificates), strict=True):
            (text,) = words(done.pdf)
            assert [other for other in names if other in text] == [name]


def test_warming_up_draws_one_sheet_of_every_layout(hand: DrawingHand, test_authority: Authority) -> None:
    hand.warm_up()
    kinds = {type(each) for each in certificates_of_nobody(Environment.TEST, test_authority.seal)}
    assert len(kinds) == 6
    assert TaxCertificate in kinds


def test_a_layout_with_a_mistake_is_named_with_its_block(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("templates")
    monkeypatch.setattr("city.documents.layouts.TEMPLATES", folder)
    for text, complaint in {
        "[block.a]\nheight = 1\ncells = [{ at = [0, 0, 1, 1], lable = 'x' }]": "block a, cell 1: unknown lable",
        "[block.a]\nheight = 1": "cells",
        "[block.a]\nheight = 1\ncells = [{ at = [0, 0, 1] }]": "not enough values",
        "[block.a]\nlike = 'b'\ncells = []": "'b'",
        "[block": "Expected ']'",
    }.items():
        (folder / "wrong.toml").write_text(text, encoding="utf-8")
        with pytest.raises(LayoutWrong, match=r"wrong\.toml") as refusal:
            load("wrong")
        assert complaint in str(refusal.value)
    with pytest.raises(LayoutWrong, match=r"nowhere\.toml"):
        load("nowhere")
