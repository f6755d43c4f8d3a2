"""A press with a finger on the glass posts the right event of the story."""

from __future__ import annotations

import pytest

from issuance.domain.certificates import CertificateType, Extent, RecordItem, TaxKind
from issuance.domain.values import MunicipalityCode
from issuance.transaction import events as on
from ui.press import NoSuchControl, items

ONE_PRESS = [
    ("idle", "start", on.StartPressed()),
    ("idle", "language", on.LanguageChosen("en")),
    ("copier-busy-paper", "cancel", on.CancelPressed()),
    ("asking-consent", "consent-yes", on.ConsentGiven()),
    ("asking-consent", "cancel", on.CancelPressed()),
    ("choosing-municipality", "own-municipality", on.MunicipalityChosen(own=True)),
    ("choosing-municipality", "other-municipality", on.MunicipalityChosen(own=False)),
    ("choosing-municipality", "back", on.BackPressed()),
    ("fetching-municipalities", "cancel", on.CancelPressed()),
    ("choosing-prefecture", "prefecture-01", on.PrefectureChosen("01")),
    ("choosing-prefecture", "back", on.BackPressed()),
    ("choosing-town", "town-030002", on.TownChosen(MunicipalityCode("030002"))),
    ("choosing-town", "back", on.BackPressed()),
    ("looking-up-town", "cancel", on.CancelPressed()),
    ("explaining-town-closed", "back", on.BackPressed()),
    ("explaining-town-closed", "cancel", on.CancelPressed()),
    ("awaiting-card", "other-card", on.OtherCardTold()),
    ("awaiting-card", "back", on.BackPressed()),
    ("awaiting-card", "cancel", on.CancelPressed()),
    ("entering-pin", "cancel", on.CancelPressed()),
    ("choosing-certificate", "certificate-resident-record", on.CertificateChosen(CertificateType.RESIDENT_RECORD)),
    ("choosing-certificate", "certificate-seal-registration", on.CertificateChosen(CertificateType.SEAL_REGISTRATION)),
    ("choosing-extent", "extent-household", on.ExtentChosen(Extent.HOUSEHOLD)),
    ("choosing-extent", "extent-part", on.ExtentChosen(Extent.PART)),
    ("choosing-extent", "extent-self", on.ExtentChosen(Extent.SELF)),
    ("choosing-certificate", "certificate-tax", on.CertificateChosen(CertificateType.TAX)),
    (
        "choosing-certificate",
        "certificate-family-register-appendix",
        on.CertificateChosen(CertificateType.FAMILY_REGISTER_APPENDIX),
    ),
    ("choosing-extent-family", "extent-whole", on.ExtentChosen(Extent.WHOLE)),
    ("choosing-extent-family", "extent-part", on.ExtentChosen(Extent.PART)),
    ("warning-of-my-number", "my-number-kept", on.MyNumberKept(kept=True)),
    ("warning-of-my-number", "my-number-left-out", on.MyNumberKept(kept=False)),
    ("choosing-tax-kind", "tax-kind-income", on.TaxKindChosen(TaxKind.INCOME)),
    ("choosing-tax-year", "tax-year-2024", on.TaxYearChosen(2024)),
    ("choosing-items", "next", on.ItemsChosen(frozenset())),
    ("choosing-copies", "next", on.CopiesChosen(1)),
    ("reviewing-two", "remove-1", on.LineRemoved(1)),
    ("reviewing-two", "another", on.AnotherWanted()),
    ("reviewing-two", "order", on.OrderPressed()),
    ("ordering", "cancel", on.CancelPressed()),
    ("paying", "cancel", on.CancelPressed()),
    ("reminding-to-take", "taken", on.TakenPressed()),
    ("showing-claim", "understood", on.UnderstoodPressed()),
    ("explaining-refusal", "understood", on.UnderstoodPressed()),
    ("explaining-old-card-told", "understood", on.UnderstoodPressed()),
    ("explaining-registration-none", "apply", on.ApplyPressed()),
    ("explaining-registration-none", "cancel", on.CancelPressed()),
    ("explaining-registration-rejected", "apply", on.ApplyPressed()),
    ("explaining-registration-examining", "understood", on.UnderstoodPressed()),
    ("explaining-registration-waiting", "understood", on.UnderstoodPressed()),
    ("reviewing-application", "file", on.FilePressed()),
    ("reviewing-application", "back", on.BackPressed()),
    ("showing-application-filed", "understood", on.UnderstoodPressed()),
    ("asking-if-still-there", "continue", on.ContinuePressed()),
    ("asking-if-still-there", "cancel", on.CancelPressed()),
]


@pytest.mark.parametrize(("story", "control", "event"), ONE_PRESS, ids=[f"{s}-{c}" for s, c, _ in ONE_PRESS])
def test_one_press_posts_one_event(kiosk, story: str, control: str, event: on.Event) -> None:
    kiosk.tell(story)
    kiosk.press(control)
    assert kiosk.posted == [event]


