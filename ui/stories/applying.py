"""Registration of use, from the first explanation to its number. The answers are invented."""

from __future__ import annotations

from issuance.domain.certificates import RegistrationStanding, RegistrationState
from issuance.transaction import states as at
from issuance.transaction.states import ApplicationField
from ui.stories.samples import GRANTED, SESSION, TOWN, Story, visit

_REFERENCE = "R7K-2049"
_NONE = RegistrationStanding(RegistrationState.NONE)
_FILED = RegistrationStanding(RegistrationState.EXAMINING, "2026-12-01", _REFERENCE)
FORM: at.ApplicationForm = (
    (ApplicationField.NAME, "ハナマキ　ハナコ"),
    (ApplicationField.BORN, "19780408"),
    (ApplicationField.HEAD, "ハナマキ　タロウ"),
    (ApplicationField.DOMICILE, "ミホンチョウ　１チョウメ　9-31".replace("１", "1")),
    (ApplicationField.TELEPHONE, "09000000000"),
)
_LONG_FORM: at.ApplicationForm = (
    (ApplicationField.NAME, "テシガワラ　サユリザエモンノスケ"),
    (ApplicationField.BORN, "19781231"),
    (ApplicationField.HEAD, "テシガワラ　ジュウロウザエモンノジョウ"),
    (ApplicationField.DOMICILE, "カミノミホンチョウオオアザシモノミホン　ダイ12チワリ　345-67　ミホンハイツ　1203"),
    (ApplicationField.TELEPHONE, "0198000000"),
)


def _standing(state: RegistrationState, usable_from: str | None = None) -> Story:
    standing = RegistrationStanding(state, usable_from, "" if state is RegistrationState.NONE else _REFERENCE)
    return Story(
        f"explaining-registration-{state.value}",
        f"its standing is {state.value}",
        lambda lang: at.ExplainingRegistration(visit(lang), *GRANTED, standing),
    )


def _question(asked: ApplicationField, answered: int) -> Story:
    return Story(
        f"entering-{asked.value}",
        "answered before" if answered else "nothing typed yet",
        lambda lang: at.EnteringApplication(visit(lang), *GRANTED, _NONE, asked, FORM[:answered]),
    )


APPLYING: tuple[Story, ...] = (
    _standing(RegistrationState.NONE),
    _standing(RegistrationState.EXAMINING),
    _standing(RegistrationState.WAITING, "2026-12-01"),
    _standing(RegistrationState.REJECTED),
    _question(ApplicationField.NAME, 0),
    _question(ApplicationField.BORN, 5),
    _question(ApplicationField.HEAD, 5),
    _question(ApplicationField.DOMICILE, 5),
    _question(ApplicationField.TELEPHONE, 4),
    Story(
        "reviewing-application",
        "five answers",
        lambda lang: at.ReviewingApplication(visit(lang), *GRANTED, _NONE, FORM),
    ),
    Story(
        "reviewing-application-long",
        "long answers",
        lambda lang: at.ReviewingApplication(visit(lang), *GRANTED, _NONE, _LONG_FORM),
    ),
    Story("filing-application", "a moment", lambda lang: at.FilingApplication(visit(lang), SESSION, TOWN)),
    Story(
        "showing-application-filed",
        "its number, and the day from which it counts",
        lambda lang: at.ShowingApplicationFiled(visit(lang), TOWN, _FILED),
    ),
)
