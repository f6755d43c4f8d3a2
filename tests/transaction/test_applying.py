"""The registration of use: explained, asked question by question, filed; what was typed goes nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from issuance import journal_entries as entry
from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.domain.values import Yen
from issuance.faults import Fault
from issuance.journal_entries import to_record
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.applying import QUESTIONS, answer, is_answer
from issuance.transaction.machine import step
from issuance.transaction.states import ApplicationField
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

NAME, BORN, HEAD, DOMICILE, TELEPHONE = QUESTIONS
FILED = RegistrationStanding(RegistrationState.EXAMINING, "2026-12-04", "KMD-7A2B")


def _explaining(state: RegistrationState = RegistrationState.NONE) -> Telling:
    standing = RegistrationStanding(state)
    return Telling(at.ExplainingRegistration(example.VISIT, example.SESSION, example.TOWN, standing))


def _typed(story: Telling) -> Telling:
    return story.hear(*(on.ApplicationAnswered(text) for text in example.ANSWERS))


def test_an_offer_that_asks_for_a_registration_leads_to_its_explanation() -> None:
    offer = example.offer(registration=example.NOT_REGISTERED)
    authorising = at.Authorising(example.VISIT, example.SESSION, example.TOWN, ())
    returning = at.ReturningCard(example.VISIT, example.SESSION, example.TOWN, (), at.Pending())
    explaining = at.ExplainingRegistration(*example.APPLYING)
    assert Telling(authorising).hear(on.OfferArrived(offer)).state == explaining
    assert Telling(returning).hear(on.OfferArrived(offer), on.CardRemoved()).state == explaining


def test_from_the_explanation_to_the_filed_application() -> None:
    story = _typed(_explaining().hear(on.ApplyPressed()))
    assert story.state == at.ReviewingApplication(*example.APPLYING, example.FORM)
    story.hear(on.FilePressed())
    assert story.state == at.FilingApplication(example.VISIT, example.SESSION, example.TOWN)
    assert story.did(do.FileApplication) == [do.FileApplication(example.FORM)]
    assert [fact.session for fact in story.told(entry.ApplicationIntended)] == [example.SESSION]
    story.hear(on.ApplicationTaken(FILED))
    assert story.state == at.ShowingApplicationFiled(example.VISIT, example.TOWN, FILED)
    assert do.ForgetVisit() in story.last
    to_the_end(story.hear(on.UnderstoodPressed()))
    assert story.told(entry.VisitEnded)
    assert not story.did(do.AcceptCoins)


@pytest.mark.parametrize("state", [RegistrationState.EXAMINING, RegistrationState.WAITING])
def test_what_is_filed_already_is_only_told(state: RegistrationState) -> None:
    story = _explaining(state).hear(on.ApplyPressed())
    assert isinstance(story.state, at.ExplainingRegistration)
    story.hear(on.UnderstoodPressed())
    assert isinstance(story.state, at.ReturningCardAtEnd)
    assert story.did(do.CancelOrder) == [do.CancelOrder(example.SESSION, None)]


def test_what_was_rejected_can_be_filed_anew() -> None:
    story = _explaining(RegistrationState.REJECTED).hear(on.ApplyPressed())
    assert isinstance(story.state, at.EnteringApplication)
    assert (story.state.asked, story.state.form) == (NAME, ())


def test_back_keeps_what_was_typed() -> None:
    story = _typed(_explaining().hear(on.ApplyPressed()))
    asked = []
    for _ in QUESTIONS:
        story.hear(on.BackPressed())
        assert isinstance(story.state, at.EnteringApplication)
        assert story.state.form == example.FORM
        asked.append(story.state.asked)
    assert asked == list(reversed(QUESTIONS))
    story.hear(on.ApplicationAnswered("ミホン　ハナコ"))
    assert isinstance(story.state, at.EnteringApplication)
    assert (story.state.asked, answer(story.state.form, NAME)) == (BORN, "ミホン　ハナコ")
    assert answer(story.state.form, DOMICILE) == "レイジチョウ1-2"
    story.hear(on.BackPressed(), on.BackPressed())
    assert story.state == at.ExplainingRegistration(*example.APPLYING)
    assert answer((), NAME) == ""


@pytest.mark.parametrize(
    "state",
    [
        at.ExplainingRegistration(*example.APPLYING),
        at.EnteringApplication(*example.APPLYING, BORN, example.FORM),
        at.ReviewingApplication(*example.APPLYING, example.FORM),
    ],
    ids=example.name_of,
)
def test_giving_up_tells_the_center_that_the_session_is_over(state: at.State) -> None:
    story = Telling(state).hear(on.CancelPressed())
    assert isinstance(story.state, at.ReturningCardAtEnd)
    assert do.CancelOrder(example.SESSION, None) in story.last


def test_a_no_or_a_fault_in_filing_is_explained() -> None:
    filing = at.FilingApplication(example.VISIT, example.SESSION, example.TOWN)
    refused = Telling(filing).hear(on.CenterRefused(Refusal.CLOSED, "", example.LATE))
    assert refused.state == at.Explaining(example.VISIT, Refusal.CLOSED, Yen(0), "", example.LATE)
    failed = Telling(filing).hear(on.FaultOccurred(Fault.CENTER_SILENT, "", example.LATE))
    assert failed.state == at.Explaining(example.VISIT, Fault.CENTER_SILENT, Yen(0))
    for story in (refused, failed):
        assert {do.ForgetVisit(), do.CancelOrder(example.SESSION, None)} <= set(story.last)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (NAME, "ミホン　タロウ"),
        (NAME, "アントニー ジョーンズ"),
        (NAME, "ア" * 60),
        (BORN, "20000229"),
        (BORN, "19000101"),
        (HEAD, "ヴァルター"),
        (DOMICILE, "レイジチョウ9バンチ1"),
        (DOMICILE, "1-2"),
        (TELEPHONE, "0198000000"),
        (TELEPHONE, "09000000000"),
    ],
)
def test_a_plausible_answer_is_taken(asked: ApplicationField, text: str) -> None:
    assert is_answer(asked, text)


HOSTILE = (
    "", " ", "　", "\x00", "ア\n", "ア\u202eイ", "見本", "<b>ア</b>", "ア" * 10_000, "ｱｲｳ", "🙂", "ア'; DROP TABLE",
    "１９８０", "\ud800", "ア\u0301", "-1", "null",
)  # fmt: skip
"""What no keyboard of ours can type."""


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_no_key_can_type_is_never_an_answer(asked: ApplicationField, text: str) -> None:
    if asked is DOMICILE and text == "-1":
        return  # digits and dashes are on that keyboard
    story = Telling(at.EnteringApplication(*example.APPLYING, asked, example.FORM)).hear(on.ApplicationAnswered(text))
    assert story.state == at.EnteringApplication(*example.APPLYING, asked, example.FORM)
    assert story.told(entry.Unexpected)
    assert text.strip() == "" or len(text) < 3 or text not in repr([to_record(fact) for fact in story.entries])


@pytest.mark.parametrize("born", ["19790229", "20001301", "20000100", "18991231", "21000101", "1980229", "198002290"])
def test_no_day_of_the_calendar_is_no_day_of_birth(born: str) -> None:
    assert not is_answer(BORN, born)


@pytest.mark.parametrize("telephone", ["1198000000", "01980000", "098000000000", "0198-00-0000"])
def test_no_number_of_a_telephone_is_refused(telephone: str) -> None:
    assert not is_answer(TELEPHONE, telephone)


@pytest.mark.parametrize("state", example.STATES, ids=example.name_of)
def test_what_was_typed_reaches_no_entry_and_no_repr(state: at.State) -> None:
    for event in (*example.events(), *(on.ApplicationAnswered(text) for text in example.ANSWERS)):
        told = step(state, event)
        shown = repr(told) + repr([to_record(fact) for fact in told.entries]) + repr(event)
        assert not any(text in shown for text in example.ANSWERS if text != "19800229"), event


def test_the_day_of_birth_is_not_shown_either() -> None:
    entering = at.EnteringApplication(*example.APPLYING, TELEPHONE, example.FORM)
    assert "19800229" not in repr(step(entering, on.ApplicationAnswered("09000000000")))
    reviewing = at.ReviewingApplication(*example.APPLYING, example.FORM)
    assert "19800229" not in repr(step(reviewing, on.FilePressed()))
    assert "19800229" not in repr(replace(entering, asked=BORN))
