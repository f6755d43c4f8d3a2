"""Center, city and OCSP responder of one table-top chain: their settings files, and all of them in threads of one process.

The demonstration starts them as programs of their own (`python -m center`, `python -m city`) from the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Protocol

from center import app as center_app
from center import settings as center_settings
from center.anti_forgery.finishing import Finishing
from center.assembly import Ways
from center.assembly import assemble as assemble_center
from center.authentication import NoOcspAnswer
from center.delivery import AntiForgery
from center.service import Service as CenterService
from city import app as city_app
from city import settings as city_settings
from city.assembly import assemble as assemble_city
from city.documents.hand import DrawingHand
from city.documents.typeface import Typeface
from city.issuing import Draw
from city.seal.authority import invented_authority
from city.service import Service as CityService
from city.up_to_date import UpToDate
from issuance.protocol.device_key import Signer
from rehearsal.line import DirectAdapter, Line, MischievousCenter, Weather
from rehearsal.ocsp_responder import OcspResponder, OcspServer
from rehearsal.pki import Pki, thumbprint
from rehearsal.server_settings import (
    MUNICIPALITIES,
    MUNICIPALITY,
    Admitted,
    write_center_settings,
    write_city_settings,
)


class DirectOffice:
    """Center, city and OCSP responder joined without a socket or a thread: every call runs in the caller's thread.

    For simulations: time is `now`, stores are in memory, `line` and `city_line` are the weather on the two lines.
    """

    def __init__(
        self,
        pki: Pki,
        folder: Path,
        register: Path,
        admitted: Admitted,
        *,
        now: Callable[[], datetime],
        random: Callable[[int], bytes],
        anti_forgery: Callable[[str, Signer], AntiForgery] = Finishing,
        draw: Draw | None = None,
        municipalities: Path = MUNICIPALITIES,
    ) -> None:
        self._pki = pki
        self._now = now
        self.ocsp = OcspResponder(pki.cards)
        self.line = Weather()
        self.city_line = Weather()
        city_file = write_city_settings(pki, folder, register, database=":memory:", municipalities=municipalities)
        self.city: CityService = assemble_city(city_settings.load(city_file), city_file, draw)
        center_file = write_center_settings(
            pki,
            folder,
            admitted,
            city_url="https://city.komado.test",
            ocsp_url="http://ocsp",
            database=":memory:",
            municipalities=municipalities,
        )
        self.center: CenterService = assemble_center(
            center_settings.load(center_file),
            center_file,
            random=random,
            anti_forgery=anti_forgery,
            ways=Ways(to_cities=lambda _context: self._to_city(), to_ocsp=lambda _url, _seconds: self._ask_ocsp),
        )
        self.mischief = MischievousCenter(self.center, self.center.statement_key, self.center.keyid)

    def adapter(self, kiosk: str) -> DirectAdapter:
        """The way of a kiosk to this center, under that kiosk's own TLS key."""
        own = thumbprint(self._pki.path(f"{kiosk}-tls.pem"))
        return DirectAdapter(self.mischief, own, self._now, self.line)

    def close(self) -> None:
        """Close the stores."""
        self.center.store.close()
        self.city.store.close()

    def _to_city(self) -> DirectAdapter:
        own = thumbprint(self._pki.path("center-client.pem"))
        return DirectAdapter(self.city, own, self._now, self.city_line)

    def _ask_ocsp(self, request: bytes) -> bytes:
        answer = self.ocsp.answer(request, self._now())
        if answer is None:
            raise NoOcspAnswer("silent")
        return answer


class _Server(Protocol):
    def serve_until_stopped(self) -> None: ...

    def stop(self) -> None: ...


@lru_cache
def _typeface(path: Path) -> Typeface:
    return Typeface(path)


@lru_cache
def _hand_of(typeface: Path, municipality: str) -> DrawingHand:
    """One hand a town and process: it draws for every table, and its typeface is read once."""
    return DrawingHand(_typeface(typeface), invented_authority(municipality, _typeface(typeface)))


