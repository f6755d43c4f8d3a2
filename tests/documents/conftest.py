"""One typeface, one authority and one drawing hand for the tests of documents."""

from __future__ import annotations

import pytest

from city.documents.certificates import Certificate
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.seal.authority import Authority, invented_authority
from tests.documents.reading import IPAMJ
from tests.documents.register_cases import cases


@pytest.fixture(scope="session")
def typeface() -> Typeface:
    return Typeface(IPAMJ)


@pytest.fixture(scope="session")
def test_authority(typeface: Typeface) -> Authority:
    return invented_authority("花巻市", typeface)


@pytest.fixture(scope="session")
def hand(typeface: Typeface, test_authority: Authority) -> DrawingHand:
    return DrawingHand(typeface, test_authority)


@pytest.fixture(scope="session")
def case(typeface: Typeface) -> dict[str, Certificate]:
    """Every register case by its name."""
    return dict(cases(typeface))
