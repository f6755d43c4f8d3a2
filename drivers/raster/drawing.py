"""The kiosk's side of the drawing process: sends a document, takes the pages, and ends what does not answer."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import weakref
from pathlib import Path

from drivers.raster.errors import unreadable
from issuance.domain.values import PageBitmap

MOST_SECONDS_WITHOUT_A_WORD = 20
"""A full page takes 0.05 s of one core at 600 dpi (measured with pdfium 159 on a server); what says nothing for so long
is no certificate."""
MOST_BYTES = 32 * 1024 * 1024
"""A dense certificate with its ground is well under 1 MB; beyond this it is no certificate."""
LONGEST_REASON = 1000
PIPE_BYTES = 1 << 20
"""A page of 4.3 MB passes in few turns (Linux allows every user 1 MB, pipe(7))."""
_NUMBER = struct.Struct(">I")
_ROOT = Path(__file__).parents[2]


class _Gone(Exception):
    """The drawing process ended, or had to be ended, in the middle of a document."""


class DrawingProcess:
    """One drawing process, started by the first document or by get_ready(), ended with this object."""

    def __init__(self, dots_per_inch: int, most_pages: int) -> None:
        self._dots_per_inch = dots_per_inch
        self._most_pages = most_pages
        self._process: subprocess.Popen[bytes] | None = None

    def get_ready(self) -> None:
        """Start the process if it does not run; its libraries take a quarter of a second to load."""
        if self._process is not None and self._process.poll() is None:
            return
        self.end()
        command = (sys.executable, "-m", "drivers.raster.drawing_process", self._dots_per_inch, self._most_pages)
        self._process = subprocess.Popen(  # noqa: S603, because the command is our own
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={"PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"},
        )
        assert self._process.stdout is not None
        fcntl.fcntl(self._process.stdout, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._finalizer = weakref.finalize(self, _end, self._process)

    def draw(self, document: bytes) -> tuple[PageBitmap, ...]:
        """All pages, or fault DOCUMENT_UNREADABLE."""
        if len(document) > MOST_BYTES:
            raise unreadable(f"the document has {len(document)} bytes, at most {MOST_BYTES} are taken")
        self.get_ready()
        try:
            self._send(document)
            return self._answer()
        except _Gone as gone:
            self.end()
            raise unreadable(f"the document could not be drawn within its bounds of memory and time: {gone}") from gone

    def end(self) -> None:
        """End the process, whatever it does. Can be called twice."""
        if self._process is not None:
            self._finalizer()
            self._process = None

    def _send(self, document: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        rest = memoryview(_NUMBER.pack(len(document)) + document)
        try:
            while rest:
                rest = rest[os.write(self._process.stdin.fileno(), rest) :]
        except OSError as error:
            raise _Gone(f"the drawing process takes nothing ({error.strerror})") from error

    def _answer(self) -> tuple[PageBitmap, ...]:
        pages: list[PageBitmap] = []
        while True:
            match self._read(1):
                case b"P" if len(pages) < self._most_pages:
                    pages.append(self._page())
                case b"E" if pages:
                    return tuple(pages)
                case b"R":
                    raise unreadable(self._read(self._number(LONGEST_REASON)).decode(errors="replace"))
                case _:
                    raise _Gone("the drawing process gives an answer that is none")

    def _page(self) -> PageBitmap:
        most = 40 * self._dots_per_inch  # dots along a metre: only a bound, the picture's own rule is A4
        width, height = self._number(most), self._number(most)
        return PageBitmap(width, height, self._dots_per_inch, self._read((width + 7) // 8 * height))

    def _number(self, most: int) -> int:
        (number,) = _NUMBER.unpack(self._read(_NUMBER.size))
        if number > most:
            raise _Gone("the drawing process gives a number that cannot be")
        return int(number)

    def _read(self, length: int) -> bytes:
        """Exactly so many bytes; a process that says nothing for too long is given up."""
        assert self._process is not None
        assert self._process.stdout is not None
        source = self._process.stdout.fileno()
        whole = bytearray(length)
        rest = memoryview(whole)
        while rest:
            if not select.select([source], [], [], MOST_SECONDS_WITHOUT_A_WORD)[0]:
                raise _Gone(f"nothing came for {MOST_SECONDS_WITHOUT_A_WORD} seconds")
            count = os.readv(source, [rest])
            if not count:
                raise _Gone("the drawing process ended")
            rest = rest[count:]
        return bytes(whole)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
