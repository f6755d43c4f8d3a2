"""Files of as many municipalities as there are in the country, made from one real file: for timings and tests of the folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from issuance.domain.municipality_file import check_digit

PATTERN = Path(__file__).parents[2] / "config" / "municipalities" / "032051-hanamaki.toml"
MUNICIPALITIES = 1741
"""Cities, towns, villages and the wards of Tokyo (since 2018-10-01)."""
PREFECTURES = 47


def codes() -> Iterator[str]:
    """Codes with a right check digit, prefecture by prefecture; which town they belong to does not matter."""
    for number in range(201, 1000):
        for prefecture in range(1, PREFECTURES + 1):
            yield (five := f"{prefecture:02}{number}") + check_digit(five)


def make(folder: Path, count: int = MUNICIPALITIES) -> list[str]:
    """Write the files; gives their codes. Every one has its own name, telephone and fee."""
    pattern = PATTERN.read_text(encoding="utf-8")
    made = list(islice(codes(), count))
    for number, code in enumerate(made):
        text = (
            pattern.replace('"032051"', f'"{code}"')
            .replace("花巻市", f"第{number}市")
            .replace("Hanamaki", f"Town {number}")
        )
        text = text.replace("yen = 300", f"yen = {200 + number % 30 * 10}")
        (folder / f"{code}-town-{number}.toml").write_text(text, encoding="utf-8")
    return made
