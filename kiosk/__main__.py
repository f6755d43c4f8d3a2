"""python -m kiosk --config FILE: the program on the machine."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from issuance.domain.municipality import ConfigurationError


def main() -> int:
    options = argparse.ArgumentParser(prog="kiosk", description="The certificate kiosk.")
    options.add_argument("--config", type=Path, required=True, help="kiosk.toml of this machine")
    options.add_argument("--windowed", action="store_true", help="a window instead of the full screen")
    chosen = options.parse_args()
    full_screen = not chosen.windowed
    from ui.first_frame import first_window  # noqa: PLC0415 because --help needs no Qt

    window = first_window(*_panel(chosen.config), full_screen=full_screen)
    from kiosk.program import run  # noqa: PLC0415 because the first frame stands before the program is loaded

    try:
        return run(chosen.config, full_screen=full_screen, window=window)
    except ConfigurationError as mistake:
        print(f"kiosk: {mistake}", file=sys.stderr)
        return 78  # sysexits EX_CONFIG


def _panel(config: Path) -> tuple[int, int]:
    """Width and height for the first frame; whatever is wrong in the file is told in full when it is read for good."""
    try:
        panel = tomllib.loads(config.read_text(encoding="utf-8"))["panel"]
        return int(panel["width"]), int(panel["height"])
    except (OSError, ValueError, KeyError, TypeError):
        return 1280, 1024


if __name__ == "__main__":
    sys.exit(main())
