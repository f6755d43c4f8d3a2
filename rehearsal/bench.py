"""./run bench: every timing of the house, one after the other in one run. Medians; these machines are noisy: quote ratios."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run_all() -> int:
    """Run each bench module in a process of its own, so that none warms another's caches."""
    print(f"cores: {os.cpu_count()}", flush=True)
    worst = 0
    for module in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n== {module.stem.removeprefix('bench_')}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"rehearsal.{module.stem}"], check=False)
        worst = max(worst, done.returncode)
    return worst
