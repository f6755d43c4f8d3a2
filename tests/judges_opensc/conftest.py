"""A virtual card in the real pcscd for the tools of OpenSC, which know JPKI cards with code of their own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rehearsal import pcscd
from rehearsal.card.sample import sample_profile
from rehearsal.card.virtual_card import PinClear, VirtualCard
from rehearsal.card.vpcd import hand_over

Run = Callable[..., subprocess.CompletedProcess[str]]


def _module() -> Path | None:
    """opensc-pkcs11.so, wherever this architecture keeps it."""
    folders = [Path(folder) for folder in ("/usr/lib", "/usr/lib64", "/usr/local/lib")]
    multiarch = [path for folder in folders if folder.exists() for path in folder.glob("*-linux-*")]
    for folder in (*multiarch, *folders):
        for place in (folder, folder / "pkcs11"):
            if (found := place / "opensc-pkcs11.so").exists():
                return found
    return None


@pytest.fixture(scope="session")
def module() -> Path:
    found = _module()
    if found is None:
        pytest.skip("opensc-pkcs11.so was not found (Debian package opensc-pkcs11)")
    return found


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run one tool in an empty folder, without anybody's configuration; its output comes as text."""

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian packages opensc and openssl)")
        return subprocess.run(
            [program, *arguments],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    return run


@pytest.fixture(params=list(PinClear), ids=[mode.value for mode in PinClear])
def card(request: pytest.FixtureRequest) -> Iterator[VirtualCard]:
    if why := pcscd.missing():
        pytest.skip(why)
    card = VirtualCard(sample_profile(), pin_clear=request.param)
    with pcscd.running(), hand_over() as hand:
        hand.insert(card)
        yield card