def _hand(typeface: Path, municipality: Path) -> DrawingHand:
    return _hand_of(typeface, city_settings.load_municipality(municipality).name)


class _CityHall:
    """One city server in a thread, and the line between it and the center."""

    def __init__(self, settings_file: Path, passphrase: bytes, now: Callable[[], datetime], draw: Draw | None) -> None:
        settings = city_settings.load(settings_file)
        line = settings.line
        place = settings_file.parent
        draw = draw or _hand(place / settings.typeface, place / settings.municipality).draw
        self.service: CityService = assemble_city(settings, settings_file, draw)
        self.server = city_app.LineServer(
            UpToDate(self.service, settings_file.parent / settings.municipality, print),
            city_app.server_context(Path(line.ca), Path(line.certificate), Path(line.key), passphrase),
            now,
            "127.0.0.1",
            0,
        )
        self.line = Line(self.server.port)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.line.port}"


class BackOffice:
    """Everything behind the kiosk, on loopback, in threads; a context manager.

    `line` lies between kiosk and center, `city_line` between center and city; `mischief` spoils the center's answers.
    `neighbours`: the registers of further municipalities by code; their servers stand in `halls`. `municipalities`: the
    folder of the municipalities' files.
    """

    def __init__(
        self,
        pki: Pki,
        folder: Path,
        register: Path,
        admitted: Admitted,
        *,
        now: Callable[[], datetime],
        random: Callable[[int], bytes],
        anti_forgery: Callable[[str, Signer], AntiForgery] = Finishing,
        draw: Draw | None = None,
        neighbours: Mapping[str, Path] | None = None,
        municipalities: Path = MUNICIPALITIES,
    ) -> None:
        self._now = now
        self._stack = ExitStack()
        self.ocsp = OcspResponder(pki.cards)
        self._ocsp_server = OcspServer(self.ocsp, now)
        self.halls: dict[str, _CityHall] = {}
        for code, its_register in {MUNICIPALITY: register, **(neighbours or {})}.items():
            name = f"city-{code}.sqlite"
            city_file = write_city_settings(
                pki, folder, its_register, database=name, code=code, municipalities=municipalities
            )
            self.halls[code] = _CityHall(city_file, pki.passphrase, now, draw)
        self.city = self.halls[MUNICIPALITY].service
        self.city_line = self.halls[MUNICIPALITY].line
        center_file = write_center_settings(
            pki,
            folder,
            admitted,
            city_url=self.halls[MUNICIPALITY].url,
            ocsp_url=self._ocsp_server.url,
            more_cities={code: hall.url for code, hall in self.halls.items() if code != MUNICIPALITY},
            municipalities=municipalities,
        )
        of_center = center_settings.load(center_file)
        self.center: CenterService = assemble_center(of_center, center_file, random=random, anti_forgery=anti_forgery)
        self.mischief = MischievousCenter(self.center, self.center.statement_key, self.center.keyid)
        self._center_server = center_app.LineServer(
            self.mischief,
            center_app.server_context(
                Path(of_center.line.ca), Path(of_center.line.certificate), Path(of_center.line.key), pki.passphrase
            ),
            now,
            "127.0.0.1",
            0,
        )
        self.line = Line(self._center_server.port)

    @property
    def url(self) -> str:
        """Where a kiosk reaches the center."""
        return f"https://127.0.0.1:{self.line.port}"

    def __enter__(self) -> BackOffice:
        self._stack.enter_context(self._ocsp_server)
        self._stack.callback(self.center.store.close)
        for hall in self.halls.values():
            self._stack.callback(hall.service.store.close)
        servers: list[_Server] = [*(hall.server for hall in self.halls.values()), self._center_server]
        for server in servers:
            thread = Thread(target=server.serve_until_stopped, name="server")
            thread.start()
            self._stack.callback(thread.join)
            self._stack.callback(server.stop)
        for hall in self.halls.values():
            self._stack.enter_context(hall.line)
        self._stack.enter_context(self.line)
        self._stack.callback(self.mischief.behave)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
