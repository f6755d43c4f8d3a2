"""A block reveals nothing: same words, same kind of reference, same work, same moment; the office alone finds the reason.

Time is not measured here. What would make a difference in time is counted: statements read, handles made, names sealed,
notes written. What is left over disappears in the step of time at which answers leave.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from city import choosing, service
from city.app import Steps, application
from city.reasons import Reason
from city.register.changes import Change
from city.register.records import BlockKind, LeavingReason
from city.register.snapshot import Snapshot
from city.service import Service
from city.store import Store
from issuance.domain.certificates import BasketLine
from issuance.protocol.http_signatures import HttpRequest, HttpResponse
from issuance.protocol.messages import Authorised, Refusal, Refused
from tests.city_app.table import NOON, Compromised, Session, TestClock, Town

MakeSession = Callable[..., Session]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts what an answer costs."""
    counted: Counter[str] = Counter()

    def counting(name: str, call: Callable, weight: Callable[..., int] = lambda *_: 1) -> Callable:
        def counts(*arguments: object, **named: object) -> object:
            counted[name] += weight(*arguments)
            return call(*arguments, **named)

        return counts

    monkeypatch.setattr(Snapshot, "_query", counting("statements", Snapshot._query))
    monkeypatch.setattr(choosing, "member_handle", counting("handles", choosing.member_handle))
    monkeypatch.setattr(service, "seal", counting("sealings", service.seal))
    monkeypatch.setattr(Store, "note_told", counting("notes", Store.note_told))
    return counted


def cost(work: Counter[str], center: Compromised, session: Session) -> tuple[object, dict[str, int]]:
    work.clear()
    answer = center.offer(session.proof)
    return answer, dict(work)


@pytest.fixture
def person(town: Town, city: Service) -> int:
    """The number of the resident whom the first card belongs to."""
    with city.register.snapshot(NOON) as snapshot:
        resident = snapshot.extract(town.pki.cards.name.public_bytes(), town.cards["ordinary-01"].serial).resident
    assert resident is not None
    return resident.id


BLOCKS: dict[str, Callable[[Change, int], None]] = {
    **{f"person {kind.value}": (lambda change, who, kind=kind: change.block_person(who, kind)) for kind in BlockKind},
    **{
        f"household {kind.value}": (lambda change, who, kind=kind: change.block_household_of(who, kind))
        for kind in BlockKind
    },
}


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_costs_exactly_what_an_offer_costs(
    center: Compromised, city: Service, card_of: MakeSession, work: Counter[str], block: str, person: int
) -> None:
    before, offered = cost(work, center, card_of())
    assert isinstance(before, Authorised)
    assert min(offered[of] for of in ("statements", "handles", "sealings", "notes")) > 0
    with city.register.change() as change:
        BLOCKS[block](change, person)
    after, refused = cost(work, center, card_of())
    assert isinstance(after, Refused)
    assert refused == offered


def test_every_other_refusal_at_the_counter_asks_seals_and_notes_as_much_as_an_offer(
    center: Compromised, city: Service, card_of: MakeSession, work: Counter[str], person: int
) -> None:
    _, offered = cost(work, center, card_of())
    object.__setattr__(city, "municipality", replace(city.municipality, registration=None))
    _, unknown = cost(work, center, card_of("sasaki-elsewhere"))
    with city.register.change() as change:
        change.remove(person, LeavingReason.DIED, date(2026, 11, 20))
    _, died = cost(work, center, card_of())
    for of in ("statements", "sealings", "notes"):
        assert offered[of] == unknown[of] == died[of], of


def test_an_unregistered_stranger_costs_what_an_offer_costs(
    center: Compromised, card_of: MakeSession, work: Counter[str]
) -> None:
    _, offered = cost(work, center, card_of())
    _, stranger = cost(work, center, card_of("sasaki-elsewhere"))
    for of in ("statements", "sealings", "notes"):
        assert offered[of] == stranger[of], of


def refused_for(center: Compromised, session: Session) -> Refused:
    answer = center.offer(session.proof)
    assert isinstance(answer, Refused), answer
    return answer


def test_every_refusal_at_the_counter_reads_alike_but_for_its_reference(
    center: Compromised, city: Service, card_of: MakeSession, person: int
) -> None:
    answers = [refused_for(center, card_of("saito"))]
    for kind in BlockKind:
        with city.register.change() as change:
            change.block_person(person, kind)
        answers.append(refused_for(center, card_of()))
    object.__setattr__(city, "municipality", replace(city.municipality, registration=None, youngest=120))
    answers += [refused_for(center, card_of("sasaki-elsewhere")), refused_for(center, card_of("ordinary-02"))]
    assert {replace(answer, reference="") for answer in answers} == {Refused(Refusal.AT_THE_COUNTER)}
    references = [answer.reference for answer in answers]
    assert len(set(references)) == len(references)
    assert all(re.fullmatch(r"[A-HJ-NP-Z]{4}-[A-HJ-NP-Z]{4}", reference) for reference in references)


