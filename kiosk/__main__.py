"""python -m kiosk --config FILE: the program on the machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from issuance.domain.municipality import ConfigurationError


def main() -> int:
    options = argparse.ArgumentParser(prog="kiosk", description="The certificate kiosk.")
    options.add_argument("--config", type=Path, required=True, help="kiosk.toml of this machine")
    options.add_argument("--windowed", action="store_true", help="a window instead of the full screen")
    chosen = options.parse_args()
    from kiosk.program import run  # noqa: PLC0415 because --help needs no Qt

    try:
        return run(chosen.config, full_screen=not chosen.windowed)
    except ConfigurationError as mistake:
        print(f"kiosk: {mistake}", file=sys.stderr)
        return 78  # sysexits EX_CONFIG


if __name__ == "__main__":
    sys.exit(main())
