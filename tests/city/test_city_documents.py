"""The drawn sheets, looked at: letters kept, pages counted, nothing outside its box and nothing in the center's band."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pypdfium2
import pytest

from city.documents import frame
from city.documents.calendar import in_era, western
from city.documents.certificates import (
    CannotBeDrawn,
    Drawn,
    ResidentRecordCopy,
    SealRegistrationCertificate,
)
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.register.records import Resident
from city.seal.authority import Authority
from issuance.domain.certificates import Extent, RecordItem
from issuance.protocol.messages import Environment
from tests.city.town import NOON, Town

EVERYTHING = frozenset(RecordItem)
DOTS = 12  # a millimetre, 305 dpi


def record(town: Town, key: str, items: frozenset[RecordItem] = EVERYTHING) -> ResidentRecordCopy:
    household = town.extract(key).household
    return ResidentRecordCopy(
        Environment.TEST,
        "花巻市",
        "0123-4567-89AB-CDEF",
        NOON.date(),
        household,
        household.members,
        Extent.HOUSEHOLD,
        items,
    )


def seal(town: Town, key: str) -> SealRegistrationCertificate:
    extract = town.extract(key)
    assert extract.seal is not None
    return SealRegistrationCertificate(
        Environment.TEST, "花巻市", "0123", NOON.date(), extract.household.address, extract.resident, extract.seal
    )


def words(drawn: Drawn) -> list[str]:
    document = pypdfium2.PdfDocument(drawn.pdf)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append("".join(textpage.get_text_range().split()))
        textpage.close()
    document.close()
    return texts


def pictures(drawn: Drawn) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(drawn.pdf)
    found = []
    for page in document:
        bitmap = page.render(scale=DOTS * 25.4 / 72 - 1e-5, grayscale=True)
        found.append(bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy() < 128)
        bitmap.close()
    document.close()
    return found


PERSONAS = ["yoshida", "kikuchi", "watanabe", "santos", "nguyen", "kim", "yamazaki", "longest", "obara", "ordinary-04"]


@pytest.mark.parametrize("key", PERSONAS)
def test_no_ink_lies_in_the_margins_or_in_the_centers_band(town: Town, hand: DrawingHand, key: str) -> None:
    sheets = pictures(hand.draw(record(town, key)))
    if town.extract(key).seal:
        sheets += pictures(hand.draw(seal(town, key)))
    for sheet in sheets:
        assert not sheet[round(frame.CONTENT_BOTTOM_MM * DOTS) :].any(), "below 248 mm"
        assert not sheet[:, : 17 * DOTS].any(), "left margin"
        assert not sheet[:, 195 * DOTS :].any(), "right margin: a text or box sticks out"
        assert not sheet[: 12 * DOTS].any(), "upper margin"
        assert sheet.any()


@pytest.mark.parametrize("key", PERSONAS)
def test_every_box_keeps_its_rules_and_no_name_crosses_them(town: Town, hand: DrawingHand, key: str) -> None:
    # The rule right of the name box: 18 + 8 + 22 + 80 mm from the left edge; beside it, within the person block, nothing but
    # the dashes of 見本 may have ink in the half millimetre before the rule.
    sheet = pictures(hand.draw(record(town, key)))[0]
    top, height, rule = 28 + 18 + 3, 15.2, 18 + 8 + 22 + 80
    column = sheet[
        round(top * DOTS) + 3 : round((top + height) * DOTS) - 3, round(rule * DOTS) - 2 : round(rule * DOTS) + 3
    ]
    assert column.any(axis=1).mean() > 0.98
    before = sheet[
        round(top * DOTS) + 3 : round((top + height) * DOTS) - 3, round((rule - 0.8) * DOTS) : round(rule * DOTS) - 4
    ]
    assert before.mean() < 0.10


def test_seven_persons_take_two_sheets_and_each_is_whole(town: Town, hand: DrawingHand) -> None:
    drawn = hand.draw(record(town, "kikuchi"))
    first, second = words(drawn)
    assert drawn.sheets == 2
    assert ("1／2" in first, "2／2" in second) == (True, True)
    assert ("菊池惠美" in first, "菊池颯真" in first) == (True, False)
    assert ("菊池こはる" in second, "菊池ハナ" in second) == (True, False)
    for text in (first, second):
        assert "この写しは、世帯全員の住民票の原本と相違ないことを証明する。" in text
        assert "令和8年11月23日" in text
        assert "花巻市長見本太郎" in text
    assert ("以下余白" in first, "以下余白" in second) == (False, True)


def test_variation_selectors_and_rare_letters_reach_the_paper(town: Town, hand: DrawingHand) -> None:
    (text,) = words(hand.draw(record(town, "watanabe")))
    assert "渡邉\U000e0110誠" in text
    (text,) = words(hand.draw(record(town, "yoshida")))
    assert "𠮷田髙子" in text
    (text,) = words(hand.draw(record(town, "yamazaki")))
    assert "山﨑葛\U000e0102子" in text


def test_another_form_of_a_letter_is_another_picture(town: Town, hand: DrawingHand) -> None:
    certificate = record(town, "watanabe")
    plain = replace(certificate.persons[0], name="渡邉　誠")
    household = replace(certificate.household, head_name="渡邉　誠", members=(plain,))
    (one,) = pictures(hand.draw(certificate))
    (other,) = pictures(hand.draw(replace(certificate, persons=(plain,), household=household)))
    assert (one != other).any()


def test_what_was_left_out_stands_nowhere_on_the_sheet(town: Town, hand: DrawingHand) -> None:
    person = town.extract("yoshida").resident
    (full,) = words(hand.draw(record(town, "yoshida")))
    (bare,) = words(hand.draw(record(town, "yoshida", frozenset())))
    assert person.individual_number in full
    assert person.individual_number not in bare
    assert person.domicile is not None
    assert ("筆頭者𠮷田髙子" in full, "筆頭者省略" in bare) == (True, True)
    assert "続柄世帯主" not in bare
    assert bare.count("省略") == 1 + 4 * 4


def test_a_foreign_residents_items_are_each_left_out_on_their_own(town: Town, hand: DrawingHand) -> None:
    (full,) = words(hand.draw(record(town, "santos")))
    for text in ("ブラジル", "定住者", "３年", "令和10年6月30日", "ZZ00000001ZZ", "佐藤マリア", "1990年3月4日"):
        assert text in full
    (without,) = words(hand.draw(record(town, "santos", EVERYTHING - {RecordItem.RESIDENCE_STATUS})))
    assert "定住者" not in without
    assert "令和10年6月30日" not in without
    assert "ブラジル" in without


@pytest.mark.parametrize("extent", list(Extent))
def test_the_sentence_says_how_much_of_the_household_it_is(town: Town, hand: DrawingHand, extent: Extent) -> None:
    sentences = {
        Extent.HOUSEHOLD: "この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
        Extent.PART: "この写しは、世帯の一部の住民票の原本と相違ないことを証明する。",
        Extent.SELF: "この写しは、住民票の原本と相違ないことを証明する。",
    }
    (text,) = words(hand.draw(replace(record(town, "yoshida"), extent=extent)))
    assert sentences[extent] in text


def test_the_seal_certificate_shows_the_impression_in_its_true_size(town: Town, hand: DrawingHand) -> None:
    certificate = seal(town, "yoshida")
    (text,) = words(hand.draw(certificate))
    for part in (
        "印鑑登録証明書",
        "この写しは、登録された印影と相違ないことを証明する。",
        "昭和53年4月8日",
        "𠮷田髙子",
    ):
        assert part in text
    (sheet,) = pictures(hand.draw(certificate))
    box = frame.IMPRESSION
    inside = sheet[
        round((box.top + 8) * DOTS) : round((box.top + 52) * DOTS),
        round((box.left + 14) * DOTS) : round((box.left + 46) * DOTS),
    ]
    rows = np.flatnonzero(inside.mean(axis=1) > 0.2)  # its rim above and below, but no dashes of 見本
    wanted = float(certificate.seal.impression.split('width="')[1].split("mm")[0])
    assert abs((rows[-1] - rows[0]) / DOTS - wanted) < 1.0


def with_name(certificate: ResidentRecordCopy, name: str) -> ResidentRecordCopy:
    person = replace(certificate.persons[0], name=name)
    return replace(certificate, persons=(person, *certificate.persons[1:]))


@pytest.mark.parametrize("name", ["齋\U000e01ef木　字", "田中😀", "田\x00中", "邉\U000e0100"])
def test_a_letter_that_the_typeface_lacks_is_refused(town: Town, hand: DrawingHand, name: str) -> None:
    with pytest.raises(CannotBeDrawn, match="name: the typeface has no"):
        hand.draw(with_name(record(town, "watanabe"), name))


@pytest.mark.parametrize("name", ["山" * 60, "W" * 60, "ABCDEFGHIJ " * 12])
def test_a_name_too_long_for_its_box_is_refused_and_not_told(town: Town, hand: DrawingHand, name: str) -> None:
    with pytest.raises(CannotBeDrawn) as refusal:
        hand.draw(with_name(record(town, "watanabe"), name))
    assert str(refusal.value) == "氏名: too long for its box"


def test_a_long_reading_is_narrowed_but_never_beyond_reading(town: Town, hand: DrawingHand) -> None:
    certificate = record(town, "watanabe")

    def with_reading(letters: int) -> ResidentRecordCopy:
        return replace(certificate, persons=(replace(certificate.persons[0], kana="ワ" * letters),))

    (text,) = words(hand.draw(with_reading(34)))
    assert "ワ" * 34 in text
    with pytest.raises(CannotBeDrawn, match="フリガナ: too long for its box"):
        hand.draw(with_reading(36))


@pytest.mark.parametrize(
    "text", ["#panic(1)", '"]) #read("sheet.typ")', "*太* _字_ $x$", "\\u{41} @label <x>", "${name}"]
)
def test_names_are_never_read_as_instructions(town: Town, hand: DrawingHand, text: str) -> None:
    (page,) = words(hand.draw(with_name(record(town, "watanabe"), text)))
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


def older(person: Resident) -> Resident:
    return replace(person, born=date(1800, 1, 1))


def test_a_date_that_no_era_holds_is_refused(town: Town, hand: DrawingHand) -> None:
    certificate = record(town, "watanabe")
    with pytest.raises(CannotBeDrawn, match="date of birth"):
        hand.draw(replace(certificate, persons=(older(certificate.persons[0]),)))


def test_an_authority_certifies_no_sheet_of_the_other_environment(
    town: Town, hand: DrawingHand, typeface: Typeface, test_authority: Authority
) -> None:
    with pytest.raises(CannotBeDrawn, match="environment"):
        hand.draw(replace(record(town, "watanabe"), environment=Environment.PRODUCTION))
    production = DrawingHand(typeface, replace(test_authority, environment=Environment.PRODUCTION, name="某　某"))
    with pytest.raises(CannotBeDrawn, match="environment"):
        production.draw(record(town, "watanabe"))


def test_only_a_sheet_of_production_goes_without_the_specimen_words(
    town: Town, hand: DrawingHand, typeface: Typeface, test_authority: Authority
) -> None:
    production = DrawingHand(typeface, replace(test_authority, environment=Environment.PRODUCTION, name="某　某"))
    certificate = replace(record(town, "ordinary-02"), environment=Environment.PRODUCTION)
    (text,) = words(production.draw(certificate))
    assert "見本" not in text
    (text,) = words(hand.draw(replace(certificate, environment=Environment.TEST)))
    assert "見本" in text.replace("見本太郎", "")


def test_the_same_certificate_is_drawn_the_same_every_time(town: Town, hand: DrawingHand) -> None:
    certificate = record(town, "yoshida")
    assert hand.draw(certificate) == hand.draw(certificate)


def test_drawing_from_several_threads_mixes_nothing(
    town: Town, hand: DrawingHand, in_threads: Callable[..., list[Drawn]]
) -> None:
    keys = ["watanabe", "santos", "nguyen", "kim"] * 4
    drawn = in_threads(hand.draw, [record(town, key) for key in keys])
    for key, one in zip(keys, drawn, strict=True):
        names = {other: town.extract(other).resident.name.replace("　", "").replace(" ", "") for other in set(keys)}
        (text,) = words(one)
        assert {other for other, name in names.items() if name in text} == {key}


def test_warming_up_draws_one_sheet_of_each_kind(typeface: Typeface, test_authority: Authority) -> None:
    DrawingHand(typeface, test_authority).warm_up()
