"""How long pages take: python -m tests.bench.bench_raster CERTIFICATE.pdf [ROUNDS].

The figure "drawn" is pages() for the whole document in a drawing process that is already there: sending the PDF, drawing every
page at 600 dpi, halftone, packing, and taking the pictures back. "tokens" is read_token() for all its pages.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from drivers.raster.rasteriser import PdfiumRasteriser

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("name a certificate's PDF; bench_issuance has the figure of a whole visit")
    document = Path(sys.argv[1]).read_bytes()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    rasteriser = PdfiumRasteriser()
    start = perf_counter()
    rasteriser.pages(document)
    first = perf_counter() - start
    drawn, read = [], []
    for _ in range(rounds):
        start = perf_counter()
        pages = rasteriser.pages(document)
        drawn.append(perf_counter() - start)
        start = perf_counter()
        tokens = [rasteriser.read_token(page) for page in pages]
        read.append(perf_counter() - start)
    rasteriser.close()
    print(f"{len(pages)} sides, {sum(token is not None for token in tokens)} tokens, first time {first * 1000:.0f} ms")
    print(f"drawn {median(drawn) * 1000:.0f} ms (best {min(drawn) * 1000:.0f}), tokens {median(read) * 1000:.1f} ms")
