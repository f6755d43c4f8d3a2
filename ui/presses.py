"""What each button on the screen means: from its name to the event of the story."""

from __future__ import annotations

from collections.abc import Callable

from issuance.domain.certificates import CertificateType, Extent, RecordItem
from issuance.domain.values import MemberHandle
from issuance.transaction import events as on
from ui.choices import Choices

_PLAIN: dict[str, Callable[[], on.Event]] = {
    "start": on.StartPressed,
    "consent-yes": on.ConsentGiven,
    "own-municipality": lambda: on.MunicipalityChosen(own=True),
    "other-municipality": lambda: on.MunicipalityChosen(own=False),
    "another": on.AnotherWanted,
    "order": on.OrderPressed,
    "back": on.BackPressed,
    "cancel": on.CancelPressed,
    "continue": on.ContinuePressed,
    "taken": on.TakenPressed,
    "understood": on.UnderstoodPressed,
    "staff-give-up": on.GivenUpPressed,
}


def event_of(press: str, argument: str, screen: str, choices: Choices) -> on.Event | None:
    """The event of a press; None when the press has none. `argument` says which one of several like buttons it was."""
    if press in _PLAIN:
        return _PLAIN[press]()
    match press:
        case "language":
            return on.LanguageChosen(argument)
        case "certificate":
            return on.CertificateChosen(CertificateType(argument))
        case "extent":
            return on.ExtentChosen(Extent(argument))
        case "remove":
            return on.LineRemoved(int(argument))
        case "next":
            return _next(screen, choices)
        case _:
            return None


def _next(screen: str, choices: Choices) -> on.Event | None:
    match screen:
        case "ChoosingMembers" if choices.ticked:
            return on.MembersChosen(tuple(MemberHandle(handle) for handle in choices.ticked))
        case "ChoosingItems":
            return on.ItemsChosen(frozenset(RecordItem(item) for item in choices.ticked))
        case "ChoosingCopies":
            return on.CopiesChosen(choices.copies)
        case _:
            return None
