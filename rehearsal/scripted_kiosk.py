"""python -m rehearsal.scripted_kiosk: the real kiosk in a window without a screen, with a scripted resident before it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from kiosk.bootstrap import lent_card
from kiosk.program import OpenKiosk, run
from rehearsal import clock, scripts
from rehearsal.control import Control
from rehearsal.in_process import slot_of_this_process
from rehearsal.scripted import Resident, Script, Stage, Wait

SCRIPTS: dict[str, Script] = {
    "a-resident-record": scripts.a_resident_record,
    "two-certificates-with-change": scripts.two_certificates_with_change,
    "a-basket-of-three-kinds": scripts.a_basket_of_three_kinds,
}


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m rehearsal.scripted_kiosk", description=__doc__)
    options.add_argument("--config", type=Path, required=True)
    options.add_argument("--control", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True, help="folder for pictures and times")
    options.add_argument("--offset", type=float, default=0.0, help="seconds that this rehearsal lives away from now")
    options.add_argument(
        "--cards", type=Path, help="folder of cards for a slot in this process, where there is no pcscd"
    )
    options.add_argument("script", nargs="+", choices=sorted(SCRIPTS))
    chosen = options.parse_args()
    pictures = chosen.out / "screens"
    pictures.mkdir(parents=True, exist_ok=True)
    stopped: list[Exception | None] = []
    stages: list[Stage] = []

    def whole_story(resident: Resident) -> Iterator[Wait]:
        for name in chosen.script:
            yield from SCRIPTS[name](resident)

    def begin(kiosk: OpenKiosk) -> None:
        resident = Resident(kiosk, Control(chosen.control), pictures)

        def ended(why: Exception | None) -> None:
            stopped.append(why)
            times = [{"screen": one.screen, "at": round(one.at, 3)} for one in resident.passed]
            (chosen.out / "times.json").write_text(json.dumps(times, indent=1))
            resident.control.close()

        stages.append(Stage(resident, whole_story, ended))

    clock.move_kiosk_clock(timedelta(seconds=chosen.offset))
    with slot_of_this_process(chosen.cards) as slot:
        card = lent_card(slot) if slot else None
        code = run(chosen.config, full_screen=False, card_source=card, motion=False, when_open=begin)
    if stopped and stopped[0] is not None:
        print(f"the story stopped: {stopped[0]}", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
