"""What can be known before any card: of the own municipality, of any other that is served, and which those are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from center.bulletin import Bulletin
from center.configuration import Municipalities
from center.health import Health
from issuance.domain.certificates import CertificateType
from issuance.domain.places import ANYWHERE, Place
from issuance.domain.values import JAPAN_TIME, MunicipalityCode
from issuance.protocol.messages import PublicOffer, PublicOfferRequest, Refusal, Refused
from rehearsal.server_settings import MUNICIPALITIES
from tests.center.chain import NOON, Kiosk

HANAMAKI, HYUGA, OBIHIRO, ASHIKITA, KASHIMA, NAKATSU = map(
    MunicipalityCode, ("032051", "452068", "012076", "434825", "412074", "442038")
)


class Line:
    def __init__(self, *, lives: bool = True) -> None:
        self.lives = lives

    def alive(self, now: datetime) -> bool:
        return self.lives


@pytest.fixture(scope="module")
def bulletin() -> Bulletin:
    served = {code: Line() for code in (HYUGA, HANAMAKI, OBIHIRO, ASHIKITA, NAKATSU)}
    return Bulletin(Municipalities(MUNICIPALITIES), Health(served))


def test_the_bulletin_names_the_municipality_its_version_and_the_registration(kiosk: Kiosk) -> None:
    offer = kiosk.link.public_offer(PublicOfferRequest(HANAMAKI))
    assert isinstance(offer, PublicOffer)
    assert (offer.name, offer.name_en) == ("花巻市", "Hanamaki City")
    assert len(offer.version) == 64
    assert offer.registration is not None
    assert offer.registration.open
    assert offer.registration.working_days == 5
    assert offer.signed_at == int(NOON.timestamp())


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 24, 8, 59, 59, tzinfo=JAPAN_TIME), False),
        (datetime(2026, 11, 24, 9, 0, 0, tzinfo=JAPAN_TIME), True),
        (datetime(2026, 11, 24, 17, 14, 59, tzinfo=JAPAN_TIME), True),
        (datetime(2026, 11, 24, 17, 15, 0, tzinfo=JAPAN_TIME), False),
        (datetime(2026, 11, 23, 12, 0, 0, tzinfo=JAPAN_TIME), False),  # a holiday on a Monday
    ],
)
def test_the_family_register_has_the_hours_of_the_office(bulletin: Bulletin, moment: datetime, is_open: bool) -> None:
    offer = bulletin.of(HANAMAKI, ANYWHERE, moment)
    assert isinstance(offer, PublicOffer)
    (family,) = (one for one in offer.certificates if one.type is CertificateType.FAMILY_REGISTER)
    assert family.open is is_open
    if not is_open:
        assert family.until is not None
        opening = datetime.fromtimestamp(family.until, JAPAN_TIME)
        assert (opening.hour, opening.minute) == (9, 0)
        assert opening - moment < timedelta(days=2)


def test_any_served_municipality_can_be_asked_by_its_code(bulletin: Bulletin) -> None:
    offer = bulletin.of(OBIHIRO, ANYWHERE, NOON)
    assert isinstance(offer, PublicOffer)
    assert offer.municipality == OBIHIRO


def test_a_municipality_with_a_file_and_no_line_is_not_served(bulletin: Bulletin) -> None:
    assert bulletin.of(KASHIMA, ANYWHERE, NOON) == Refused(Refusal.MUNICIPALITY_NOT_SERVED)


def test_a_dead_line_is_said_before_anybody_chooses() -> None:
    dead = Bulletin(Municipalities(MUNICIPALITIES), Health({HANAMAKI: Line(lives=False)}))
    offer = dead.of(HANAMAKI, ANYWHERE, NOON)
    assert isinstance(offer, PublicOffer)
    assert not offer.city_alive


def test_those_served_from_elsewhere_are_listed_by_kana_and_only_with_a_family_register(bulletin: Bulletin) -> None:
    served = bulletin.served(ANYWHERE, NOON)
    kana = [one.kana for one in served.municipalities]
    assert kana == sorted(kana)
    assert [one.code for one in served.municipalities] != sorted(one.code for one in served.municipalities)
    codes = {one.code for one in served.municipalities}
    assert {HANAMAKI, OBIHIRO} <= codes
    assert ASHIKITA not in codes  # no family register certificates there
    assert KASHIMA not in codes  # no line


def test_a_terminal_for_residents_lists_nobody_from_elsewhere(bulletin: Bulletin) -> None:
    assert bulletin.served(Place(HANAMAKI, residents_only=True), NOON).municipalities == ()