def test_ticked_persons_are_posted_in_the_order_of_the_offer(kiosk) -> None:
    kiosk.tell("choosing-members")
    kiosk.press("member-3", "member-1", "member-2", "member-2", "next")
    assert kiosk.posted == [on.MembersChosen(("m1", "m3"))]


def test_next_without_a_person_posts_nothing_and_says_why(kiosk) -> None:
    kiosk.tell("choosing-members")
    kiosk.press("next")
    assert kiosk.posted == []
    words = kiosk.catalogue.ja("choosing-members.none_some")
    assert any(item.property("words") == words for item in items(kiosk.window.contentItem()))


def test_of_a_certificate_of_one_person_exactly_one_is_chosen(kiosk) -> None:
    kiosk.tell("choosing-members-one")
    kiosk.press("next")
    assert kiosk.posted == []
    kiosk.press("member-3", "member-2", "member-2", "next")
    assert kiosk.posted == [on.MembersChosen(("f2",))]


def test_a_prefecture_of_another_region_is_behind_its_tab(kiosk) -> None:
    kiosk.tell("choosing-prefecture")
    with pytest.raises(NoSuchControl):
        kiosk.press("prefecture-47")
    kiosk.press("group-6", "prefecture-47")
    assert kiosk.posted == [on.PrefectureChosen("47")]


def test_the_last_of_many_towns_can_be_reached(kiosk) -> None:
    kiosk.tell("choosing-town-many")
    kiosk.press("group-10", "town-010014")
    assert kiosk.posted == [on.TownChosen(MunicipalityCode("010014"))]
    assert kiosk.touches


def test_ticked_items_are_posted(kiosk) -> None:
    kiosk.tell("choosing-items")
    kiosk.press("item-my-number", "item-head-and-relationship", "next")
    assert kiosk.posted == [on.ItemsChosen(frozenset({RecordItem.MY_NUMBER, RecordItem.HEAD_AND_RELATIONSHIP}))]


def test_ticks_survive_a_change_of_language_and_end_with_the_screen(kiosk) -> None:
    kiosk.tell("choosing-items", "ja")
    kiosk.press("item-my-number")
    kiosk.tell("choosing-items", "en")
    assert kiosk.bridge.property("ticked") == ["my-number"]
    kiosk.tell("choosing-copies")
    kiosk.tell("choosing-items")
    assert kiosk.bridge.property("ticked") == []


def test_copies_stay_between_one_and_the_limit(kiosk) -> None:
    kiosk.tell("choosing-copies")
    kiosk.press("copies-minus", *["copies-plus"] * 9, "copies-minus", "next")
    assert kiosk.posted == [on.CopiesChosen(4)]


def test_a_certificate_that_cannot_be_had_posts_nothing(kiosk) -> None:
    kiosk.tell("choosing-certificate-refused")
    kiosk.press("certificate-seal-registration")
    assert kiosk.posted == []


def test_nothing_can_be_started_at_night(kiosk) -> None:
    kiosk.tell("idle-closed")
    with pytest.raises(NoSuchControl, match="language"):
        kiosk.press("start")


def test_staff_read_the_steps_and_may_give_up_a_stopped_print(kiosk) -> None:
    kiosk.tell("printing-stopped")
    with pytest.raises(NoSuchControl):
        kiosk.press("staff-give-up")
    kiosk.press("staff-open", "staff-leave", "staff-open", "staff-give-up")
    assert kiosk.posted == [on.GivenUpPressed()]


def test_presses_on_staff_screens_never_become_events_of_a_visit(kiosk) -> None:
    kiosk.tell_staff("staff-two")
    kiosk.press("problem-2", "cleared", "staff-leave")
    kiosk.tell_staff("technician-menu")
    kiosk.press("test-reader", "technician-leave")
    assert kiosk.posted == []
    assert kiosk.staff == [("cleared", ""), ("staff-leave", ""), ("test", "reader"), ("technician-leave", "")]


def test_an_out_of_service_machine_has_a_way_in_for_staff(kiosk) -> None:
    kiosk.tell("out-of-service-two")
    kiosk.press("staff-open", "problem-2")
    step = kiosk.catalogue.ja.steps("fault.R-01.staff_steps")[1]
    assert any(item.property("words") == step for item in items(kiosk.window.contentItem()))
    kiosk.press("staff-leave", "staff-open")
    assert kiosk.posted == []


def test_a_long_basket_can_be_moved_to_its_end(kiosk) -> None:
    kiosk.tell("reviewing-many")
    with pytest.raises(NoSuchControl, match="remove-0"):
        kiosk.press("remove-4")
    kiosk.press("scroll-down", "scroll-down", "remove-4", "scroll-up", "scroll-up", "remove-0")
    assert kiosk.posted == [on.LineRemoved(4), on.LineRemoved(0)]
