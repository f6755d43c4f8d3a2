"""What a certificate's page costs: python -m tests.bench.bench_documents [ROUNDS].

Everything is warm, and every round draws texts that were never drawn before: other names, another number. A figure is the
time of a whole draw() divided by its sheets: filling in, fitting, setting by Typst with the PDF as it leaves, and the last
look through PDFium. The second table splits the time of a resident record of four persons.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from statistics import median, quantiles
from typing import Any

from city.documents import hand as hand_module
from city.documents import wholeness
from city.documents.certificates import AppendixCopy, Certificate, FamilyRegisterCertificate
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.seal.authority import invented_authority
from city.seal.impressions import personal_seal
from issuance.domain.certificates import RecordForm
from tests.documents import register_cases as register
from tests.documents.reading import IPAMJ

RARE = [chr(code) for code in range(0x4E00, 0x9FA0, 3)]
WANTED_MS = 5.0


def certificates(typeface: Typeface, dice: Random) -> Iterator[tuple[str, Certificate]]:
    """One certificate of each kind with names that nobody had before."""

    def name() -> str:
        letters = [letter for letter in dice.sample(RARE, 12) if typeface.missing(letter) is None]
        return "".join(letters[:2]) + "　" + "".join(letters[2:4])

    number = f"{dice.getrandbits(64):016X}"
    four = tuple(replace(person, name=name()) for person in register.FOUR)
    member = replace(register.HUSBAND, given_name=name()[:2])
    family = register.family(member, register.WIFE, register.DAUGHTER, family_name=name()[:2])
    kinds: dict[str, Certificate] = {
        "resident record, four persons a sheet": register.record(*four),
        "resident record, one person": register.record(four[0]),
        "resident record, a sheet a person": register.record(*four, form=RecordForm.PERSON),
        "certificate of items": register.items_of(*four),
        "seal registration": register.seal(four[0], IMPRESSION[0]),
        "tax": register.tax(register.TAXES, resident=four[0]),
        "family register": FamilyRegisterCertificate(*register.OF, family, None),
        "appendix": AppendixCopy(*register.OF, family, None),
    }
    for kind, certificate in kinds.items():
        yield kind, replace(certificate, number="-".join(number[start : start + 4] for start in range(0, 16, 4)))


IMPRESSION: list[str] = []


class Parts:
    """Sums up what each part of a draw takes."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)

    def watch(self, owner: Any, name: str, part: str) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                self.took[part].append((time.perf_counter() - start) * 1000)

        setattr(owner, name, watched)


def main(rounds: int) -> None:
    start = time.perf_counter()
    typeface = Typeface(IPAMJ)
    hand = DrawingHand(typeface, invented_authority("花巻市", typeface))
    IMPRESSION.append(personal_seal(typeface, "見本"))
    hand.warm_up()
    print(f"start: typeface read, compiler made, one of each drawn: {(time.perf_counter() - start) * 1000:.0f} ms")
    dice = Random(1)
    took: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 3):
        for kind, certificate in certificates(typeface, dice):
            start = time.perf_counter()
            drawn = hand.draw(certificate)
            if number >= 3:
                took[kind].append((time.perf_counter() - start) * 1000 / drawn.sheets)
    print(f"{'a page of':40} {'median':>8} {'95 %':>8}   wanted {WANTED_MS:.0f} ms")
    for kind, times in took.items():
        print(f"{kind:40} {median(times):8.2f} {quantiles(times, n=20)[-1]:8.2f}")

    parts = Parts()
    parts.watch(hand_module, "form_of", "filled in")
    parts.watch(hand_module, "set_form", "texts fitted")
    parts.watch(hand, "_compose", "set by Typst, PDF made")
    parts.watch(hand_module, "check_whole", "last look, whole")
    parts.watch(wholeness, "_check_words", "- words of the sheet")
    parts.watch(wholeness, "_check_pictures", "- seal and the center's band")
    for _ in range(rounds):
        (_, certificate), *_ = certificates(typeface, dice)
        start = time.perf_counter()
        hand.draw(certificate)
        parts.took["together"].append((time.perf_counter() - start) * 1000)
    print("\nof a resident record of four persons, medians")
    for part, times in parts.took.items():
        print(f"{part:40} {median(times):8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
