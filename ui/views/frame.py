"""What every screen has around it: header, steps, footer, total; and how amounts, times and towns are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from issuance.domain.certificates import CertificateType
from issuance.domain.values import JAPAN_TIME, Yen
from ui.strings.catalogue import Catalogue, Words

Role = Literal["resident", "staff", "technician"]
Fields = dict[str, object]
NO_BREAK = "\u00a0"

STEPS = ("card", "pin", "certificate", "review", "payment", "collect")
CARD, PIN, CERTIFICATE, REVIEW, PAYMENT, COLLECT = range(1, 7)
NO_STEP = 0


@dataclass(frozen=True, slots=True)
class View:
    """One screen: who reads it, the name of its file, and the plain values it shows (strings, numbers, lists, maps)."""

    role: Role
    screen: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the machine knows about itself and its town, for the words on its screens."""

    kiosk: str
    town: str
    town_in_english: str
    telephone: str  # whom to call about money and faults
    still_there_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """All languages, the one that is read now, and the surroundings."""

    catalogue: Catalogue
    words: Words
    surroundings: Surroundings
    can_switch: bool = True  # the story honours a change of language now
    of_town: str = ""  # the town that the center named for this card; its certificates are being issued

    def town(self, name: str, name_in_english: str = "") -> str:
        """A town's name in the reader's language, as far as it is known."""
        here = self.surroundings
        if self.words.language != "en":
            return name
        return name_in_english or (here.town_in_english if name == here.town else name)

    def amount(self, sum_of_money: Yen) -> str:
        return self.words("common.yen", amount=str(sum_of_money))

    def certificate(self, kind: CertificateType) -> str:
        return self.words(f"certificate.{kind.value}.name")

    def clock(self, epoch: int, now: int | None = None) -> str:
        """The time of day in Japan; with the day in front unless it is known to be the day of `now`."""
        at = datetime.fromtimestamp(epoch, JAPAN_TIME)
        time = f"{at.hour}:{at.minute:02}"
        if now is not None and at.date() == datetime.fromtimestamp(now, JAPAN_TIME).date():
            return time
        return f"{self.day(epoch)}{NO_BREAK}{time}"

    def day(self, epoch: int) -> str:
        """The day in Japan, without the year: month and day."""
        return self.date(datetime.fromtimestamp(epoch, JAPAN_TIME).date())

    def date(self, day: date) -> str:
        return self.words.label(
            "common.day",
            month=self.words.label(f"month.{day.month}"),
            day=day.day,
            weekday=self.words.label(f"weekday.{day.isoweekday()}"),
        )

    def date_and_time(self, epoch: int) -> str:
        """Short, for lists that staff read."""
        return f"{datetime.fromtimestamp(epoch, JAPAN_TIME):%Y-%m-%d %H:%M}"

    def written_date_and_time(self, epoch: int) -> str:
        """As residents write it."""
        return self.words.date_and_time(datetime.fromtimestamp(epoch, JAPAN_TIME))


def copies_of(scene: Scene, count: int) -> str:
    return scene.words.label("common.one_copy" if count == 1 else "common.copies", count=count)


def press(name: str, label: str, blocked: str = "") -> Fields:
    """A button: its name (also its press), its label, and why it cannot be pressed now ("" = it can)."""
    return {"name": name, "label": label, "blocked": blocked}


def chrome(
    scene: Scene,
    *,
    step: int = NO_STEP,
    cancel: bool | str = True,
    back: bool = False,
    primary: Fields | None = None,
    total: Yen | None = None,
    note: str = "",
) -> Fields:
    """Header and footer of a resident's screen. `cancel` may be its own label; `total` None = no basket yet."""
    words = scene.words
    cancel_label = cancel if isinstance(cancel, str) else words.label("common.cancel")
    return {
        "service": words.label("common.service"),
        "town": words.label("common.of_town", town=scene.town(scene.of_town)) if scene.of_town else "",
        "steps": [words.label(f"step.{name}") for name in STEPS],
        "step": step,
        "stepSpoken": words.label("common.step_of", steps=len(STEPS), step=step) if step else "",
        "language": words.label("language.other") if scene.can_switch else "",
        "cancel": cancel_label if cancel else "",
        "back": words.label("common.back") if back else "",
        "primary": primary or press("", ""),
        "note": note,
        "totalLabel": words.label("common.total"),
        "total": scene.amount(total) if total is not None else "",
    }


def waiting(
    scene: Scene,
    screen: str,
    title: str,
    lead: str,
    *,
    picture: str,
    step: int,
    part: str = "",
    stages: tuple[str, ...] = (),
    stage: int = 0,
    cancel: bool = False,
    total: Yen | None = None,
    note: str = "",
) -> View:
    """A screen on which the machine works: a calm picture and honest words; `stage` counts the stages that are done."""
    return View(
        "resident",
        screen,
        {
            "chrome": chrome(scene, step=step, cancel=cancel, total=total, note=note),
            "title": title,
            "lead": lead,
            "picture": picture,
            "part": part,
            "caption": scene.words(f"part.{part}") if part else "",
            "places": [scene.words.label(f"place.{place}") for place in ("machine", "center", "office")],
            "stages": list(stages),
            "stage": stage,
        },
    )
