"""python -m rehearsal demo: the whole chain on one table."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path

OUTPUT = Path("build/demo")


def main() -> int:
    options = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    words = options.add_subparsers(dest="word", required=True)
    demo = words.add_parser("demo", help="play a resident, or watch a scripted one", prog="./run demo")
    demo.add_argument("--scripted", action="store_true", help="a scripted resident, without a display")
    demo.add_argument(
        "--out", type=Path, default=OUTPUT, help=f"folder for what comes out (default {OUTPUT}; made anew)"
    )
    demo.add_argument("--panel", choices=("15", "17"), default="17", help="15: 1024x768, 17: 1280x1024")
    words.add_parser("bench", help="timings", prog="./run bench")
    chosen = options.parse_args()
    if chosen.word == "bench":
        from rehearsal.bench import run_all  # noqa: PLC0415 because the demo does not need it

        return run_all()
    from rehearsal.demo import play, scripted  # noqa: PLC0415 because --help needs nothing

    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    out: Path = chosen.out.resolve()
    if out.exists():
        shutil.rmtree(out)
    show = scripted if chosen.scripted or not has_display else play
    try:
        return asyncio.run(_until_told(show(out, chosen.panel)))
    except KeyboardInterrupt:  # before the loop ran
        return 128 + signal.SIGINT


async def _until_told(show: Coroutine[None, None, int]) -> int:
    """Ctrl-C and SIGTERM end everything in order; the exit code is then the shell's, 128 and the signal's number."""
    loop, showing = asyncio.get_running_loop(), asyncio.ensure_future(show)
    told: list[signal.Signals] = []

    def end(by: signal.Signals) -> None:
        told.append(by)
        showing.cancel()

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, end, each)
    try:
        return await showing
    except asyncio.CancelledError:
        print("\nended")
        return 128 + told[0]


if __name__ == "__main__":
    sys.exit(main())
