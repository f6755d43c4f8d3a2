"""Changes that a municipality announces ahead: they take effect by themselves at their time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from issuance.domain.certificates import CertificateType
from issuance.domain.values import Yen


class Announced(Enum):
    """What a municipality announces ahead."""

    STOP = "stop"  # no service from `start` to `end`
    FEE = "fee"  # the fee changes at `start`
    HOURS = "hours"  # the hours change at `start`


@dataclass(frozen=True, slots=True)
class Announcement:
    """A change that is known and takes effect by itself at its time."""

    what: Announced
    types: tuple[CertificateType, ...]
    start: int  # epoch seconds
    end: int | None
    yen: Yen | None  # FEE: the new fee, where it is one for all options
