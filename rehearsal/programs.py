"""Programs that a rehearsal starts: none outlives it, and a Ctrl-C at the keyboard ends them in order, not all at once."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from rehearsal.words import Refused, Word

END_WITHIN = 5.0  # seconds from SIGTERM to SIGKILL


def ends_with_us() -> tuple[str, ...]:
    """Put before a command: the kernel ends the program when the thread that started it is gone (setpriv(1))."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL") if setpriv else ()


async def run(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one of our modules as a program of its own until it ends; its exit code. Cancelled, it takes the program along."""
    return await _until_it_ends(await _start(module, arguments, environment))


class KioskProgram:
    """The kiosk's program. A power cut is kill -9 and a new start on what lies on its disk."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._was_cut = False

    async def run(self, module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run the kiosk until it ends by itself; its exit code."""
        while True:
            self._was_cut = False
            self._process = await _start(module, arguments, environment)
            code = await _until_it_ends(self._process)
            if not self._was_cut:
                return code

    def power_cut(self) -> None:
        """The kiosk's power fails and comes back."""
        if self._process is None or self._process.returncode is not None:
            raise Refused("no kiosk is running")
        self._was_cut = True
        self._process.kill()

    @property
    def words(self) -> dict[str, Word]:
        return {"kiosk.power-cut": self.power_cut}


async def _start(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *ends_with_us(),
        sys.executable,
        "-m",
        module,
        *arguments,
        env={**os.environ, **environment},
        start_new_session=True,  # Ctrl-C reaches us alone, and we end what we started
    )


async def _until_it_ends(process: asyncio.subprocess.Process) -> int:
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), END_WITHIN)
            except TimeoutError:
                process.kill()
                await process.wait()
