"""./run bench: every timing of the house, one after the other in one run. Medians; machines are noisy: quote ratios."""

from __future__ import annotations

import os
import subprocess
import sys

BENCHES = (
    "bench_screen",
    "bench_rules",
    "bench_documents",
    "bench_card",
    "bench_issuance",
    "bench_copier",
    "bench_journal",
    "bench_money",
)
"""The modules under tests/bench, each run in a process of its own, so that none warms another's caches."""


def run_all() -> int:
    """Run every bench; the exit code is the worst of theirs."""
    print(f"cores: {os.cpu_count()}", flush=True)
    worst = 0
    for name in BENCHES:
        print(f"\n== {name.removeprefix('bench_')}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
        worst = max(worst, done.returncode)
    return worst
