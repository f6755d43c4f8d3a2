"""python -m rehearsal.year: replay the source sheet's year and print what came of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from rehearsal.year import days
from rehearsal.year.plan import visits
from rehearsal.year.replay import replay
from rehearsal.year.table import agreement, table

SEED = 124_750
"""The number of the source sheet."""


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m rehearsal.year", description=__doc__)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--from", dest="first", type=date.fromisoformat, default=days.FIRST, metavar="YYYY-MM-DD")
    options.add_argument("--to", dest="last", type=date.fromisoformat, default=days.LAST, metavar="YYYY-MM-DD")
    options.add_argument(
        "--keep", type=Path, help="an empty folder in which settings and databases are left to look at"
    )
    chosen = options.parse_args()
    planned = visits(chosen.seed, chosen.first, chosen.last)
    with tempfile.TemporaryDirectory() as away:
        folder, keep = chosen.keep or Path(away), chosen.keep is not None
        replayed = replay(folder, planned, lambda month: print(month, file=sys.stderr), keep=keep)
    print(table(replayed, chosen.seed), end="")
    return 0 if agreement(replayed) else 1


if __name__ == "__main__":
    sys.exit(main())
