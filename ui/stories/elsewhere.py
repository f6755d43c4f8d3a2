"""Another municipality: which one, and whether anything can be had there now."""

from __future__ import annotations

from dataclasses import replace

from issuance.domain.certificates import CertificateType
from issuance.domain.values import MunicipalityCode
from issuance.protocol.messages import PublicOffer, PublicRegistration
from issuance.transaction import states as at
from ui.stories.samples import (
    ELSEWHERE_TOWN,
    EVERY_PREFECTURE,
    FEW_TOWNS,
    MANY_TOWNS,
    Story,
    epoch,
    public,
    public_certificate,
    visit,
)


def _closed_there() -> PublicOffer:
    """The family register of another town on a Saturday evening."""
    certificates = [public_certificate(kind, "closed-day", epoch(30, 9)) for kind in CertificateType]
    offer = public(certificates, registration=PublicRegistration(False, epoch(30, 9), "closed-day", 5))
    return replace(offer, municipality=MunicipalityCode("012076"), name="帯広市", name_en="Obihiro City")


ELSEWHERE: tuple[Story, ...] = (
    Story("choosing-municipality", "two choices", lambda lang: at.ChoosingMunicipality(visit(lang))),
    Story("fetching-municipalities", "a moment", lambda lang: at.FetchingMunicipalities(visit(lang))),
    Story(
        "choosing-prefecture", "all 47, by region", lambda lang: at.ChoosingPrefecture(visit(lang), EVERY_PREFECTURE)
    ),
    Story(
        "choosing-prefecture-few",
        "two of them",
        lambda lang: at.ChoosingPrefecture(visit(lang), (*FEW_TOWNS, *MANY_TOWNS[:2])),
    ),
    Story("choosing-town", "six towns", lambda lang: at.ChoosingTown(visit(lang), FEW_TOWNS, "03")),
    Story("choosing-town-many", "as many as Hokkaido has", lambda lang: at.ChoosingTown(visit(lang), MANY_TOWNS, "01")),
    Story("looking-up-town", "before any card", lambda lang: at.LookingUpTown(visit(lang), ELSEWHERE_TOWN)),
    Story(
        "explaining-town-closed",
        "a closed day there",
        lambda lang: at.ExplainingTownClosed(visit(lang), _closed_there()),
    ),
    Story(
        "explaining-town-silent",
        "its system does not answer",
        lambda lang: at.ExplainingTownClosed(visit(lang), replace(_closed_there(), city_alive=False)),
    ),
)
