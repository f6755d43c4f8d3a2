"""The process that draws: a document from outside can at worst take this process down, never the kiosk.

It reads a document from its standard input and writes the pages to its standard output. Some seconds after the last
document it starts itself anew, so that nothing of a document stays in any memory. Started by drawing.py as
`python -m drivers.raster.drawing_process DOTS_PER_INCH MOST_PAGES`; on the wire every number has four bytes, big endian:

    document:  length, bytes (at most 32 MB: the kiosk has measured it)
    answer:    for each page: "P", width, height, bytes of its rows; and at the end
               "E", or "R", length, why the document was refused (UTF-8); then the pages before it count for nothing
"""

from __future__ import annotations

import ctypes
import os
import resource
import select
import signal
import struct
import sys
from typing import BinaryIO

from drivers.raster.pdfium_pages import PdfiumPages
from issuance.faults import DeviceFault

MOST_MEMORY = 1 << 30
"""Bytes of address space. Libraries, one grey page at 600 dpi and a certificate together take about 160 MB of it (VmPeak)."""
FORGET_AFTER_SECONDS = 10
STANDARD_INPUT = 0
NUMBER = struct.Struct(">I")
_PR_SET_DUMPABLE, _PR_SET_PDEATHSIG = 4, 1  # linux/prctl.h


def confine() -> None:
    """Bounds that the kernel keeps: memory, no core file, no reading of this memory by others, no life after the kiosk's."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def serve(pages: PdfiumPages) -> None:
    """Draw one document after the other until the kiosk closes its end, or until it is time to forget."""
    drawn = False
    with open(sys.stdout.fileno(), "wb", closefd=False) as answers:
        while select.select([STANDARD_INPUT], [], [], FORGET_AFTER_SECONDS if drawn else None)[0]:
            (length,) = NUMBER.unpack(_read(NUMBER.size))
            drawn = True
            _answer(_read(length), answers, pages)
            answers.flush()


def _answer(document: bytes, answers: BinaryIO, pages: PdfiumPages) -> None:
    try:
        for page in pages.draw(document):
            answers.write(b"P" + NUMBER.pack(page.width) + NUMBER.pack(page.height))
            answers.write(page.rows)
        answers.write(b"E")
    except DeviceFault as fault:
        why = fault.detail.encode()
        answers.write(b"R" + NUMBER.pack(len(why)) + why)


def _read(length: int) -> bytes:
    """Exactly so many bytes of standard input; the end of the kiosk is the end of this process."""
    parts = []
    while length:
        part = os.read(STANDARD_INPUT, length)
        if not part:
            sys.exit(0)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def main() -> None:
    """Confine, serve, and forget by starting anew in the same place."""
    confine()
    serve(PdfiumPages(int(sys.argv[1]), int(sys.argv[2])))
    os.execv(sys.executable, [sys.executable, "-m", "drivers.raster.drawing_process", *sys.argv[1:]])  # noqa: S606, because it starts itself


if __name__ == "__main__":
    main()
