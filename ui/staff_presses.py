"""What each button on a staff or technician screen means: from its name to the event of those screens."""

from __future__ import annotations

from collections.abc import Callable

from issuance.maintenance import events as on
from issuance.maintenance.states import Blank, Device

_PLAIN: dict[str, Callable[[], on.Event]] = {
    "digit-back": on.DigitTakenBack,
    "digits-done": on.Confirmed,
    "cleared": on.ClearedPressed,
    "staff-give-up": on.GiveUpPressed,
    "paid-out": on.PaidOutPressed,
    "technician": on.TechnicianPressed,
    "float": on.FloatPressed,
    "staff-back": on.BackPressed,
    "staff-leave": on.LeavePressed,
    "technician-leave": on.LeavePressed,
}


def staff_event_of(press: str, argument: str) -> on.Event:
    """The event of a press; one that has no meaning is still a sign that somebody is here."""
    if press in _PLAIN:
        return _PLAIN[press]()
    match press:
        case "language":
            return on.LanguageChosen(argument)
        case "digit":
            return on.DigitPressed(argument)
        case "claim":
            return on.ClaimChosen(argument)
        case "incident":
            return on.IncidentChosen(argument)
        case "blank":
            return on.BlankChosen(Blank(argument))
        case "verdict":
            return on.VerdictGiven(on.Verdict(argument))
        case "test":
            return on.TestPressed(Device(argument))
        case "judged":
            return on.Judged(argument == "pass")
        case "hopper":
            return on.HopperChosen(int(argument))
        case _:
            return on.Touched()
