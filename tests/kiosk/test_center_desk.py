"""The center's desk: other municipalities, their bulletins, and an application that is sent again under the same key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.domain.values import MunicipalityCode, SessionId, TransactionId
from issuance.faults import DeviceFault, Fault
from issuance.protocol.messages import (
    ApplicationDetails,
    ApplicationFiled,
    ApplicationPlacement,
    PublicOffer,
    PublicOfferRequest,
    Refusal,
    Refused,
    ServedMunicipalities,
    ServedMunicipality,
)
from issuance.protocol.personal_offer import AnswerInvalid
from issuance.transaction import events as on
from issuance.transaction.states import ApplicationField
from kiosk.center_desk import CenterDesk
from kiosk.visit_room import VisitRoom

TONO = ServedMunicipality(MunicipalityCode("032085"), "遠野市", "Tono City", "とおのし")
OFFER = PublicOffer(TONO.code, TONO.name, (), True, 0)
FORM = (
    (ApplicationField.NAME, "ミホン　タロウ"),
    (ApplicationField.BORN, "19800229"),
    (ApplicationField.HEAD, "ミホン　イチロウ"),
    (ApplicationField.DOMICILE, "レイジチョウ1-2"),
    (ApplicationField.TELEPHONE, "09000000000"),
)
EXAMINING = RegistrationStanding(RegistrationState.EXAMINING, reference="ABCD-EFGH")


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


class Line:
    """Answers in turn; a fault among them is raised. What was asked is kept."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[object, ...]] = []

    def _next(self, *asked: object) -> Any:
        self.asked.append(asked)
        answer = self.answers.pop(0)
        if isinstance(answer, DeviceFault):
            raise answer
        return answer

    def served(self) -> Any:
        return self._next("served")

    def public_offer(self, message: PublicOfferRequest) -> Any:
        return self._next(message)

    def file_application(self, message: ApplicationPlacement, key: str) -> Any:
        return self._next(message, key)


class Session:
    """Makes another placement at every call: the same one must be sent again all the same."""

    def __init__(self, invalid: bool = False) -> None:
        self.details: list[ApplicationDetails] = []
        self.invalid = invalid

    def application(self, details: ApplicationDetails, not_after: int) -> ApplicationPlacement:
        if self.invalid:
            raise AnswerInvalid("the city gave no key to seal an application to")
        self.details.append(details)
        return ApplicationPlacement(SessionId("5e" * 16), bytes([len(self.details)]))


def desk(line: Line) -> CenterDesk:
    return CenterDesk(cast(Any, line), Clock(), consent_version="1", order_seconds=60)


def room(session: Session) -> VisitRoom:
    made = VisitRoom(TransactionId("7a" * 16))
    made.session = cast(Any, session)
    return made


def silent() -> DeviceFault:
    return DeviceFault(Fault.CENTER_SILENT, "no answer")


def test_the_municipalities_and_a_bulletin_come_as_events() -> None:
    line = Line(ServedMunicipalities((TONO,), 0), OFFER)
    assert desk(line).list_municipalities() == on.MunicipalitiesListed((TONO,))
    assert desk(line).look_up(TONO.code) == on.TownLookedUp(OFFER)
    assert line.asked == [("served",), (PublicOfferRequest(TONO.code),)]


def test_a_no_keeps_its_reference_and_its_hour() -> None:
    no = Refused(Refusal.CLOSED, "for engineers", "ABCD-EFGH", 1_800_000_000)
    told = on.CenterRefused(Refusal.CLOSED, "ABCD-EFGH", 1_800_000_000)
    assert desk(Line(no)).list_municipalities() == told
    assert desk(Line(no)).look_up(TONO.code) == told
    assert desk(Line(no)).apply(room(Session()), FORM, "key") == told


def test_an_application_is_sent_again_with_the_same_bytes_and_the_same_key() -> None:
    line, session = Line(silent(), silent(), ApplicationFiled(SessionId("5e" * 16), EXAMINING)), Session()
    assert desk(line).apply(room(session), FORM, "7a-9") == on.ApplicationTaken(EXAMINING)
    assert len(set(line.asked)) == 1
    assert len(line.asked) == 3
    assert [one.born for one in session.details] == ["1980-02-29"]


def test_a_line_that_stays_dead_is_told_as_its_fault() -> None:
    with pytest.raises(DeviceFault, match="L-02"):
        desk(Line(silent(), silent(), silent())).apply(room(Session()), FORM, "key")


def test_an_offer_without_a_key_to_seal_to_is_an_answer_that_makes_no_sense() -> None:
    with pytest.raises(DeviceFault) as failed:
        desk(Line()).apply(room(Session(invalid=True)), FORM, "key")
    assert failed.value.fault is Fault.CENTER_ANSWER_INVALID


def test_a_bulletin_of_another_municipality_is_none_of_the_center() -> None:
    with pytest.raises(DeviceFault) as failed:
        desk(Line(OFFER)).look_up(MunicipalityCode("012076"))
    assert failed.value.fault is Fault.CENTER_ANSWER_INVALID
