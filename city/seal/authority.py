"""Who certifies: the mayor's title and name, and the official seal, for one environment."""

from __future__ import annotations

from dataclasses import dataclass

from city.documents.typeface import Typeface
from city.seal.impressions import official_seal
from issuance.protocol.messages import Environment


@dataclass(frozen=True, slots=True)
class Authority:
    """The certifying mayor. A sheet of one environment is never certified by the authority of the other."""

    environment: Environment
    title: str
    name: str
    seal: str  # SVG


def invented_authority(municipality: str, typeface: Typeface) -> Authority:
    """The authority of the test environment: a mayor and a seal that exist nowhere."""
    return Authority(
        Environment.TEST, f"{municipality}長", "見本　太郎", official_seal(typeface, "見本市長之印", rows=2)
    )
