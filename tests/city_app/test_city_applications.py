"""The registration of use at the city: filed once, sealed until the office looks, usable from its working day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from city.applications import ApplicationUnreadable, opened_details
from city.register.records import RegistrationDecision
from city.service import Service
from issuance.domain.certificates import CertificateType, RegistrationState
from issuance.domain.service_hours import Stop
from issuance.domain.values import MunicipalityCode, SessionId
from issuance.protocol import evidence
from issuance.protocol.codec import encode
from issuance.protocol.messages import (
    ApplicationDetails,
    ApplicationFiled,
    Authorised,
    Environment,
    Refusal,
    Refused,
    UseApplication,
)
from issuance.protocol.sealing import application_info, seal
from tests.city_app.table import NOON, Compromised, Session, TestClock

MakeSession = Callable[..., Session]
HARUKA = ApplicationDetails(
    name="ササキハルカ",
    head="ササキユイ",
    domicile="ミホンチョウ３チョウメ",
    born="1994-08-21",
    telephone="0198009876",
)
FIFTH_WORKING_DAY = "2026-12-01"
"""Filed on Tuesday 24 November 2026; 25, 26, 27, 30 November and 1 December are working days."""


@pytest.fixture
def stranger(card_of: MakeSession) -> Session:
    return card_of("sasaki-elsewhere")


@pytest.fixture
def to(city: Service) -> bytes:
    """The city's key for applications."""
    assert city.application_key is not None
    return city.application_key.public_key().public_bytes_raw()


@pytest.fixture
def five_days(city: Service) -> None:
    """Five working days, as Obihiro says."""
    registration = city.municipality.registration
    assert registration is not None
    object.__setattr__(
        city, "municipality", replace(city.municipality, registration=replace(registration, working_days=5))
    )


def filed(answer: object) -> ApplicationFiled:
    assert isinstance(answer, ApplicationFiled), answer
    return answer


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_a_stranger_is_told_how_to_register_and_gets_the_citys_key(
    center: Compromised, stranger: Session, to: bytes
) -> None:
    offer = center.offer(stranger.proof)
    assert isinstance(offer, Authorised)
    assert (offer.certificates, offer.registration and offer.registration.state) == ((), RegistrationState.NONE)
    names = stranger.names(offer)
    assert (names.members, names.family, names.application_key) == ((), (), to)


@pytest.mark.usefixtures("five_days")
def test_from_application_to_first_offer(
    center: Compromised, city: Service, card_of: MakeSession, stranger: Session, to: bytes, clock: TestClock
) -> None:
    standing = filed(center.apply(stranger.proof, stranger.application(HARUKA, to))).standing
    assert (standing.state, standing.usable_from) == (RegistrationState.EXAMINING, FIFTH_WORKING_DAY)
    examining = center.offer(card_of("sasaki-elsewhere").proof)
    assert (examining.registration, examining.certificates) == (standing, ())
    with city.register.snapshot(clock.now()) as snapshot:
        (member,) = snapshot.search_members(HARUKA.name, date.fromisoformat(HARUKA.born))
    with city.register.change() as change:
        assert change.accept_registration(standing.reference, member.member, date(2026, 11, 25))
    waiting = center.offer(card_of("sasaki-elsewhere").proof)
    assert waiting.registration == replace(standing, state=RegistrationState.WAITING)
    clock.go(days=7)
    session = card_of("sasaki-elsewhere")
    usable = center.offer(session.proof)
    assert usable.registration is None
    assert {item.type for item in usable.certificates if item.refused is None} == {
        CertificateType.FAMILY_REGISTER,
        CertificateType.FAMILY_REGISTER_APPENDIX,
    }
    assert [one.is_self for one in session.names(usable).family] == [False, True]


@pytest.mark.usefixtures("five_days")
def test_what_the_office_accepts_late_can_be_used_from_that_day(
    center: Compromised, city: Service, stranger: Session, to: bytes
) -> None:
    standing = filed(center.apply(stranger.proof, stranger.application(HARUKA, to))).standing
    with city.register.change() as change:
        assert change.accept_registration(standing.reference, 1, date(2026, 12, 9))
    with city.register.snapshot(NOON) as snapshot:
        (registration,) = snapshot.applications()
    assert registration.usable_from == date(2026, 12, 9)


