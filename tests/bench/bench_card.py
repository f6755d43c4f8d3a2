"""How fast the card is read and signs, beside OpenSC on the same virtual card; run inside rehearsal.namespace.

`python -m tests.bench.bench_card [RUNS]`. One figure of "Komado" holds: connect, read the certificate, VERIFY, sign, unpower,
in one process that stays open. One of "OpenSC" holds a whole run of pkcs11-tool (its process start included), because
that is how the tool is used; the commands on the card are counted for both.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from drivers.jpki.reader import JpkiCardReader
from drivers.pcsc.source import PcscConnections
from issuance.domain.values import Pin
from issuance.ports import CardRead, CardReader, CardSigned
from rehearsal import namespace, pcscd
from rehearsal.card.sample import SAMPLE_PIN, sample_profile
from rehearsal.card.virtual_card import Latency, VirtualCard
from rehearsal.card.vpcd import hand_over

NewReader = Callable[[], CardReader]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in seconds."""

    what: str
    median: float
    worst_of_20: float  # 95th percentile
    commands: int


def measure(new_reader: NewReader, runs: int) -> list[Row]:
    """Everything, on one virtual card in the real pcscd. `new_reader` makes the reader under test."""
    plain, slow = VirtualCard(sample_profile()), VirtualCard(sample_profile(), latency=Latency())
    with pcscd.running(), hand_over() as hand:
        hand.insert(plain)
        rows = _komado(new_reader(), plain, runs)
        rows += _opensc(plain, max(3, runs // 10))
    with pcscd.running(), hand_over() as hand:
        hand.insert(slow)
        rows += _card_free(new_reader(), slow, max(5, runs // 5))
    return rows


def _komado(reader: CardReader, card: VirtualCard, runs: int) -> list[Row]:
    reads, signs = [], []
    card.log.clear()
    for _ in range(runs):
        begin = time.perf_counter()
        _expect(reader.read(), CardRead)
        between = time.perf_counter()
        _expect(reader.sign(Pin(bytearray(SAMPLE_PIN)), b"TEST grant"), CardSigned)
        reads.append(between - begin)
        signs.append(time.perf_counter() - between)
    commands = len(card.log) // runs
    both = [read + sign for read, sign in zip(reads, signs, strict=True)]
    return [
        _row("Komado: read certificate", reads, commands - 3),
        _row("Komado: VERIFY, sign, unpower", signs, 3),
        _row("Komado: both", both, commands),
    ]


def _opensc(card: VirtualCard, runs: int) -> list[Row]:
    tool, module = shutil.which("pkcs11-tool"), _pkcs11_module()
    if tool is None or module is None:
        return []
    times = []
    card.log.clear()
    with tempfile.TemporaryDirectory() as folder:
        grant, signature = Path(folder, "grant"), Path(folder, "signature")
        grant.write_bytes(b"TEST grant")
        command = [tool, "--module", str(module), "--login", "--pin", SAMPLE_PIN.decode(), "--sign", "--id", "01"]
        command += ["--mechanism", "SHA256-RSA-PKCS", "--input-file", str(grant), "--output-file", str(signature)]
        for _ in range(runs):
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            times.append(time.perf_counter() - begin)
    return [_row("OpenSC: pkcs11-tool --login --sign", times, len(card.log) // runs)]


def _card_free(reader: CardReader, card: VirtualCard, runs: int) -> list[Row]:
    """From the last key to the unpowered card, with 10 ms for each command and 600 ms for the signature."""
    times = []
    for _ in range(runs):
        _expect(reader.read(), CardRead)
        last_key = time.perf_counter()
        _expect(reader.sign(Pin(bytearray(SAMPLE_PIN)), b"TEST grant"), CardSigned)
        _wait_until(lambda: not card.powered)
        times.append(time.perf_counter() - last_key)
    return [_row("Komado: last key to free card, card of 10 ms + 600 ms", times, 3)]


def _row(what: str, times: Sequence[float], commands: int) -> Row:
    worst = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return Row(what, statistics.median(times), worst, commands)


def _expect(answer: object, kind: type) -> None:
    if not isinstance(answer, kind):
        raise SystemExit(f"the bench expected {kind.__name__}, the card answered {answer!r}")


def _wait_until(condition: Callable[[], bool]) -> None:
    tick = threading.Event()
    while not condition():
        tick.wait(0.001)


def _pkcs11_module() -> Path | None:
    found = sorted(Path("/usr/lib").glob("*-linux-*/opensc-pkcs11.so"))
    return found[0] if found else None


def print_table(rows: Sequence[Row]) -> None:
    print(f"{'':54} {'median':>9} {'95 %':>9} {'commands':>9}")
    for row in rows:
        print(f"{row.what:54} {row.median * 1000:6.1f} ms {row.worst_of_20 * 1000:6.1f} ms {row.commands:9}")


class _WallClock:
    """issuance.ports.Clock for the reader under test."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(0, UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def _driver_under_test() -> CardReader:
    """The kiosk's own reader."""
    return JpkiCardReader(PcscConnections(_WallClock()))


def main(arguments: Sequence[str]) -> int:
    if not namespace.inside():
        print(
            "start it inside a namespace: python -m rehearsal.namespace python -m tests.bench.bench_card",
            file=sys.stderr,
        )
        return 2
    runs = int(arguments[0]) if arguments else 50
    print_table(measure(_driver_under_test, runs))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
