"""The registration of use (利用登録申請): what it is, five questions, filed at the city."""

from __future__ import annotations

import re
from datetime import date

from issuance import journal_entries as entry
from issuance.domain.certificates import RegistrationState
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.states import ApplicationField, ApplicationForm
from issuance.transaction.step import Step, explain, explain_refusal, fault_entries, leave

QUESTIONS = tuple(ApplicationField)
_MAY_APPLY = frozenset({RegistrationState.NONE, RegistrationState.REJECTED})

_KANA = r"ァ-ヺー"
_FORMS = {
    ApplicationField.NAME: re.compile(rf"(?=.*[{_KANA}])[{_KANA} 　]{{1,60}}"),
    ApplicationField.HEAD: re.compile(rf"(?=.*[{_KANA}])[{_KANA} 　]{{1,60}}"),
    ApplicationField.DOMICILE: re.compile(rf"(?=.*[{_KANA}0-9])[{_KANA}0-9 　-]{{1,80}}"),
    ApplicationField.TELEPHONE: re.compile(r"0[0-9]{8,10}"),
}
"""What each answer may hold: the keys of its keyboard, and no more than a form has room for. Telephone: 9 to 11 digits,
beginning with 0 (電気通信番号計画)."""
_YEARS = range(1900, 2100)
"""Of birth: nobody alive was born before, and no kiosk of this kind runs after. The office looks at the rest."""


def explaining_registration(state: at.ExplainingRegistration, event: on.Event) -> Step | None:
    match event:
        case on.ApplyPressed() if state.standing.state in _MAY_APPLY:
            return _asking(state, QUESTIONS[0], ())
        case on.UnderstoodPressed() | on.CancelPressed() | on.BackPressed():
            return _leave(state)
        case _:
            return None


def entering_application(state: at.EnteringApplication, event: on.Event) -> Step | None:
    position = QUESTIONS.index(state.asked)
    match event:
        case on.ApplicationAnswered(text) if is_answer(state.asked, text):
            form = with_answer(state.form, state.asked, text)
            if position + 1 < len(QUESTIONS):
                return _asking(state, QUESTIONS[position + 1], form)
            return Step(at.ReviewingApplication(state.visit, state.session, state.town, state.standing, form))
        case on.BackPressed() if position:
            return _asking(state, QUESTIONS[position - 1], state.form)
        case on.BackPressed():
            return Step(at.ExplainingRegistration(state.visit, state.session, state.town, state.standing))
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def reviewing_application(state: at.ReviewingApplication, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.FilePressed():
            note = entry.ApplicationIntended(
                transaction=visit.transaction, session=state.session, municipality=state.town.code
            )
            filing = at.FilingApplication(visit, state.session, state.town)
            return Step(filing, (do.FileApplication(state.form),), (note,))
        case on.BackPressed():
            return _asking(state, QUESTIONS[-1], state.form)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def filing_application(state: at.FilingApplication, event: on.Event) -> Step | None:
    visit = state.visit
    match event:
        case on.ApplicationTaken(standing):
            # All that was typed goes at once, however long the answer is read.
            shown = at.ShowingApplicationFiled(visit, state.town, standing)
            return Step(shown, (do.ForgetVisit(), do.CancelOrder(state.session, None)))
        case on.CenterRefused():
            return explain_refusal(visit, event).then(do.CancelOrder(state.session, None))
        case on.FaultOccurred(fault):
            ended = explain(visit, fault).then(do.CancelOrder(state.session, None))
            return ended.noting(*fault_entries(visit, state, event))
        case _:
            return None


def showing_application_filed(state: at.ShowingApplicationFiled, event: on.Event) -> Step | None:
    match event:
        case on.UnderstoodPressed() | on.CancelPressed():
            return leave(state.visit)
        case _:
            return None


def is_answer(asked: ApplicationField, text: str) -> bool:
    """Whether a text can be the answer to a question; what it says only the office can judge."""
    if asked is ApplicationField.BORN:
        return _is_day(text)
    return _FORMS[asked].fullmatch(text) is not None


def answer(form: ApplicationForm, asked: ApplicationField) -> str:
    """What was answered to a question so far; "" = nothing."""
    return dict(form).get(asked, "")


def with_answer(form: ApplicationForm, asked: ApplicationField, text: str) -> ApplicationForm:
    """The form with one answer set, in the order of the questions."""
    answers = dict(form) | {asked: text}
    return tuple((question, answers[question]) for question in QUESTIONS if question in answers)


def _is_day(text: str) -> bool:
    """Eight digits that are a day of the calendar in a year in which somebody may be born."""
    if re.fullmatch(r"[0-9]{8}", text) is None or int(text[:4]) not in _YEARS:
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


_Applying = at.ExplainingRegistration | at.EnteringApplication | at.ReviewingApplication


def _asking(state: _Applying, asked: ApplicationField, form: ApplicationForm) -> Step:
    return Step(at.EnteringApplication(state.visit, state.session, state.town, state.standing, asked, form))


def _leave(state: _Applying) -> Step:
    return leave(state.visit).then(do.CancelOrder(state.session, None))
