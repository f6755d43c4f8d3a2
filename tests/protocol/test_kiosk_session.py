"""The kiosk's half of a session: one story that goes well, and what it refuses."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from issuance.domain.values import MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.protocol import evidence
from issuance.protocol.card_certificates import CertificateRefused
from issuance.protocol.codec import digest, encode
from issuance.protocol.grant import grant_bytes, grant_hash, verify_order
from issuance.protocol.kiosk_session import KioskSession, SessionKeys, SessionOver
from issuance.protocol.messages import Challenge, Delivered, Environment, Member, MemberList, Order, SessionOpened
from issuance.protocol.personal_offer import AnswerInvalid
from issuance.protocol.sealing import members_info, seal

NOW = 1_795_000_000


def fresh_session(world: Any) -> KioskSession:
    return KioskSession(world.terminal(), TransactionId(world.an_id()), SessionKeys.fresh())


def test_a_whole_session_ends_with_the_ordered_documents_in_the_clear(world: Any, visit: Any) -> None:
    placement = visit.place()
    documents = visit.session.documents(visit.delivered(placement), NOW)
    assert [(one.certificate, one.type.value, one.fee, one.sides) for one in documents] == [
        (1, "resident-record", Yen(300), 2),
        (2, "resident-record", Yen(300), 2),
        (3, "seal-registration", Yen(250), 2),
    ]
    assert [one.pdf[-1] for one in documents] == [1, 2, 3]
    assert "PDF" not in repr(documents[0])


def test_the_kiosk_and_the_center_build_the_same_grant(world: Any) -> None:
    session = fresh_session(world)
    request = session.session_request(world.card.der, None)
    opened = SessionOpened(SessionId(world.an_id()), Environment.TEST, "c", MunicipalityCode("032051"), "花巻市")
    session.opened(opened)
    signed = session.grant(world.challenge, world.consent)
    assert signed.startswith(b"komado/grant/1")
    assert digest(encode(request)) in signed
    assert world.device.thumbprint in signed
    assert digest(request.order_key) in signed
    assert digest(request.encapsulation_key) in signed
    assert opened.session.encode() in signed


def test_the_order_is_signed_by_the_key_of_the_session_and_passes_the_citys_checks(visit: Any) -> None:
    placement = visit.place()
    order = verify_order(placement.order, visit.proof, Environment.TEST, NOW)
    assert order.total == Yen(850)
    assert order.fee_table == "2026-04"
    assert order.grant == grant_hash(visit.grant)


def test_an_order_never_outlives_its_grant(visit: Any, world: Any) -> None:
    placement = visit.session.place(OrderId(world.an_id()), visit_lines(visit), NOW + 100_000)
    assert evidence.unverified(Order, placement.order).not_after == visit.grant.grant_not_after


def visit_lines(visit: Any) -> Any:
    return evidence.unverified(Order, visit.place().order).lines


def test_names_come_only_from_the_sealed_list(visit: Any) -> None:
    offer = visit.session.personal_offer(visit.authorised())
    assert [member.name for member in offer.members] == ["見本 太郎", "見本 花子"]
    assert offer.valid_until == NOW + 600


def test_names_sealed_to_another_grant_are_refused(visit: Any) -> None:
    with pytest.raises(AnswerInvalid, match="not sealed to this session"):
        visit.session.personal_offer(visit.authorised(info=members_info(bytes(32))))


def test_names_of_another_visit_are_refused(world: Any, visit: Any) -> None:
    other = world.visit()
    stolen = replace(visit.authorised(), sealed_members=other.authorised().sealed_members)
    with pytest.raises(AnswerInvalid, match="not sealed"):
        visit.session.personal_offer(stolen)


def test_two_persons_under_one_handle_are_refused(visit: Any) -> None:
    same = MemberList((Member("m1", "甲", False, True), Member("m1", "乙", False, False)))
    with pytest.raises(AnswerInvalid, match="one handle"):
        visit.session.personal_offer(visit.authorised(same))


def test_sealed_names_that_are_no_list_are_refused(visit: Any) -> None:
    junk = seal(visit.request.encapsulation_key, members_info(grant_hash(visit.grant)), b"\xa0")
    with pytest.raises(AnswerInvalid, match="the names: application_key: is missing"):
        visit.session.personal_offer(replace(visit.authorised(), sealed_members=junk))


def test_the_session_says_its_id_and_how_long_its_grant_runs(world: Any, visit: Any) -> None:
    assert visit.session.session == visit.opened.session
    assert visit.session.grant_not_after == NOW + 600
    fresh = fresh_session(world)
    assert (fresh.session, fresh.grant_not_after) == (None, None)


def test_an_offer_for_another_session_is_refused(visit: Any) -> None:
    with pytest.raises(AnswerInvalid, match="another session"):
        visit.session.personal_offer(replace(visit.authorised(), session="0" * 32))


def test_a_certificate_offered_twice_is_refused(visit: Any) -> None:
    answer = visit.authorised()
    with pytest.raises(AnswerInvalid, match="twice"):
        visit.session.personal_offer(replace(answer, certificates=answer.certificates * 2))


def test_a_production_session_on_a_test_kiosk_is_refused(world: Any) -> None:
    session = fresh_session(world)
    session.session_request(world.card.der, None)
    with pytest.raises(AnswerInvalid, match="prod on a test"):
        session.opened(SessionOpened(world.an_id(), Environment.PRODUCTION, "c", "032051", "花巻市"))


def test_a_session_for_another_municipality_than_the_chosen_one_is_refused(world: Any) -> None:
    session = fresh_session(world)
    session.session_request(world.card.der, MunicipalityCode("131211"))
    with pytest.raises(AnswerInvalid, match="another municipality"):
        session.opened(SessionOpened(world.an_id(), Environment.TEST, "c", "032051", "花巻市"))


@pytest.mark.parametrize(
    "challenge", [Challenge(b"short", NOW + 30, NOW + 600), Challenge(bytes(32), NOW + 601, NOW + 600)]
)
def test_a_senseless_challenge_is_refused(world: Any, challenge: Challenge) -> None:
    session = fresh_session(world)
    session.session_request(world.card.der, None)
    session.opened(SessionOpened(world.an_id(), Environment.TEST, "c", "032051", "花巻市"))
    with pytest.raises(AnswerInvalid):
        session.grant(challenge, world.consent)


def test_a_card_that_gives_garbage_as_its_certificate_is_refused(world: Any) -> None:
    with pytest.raises(CertificateRefused):
        fresh_session(world).session_request(b"\x30\x03garbage", None)


def test_a_second_order_makes_the_documents_of_the_first_worthless(visit: Any) -> None:
    first = visit.place()
    visit.place()
    with pytest.raises(Exception, match="check 2"):
        visit.session.documents(visit.delivered(first), NOW)


def test_steps_out_of_order_are_bugs_and_say_so(world: Any) -> None:
    session = fresh_session(world)
    with pytest.raises(RuntimeError, match="grant"):
        session.place(OrderId(world.an_id()), (), NOW)
    with pytest.raises(RuntimeError, match="opened"):
        session.grant(world.challenge, world.consent)


def test_an_empty_order_is_a_bug(visit: Any, world: Any) -> None:
    with pytest.raises(ValueError, match="1 to 255"):
        visit.session.place(OrderId(world.an_id()), (), NOW)


CALLS: dict[str, Callable[[Any, Any, Any], object]] = {
    "session_request": lambda v, _p, _d: v.session.session_request(v.card.der, None),
    "opened": lambda v, _p, _d: v.session.opened(v.opened),
    "grant": lambda v, _p, _d: v.session.grant(v.world.challenge, v.world.consent),
    "presentation": lambda v, _p, _d: v.session.presentation(b""),
    "personal_offer": lambda v, _p, _d: v.session.personal_offer(v.authorised()),
    "place": lambda v, _p, _d: v.place(),
    "documents": lambda v, _p, d: v.session.documents(d, NOW),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_destroyed_session_can_do_nothing(visit: Any, call: str) -> None:
    placement = visit.place()
    delivered = visit.delivered(placement)
    visit.session.destroy()
    visit.session.destroy()
    with pytest.raises(SessionOver):
        CALLS[call](visit, placement, delivered)
    assert visit.session.session is None
    assert "over" in repr(visit.session)


def test_a_restarted_kiosk_can_not_open_the_documents_of_before(world: Any, visit: Any) -> None:
    """The same card, the same ids, the same order bytes, but other keys in RAM: the package stays shut."""
    placement = visit.place()
    delivered = visit.delivered(placement)
    restarted = KioskSession(world.terminal(), visit.request.transaction, SessionKeys.fresh())
    restarted.session_request(visit.card.der, None)
    restarted.opened(visit.opened)
    restarted._grant = visit.session._grant
    restarted._ordered = visit.session._ordered
    with pytest.raises(Exception, match="check 6"):
        restarted.documents(delivered, NOW)


def test_nothing_that_holds_keys_can_be_shown_or_copied(visit: Any) -> None:
    keys = SessionKeys.fresh()
    assert repr(keys) == "SessionKeys(····)"
    secret = keys.encapsulation.private_bytes_raw().hex()
    assert secret not in repr(keys) + repr(visit.session)
    for thing in (keys, visit.session):
        for copier in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                copier(thing)


def test_two_sessions_never_share_a_key(world: Any) -> None:
    requests = [world.visit().request for _ in range(5)]
    assert len({one.encapsulation_key for one in requests}) == 5
    assert len({one.order_key for one in requests}) == 5


def test_an_empty_delivery_is_no_delivery(visit: Any) -> None:
    visit.place()
    with pytest.raises(Exception, match="check 7"):
        visit.session.documents(Delivered(visit.opened.session, ()), NOW)


def test_the_grants_bytes_carry_their_domain(visit: Any) -> None:
    assert grant_bytes(visit.grant)[:14] == b"komado/grant/1"
