"""What the staff screens ask of the machine. Imported as `do`."""

from __future__ import annotations

from dataclasses import dataclass

from issuance.maintenance.events import Deadline
from issuance.maintenance.states import Device


@dataclass(frozen=True, slots=True)
class AskDevices:
    """Ask every device and the center again; the visit's story hears the answer, and so do we."""


@dataclass(frozen=True, slots=True)
class ReadSituation:
    """Answer SituationKnown."""


@dataclass(frozen=True, slots=True)
class LookAtDevices:
    """One look at every device; each answers DeviceSeen."""


@dataclass(frozen=True, slots=True)
class TestDevice:
    """Let a device do its test; answer TestEnded."""

    __test__ = False  # pytest: this is no test class

    device: Device


@dataclass(frozen=True, slots=True)
class EnterFloat:
    """Write into the books what lies in a hopper now."""

    denomination: int
    count: int


@dataclass(frozen=True, slots=True)
class GiveUpPrint:
    """Tell the visit's story that staff give the stopped print up."""


@dataclass(frozen=True, slots=True)
class ReportVerdict:
    """Tell the center what really became of a certificate, with a receipt of its own. `fee` is captured if printed (yen)."""

    transaction: str
    order: str
    certificate: int
    printed: bool
    fee: int


@dataclass(frozen=True, slots=True)
class StartDeadline:
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class StopDeadline:
    deadline: Deadline


Effect = (
    AskDevices
    | ReadSituation
    | LookAtDevices
    | TestDevice
    | EnterFloat
    | GiveUpPrint
    | ReportVerdict
    | StartDeadline
    | StopDeadline
)
