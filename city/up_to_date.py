"""The city's service as the municipality's file stands: read again when it changed, between two requests, never within one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from city.service import Service
from issuance.domain.municipality import ConfigurationError, Municipality
from issuance.domain.municipality_file import read
from issuance.protocol.http_signatures import HttpRequest, HttpResponse


class UpToDate:
    """Answers as `Service` does; every request by one version of the file from its beginning to its end.

    A version with a mistake, or of another municipality, never takes the place of the good one: it is told once through
    `tell`, and the service goes on as before.
    """

    def __init__(self, service: Service, path: Path, tell: Callable[[str], None]) -> None:
        self._service = service
        self._path = path
        self._tell = tell
        self._stamp = _stamp(path)
        self._lock = Lock()

    def handle(self, request: HttpRequest, tls_thumbprint: bytes | None, now: datetime) -> HttpResponse:
        return self._as_the_file_stands().handle(request, tls_thumbprint, now)

    def _as_the_file_stands(self) -> Service:
        with self._lock:
            stamp = _stamp(self._path)
            if stamp is not None and stamp != self._stamp:
                self._take(stamp)
            return self._service

    def _take(self, stamp: tuple[int, int, int]) -> None:
        try:
            content = self._path.read_bytes()
        except OSError:
            return  # it is being replaced; the next request looks again
        self._stamp = stamp
        try:
            municipality = _of(self._service.municipality, read(content, str(self._path)))
        except ConfigurationError as mistake:
            for one in mistake.all:
                self._tell(f"{one}; the version before it stays in force")
        else:
            self._service = replace(self._service, municipality=municipality)


def _of(known: Municipality, found: Municipality) -> Municipality:
    if found.code != known.code:
        cure = f"is {found.code!r}, and this is the city of {known.code}; put its own file back"
        raise ConfigurationError(found.name, "code", cure)
    return found


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever a file does; None while there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
