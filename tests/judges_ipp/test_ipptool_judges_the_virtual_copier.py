"""CUPS' own conformance program asks the virtual multi-copier over HTTP: is it an IPP printer at all?"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from drivers.ipp import sheet_pdf
from tests.drivers_copier.served import serve
from tests.drivers_copier.table import PAGES

SUITES = Path("/usr/share/cups/ipptool")

pytestmark = pytest.mark.skipif(
    shutil.which("ipptool") is None or not SUITES.is_dir(),
    reason="ipptool is not installed (Debian package cups-ipp-utils)",
)


def judged(suite: Path, folder: Path, *definitions: str) -> subprocess.CompletedProcess[str]:
    """Run a suite in a folder that holds every document the suite names."""
    document = folder / "certificate.pdf"
    document.write_bytes(sheet_pdf.assemble(PAGES))
    with serve(folder / "sheets") as served:
        command = ["ipptool", "-tI", "-T", "10", *definitions, "-f", str(document), served.uri, str(suite)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "name",
    [
        "get-printer-attributes",
        "create-job",
        "print-job",
        "validate-job",
        "get-jobs",
        "get-completed-jobs",
        "print-job-and-wait",
    ],
)
def test_a_suite_of_ipptool_passes(name: str, tmp_path: Path) -> None:
    told = judged(SUITES / f"{name}.test", tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "[FAIL]" not in told.stdout


def test_the_whole_ipp_2_0_suite_passes(tmp_path: Path) -> None:
    """ipp-2.0.test takes ipp-1.1.test in; both name sample documents that Debian leaves out, so ours stand in."""
    for name in ("ipp-1.1.test", "ipp-2.0.test"):
        suite = (SUITES / name).read_text()
        (tmp_path / name).write_text(suite)
        for document in set(re.findall(r"^\s*FILE ([\w.-]+)$", suite, re.MULTILINE)):
            (tmp_path / document).write_bytes(sheet_pdf.assemble(PAGES))
    told = judged(tmp_path / "ipp-2.0.test", tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("[PASS]") >= 35
    assert "[FAIL]" not in told.stdout


def test_the_judge_can_say_no(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.test"
    wrong.write_text((SUITES / "get-printer-attributes.test").read_text().replace("printer-info", "printer-hat-size"))
    assert judged(wrong, tmp_path).returncode == 1