def test_the_same_again_and_another_while_one_is_open_give_the_same_answer(
    center: Compromised, city: Service, card_of: MakeSession, stranger: Session, to: bytes
) -> None:
    application = stranger.application(HARUKA, to)
    first = center.apply(stranger.proof, application)
    assert center.apply(stranger.proof, application) == first
    later = card_of("sasaki-elsewhere")
    assert filed(center.apply(later.proof, later.application(HARUKA, to))).standing == filed(first).standing
    with city.register.snapshot(NOON) as snapshot:
        assert len(snapshot.applications()) == 1


def test_the_same_again_after_closing_time_still_gives_the_same_answer(
    center: Compromised, stranger: Session, to: bytes, clock: TestClock, city: Service
) -> None:
    application = stranger.application(HARUKA, to)
    first = center.apply(stranger.proof, application)
    registration = city.municipality.registration
    assert registration is not None
    stop = Stop(clock.now() - timedelta(minutes=1), clock.now() + timedelta(hours=1))
    stopped = replace(registration, hours=replace(registration.hours, stops=(stop,)))
    object.__setattr__(city, "municipality", replace(city.municipality, registration=stopped))
    assert center.apply(stranger.proof, application) == first


def test_two_requests_of_one_card_at_once_file_one_application(
    center: Compromised, city: Service, card_of: MakeSession, to: bytes
) -> None:
    sessions = [card_of("sasaki-elsewhere") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: center.apply(one.proof, one.application(HARUKA, to)), sessions))
    assert len({filed(answer).standing for answer in answers}) == 1
    with city.register.snapshot(NOON) as snapshot:
        assert len(snapshot.applications()) == 1


def test_whoever_was_rejected_reads_so_and_can_apply_anew(
    center: Compromised, city: Service, card_of: MakeSession, stranger: Session, to: bytes
) -> None:
    old = stranger.application(HARUKA, to)
    standing = filed(center.apply(stranger.proof, old)).standing
    with city.register.change() as change:
        assert change.reject_registration(standing.reference)
    again = card_of("sasaki-elsewhere")
    offer = center.offer(again.proof)
    assert offer.registration.state is RegistrationState.REJECTED
    assert again.names(offer).application_key == to
    renewed = filed(center.apply(again.proof, again.application(HARUKA, to))).standing
    assert renewed.state is RegistrationState.EXAMINING
    assert renewed.reference != standing.reference
    with city.register.snapshot(NOON) as snapshot:
        states = [one.state for one in snapshot.applications()]
    assert states == [RegistrationDecision.REJECTED, RegistrationDecision.EXAMINING]


def test_what_was_typed_lies_nowhere_in_the_register_in_the_open(
    center: Compromised, stranger: Session, to: bytes, tmp_path: Path
) -> None:
    filed(center.apply(stranger.proof, stranger.application(HARUKA, to)))
    for file in tmp_path.glob("register.sqlite*"):
        content = file.read_bytes()
        assert HARUKA.telephone.encode() not in content
        assert HARUKA.name.encode() not in content


def test_a_resident_has_nothing_to_apply_for(center: Compromised, session: Session, to: bytes) -> None:
    assert refused(center.apply(session.proof, session.application(HARUKA, to))) is Refusal.AT_THE_COUNTER


def test_a_municipality_without_registration_sends_strangers_to_the_counter(
    center: Compromised, city: Service, stranger: Session, to: bytes
) -> None:
    object.__setattr__(city, "municipality", replace(city.municipality, registration=None))
    assert refused(center.offer(stranger.proof)) is Refusal.AT_THE_COUNTER
    assert refused(center.apply(stranger.proof, stranger.application(HARUKA, to))) is Refusal.AT_THE_COUNTER


def test_outside_its_hours_no_application_is_taken_and_the_next_opening_is_told(
    center: Compromised, city: Service, card_of: MakeSession, to: bytes, clock: TestClock
) -> None:
    clock.go(hours=11)  # 23:00
    stranger = card_of("sasaki-elsewhere")
    answer = center.apply(stranger.proof, stranger.application(HARUKA, to))
    assert refused(answer) is Refusal.CLOSED
    assert answer.opens_at > clock.epoch
    with city.register.snapshot(NOON) as snapshot:
        assert snapshot.applications() == ()


