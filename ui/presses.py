"""What each button on the screen means: from its name to the event of the story."""

from __future__ import annotations

from collections.abc import Callable

from issuance.domain.certificates import CertificateType, Extent, RecordItem, TaxKind
from issuance.domain.values import MemberHandle, MunicipalityCode
from issuance.transaction import events as on
from ui.choices import Choices
from ui.letter_pad import LetterPad

_PLAIN: dict[str, Callable[[], on.Event]] = {
    "start": on.StartPressed,
    "consent-yes": on.ConsentGiven,
    "own-municipality": lambda: on.MunicipalityChosen(own=True),
    "other-municipality": lambda: on.MunicipalityChosen(own=False),
    "other-card": on.OtherCardTold,
    "my-number-kept": lambda: on.MyNumberKept(kept=True),
    "my-number-left-out": lambda: on.MyNumberKept(kept=False),
    "apply": on.ApplyPressed,
    "file": on.FilePressed,
    "another": on.AnotherWanted,
    "order": on.OrderPressed,
    "back": on.BackPressed,
    "cancel": on.CancelPressed,
    "continue": on.ContinuePressed,
    "taken": on.TakenPressed,
    "understood": on.UnderstoodPressed,
    "staff-give-up": on.GivenUpPressed,
}


_NAMED: dict[str, Callable[[str], on.Event]] = {
    "language": on.LanguageChosen,
    "prefecture": on.PrefectureChosen,
    "town": lambda code: on.TownChosen(MunicipalityCode(code)),
    "certificate": lambda kind: on.CertificateChosen(CertificateType(kind)),
    "extent": lambda extent: on.ExtentChosen(Extent(extent)),
    "tax-kind": lambda kind: on.TaxKindChosen(TaxKind(kind)),
    "tax-year": lambda year: on.TaxYearChosen(int(year)),
    "remove": lambda position: on.LineRemoved(int(position)),
}
"""Presses of one of several like buttons, by its argument."""


def event_of(press: str, argument: str, screen: str, choices: Choices, letters: LetterPad) -> on.Event | None:
    """The event of a press; None when the press has none. `argument` says which one of several like buttons it was."""
    if press in _PLAIN:
        return _PLAIN[press]()
    if press in _NAMED:
        return _NAMED[press](argument)
    return _next(screen, choices, letters) if press == "next" else None


def _next(screen: str, choices: Choices, letters: LetterPad) -> on.Event | None:
    match screen:
        case "ChoosingMembers" if choices.are_enough:
            return on.MembersChosen(tuple(MemberHandle(handle) for handle in choices.ticked))
        case "ChoosingItems":
            return on.ItemsChosen(frozenset(RecordItem(item) for item in choices.ticked))
        case "ChoosingCopies":
            return on.CopiesChosen(choices.copies)
        case "EnteringApplication" if letters.is_complete:
            return on.ApplicationAnswered(letters.text)
        case _:
            return None
