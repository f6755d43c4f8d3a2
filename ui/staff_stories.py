"""Every staff and technician screen in the situations that matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from issuance.domain.values import JAPAN_TIME
from issuance.faults import Fault
from issuance.maintenance import states as at
from issuance.maintenance.open_items import IncidentKind, LastTest, OpenClaim, OpenIncident
from ui.maintenance_view import Identity, maintenance_view
from ui.views import staff
from ui.views.frame import Scene, View


@dataclass(frozen=True, slots=True)
class StaffStory:
    """A staff or technician screen; it has no state of a visit behind it."""

    id: str
    why: str
    view: Callable[[Scene], View]


def _epoch(hour: int, minute: int) -> int:
    return int(datetime(2026, 11, 22, hour, minute, tzinfo=JAPAN_TIME).timestamp())


_VISIT, _OTHER_VISIT = "7a" * 16, "7b" * 16
_CLAIM = OpenClaim("0412-0031", _VISIT, 400, 0, _epoch(14, 5))
_CLAIM_IN_DOUBT = OpenClaim("0412-0032", _OTHER_VISIT, 0, 300, _epoch(15, 40))
_PRINT = OpenIncident(
    f"{_OTHER_VISIT}-1", _OTHER_VISIT, IncidentKind.PRINT, "unknown-outcome", _epoch(15, 40), 300, "0d" * 16, 1
)
_PAYOUT = OpenIncident(
    f"{_VISIT}-payout", _VISIT, IncidentKind.PAYOUT, "unknown-payout", _epoch(14, 5), 400, coins="100x4"
)
_MISMATCH = OpenIncident(f"{_VISIT}-L-05", _VISIT, IncidentKind.REVIEW, Fault.DOCUMENT_MISMATCH.value, _epoch(9, 12))
_REFUSED = OpenIncident("receipt-7", "", IncidentKind.REVIEW, "receipt-refused", _epoch(9, 14))
_SITUATION = at.Situation(
    faults=(),
    stopped_print=None,
    claims=(_CLAIM, _CLAIM_IN_DOUBT),
    incidents=(_MISMATCH, _REFUSED, _PAYOUT, _PRINT),
    hoppers=((10, 60), (50, 40), (100, 63), (500, 20)),
    receipts_waiting=0,
    sheets_printed=10_204,
    tests=(LastTest("reader", True, _epoch(8, 30)), LastTest("receipt-printer", False, _epoch(8, 32))),
)
_SIGHTS = (
    at.DeviceSight(at.Device.READER, "well", (at.Fact("no-card"),)),
    at.DeviceSight(at.Device.COPIER, "warning", (at.Fact("sheets", "10,204"), at.Fact("says", "toner-low"))),
    at.DeviceSight(at.Device.COIN_BOX, "well", (at.Fact("coins", "10 50 100 500"),)),
    at.DeviceSight(at.Device.RECEIPT_PRINTER, "failed", (at.Fact("fault", "R-01"),)),
    at.DeviceSight(at.Device.CENTER, "well", (at.Fact("line", "38"), at.Fact("clock", "+0"))),
)
_IDENTITY = Identity("test", "6fd1c2e9" * 8, "03ab77f0" * 8, 5)

Screen = Callable[[at.Shift], at.OpenState]


def _story(id_: str, why: str, screen: Screen, situation: at.Situation = _SITUATION) -> StaffStory:
    def view(scene: Scene) -> View:
        shift = at.Shift(scene.words.language, at.Codes("", ""), situation)
        return maintenance_view(screen(shift), scene.catalogue, scene.surroundings, _IDENTITY)

    return StaffStory(id_, why, view)


def _judging(sight: at.DeviceSight) -> Screen:
    return lambda shift: at.JudgingTest(shift, _SIGHTS, sight)


_QUIET = replace(_SITUATION, claims=(), incidents=())
_JAMMED = replace(_QUIET, faults=(Fault.MEDIA_JAM,))

STAFF_STORIES: tuple[StaffStory, ...] = (
    StaffStory("staff-jam", "a paper jam, four steps", lambda scene: staff.staff_overview(scene, (Fault.MEDIA_JAM,))),
    StaffStory(
        "staff-two",
        "two faults, the first needs clearing",
        lambda scene: staff.staff_overview(scene, (Fault.COIN_BOX_FAULT, Fault.MEDIA_EMPTY)),
    ),
    StaffStory("staff-well", "nothing is wrong", lambda scene: staff.staff_overview(scene, ())),
    _story("staff-items", "nothing is wrong now, and much is open", at.StaffOverview),
    _story(
        "staff-jam-items",
        "a jam, and claims are open",
        at.StaffOverview,
        replace(_SITUATION, faults=(Fault.MEDIA_JAM,)),
    ),
    _story(
        "staff-print-stopped",
        "a resident waits for the paper",
        at.StaffOverview,
        replace(_JAMMED, stopped_print=Fault.MEDIA_JAM),
    ),
    _story("staff-code", "nothing typed yet", lambda shift: at.EnteringStaffCode(shift, at.Role.STAFF)),
    _story("staff-code-typed", "three digits", lambda shift: at.EnteringStaffCode(shift, at.Role.STAFF, "123")),
    _story(
        "technician-code",
        "wrong once",
        lambda shift: at.EnteringStaffCode(replace(shift, wrong=at.Wrong(technician=1)), at.Role.TECHNICIAN),
    ),
    _story("settling-claim", "nobody has signed yet", lambda shift: at.SettlingClaim(shift, _CLAIM)),
    _story("settling-claim-signed", "ready to be paid", lambda shift: at.SettlingClaim(shift, _CLAIM, "204")),
    _story(
        "settling-print", "did it come out?", lambda shift: at.SettlingIncident(shift, _PRINT, at.Role.STAFF, "204")
    ),
    _story("settling-payout", "were they given?", lambda shift: at.SettlingIncident(shift, _PAYOUT, at.Role.STAFF)),
    _story(
        "settling-mismatch",
        "a technician closes it with a report",
        lambda shift: at.SettlingIncident(shift, _MISMATCH, at.Role.TECHNICIAN, "31", "", at.Blank.REPORT),
    ),
    _story(
        "settling-refused-receipt",
        "no fault of the table",
        lambda shift: at.SettlingIncident(shift, _REFUSED, at.Role.TECHNICIAN),
    ),
    _story("technician-menu", "devices in every condition", lambda shift: at.TechnicianMenu(shift, _SIGHTS), _QUIET),
    _story(
        "technician-menu-items",
        "reviews are open, the host and the copier are silent",
        lambda shift: at.TechnicianMenu(
            shift,
            (
                at.DeviceSight(at.Device.READER, "well", (at.Fact("card"),)),
                at.DeviceSight(at.Device.HOST, "warning", (at.Fact("paper"), at.Fact("lid"))),
                at.DeviceSight(at.Device.COPIER, "unknown", (at.Fact("fault", "P-01"),)),
            ),
        ),
    ),
    _story("testing-device", "the center is asked", lambda shift: at.TestingDevice(shift, _SIGHTS, at.Device.CENTER)),
    _story("judging-center", "a test that answers", _judging(_SIGHTS[4])),
    _story(
        "judging-host", "no paper in the tray", _judging(at.DeviceSight(at.Device.HOST, "well", (at.Fact("no-paper"),)))
    ),
    _story(
        "judging-slip",
        "a slip came out",
        _judging(at.DeviceSight(at.Device.RECEIPT_PRINTER, "well", (at.Fact("slip"),))),
    ),
    _story("counting-float", "the second hopper", lambda shift: at.CountingFloat(shift, _SIGHTS, 50, "12")),
)
