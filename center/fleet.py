"""The machines this center works with: their keys, and the programs and configurations they may run.

The incident of 2023 showed that a fix had not reached 44 of 123 systems and nobody could say which. Here an unknown
build or configuration is refused, and the list can be printed at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from center.open_list import OpenKind, OpenList
from center.store import Store
from issuance.domain.values import KioskId
from issuance.protocol.messages import Heartbeat


@dataclass(frozen=True, slots=True)
class Device:
    """One enrolled kiosk: its signature key, and the key of the TLS certificate it must come with."""

    kiosk: KioskId
    public_key: ec.EllipticCurvePublicKey
    thumbprint: bytes  # SHA-256 of the signature key's SubjectPublicKeyInfo
    tls_thumbprint: bytes  # SHA-256 of the TLS key's SubjectPublicKeyInfo


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a kiosk said of itself last."""

    kiosk: KioskId
    build: str
    configuration: str
    admitted: bool
    ready: bool
    open_items: int
    at: int


class Fleet:
    """Enrolment is configuration; quarantine and sightings are kept in the store."""

    def __init__(
        self,
        store: Store,
        open_list: OpenList,
        devices: Mapping[str, Device],
        builds: frozenset[str],
        configurations: frozenset[str],
    ) -> None:
        self._store = store
        self._open_list = open_list
        self._devices = devices
        self._builds = builds
        self._configurations = configurations

    def device(self, keyid: str) -> Device | None:
        """The enrolled device with this key id (the key id is the kiosk id)."""
        return self._devices.get(keyid)

    def public_key(self, keyid: str) -> ec.EllipticCurvePublicKey | None:
        """The key that a request under this key id must be signed with."""
        device = self._devices.get(keyid)
        return device.public_key if device else None

    def admit(self, build: str, configuration: str) -> None:
        """From now on this program and this configuration may order too (SHA-256 in hex)."""
        self._builds |= {build}
        self._configurations |= {configuration}

    def admits(self, build: str, configuration: str) -> bool:
        """Whether this program with this configuration may order anything."""
        return build in self._builds and configuration in self._configurations

    def quarantine(self, kiosk: KioskId, why: str, at: int) -> None:
        """Nothing is answered to this device any more until a person lifts it."""
        with self._store.transaction() as db:
            db.execute("INSERT INTO quarantine VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (kiosk, at, why))
            self._open_list.open(OpenKind.QUARANTINED, f"{kiosk} at {at}", why, at)

    def lift_quarantine(self, kiosk: KioskId) -> bool:
        """A person has looked into it. False if the device was in no quarantine."""
        with self._store.transaction() as db:
            return db.execute("DELETE FROM quarantine WHERE kiosk = ?", (kiosk,)).rowcount == 1

    def quarantined(self, kiosk: KioskId) -> bool:
        with self._store.transaction() as db:
            return db.execute("SELECT 1 FROM quarantine WHERE kiosk = ?", (kiosk,)).fetchone() is not None

    def fresh(self, keyid: str, nonce: str, until: int) -> bool:
        """Take note of a request's nonce; False if this device used it before (a replayed request)."""
        with self._store.transaction() as db:
            taken = db.execute(
                "INSERT INTO request_nonces VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (keyid, nonce, until)
            )
            return taken.rowcount == 1

    def saw(self, heartbeat: Heartbeat, at: int) -> bool:
        """Note a heartbeat; says whether that build and configuration are admitted."""
        admitted = self.admits(heartbeat.build, heartbeat.configuration)
        self._note(
            Sighting(
                heartbeat.kiosk,
                heartbeat.build,
                heartbeat.configuration,
                admitted,
                heartbeat.ready,
                heartbeat.open_items,
                at,
            )
        )
        return admitted

    def _note(self, sighting: Sighting) -> None:
        with self._store.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    sighting.kiosk,
                    sighting.build,
                    sighting.configuration,
                    sighting.admitted,
                    sighting.ready,
                    sighting.open_items,
                    sighting.at,
                ),
            )

    def listing(self) -> tuple[tuple[KioskId, Sighting | None], ...]:
        """Every enrolled kiosk with what it said last (None: never heard of)."""
        with self._store.transaction() as db:
            rows = {row["kiosk"]: row for row in db.execute("SELECT * FROM sightings")}
        listed: list[tuple[KioskId, Sighting | None]] = []
        for device in sorted(self._devices.values(), key=lambda device: device.kiosk):
            row = rows.get(device.kiosk)
            seen = row and Sighting(
                device.kiosk,
                row["build"],
                row["configuration"],
                bool(row["admitted"]),
                bool(row["ready"]),
                row["open_items"],
                row["at"],
            )
            listed.append((device.kiosk, seen))
        return tuple(listed)
