"""What the program loads before its first frame."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("requests", "escpos", "numpy", "pypdfium2", "zxingcpp", "PIL", "cups", "typst", "pikepdf", "fontTools")
"""Libraries that take tens of milliseconds to import; each is imported by its own worker when it is first needed."""


def test_no_heavy_library_is_imported_before_the_first_frame() -> None:
    program = f"import sys, json, kiosk.program; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(loaded.stdout) == []


def test_the_kiosk_knows_no_rehearsal() -> None:
    upstairs = "rehearsal", "center", "city"
    program = f"import sys, kiosk.program; print([m for m in sys.modules if m.startswith({upstairs!r})])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
