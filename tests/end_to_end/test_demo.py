"""The demonstration as a whole: real processes, real pcscd, real TLS, real paper; judged by what came out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from center.anti_forgery import signed_code
from rehearsal import namespace

WITHOUT_DISPLAY = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the command printed, and the folder with what came out; run once."""
    if not namespace.available():
        pytest.skip("this machine allows no namespaces of our own")
    out = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "rehearsal.namespace", sys.executable, "-m", "rehearsal", "demo"]
    done = subprocess.run(
        [*command, "--scripted", "--out", str(out)],
        env=WITHOUT_DISPLAY,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, out


def test_the_scripted_resident_gets_every_sheet_and_the_books_agree(demo: tuple[str, Path]) -> None:
    said, out = demo
    assert "coins in 2,300 yen = fees 1,800 + given back 500 + owed 0 + in doubt 0 + held 0" in said
    assert "open: 0 claims, 0 incidents, 0 receipts not yet acknowledged" in said
    assert len(list((out / "tray").glob("*.pdf"))) == 7
    assert len(list((out / "receipts").glob("*.png"))) == 3
    assert (out / "journal.txt").read_text().count("VisitEnded") == 3


def test_every_sheet_carries_a_token_on_both_sides_and_a_signed_code_on_the_front(demo: tuple[str, Path]) -> None:
    _, out = demo
    for sheet in sorted((out / "tray").glob("*.pdf")):
        document = pypdfium2.PdfDocument(sheet)
        front, back = (np.asarray(document[side].render(scale=300 / 72).to_pil().convert("L")) for side in (0, 1))
        document.close()
        on_front = [code.bytes for code in zxingcpp.read_barcodes(front)]
        on_back = [code.bytes for code in zxingcpp.read_barcodes(back)]
        assert sum(code.startswith(b"KT1") for code in on_front) == 1
        assert [code[:3] for code in on_back] == [b"KT1"]
        printed = [code.decode() for code in on_front if not code.startswith(b"KT1")]
        assert len(printed) == 1
        assert signed_code.decode_code(printed[0])


def test_nobodys_name_and_no_pin_stand_in_anything_that_stays_in_the_kiosk(demo: tuple[str, Path]) -> None:
    _, out = demo
    for path in (out / "kiosk").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in ("𠮷田", "髙子", "ヨシダ", "菊池", "德治", "キクチ"):
                assert secret.encode() not in content
                assert secret.encode("utf-16-le") not in content
    assert not list((out / "kiosk").glob("*.pdf"))


def test_each_screen_passed_has_a_picture_that_is_not_blank(demo: tuple[str, Path]) -> None:
    _, out = demo
    pictures = sorted((out / "screens").glob("*.png"))
    assert {"Idle", "EnteringPin", "Reviewing", "Paying", "Printing", "RemindingToTake"} <= {
        picture.stem.split("-", 1)[1] for picture in pictures
    }
    for picture in pictures:
        with Image.open(picture) as image:
            assert len(image.convert("L").resize((64, 48)).getcolors(4096) or []) > 3, picture.name
