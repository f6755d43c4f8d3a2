"""`python -m center.configuration check [FOLDER]` shows and checks the municipalities' files; exit code 1 with a mistake."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from center.configuration.check import lines, mistakes
from center.configuration.folder import Municipalities
from issuance.domain.tables import ConfigurationError

FOLDER = Path(__file__).parents[2] / "config" / "municipalities"


def main(words: list[str]) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="config", description="The municipalities' files.")
    word = parser.add_subparsers(dest="word", required=True)
    check = word.add_parser("check", help="show every setting with its origin, then every mistake")
    check.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="config/municipalities without it")
    folder = parser.parse_args(words).folder
    try:
        municipalities = Municipalities(folder)
        print(*lines(municipalities), sep="\n")
        print(*mistakes(municipalities), sep="\n")
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if municipalities.mistakes() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
