"""What happened at the staff screens: presses, answers of devices, deadlines. Imported as `on`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from issuance.maintenance.states import Blank, Device, DeviceSight, Shift, Situation


@dataclass(frozen=True, slots=True)
class StaffCame:
    """Somebody asked for the staff screen while it may be opened."""

    shift: Shift


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True, slots=True)
class DigitPressed:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DigitTakenBack:
    pass


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The digits that were typed are complete."""


@dataclass(frozen=True, slots=True)
class ClearedPressed:
    """ "Repaired": the devices are to be asked again."""


@dataclass(frozen=True, slots=True)
class GiveUpPressed:
    """The stopped print is given up: what is not printed is refunded."""


@dataclass(frozen=True, slots=True)
class ClaimChosen:
    number: str


@dataclass(frozen=True, slots=True)
class IncidentChosen:
    name: str


@dataclass(frozen=True, slots=True)
class BlankChosen:
    blank: Blank


@dataclass(frozen=True, slots=True)
class PaidOutPressed:
    """The claim was paid from the till against the slip."""


class Verdict(Enum):
    """What a person found out about an incident."""

    PAPER_WAS_THERE = "paper-was-there"
    NO_PAPER = "no-paper"
    COINS_WERE_GIVEN = "coins-were-given"
    NO_COINS = "no-coins"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TechnicianPressed:
    pass


@dataclass(frozen=True, slots=True)
class TestPressed:
    __test__ = False  # pytest: this is no test class

    device: Device


@dataclass(frozen=True, slots=True)
class Judged:
    passed: bool


@dataclass(frozen=True, slots=True)
class FloatPressed:
    pass


@dataclass(frozen=True, slots=True)
class HopperChosen:
    denomination: int


@dataclass(frozen=True, slots=True)
class BackPressed:
    pass


@dataclass(frozen=True, slots=True)
class LeavePressed:
    pass


@dataclass(frozen=True, slots=True)
class Touched:
    """A press that changes nothing: somebody is still here."""


# ---------------------------------------------------------------- from the machine


@dataclass(frozen=True, slots=True)
class SituationKnown:
    situation: Situation


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    sight: DeviceSight


@dataclass(frozen=True, slots=True)
class TestEnded:
    __test__ = False  # pytest: this is no test class

    sight: DeviceSight


@dataclass(frozen=True, slots=True)
class VisitGoesOn:
    """The visit needs the screen: a stopped print runs again, or a resident had begun just before."""


class Deadline(Enum):
    """What ran out."""

    NOBODY = "nobody"  # nobody pressed anything
    LOCKED = "locked"  # a code may be tried again


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    deadline: Deadline


Event = (
    StaffCame
    | LanguageChosen
    | DigitPressed
    | DigitTakenBack
    | Confirmed
    | ClearedPressed
    | GiveUpPressed
    | ClaimChosen
    | IncidentChosen
    | BlankChosen
    | PaidOutPressed
    | VerdictGiven
    | TechnicianPressed
    | TestPressed
    | Judged
    | FloatPressed
    | HopperChosen
    | BackPressed
    | LeavePressed
    | Touched
    | SituationKnown
    | DeviceSeen
    | TestEnded
    | VisitGoesOn
    | DeadlinePassed
)
