"""Center, city and OCSP responder of one table-top chain: their settings files, and all of them in threads of one process.

The demonstration starts them as programs of their own (`python -m center`, `python -m city`) from the same files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread

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
from city.issuing import Draw
from city.service import Service as CityService
from issuance.protocol.device_key import Signer
from rehearsal.line import DirectAdapter, Line, MischievousCenter, Weather
from rehearsal.ocsp_responder import OcspResponder, OcspServer
from rehearsal.pki import TEST_POLICY, Pki, thumbprint

CENTER = "komado-test-center"
MUNICIPALITY = "032051"
TYPEFACE = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
MUNICIPALITIES = Path(__file__).parents[1] / "config" / "municipalities"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the center's fleet list says: kiosks, and the builds and configurations they may run (SHA-256 in hex)."""

    kiosks: Sequence[str]
    builds: Sequence[str]
    configurations: Sequence[str]


def write_city_settings(pki: Pki, folder: Path, register: Path, port: int = 0, database: str = "city.sqlite") -> Path:
    """`city.toml` in a folder; the register must be there."""
    code = MUNICIPALITY
    tables: dict[str, object] = {
        "environment": "test",
        "municipality": str(MUNICIPALITIES / "032051-hanamaki.toml"),
        "register": str(register),
        "database": database,
        "typeface": str(TYPEFACE),
        "build": "0" * 64,
        "line": {
            "host": "127.0.0.1",
            "port": port,
            "ca": str(pki.path("municipal-line-ca.pem")),
            "certificate": str(pki.path(f"city-{code}-tls.pem")),
            "key": str(pki.path(f"city-{code}-tls.key")),
        },
        "keys": {
            "passphrase_file": str(pki.passphrase_file),
            "statement": str(pki.path(f"city-{code}-statement.key")),
            "secret": str(pki.path(f"city-{code}-secret")),
        },
        "center": {
            "id": CENTER,
            "public_key": str(pki.path("center-statement.pub")),
            "tls_certificate": str(pki.path("center-client.pem")),
            "sealer": str(pki.path("center-sealer.pub")),
        },
        "cards": {"roots": [str(pki.path("card-root.pem"))], "policies": [TEST_POLICY]},
    }
    return _write(folder / "city.toml", tables)


def write_center_settings(
    pki: Pki,
    folder: Path,
    admitted: Admitted,
    *,
    city_url: str,
    ocsp_url: str,
    port: int = 0,
    database: str = "center.sqlite",
) -> Path:
    """`center.toml` in a folder."""
    tables: dict[str, object] = {
        "center": CENTER,
        "environment": "test",
        "database": database,
        "municipalities": str(MUNICIPALITIES),
        "line": {
            "host": "127.0.0.1",
            "port": port,
            "ca": str(pki.path("dedicated-line-ca.pem")),
            "certificate": str(pki.path("center-server.pem")),
            "key": str(pki.path("center-server.key")),
        },
        "city_line": {
            "ca": str(pki.path("municipal-line-ca.pem")),
            "certificate": str(pki.path("center-client.pem")),
            "key": str(pki.path("center-client.key")),
        },
        "keys": {
            "passphrase_file": str(pki.passphrase_file),
            "statement": str(pki.path("center-statement.key")),
            "sealer": str(pki.path("center-sealer.key")),
            "directory_secret": str(pki.path("directory-secret")),
        },
        "cards": {"roots": [str(pki.path("card-root.pem"))], "policies": [TEST_POLICY], "ocsp": ocsp_url},
        "fleet": {"builds": list(admitted.builds), "configurations": list(admitted.configurations)},
        "city": [
            {
                "municipality": MUNICIPALITY,
                "url": city_url,
                "public_key": str(pki.path(f"city-{MUNICIPALITY}-statement.pub")),
            }
        ],
        "kiosk": [
            {
                "id": kiosk,
                "device_key": str(pki.path(f"{kiosk}-device.pub")),
                "tls_certificate": str(pki.path(f"{kiosk}-tls.pem")),
            }
            for kiosk in admitted.kiosks
        ],
    }
    return _write(folder / "center.toml", tables)


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
    ) -> None:
        self._pki = pki
        self._now = now
        self.ocsp = OcspResponder(pki.cards)
        self.line = Weather()
        self.city_line = Weather()
        city_file = write_city_settings(pki, folder, register, database=":memory:")
        self.city: CityService = assemble_city(city_settings.load(city_file), city_file, draw)
        center_file = write_center_settings(
            pki, folder, admitted, city_url="https://city.komado.test", ocsp_url="http://ocsp", database=":memory:"
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


class BackOffice:
    """Everything behind the kiosk, on loopback, in threads; a context manager.

    `line` lies between kiosk and center, `city_line` between center and city; `mischief` spoils the center's answers.
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
    ) -> None:
        self._now = now
        self._stack = ExitStack()
        self.ocsp = OcspResponder(pki.cards)
        self._ocsp_server = OcspServer(self.ocsp, now)
        self.city: CityService
        city_file = write_city_settings(pki, folder, register)
        of_city = city_settings.load(city_file)
        self.city = assemble_city(of_city, city_file, draw)
        self._city_server = city_app.LineServer(
            self.city,
            city_app.server_context(
                Path(of_city.line.ca), Path(of_city.line.certificate), Path(of_city.line.key), pki.passphrase
            ),
            now,
            "127.0.0.1",
            0,
        )
        self.city_line = Line(self._city_server.port)
        center_file = write_center_settings(
            pki,
            folder,
            admitted,
            city_url=f"https://127.0.0.1:{self.city_line.port}",
            ocsp_url=self._ocsp_server.url,
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
        self._stack.callback(self.city.store.close)
        for server in (self._city_server, self._center_server):
            thread = Thread(target=server.serve_until_stopped, name="server")
            thread.start()
            self._stack.callback(thread.join)
            self._stack.callback(server.stop)
        self._stack.enter_context(self.city_line)
        self._stack.enter_context(self.line)
        self._stack.callback(self.mischief.behave)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def _write(path: Path, tables: Mapping[str, object]) -> Path:
    path.write_text(_toml(tables), encoding="utf-8")
    return path


def _toml(tables: Mapping[str, object]) -> str:
    """Just enough TOML for these files: values first, then tables, then arrays of tables; strings as JSON writes them."""
    plain = [f"{key} = {json.dumps(value)}" for key, value in tables.items() if not _is_table(value)]
    blocks = ["\n".join(plain)]
    for key, value in tables.items():
        if isinstance(value, Mapping):
            blocks.append(f"[{key}]\n" + _toml(value))
        elif _is_table(value) and isinstance(value, list):
            blocks += [f"[[{key}]]\n" + _toml(entry) for entry in value]
    return "\n\n".join(blocks) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))
