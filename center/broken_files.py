"""A municipality's new file that cannot be read: the one before stays in force, and a person has to look into it."""

from __future__ import annotations

from collections.abc import Collection

from center.configuration import Municipalities
from center.open_list import OpenKind, OpenList
from issuance.domain.values import MunicipalityCode


class BrokenFiles:
    """Puts each mistake on the open list once; a mistake that is mended leaves its item there until a person closes it."""

    def __init__(
        self, municipalities: Municipalities, served: Collection[MunicipalityCode], open_list: OpenList
    ) -> None:
        self._municipalities = municipalities
        self._served = served
        self._open_list = open_list
        self._known: dict[MunicipalityCode, str] = {}

    def look(self, at: int) -> None:
        """Look at the files of all municipalities that have a line."""
        for code in self._served:
            mistake = self._municipalities.mistake(code)
            if mistake is None:
                self._known.pop(code, None)
            elif self._known.get(code) != str(mistake):
                self._known[code] = str(mistake)
                self._open_list.open(OpenKind.CONFIGURATION_BROKEN, code, str(mistake), at)
