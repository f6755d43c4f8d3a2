"""The page token: 22 bytes that say whose page this is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from issuance.domain.values import OrderId
from issuance.protocol.page_token import PageToken

TOKENS = st.integers(1, 255).flatmap(
    lambda sides: st.builds(
        PageToken,
        st.binary(min_size=16, max_size=16).map(lambda raw: OrderId(raw.hex())),
        st.integers(1, 255),
        st.integers(1, sides),
        st.just(sides),
    )
)


@given(TOKENS)
def test_a_token_comes_back_as_it_went(token: PageToken) -> None:
    payload = token.payload()
    assert len(payload) == 22
    assert PageToken.parse(payload) == token


@given(st.binary(max_size=40))
def test_any_other_code_is_no_token_or_exactly_one(payload: bytes) -> None:
    token = PageToken.parse(payload)
    assert token is None or token.payload() == payload


def test_a_token_with_impossible_numbers_is_none() -> None:
    good = PageToken(OrderId("ab" * 16), 1, 1, 2).payload()
    for numbers in (b"\x00\x01\x02", b"\x01\x00\x02", b"\x01\x03\x02", b"\x01\x00\x00"):
        assert PageToken.parse(good[:-3] + numbers) is None
    assert PageToken.parse(b"KT2" + good[3:]) is None
    assert PageToken.parse(good + b"\x00") is None
