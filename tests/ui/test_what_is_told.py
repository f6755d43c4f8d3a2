"""What a resident must be able to read at the step where it matters: the town, the tries, the fee, the persons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance.domain.certificates import CertificateType
from issuance.transaction import states as at
from ui.stories import RESIDENT_STORIES, SURROUNDINGS, Story, samples
from ui.strings import phrases
from ui.strings.catalogue import Catalogue, load_catalogue
from ui.view import view_of
from ui.views.frame import Scene
from ui.views.offers import fiscal_year

STORIES = {story.id: story for story in RESIDENT_STORIES}
CATALOGUE: Catalogue = load_catalogue()


def plain(text: str) -> str:
    """As it reads, without marks for line breaks."""
    return phrases.plain(text).replace("\u00a0", " ")


def fields(story: str | Story, language: str = "ja") -> dict:
    told = STORIES[story] if isinstance(story, str) else story
    return dict(view_of(told.state(language), CATALOGUE, SURROUNDINGS).fields)


@pytest.mark.parametrize(("story", "left"), [("entering-pin", 3), ("entering-pin-again", 2), ("entering-pin-last", 1)])
def test_the_number_of_tries_left_stands_there_before_the_first_digit(story: str, left: int) -> None:
    assert fields(story)["left"] == f"あと{left}回入力できます"
    assert str(left) in fields(story, "en")["left"]


def test_the_town_stands_in_the_header_from_the_center_s_word_until_the_order_is_made() -> None:
    for story in ("entering-pin", "returning-card", "choosing-items", "reviewing", "ordering", "checking-documents"):
        assert fields(story)["chrome"]["town"] == "花巻市の証明書"
    for story in ("idle", "awaiting-card", "paying", "reminding-to-take"):
        assert fields(story)["chrome"]["town"] == ""


@pytest.mark.parametrize("story", ["ordering", "closing-slot", "printing", "reminding-to-take"])
def test_the_fee_is_told_after_the_order_until_the_end(story: str) -> None:
    assert fields(story)["chrome"]["total"] in ("600円", "900円")


def test_only_what_was_printed_is_counted_at_the_end() -> None:
    assert fields("reminding-to-take-partly")["chrome"]["total"] == "300円"


def test_while_documents_are_checked_it_is_said_that_nothing_was_paid() -> None:
    assert plain(fields("checking-documents")["chrome"]["note"]) == "お支払いはこのあとです。まだお金はかかりません。"


def test_who_pays_reads_what_for_and_that_notes_are_not_taken() -> None:
    paying = fields("paying-many")
    assert plain(paying["order"]) == "住民票の写し 5通、印鑑登録証明書 5通"
    assert plain(paying["noNotes"]) == "お札は使えません。"


def test_the_coin_in_the_picture_is_one_that_is_taken() -> None:
    assert fields("paying")["shownCoin"] == "500"
    assert fields("paying-exact")["shownCoin"] == "100"


def test_the_review_names_every_person_and_every_item() -> None:
    full = STORIES["reviewing-full"]
    (line,) = fields(full)["lines"]
    who, what = (plain(detail) for detail in line["details"])
    state = full.state("ja")
    assert all(member.name in who for member in state.rights.offer.members)
    assert what.count("、") == 5


def test_whoever_is_asked_about_copies_reads_of_what() -> None:
    assert [plain(detail) for detail in fields("choosing-copies-full")["details"]] == [
        "世帯の一部（7人）",
        "のせる内容：6項目",
    ]


def test_whoever_walks_away_with_coins_inside_is_told_how_much_comes_back() -> None:
    assert "200円" in fields("asking-if-still-there-money")["lead"]


def test_prices_are_one_fee_a_least_fee_or_a_fee_for_so_many_persons() -> None:
    prices = {one["name"]: one["price"] for one in fields("idle-prices")["certificates"]}
    assert prices == {
        "住民票の写し": "300円/5人",
        "住民票記載事項証明書": "300円",
        "印鑑登録証明書": "300円",
        "課税・所得証明書": "200円から",
        "戸籍証明書": "350円から",
        "戸籍の附票の写し": "無料",
    }


def test_each_closed_certificate_says_why_and_from_when() -> None:
    told = [plain(one["status"]) for one in fields("idle-mixed")["certificates"]]
    assert told == [
        "点検で休止中　11月25日（水） 6:30から",
        "この機械では取れません",
        "今日は 23:00まで",
        "年末年始の休み　1月4日（月） 6:30から",
        "この場所は時間外　11月25日（水） 9:00から",
        "取り扱っていません",
    ]


def test_the_day_is_left_out_where_it_is_today() -> None:
    refused = {one["argument"]: plain(one["refused"]) for one in fields("choosing-certificate-refused")["certificates"]}
    assert refused["family-register-appendix"] == "閉庁日の休み　17:30から"
    assert refused["family-register"] == "受付時間外　11月25日（水） 9:00から"
    assert refused["seal-registration"] == "市役所の窓口でお取りください"
    assert refused["tax"] == ""


def test_a_refusal_that_nobody_wrote_words_for_says_where_to_go_and_nothing_else() -> None:
    rights = at.Rights(samples.SESSION, samples.TOWN, samples.offer(refused={CertificateType.TAX: "moved-out"}))
    state = at.ChoosingCertificate(samples.visit("ja"), rights, ())
    told = view_of(state, CATALOGUE, SURROUNDINGS).fields["certificates"][3]
    assert plain(told["refused"]) == "市役所の窓口でお取りください"


def test_a_closed_service_explains_when_it_opens_again_with_its_day() -> None:
    texts = [plain(fact["text"]) for fact in fields("explaining-closed")["facts"]]
    assert "次の受付は、11月25日（水） 9:00からです。" in texts


def test_the_number_for_the_office_is_told_with_where_to_say_it() -> None:
    counter = fields("explaining-counter")
    assert counter["reference"] == "7Q4-118"
    assert plain(counter["referenceLabel"]) == "窓口でこの番号をお伝えください"
    assert fields("explaining-tomorrow")["reference"] == ""


def test_announcements_come_soonest_first_and_only_as_many_as_fit() -> None:
    news = [plain(line) for line in fields("idle-announced")["announcements"]]
    assert news == [
        "11月28日（土） 22:00から11月29日（日） 6:30まで休止：すべての証明書",
        "12月1日（火）から時間が変わります：戸籍証明書ほか1種類",
    ]


def test_a_tax_year_is_told_in_both_counts_with_the_year_of_its_income() -> None:
    first = fields("choosing-tax-year")["choices"][0]
    assert plain(first["label"]) == "2026年度（令和8年度）"
    assert plain(first["detail"]) == "2025年中の所得"


@pytest.mark.parametrize(("year", "era"), [(2019, "令和元年度"), (2018, "平成30年度"), (2020, "令和2年度")])
def test_the_era_of_a_fiscal_year(year: int, era: str) -> None:
    scene = Scene(CATALOGUE, CATALOGUE.ja, SURROUNDINGS)
    assert plain(fiscal_year(scene, year)) == f"{year}年度（{era}）"


def test_a_fee_counted_by_persons_says_how() -> None:
    copies = fields("choosing-copies-persons")
    assert plain(copies["fee"]) == "1通 600円"
    assert plain(copies["counted"]) == "5人ごとに 300円"
    assert fields("choosing-copies")["counted"] == ""


def test_the_review_of_four_types_says_of_each_whom_which_year_and_its_own_name() -> None:
    lines = fields("reviewing-four")["lines"]
    assert [line["title"] for line in lines] == [
        "住民票の写し",
        "印鑑登録証明書",
        "課税（非課税）・所得証明書",
        "戸籍証明書",
    ]
    assert plain(lines[2]["details"][0]) == "2026年度（令和8年度）　2025年中の所得"
    assert plain(lines[3]["details"][0]) == "全部事項証明書（戸籍謄本）"
    assert [line["amount"] for line in lines] == ["600円", "300円", "300円", "900円"]


def test_a_translation_has_the_japanese_name_beside_it_in_the_review() -> None:
    for line, official in zip(
        fields("reviewing-four", "en")["lines"],
        ("住民票の写し", "印鑑登録証明書", "課税（非課税）・所得証明書", "戸籍証明書"),
        strict=True,
    ):
        assert line["details"][0].startswith(official)


def test_towns_stand_in_the_order_of_their_kana_under_the_rows_of_the_syllabary() -> None:
    groups = fields("choosing-town-many")["groups"]
    assert [group["label"] for group in groups] == list("あかさたなはまやらわ")
    for group in groups:
        readings = [entry["detail"] for entry in group["entries"]]
        assert readings == sorted(readings)
    assert sum(len(group["entries"]) for group in groups) == len(samples.MANY_TOWNS)


def test_who_reads_english_finds_towns_by_letter() -> None:
    groups = fields("choosing-town-many", "en")["groups"]
    names = [entry["label"] for group in groups for entry in group["entries"]]
    assert names == sorted(names, key=str.lower)
    assert len(names) == len(samples.MANY_TOWNS)


def test_all_prefectures_stand_under_their_regions_once() -> None:
    groups = fields("choosing-prefecture")["groups"]
    assert [len(group["entries"]) for group in groups] == [7, 7, 9, 7, 9, 8]
    assert len({entry["label"] for group in groups for entry in group["entries"]}) == 47


def test_the_chosen_town_stands_in_the_header_before_the_card() -> None:
    assert fields("awaiting-card-elsewhere")["chrome"]["town"] == "帯広市の証明書"
    assert fields("awaiting-card-elsewhere", "en")["chrome"]["town"] == "Obihiro City"


def test_another_town_is_called_by_its_english_name_after_the_card_too() -> None:
    there = at.Town(samples.ELSEWHERE_TOWN.code, "帯広市", "Obihiro City")
    told = fields(Story("", "", lambda lang: at.Authorising(samples.visit(lang), samples.SESSION, there, ())), "en")
    assert (told["chrome"]["town"], plain(told["title"])) == ("Obihiro City", "Asking Obihiro City")


def test_the_day_from_which_a_registration_counts_is_told() -> None:
    assert plain(fields("explaining-registration-waiting")["day"]) == "12月1日（火）から使えます"
    assert fields("explaining-registration-examining")["day"] == ""


def test_what_the_office_has_yet_to_decide_is_not_promised() -> None:
    assert plain(fields("showing-application-filed")["day"]) == "12月1日（火）から使える予定です"


def test_a_day_in_english_names_its_month_so_that_nobody_reads_it_the_other_way_round() -> None:
    assert plain(fields("explaining-registration-waiting", "en")["day"]) == "Can be used from Tue Dec 1"


def test_the_idle_screen_says_whose_fees_it_shows_and_whether_others_are_served() -> None:
    assert plain(fields("idle")["lead"]) == "花巻市の手数料と時間です。ほかの市区町村の証明書も取れます。"
    assert plain(fields("idle-two")["lead"]) == "花巻市にお住まいか、本籍がある方の証明書です。"


def test_nobody_is_told_to_come_back_at_a_time_that_nobody_knows() -> None:
    offer = samples.public([samples.public_certificate(kind, "not-offered", 0) for kind in CertificateType])
    never = replace(
        offer, certificates=tuple(replace(one, until=None) for one in offer.certificates), registration=None
    )
    closed = Story("", "", lambda lang: at.ExplainingTownClosed(samples.visit(lang), never))
    assert fields(closed)["do"] == ""
    assert fields("explaining-town-closed")["do"]


def test_the_application_is_read_over_with_a_readable_birthday() -> None:
    answers = {one["label"]: one["answer"] for one in fields("reviewing-application")["answers"]}
    assert answers["生年月日"] == "1978年4月8日"
    assert len(answers) == 5
