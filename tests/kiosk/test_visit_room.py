"""A room that is wiped takes nothing in any more, whichever device comes late with something."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from issuance.domain.certificates import BasketLine, CertificateType, SealRegistrationOptions
from issuance.domain.values import OrderId, TransactionId, Yen
from issuance.ports import CardRead, PrintJob
from issuance.protocol.kiosk_session import SessionKeys
from issuance.protocol.messages import Delivered
from issuance.transaction.states import ApplicationField
from kiosk.card_desk import CardDesk
from kiosk.center_desk import CenterDesk
from kiosk.paper_desk import PaperDesk
from kiosk.visit_room import VisitOver, VisitRoom

VISIT = TransactionId("7a" * 16)
ANY = cast(Any, None)
FORM = (
    (ApplicationField.NAME, "ミホン　タロウ"),
    (ApplicationField.BORN, "19800229"),
    (ApplicationField.HEAD, "ミホン　イチロウ"),
    (ApplicationField.DOMICILE, "レイジチョウ1-2"),
    (ApplicationField.TELEPHONE, "09000000000"),
)
LINE = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Late:
    """Reader, center and copier in one: the visit ends while each of them is at work."""

    room: VisitRoom

    def read(self) -> CardRead:
        self.room.wipe()
        return CardRead(b"a certificate", 3)

    def place_order(self, *_request: object) -> Delivered:
        self.room.wipe()
        return cast(Any, Delivered).__new__(Delivered)

    def create_job(self, token: str, sheets: int) -> PrintJob:
        self.room.wipe()
        return PrintJob(token, 1, "urn:uuid:1", sheets, None, None)


class Session:
    """A session that signs anything; `destroyed` once it is over."""

    destroyed = False

    def place(self, *_order: object) -> None:
        return None

    def destroy(self) -> None:
        self.destroyed = True


def _empty(room: VisitRoom) -> bool:
    kept = {field.name: getattr(room, field.name) for field in fields(room)}
    return not any(kept[name] for name in kept if name not in ("transaction", "wiped", "_lock"))


def test_a_card_that_was_read_too_late_leaves_nothing() -> None:
    room = VisitRoom(VISIT)
    desk = CardDesk(cast(Any, Late(room)), ANY, SessionKeys.fresh, ANY, ANY)
    with pytest.raises(VisitOver):
        desk.read(room, VISIT)
    assert _empty(room)


def test_documents_that_come_too_late_leave_nothing() -> None:
    room = VisitRoom(VISIT, b"a certificate", session := cast(Any, Session()))
    desk = CenterDesk(cast(Any, Late(room)), Clock(), consent_version="1", order_seconds=60)
    with pytest.raises(VisitOver):
        desk.order(room, OrderId("0d" * 16), (LINE,), "key")
    assert session.destroyed
    assert _empty(room)


def test_a_print_job_that_is_made_too_late_leaves_nothing() -> None:
    room = VisitRoom(VISIT)
    desk = PaperDesk(cast(Any, Late(room)), ANY, ANY, Clock(), ANY, pay_seconds=60)
    with pytest.raises(VisitOver):
        desk.create(room, "token", 1)
    assert _empty(room)


def test_nothing_is_asked_of_the_center_once_the_room_is_wiped() -> None:
    room = VisitRoom(VISIT)
    room.wipe()
    desk = CenterDesk(ANY, Clock(), consent_version="1", order_seconds=60)
    for ask in (
        lambda: desk.open_session(room, None, "key"),
        lambda: desk.grant(room, "ja", "key"),
        lambda: desk.present(room, "key"),
        lambda: desk.apply(room, FORM, "key"),
        lambda: desk.order(room, OrderId("0d" * 16), (LINE,), "key"),
    ):
        with pytest.raises(VisitOver):
            ask()


def test_a_room_shows_nothing_of_what_it_holds() -> None:
    assert repr(VisitRoom(VISIT, b"a certificate")) == "VisitRoom(····)"