WRONG = {
    "another session": {"session": SessionId("0" * 32)},
    "another grant": {"grant": bytes(32)},
    "another municipality": {"municipality": MunicipalityCode("131016")},
    "another environment": {"environment": Environment.PRODUCTION},
    "run out": {"not_after": 0},
    "outlives the grant": {"not_after": 2**40},
    "not sealed": {"details": b"x" * 200},
    "empty": {"details": b""},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_application_that_does_not_stand_on_the_grant_is_refused(
    center: Compromised, city: Service, stranger: Session, to: bytes, wrong: str
) -> None:
    application = stranger.application(HARUKA, to, **WRONG[wrong])
    assert refused(center.apply(stranger.proof, application)) is Refusal.ORDER_WRONG
    with city.register.snapshot(NOON) as snapshot:
        assert snapshot.applications() == ()


def test_the_center_cannot_file_without_the_order_keys_signature(
    center: Compromised, stranger: Session, to: bytes
) -> None:
    honest = evidence.unverified(UseApplication, stranger.application(HARUKA, to))
    assert refused(center.apply(stranger.proof, evidence.sign(center.key, honest))) is Refusal.ORDER_WRONG


def test_an_application_of_another_card_proves_nothing(
    center: Compromised, card_of: MakeSession, stranger: Session, to: bytes
) -> None:
    other = card_of("ordinary-02")
    assert refused(center.apply(stranger.proof, other.application(HARUKA, to))) is Refusal.ORDER_WRONG


DETAILS = {
    "name": ["", "　 ", "ア" * 101, "ササキ\x00", "ササキ\n", "\u202eササキ"],
    "head": ["", "イ" * 101],
    "domicile": ["", "ウ" * 101],
    "born": ["", "19940821x", "1994-02-30", "昭和元年"],
    "telephone": ["", "0198", "0" * 16, "０９０００００００００", "090-0000-0000"],
}


@pytest.mark.parametrize(("part", "value"), [(part, value) for part, values in DETAILS.items() for value in values])
def test_details_that_are_none_are_refused_by_part_and_not_told(
    center: Compromised, stranger: Session, to: bytes, part: str, value: str
) -> None:
    answer = center.apply(stranger.proof, stranger.application(replace(HARUKA, **{part: value}), to))
    assert refused(answer) is Refusal.ORDER_WRONG
    assert answer.detail == part


@pytest.mark.parametrize("statement", [b"", b"\xff", b"\xd2\x84", bytes(500), b"\x80" * 300])
def test_hostile_bytes_in_place_of_a_statement_are_a_signed_no(
    center: Compromised, stranger: Session, statement: bytes
) -> None:
    assert refused(center.apply(stranger.proof, statement)) is Refusal.ORDER_WRONG


KEY = X25519PrivateKey.generate()
HONEST = encode(HARUKA)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(kept=st.integers(0, len(HONEST)), changed=st.binary(max_size=200))
def test_whatever_is_sealed_in_place_of_details_is_understood_or_refused_without_being_told(
    kept: int, changed: bytes
) -> None:
    typed = HONEST[:kept] + changed
    assume(typed != HONEST)
    grant = bytes(32)
    sealed = seal(KEY.public_key().public_bytes_raw(), application_info(grant), typed)
    application = UseApplication(Environment.TEST, SessionId("0" * 32), grant, MunicipalityCode("032051"), sealed, 0)
    details, complaint = read(application)
    if details is None:
        assert not any(value in complaint for value in (HARUKA.name, HARUKA.head, HARUKA.telephone))
    else:  # the change hit one of the answers and gave another right one
        assert details.telephone.isascii()
        assert details.telephone.isdigit()
        assert date.fromisoformat(details.born)


def read(application: UseApplication) -> tuple[ApplicationDetails | None, str]:
    try:
        return opened_details(application, KEY), ""
    except ApplicationUnreadable as error:
        return None, error.what
