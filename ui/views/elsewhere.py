"""Certificates of another municipality, where the permanent address is: which prefecture, which town, is it open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from issuance.domain.certificates import OF_THE_FAMILY
from issuance.protocol.messages import PublicOffer, ServedMunicipality
from ui.views.frame import CARD, Fields, Scene, View, chrome, waiting
from ui.views.offers import public_certificate, public_registration

_REGIONS: dict[str, tuple[int, int]] = {
    "hokkaido-tohoku": (1, 7),
    "kanto": (8, 14),
    "chubu": (15, 23),
    "kinki": (24, 30),
    "chugoku-shikoku": (31, 39),
    "kyushu-okinawa": (40, 47),
}
"""Regions by the first and last number of their prefectures (JIS X 0401)."""
_KANA_ROWS: dict[str, str] = {
    "あ": "あいうえおゔ",
    "か": "かきくけこがぎぐげご",
    "さ": "さしすせそざじずぜぞ",
    "た": "たちつてとだぢづでど",
    "な": "なにぬねの",
    "は": "はひふへほばびぶべぼぱぴぷぺぽ",
    "ま": "まみむめも",
    "や": "やゆよ",
    "ら": "らりるれろ",
    "わ": "わゐゑをん",
}
_LETTER_RANGES = {
    f"{letters[0]}–{letters[-1]}": letters for letters in ("ABCDEFG", "HIJ", "KL", "MN", "OPQRS", "TUVWXYZ")
}
_MOST_WITHOUT_INDEX = 12


def choosing_municipality(scene: Scene) -> View:
    words = scene.words
    fields: Fields = {
        "chrome": chrome(scene, step=CARD, back=True),
        "title": words("municipality.title"),
        "choices": [
            {
                "name": f"{which}-municipality",
                "label": words(f"municipality.{which}"),
                "detail": words(f"municipality.{which}_detail"),
                "picture": "home" if which == "own" else "town",
            }
            for which in ("own", "other")
        ],
    }
    return View("resident", "ChoosingMunicipality", fields)


def fetching_municipalities(scene: Scene) -> View:
    words = scene.words
    return waiting(
        scene,
        "FetchingMunicipalities",
        words("fetching-municipalities.title"),
        words("getting-ready.lead"),
        picture="town",
        step=CARD,
        cancel=True,
    )


def choosing_prefecture(scene: Scene, served: tuple[ServedMunicipality, ...]) -> View:
    """Only prefectures with a served municipality, by region."""
    words = scene.words
    numbers = sorted({town.code[:2] for town in served})
    entries = [
        (number, {"name": f"prefecture-{number}", "argument": number, **_both_names(scene, f"prefecture.{number}")})
        for number in numbers
    ]
    fields: Fields = {
        "chrome": chrome(scene, step=CARD, back=True),
        "title": words("choosing-prefecture.title"),
        "lead": words("choosing-prefecture.lead"),
        "groups": _grouped(
            entries,
            {region: words.label(f"region.{region}") for region in _REGIONS},
            lambda number: next(name for name, (first, last) in _REGIONS.items() if first <= int(number) <= last),
        ),
    }
    return View("resident", "ChoosingPrefecture", fields)


def _both_names(scene: Scene, key: str) -> Fields:
    name = scene.words.label(key)
    return {"label": name, "detail": scene.catalogue.ja.label(key) if scene.words.language == "en" else ""}


def choosing_town(scene: Scene, served: tuple[ServedMunicipality, ...], prefecture: str) -> View:
    """The towns of one prefecture, by kana; who reads English finds them by letter."""
    words = scene.words
    english = words.language == "en"
    here = [town for town in served if town.code[:2] == prefecture]
    ordered = sorted(here, key=lambda town: (town.name_en or town.kana).lower() if english else town.kana)
    rows = _LETTER_RANGES if english else _KANA_ROWS
    entries = [(_row_of(rows, town.name_en if english else town.kana), _town(scene, town)) for town in ordered]
    fields: Fields = {
        "chrome": chrome(scene, step=CARD, back=True),
        "title": words("choosing-town.title"),
        "lead": words.label(f"prefecture.{prefecture}"),
        "groups": _grouped(entries, {row: row for row in rows}, lambda row: row),
    }
    return View("resident", "ChoosingTown", fields)


def _town(scene: Scene, town: ServedMunicipality) -> Fields:
    name = scene.town(town.name, town.name_en)
    return {
        "name": f"town-{town.code}",
        "argument": town.code,
        "label": name,
        "detail": town.name if name != town.name else town.kana,
    }


def _row_of(rows: dict[str, str], name: str) -> str:
    """The row of an index that a name stands in; the last one for a letter that stands in none."""
    first = name[:1].upper()
    return next((row for row, letters in rows.items() if first and first in letters), list(rows)[-1])


def _grouped(
    entries: Iterable[tuple[str, Fields]], labels: dict[str, str], group_of: Callable[[str], str]
) -> list[Fields]:
    """Entries under the tabs of an index, in its order, without empty tabs; few entries need no index."""
    all_entries = list(entries)
    if len(all_entries) <= _MOST_WITHOUT_INDEX:
        return [{"label": "", "entries": [entry for _, entry in all_entries]}]
    groups = {key: [entry for sort, entry in all_entries if group_of(sort) == key] for key in labels}
    return [{"label": labels[key], "entries": inside} for key, inside in groups.items() if inside]


def looking_up_town(scene: Scene, town: ServedMunicipality) -> View:
    words = scene.words
    return waiting(
        scene,
        "LookingUpTown",
        words("looking-up-town.title", town=scene.town(town.name, town.name_en)),
        words("looking-up-town.lead"),
        picture="journey",
        step=CARD,
        cancel=True,
    )


def explaining_town_closed(scene: Scene, offer: PublicOffer) -> View:
    """Why nothing can be had there now, and when again; told before any card."""
    words = scene.words
    town = scene.town(offer.name, offer.name_en)
    family = [certificate for certificate in offer.certificates if certificate.type in OF_THE_FAMILY]
    fields: Fields = {
        "chrome": chrome(scene, step=CARD, back=True),
        "title": words("town-closed.title", town=town),
        "body": words("town-closed.body") if offer.city_alive else words("idle.city_silent", town=town),
        "services": [public_certificate(scene, offer, certificate) for certificate in family]
        if offer.city_alive
        else [],
        "japaneseFirst": words.language == "ja",
        "registration": public_registration(scene, offer, offer.registration)
        if offer.registration and offer.city_alive
        else {},
        "do": words("town-closed.do") if offer.city_alive and _opens_again(offer) else "",
    }
    return View("resident", "ExplainingTownClosed", fields)


def _opens_again(offer: PublicOffer) -> bool:
    """Whether a time is known at which coming back is worth it."""
    family = (certificate.until for certificate in offer.certificates if certificate.type in OF_THE_FAMILY)
    return any(family) or (offer.registration is not None and offer.registration.until is not None)
