"""The registration of use: who is told about it, five questions, filed once, and nothing of it written down."""

from __future__ import annotations

import pytest

from issuance import journal_entries as entry
from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.faults import Fault
from issuance.journal_entries import to_record
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.applying import QUESTIONS, is_answer
from tests.transaction import states_at as example
from tests.transaction.telling import Telling

Field = at.ApplicationField


def standing(state: RegistrationState) -> at.ExplainingRegistration:
    return at.ExplainingRegistration(example.VISIT, example.SESSION, example.TOWN, RegistrationStanding(state))


def applying() -> Telling:
    return Telling(standing(RegistrationState.NONE)).hear(on.ApplyPressed())


def answered(*answers: str) -> Telling:
    return applying().hear(*(on.ApplicationAnswered(answer) for answer in answers))


@pytest.mark.parametrize("first", [at.Authorising, at.ReturningCard])
def test_who_is_not_registered_is_told_before_anything_is_chosen(first: type[at.State]) -> None:
    offer = example.offer(registration=example.NOT_REGISTERED)
    base = (example.VISIT, example.SESSION, example.TOWN, ())
    state = at.Authorising(*base) if first is at.Authorising else at.ReturningCard(*base, offer)
    story = Telling(state).hear(on.OfferArrived(offer) if first is at.Authorising else on.CardRemoved())
    assert story.state == at.ExplainingRegistration(
        example.VISIT, example.SESSION, example.TOWN, example.NOT_REGISTERED
    )


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (RegistrationState.NONE, True),
        (RegistrationState.REJECTED, True),
        (RegistrationState.EXAMINING, False),
        (RegistrationState.WAITING, False),
    ],
)
def test_one_applies_only_where_no_application_stands(state: RegistrationState, may: bool) -> None:
    story = Telling(standing(state)).hear(on.ApplyPressed())
    assert isinstance(story.state, at.EnteringApplication) is may


def test_five_questions_one_after_the_other_then_all_of_them_to_read_over() -> None:
    story, asked = applying(), []
    for text in example.ANSWERS:
        assert isinstance(story.state, at.EnteringApplication)
        asked.append(story.state.asked)
        story.hear(on.ApplicationAnswered(text))
    assert asked == list(QUESTIONS)
    assert story.state == at.ReviewingApplication(*example.APPLYING, example.FORM)


def test_back_keeps_what_was_typed() -> None:
    story = answered(*example.ANSWERS).hear(*[on.BackPressed()] * 5)
    assert isinstance(story.state, at.EnteringApplication)
    assert (story.state.asked, story.state.form) == (Field.NAME, example.FORM)
    assert isinstance(story.hear(on.BackPressed()).state, at.ExplainingRegistration)


def test_an_answer_given_again_takes_the_place_of_the_first() -> None:
    story = answered(example.ANSWERS[0]).hear(on.BackPressed(), on.ApplicationAnswered("カイメイ　ハナ"))
    assert isinstance(story.state, at.EnteringApplication)
    assert story.state.form == ((Field.NAME, "カイメイ　ハナ"),)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Field.NAME, ""),
        (Field.NAME, "　　"),
        (Field.NAME, "見本太郎"),
        (Field.NAME, "ミホン\n"),
        (Field.NAME, "ア" * 61),
        (Field.HEAD, "<b>"),
        (Field.DOMICILE, "--"),
        (Field.DOMICILE, "レイジチョウ'; --\x00"),
        (Field.BORN, "20260230"),
        (Field.BORN, "18991231"),
        (Field.BORN, "2000010"),
        (Field.BORN, "２０００１２３１"),
        (Field.TELEPHONE, "9000000000"),
        (Field.TELEPHONE, "09000"),
        (Field.TELEPHONE, "090000000000"),
    ],
)
def test_what_no_key_can_type_is_no_answer(asked: Field, text: str) -> None:
    assert not is_answer(asked, text)
    state = at.EnteringApplication(*example.APPLYING, asked, ())
    assert Telling(state).hear(on.ApplicationAnswered(text)).state == state


def test_the_application_is_noted_before_it_leaves_and_filed_once() -> None:
    story = answered(*example.ANSWERS).hear(on.FilePressed(), on.FilePressed())
    assert isinstance(story.state, at.FilingApplication)
    assert story.did(do.FileApplication) == [do.FileApplication(example.FORM)]
    (noted,) = story.told(entry.ApplicationIntended)
    assert (noted.session, noted.municipality) == (example.SESSION, example.TOWN.code)


def test_a_filed_application_is_shown_with_everything_typed_gone() -> None:
    filing = at.FilingApplication(example.VISIT, example.SESSION, example.TOWN)
    story = Telling(filing).hear(on.ApplicationTaken(example.EXAMINING))
    assert story.state == at.ShowingApplicationFiled(example.VISIT, example.TOWN, example.EXAMINING)
    assert do.ForgetVisit() in story.last
    assert isinstance(story.hear(on.UnderstoodPressed()).state, at.ReturningCardAtEnd)


@pytest.mark.parametrize(
    "answer",
    [on.CenterRefused(Refusal.CLOSED, opens_at=example.LATE), on.FaultOccurred(Fault.CENTER_SILENT, "", example.LATE)],
)
def test_an_application_that_was_not_taken_ends_in_words(answer: on.Event) -> None:
    story = Telling(at.FilingApplication(example.VISIT, example.SESSION, example.TOWN)).hear(answer)
    assert isinstance(story.state, at.Explaining)
    assert story.did(do.CancelOrder) == [do.CancelOrder(example.SESSION, None)]


def test_while_it_is_filed_nothing_can_be_cancelled() -> None:
    filing = at.FilingApplication(example.VISIT, example.SESSION, example.TOWN)
    assert Telling(filing).hear(on.CancelPressed()).state == filing


@pytest.mark.parametrize(
    "state",
    [
        standing(RegistrationState.NONE),
        at.EnteringApplication(*example.APPLYING, Field.HEAD, example.FORM),
        at.ReviewingApplication(*example.APPLYING, example.FORM),
    ],
)
def test_one_can_leave_at_every_question_and_the_session_is_void(state: at.State) -> None:
    story = Telling(state).hear(on.CancelPressed())
    assert isinstance(story.state, at.ReturningCardAtEnd)
    assert do.ForgetVisit() in story.last
    assert story.did(do.CancelOrder) == [do.CancelOrder(example.SESSION, None)]


def test_nothing_typed_is_ever_written_down_or_shown_in_an_error() -> None:
    story = answered(*example.ANSWERS)
    reviewing = story.state
    story.hear(on.ApplicationAnswered("ヨケイナ　コトバ"), on.FilePressed())
    written = " ".join(str(to_record(fact).fields) for fact in story.entries)
    shown = repr(reviewing) + repr(on.ApplicationAnswered(example.ANSWERS[0])) + repr(story.did(do.FileApplication))
    for text in (*example.ANSWERS, "ヨケイナ　コトバ"):
        assert text not in written
        assert text not in shown
