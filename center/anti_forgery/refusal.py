"""The answer no of the sealer: the city's page cannot become a sheet."""

from __future__ import annotations


class SheetRefused(Exception):
    """Nothing is issued; `what` is for engineers and says which rule the page breaks, never what it holds."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
