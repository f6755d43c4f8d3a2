"""The settings files of a rehearsed center and city, written from a reference PKI."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rehearsal.pki import TEST_POLICY, Pki

CENTER = "komado-test-center"
MUNICIPALITY = "032051"
TYPEFACE = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")
MUNICIPALITIES = Path(__file__).parents[1] / "config" / "municipalities"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the center's fleet list says: kiosks, and the builds and configurations they may run (SHA-256 in hex).

    `places`: for a kiosk that does not stand in a store of our municipality, the settings that say where it stands.
    """

    kiosks: Sequence[str]
    builds: Sequence[str]
    configurations: Sequence[str]
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def file_of(municipality: str, folder: Path = MUNICIPALITIES) -> Path:
    """A municipality's file, by its code."""
    return next(folder.glob(f"{municipality}-*.toml"))


def write_city_settings(
    pki: Pki,
    folder: Path,
    register: Path,
    port: int = 0,
    database: str = "city.sqlite",
    *,
    code: str = MUNICIPALITY,
    municipalities: Path = MUNICIPALITIES,
) -> Path:
    """The settings of a city in a folder, `city.toml` for the first one; the register must be there."""
    tables: dict[str, object] = {
        "environment": "test",
        "municipality": str(file_of(code, municipalities)),
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
            "application": str(pki.path(f"city-{code}-application.key")),
        },
        "center": {
            "id": CENTER,
            "public_key": str(pki.path("center-statement.pub")),
            "tls_certificate": str(pki.path("center-client.pem")),
            "sealer": str(pki.path("center-sealer.pub")),
        },
        "cards": {"roots": [str(pki.path("card-root.pem"))], "policies": [TEST_POLICY]},
    }
    return _write(folder / ("city.toml" if code == MUNICIPALITY else f"city-{code}.toml"), tables)


def write_center_settings(
    pki: Pki,
    folder: Path,
    admitted: Admitted,
    *,
    city_url: str,
    ocsp_url: str,
    port: int = 0,
    database: str = "center.sqlite",
    more_cities: Mapping[str, str] | None = None,
    municipalities: Path = MUNICIPALITIES,
) -> Path:
    """`center.toml` in a folder. `more_cities`: the addresses of further municipalities' servers by code."""
    tables: dict[str, object] = {
        "center": CENTER,
        "environment": "test",
        "database": database,
        "municipalities": str(municipalities),
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
            {"municipality": code, "url": url, "public_key": str(pki.path(f"city-{code}-statement.pub"))}
            for code, url in {MUNICIPALITY: city_url, **(more_cities or {})}.items()
        ],
        "kiosk": [
            {
                "id": kiosk,
                "device_key": str(pki.path(f"{kiosk}-device.pub")),
                "tls_certificate": str(pki.path(f"{kiosk}-tls.pem")),
                "municipality": MUNICIPALITY,
                **admitted.places.get(kiosk, {}),
            }
            for kiosk in admitted.kiosks
        ],
    }
    return _write(folder / "center.toml", tables)


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