def test_the_reference_leads_the_office_to_the_reason_for_a_limited_time(
    center: Compromised, city: Service, card_of: MakeSession, clock: TestClock
) -> None:
    reference = refused_for(center, card_of("saito")).reference
    told = city.store.told(reference, clock.epoch)
    assert told is not None
    assert (told.code, told.at) == (Reason.SUPPORT_MEASURE.code, clock.epoch)
    month = int(city.references_kept.total_seconds())
    assert city.store.told(reference, clock.epoch + month) is not None
    assert city.store.told(reference, clock.epoch + month + 1) is None
    clock.go(seconds=month + 1)
    center.offer(card_of("ordinary-02").proof)  # whoever comes next clears what is over
    assert city.store.told(reference, 0) is None


def test_an_offer_is_noted_too_so_that_noting_tells_nothing(
    center: Compromised, city: Service, card_of: MakeSession, clock: TestClock
) -> None:
    session = card_of()
    assert isinstance(center.offer(session.proof), Authorised)
    reference = service.refusal_reference(city.secret, session.proof.grant.session)
    told = city.store.told(reference, clock.epoch)
    assert told is not None
    assert told.code == "served"


def test_a_block_after_the_offer_refuses_the_order_under_the_same_reference(
    center: Compromised, city: Service, session: Session, record: BasketLine, clock: TestClock, person: int
) -> None:
    assert isinstance(center.offer(session.proof), Authorised)
    with city.register.change() as change:
        change.block_person(person, BlockKind.SUPPORT_MEASURE)
    answer = center.issue(session.proof, session.order(record))
    assert answer == Refused(
        Refusal.AT_THE_COUNTER, "", service.refusal_reference(city.secret, session.proof.grant.session)
    )
    told = city.store.told(answer.reference, clock.epoch)
    assert told is not None
    assert told.code == Reason.SUPPORT_MEASURE.code


def test_an_order_after_closing_time_is_told_with_the_next_opening(
    center: Compromised, session: Session, record: BasketLine, clock: TestClock, card_of: MakeSession
) -> None:
    clock.go(hours=11)  # 23:00
    late = card_of()
    answer = center.issue(late.proof, late.order(record))
    assert answer.reason is Refusal.CLOSED
    assert answer.opens_at == int(datetime.fromisoformat("2026-11-25T06:30:00+09:00").timestamp())


# ---- when an answer leaves


class Played:
    """A clock and a waiting that are played: a service that takes its time, and what the shell waits after it."""

    def __init__(self, takes: float, status: int) -> None:
        self.clock, self.takes, self.status = 1000.0, takes, status
        self.left: list[float] = []

    def handle(self, _: HttpRequest, __: bytes | None, ___: datetime) -> HttpResponse:
        self.clock += self.takes
        return HttpResponse(self.status, {}, b"answer")

    async def sleep(self, seconds: float) -> None:
        self.clock += seconds

    def leaves_after(self, path: str) -> float:
        """Seconds from the arrival of a request to its answer."""
        began = self.clock
        app = application(self, lambda: NOON, Steps(0.1, lambda: self.clock, self.sleep))
        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [],
            "server": ("city", 443),
            "scheme": "https",
            "state": {"tls_thumbprint": None},
            "http_version": "1.1",
            "root_path": "",
            "client": None,
        }

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_: object) -> None:
            pass

        asyncio.run(app(scope, receive, send))
        return round(self.clock - began, 6)


@pytest.mark.parametrize("status", [200, 422])
@pytest.mark.parametrize(("takes", "leaves"), [(0.004, 0.1), (0.038, 0.1), (0.0999, 0.1), (0.13, 0.2), (0.25, 0.3)])
def test_an_offer_leaves_at_a_whole_step_whatever_it_is(status: int, takes: float, leaves: float) -> None:
    assert Played(takes, status).leaves_after("/v1/offers") == leaves


@pytest.mark.parametrize("path", ["/v1/issues", "/v1/applications"])
def test_a_refused_order_or_application_leaves_at_a_whole_step(path: str) -> None:
    assert Played(0.02, 422).leaves_after(path) == 0.1


@pytest.mark.parametrize("path", ["/v1/issues", "/v1/settlements", "/v1/health"])
def test_what_was_drawn_and_what_says_nothing_of_anybody_leaves_at_once(path: str) -> None:
    assert Played(0.02, 200).leaves_after(path) == 0.02
