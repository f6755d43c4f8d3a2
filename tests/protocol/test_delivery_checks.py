"""The eight checks before money and paper, each broken alone, and the ninth on the pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from issuance.domain.certificates import CertificateType
from issuance.domain.values import Yen
from issuance.protocol.codec import digest
from issuance.protocol.delivery_checks import DeliveryRefused, check_tokens
from issuance.protocol.grant import holder_of
from issuance.protocol.messages import Delivered, DeliveryStatement, Environment
from issuance.protocol.page_token import PageToken

NOW = 1_795_000_000
PDF = b"%PDF-1.7 TEST one invented resident"

Change = Callable[[DeliveryStatement], DeliveryStatement]

STATED_WRONGLY: dict[str, tuple[int, Change]] = {
    "production in test": (2, lambda s: replace(s, environment=Environment.PRODUCTION)),
    "another session": (2, lambda s: replace(s, session="0" * 32)),
    "another order": (2, lambda s: replace(s, order="0" * 32)),
    "the order with other content": (3, lambda s: replace(s, order_statement=digest(b"other"))),
    "another grant": (4, lambda s: replace(s, grant=digest(b"other"))),
    "another holder": (5, lambda s: replace(s, holder=digest(b"other"))),
    "another package": (7, lambda s: replace(s, package=digest(b"other"))),
    "another position": (7, lambda s: replace(s, certificate=2)),
    "another type": (7, lambda s: replace(s, type=CertificateType.SEAL_REGISTRATION)),
    "another fee": (7, lambda s: replace(s, fee=Yen(301))),
    "no number": (7, lambda s: replace(s, number="")),
    "the number of the next one": (7, lambda s: replace(s, number="2026-000002")),
    "no sides": (7, lambda s: replace(s, sides=0)),
    "more sides than a token can say": (7, lambda s: replace(s, sides=256)),
    "a lease that is over": (8, lambda s: replace(s, lease_until=NOW)),
}


def refused(visit: Any, delivered: Delivered, now: int = NOW) -> int:
    with pytest.raises(DeliveryRefused) as caught:
        visit.session.documents(delivered, now)
    return caught.value.check


@pytest.mark.parametrize("wrong", STATED_WRONGLY)
def test_a_statement_with_one_wrong_thing_is_refused_by_exactly_its_check(visit: Any, wrong: str) -> None:
    check, change = STATED_WRONGLY[wrong]
    assert refused(visit, visit.delivered(visit.place(), change)) == check


def test_check_1_refuses_a_statement_that_the_center_did_not_sign(visit: Any) -> None:
    placement = visit.place()
    honest = visit.delivered(placement)
    forged = visit.sealed(visit.statements(placement)[0], PDF + b"\x01", signer=visit.world.city)
    assert refused(visit, replace(honest, certificates=(forged, *honest.certificates[1:]))) == 1


def test_check_1_refuses_every_flipped_bit_of_a_statement(visit: Any) -> None:
    honest = visit.delivered(visit.place())
    statement = honest.certificates[0].statement
    for position in range(0, len(statement) * 8, 37):
        flipped = bytearray(statement)
        flipped[position // 8] ^= 1 << position % 8
        broken = replace(honest.certificates[0], statement=bytes(flipped))
        assert refused(visit, replace(honest, certificates=(broken, *honest.certificates[1:]))) == 1


def test_check_2_refuses_a_delivery_addressed_to_another_session(visit: Any) -> None:
    assert refused(visit, replace(visit.delivered(visit.place()), session="0" * 32)) == 2


def test_check_2_refuses_what_was_made_for_the_neighbour(world: Any, visit: Any) -> None:
    """The mistake of Yokohama, Kawasaki and Takamatsu: another resident's document arrives here, properly signed."""
    visit.place()
    neighbour = world.visit()
    theirs = neighbour.delivered(neighbour.place())
    assert refused(visit, replace(theirs, session=visit.opened.session)) == 2


def test_check_5_refuses_the_document_of_another_card_in_the_same_session(visit: Any, new_card: Any) -> None:
    theirs = holder_of(visit.grant, new_card.certificate)
    assert refused(visit, visit.delivered(visit.place(), lambda s: replace(s, holder=theirs))) == 5


def test_check_6_refuses_a_package_that_belongs_to_another_statement(visit: Any) -> None:
    honest = visit.delivered(visit.place())
    first, second, third = honest.certificates
    swapped = (replace(first, package=second.package), replace(second, package=first.package), third)
    assert refused(visit, replace(honest, certificates=swapped)) == 6


def test_check_6_refuses_a_package_sealed_to_another_kiosk(world: Any, visit: Any) -> None:
    placement = visit.place()
    other = world.visit()
    honest = visit.delivered(placement)
    elsewhere = other.sealed(visit.statements(placement)[0], PDF + b"\x01")
    assert refused(visit, replace(honest, certificates=(elsewhere, *honest.certificates[1:]))) == 6


def test_check_6_refuses_a_changed_or_cut_package(visit: Any) -> None:
    honest = visit.delivered(visit.place())
    package = honest.certificates[0].package
    for broken in (package[:-1], package[:20], b"", package + b"\x00", bytes([package[0] ^ 1]) + package[1:]):
        first = replace(honest.certificates[0], package=broken)
        assert refused(visit, replace(honest, certificates=(first, *honest.certificates[1:]))) == 6


def test_check_7_refuses_missing_additional_and_repeated_certificates(visit: Any) -> None:
    honest = visit.delivered(visit.place())
    first, second, third = honest.certificates
    assert refused(visit, replace(honest, certificates=(first, second))) == 7
    assert refused(visit, replace(honest, certificates=(first, second, third, third))) == 7
    assert refused(visit, replace(honest, certificates=(first, first, third))) == 7
    assert refused(visit, replace(honest, certificates=(second, first, third))) == 7


def test_check_7_looks_at_the_package_of_the_last_certificate_too(visit: Any) -> None:
    wrong = visit.delivered(visit.place(), lambda s: replace(s, package=digest(b"other")), at=3)
    assert refused(visit, wrong) == 7


def test_check_8_accepts_the_last_second_and_refuses_the_next(visit: Any) -> None:
    delivered = visit.delivered(visit.place())
    assert visit.session.documents(delivered, NOW + 299)
    assert refused(visit, delivered, NOW + 300) == 8


def tokens_of(document: Any) -> list[PageToken | None]:
    return [PageToken(document.order, document.certificate, side, document.sides) for side in (1, 2)]


def test_check_9_accepts_exactly_the_tokens_of_this_document(visit: Any) -> None:
    for document in visit.session.documents(visit.delivered(visit.place()), NOW):
        check_tokens(tokens_of(document), document)


def test_a_page_without_a_token_is_said_to_have_none(visit: Any) -> None:
    first, *_ = visit.session.documents(visit.delivered(visit.place()), NOW)
    with pytest.raises(DeliveryRefused, match="no page token on side 2"):
        check_tokens([tokens_of(first)[0], None], first)


def test_check_9_refuses_every_other_set_of_pages(visit: Any) -> None:
    first, second, _ = visit.session.documents(visit.delivered(visit.place()), NOW)
    front, back = tokens_of(first)
    assert front is not None
    wrong: list[list[PageToken | None]] = [
        [],
        [front],
        [front, None],
        [back, front],
        [front, front],
        [front, back, back],
        tokens_of(second),
        [replace(front, order="0" * 32), back],
        [replace(front, sides=4), back],
    ]
    for tokens in wrong:
        with pytest.raises(DeliveryRefused) as caught:
            check_tokens(tokens, first)
        assert caught.value.check == 9
