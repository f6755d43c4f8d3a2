"""The states of the staff and technician screens. Each has one screen of the same name; none holds anything of a resident."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from issuance.faults import Fault
from issuance.maintenance.open_items import LastTest, OpenClaim, OpenIncident

Coins = tuple[tuple[int, int], ...]
"""(denomination in yen, count), ascending."""

Condition = Literal["well", "warning", "failed", "unknown"]


class Role(Enum):
    """Whose code opens what."""

    STAFF = "staff"
    TECHNICIAN = "technician"


class Device(Enum):
    """What a technician can look at and test."""

    READER = "reader"
    COPIER = "copier"
    COIN_BOX = "coin-box"
    RECEIPT_PRINTER = "receipt-printer"
    CENTER = "center"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Codes:
    """The digits that open each role; empty = none needed. They never stand in a text about the state."""

    staff: str = field(repr=False)
    technician: str = field(repr=False)

    def of(self, role: Role) -> str:
        return self.staff if role is Role.STAFF else self.technician


@dataclass(frozen=True, slots=True)
class Wrong:
    """How often each role's code was wrong since it was right last; leaving the screen forgets nothing."""

    staff: int = 0
    technician: int = 0

    def of(self, role: Role) -> int:
        return self.staff if role is Role.STAFF else self.technician

    def now(self, role: Role, count: int) -> Wrong:
        return Wrong(count, self.technician) if role is Role.STAFF else Wrong(self.staff, count)


@dataclass(frozen=True, slots=True)
class Situation:
    """How the machine is now. `stopped_print` names the fault of a print that waits for staff; None = nobody is served."""

    faults: tuple[Fault, ...]
    stopped_print: Fault | None
    claims: tuple[OpenClaim, ...]
    incidents: tuple[OpenIncident, ...]
    hoppers: Coins
    receipts_waiting: int  # signed, and not yet acknowledged by the center
    sheets_printed: int
    tests: tuple[LastTest, ...]

    def claim(self, number: str) -> OpenClaim | None:
        return next((claim for claim in self.claims if claim.number == number), None)

    def incident(self, name: str) -> OpenIncident | None:
        return next((incident for incident in self.incidents if incident.name == name), None)


@dataclass(frozen=True, slots=True)
class Shift:
    """Who stands at the machine now: the language they read, the codes of this machine, and how it is."""

    language: str
    codes: Codes
    situation: Situation
    wrong: Wrong = Wrong()


FactName = Literal[
    "fault", "says", "card", "no-card", "sheets", "coins", "line", "clock", "slip", "paper", "no-paper", "lid"
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a device told: what it is about, and a figure or keyword of the device's own."""

    name: FactName
    value: str = ""


@dataclass(frozen=True, slots=True)
class DeviceSight:
    """One look at a device: how it is, and what it told."""

    device: Device
    condition: Condition
    facts: tuple[Fact, ...] = ()


class Blank(Enum):
    """What is being typed on a form."""

    BY = "by"  # the number of whoever settles it
    REPORT = "report"  # the number of the written report


# ---------------------------------------------------------------- the states


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody of the staff is here: the visit's screen stands. `locked`: a code was wrong three times a moment ago."""

    locked: bool = False
    wrong: Wrong = Wrong()


@dataclass(frozen=True, slots=True)
class EnteringStaffCode:
    """Digits of the code are typed; only their number is shown."""

    shift: Shift
    role: Role
    typed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StaffOverview:
    """What is wrong now and what to do; what is owed and what nobody knows."""

    shift: Shift


@dataclass(frozen=True, slots=True)
class SettlingClaim:
    """Staff compare the slip, pay out from the till and say who they are."""

    shift: Shift
    claim: OpenClaim
    by: str = ""


@dataclass(frozen=True, slots=True)
class SettlingIncident:
    """A person says what really happened. `role` is whose screen it came from and goes back to."""

    shift: Shift
    incident: OpenIncident
    role: Role
    by: str = ""
    report: str = ""
    blank: Blank = Blank.BY


@dataclass(frozen=True, slots=True)
class TechnicianMenu:
    """Every device with its live state and last test, the counters, the incidents that need a technician."""

    shift: Shift
    sights: tuple[DeviceSight, ...] = ()


@dataclass(frozen=True, slots=True)
class TestingDevice:
    """The device does its test."""

    __test__ = False  # pytest: this is no test class

    shift: Shift
    sights: tuple[DeviceSight, ...]
    device: Device


@dataclass(frozen=True, slots=True)
class JudgingTest:
    """The device has answered; the technician says whether the test was passed."""

    shift: Shift
    sights: tuple[DeviceSight, ...]
    sight: DeviceSight


@dataclass(frozen=True, slots=True)
class CountingFloat:
    """The technician counts the coins of one hopper after the other; `at` is the hopper in hand (yen)."""

    shift: Shift
    sights: tuple[DeviceSight, ...]
    at: int
    typed: str = ""


OpenState = (
    EnteringStaffCode
    | StaffOverview
    | SettlingClaim
    | SettlingIncident
    | TechnicianMenu
    | TestingDevice
    | JudgingTest
    | CountingFloat
)
State = Closed | OpenState
