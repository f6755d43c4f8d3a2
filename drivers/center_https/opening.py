"""A CenterLink from the files that the kiosk's settings name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from drivers.center_https.link import CenterLink, Peer
from issuance.protocol.device_key import DeviceKey, KeyUnusable, load_device_key

if TYPE_CHECKING:
    from drivers.center_https.line import Line
    from issuance.ports import Clock


@dataclass(frozen=True, slots=True)
class LineFiles:
    """The kiosk's end of the dedicated line: PEM files, the TLS key as encrypted PKCS#8."""

    ca: Path
    certificate: Path
    key: Path
    passphrase: bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, for one silence inside an answer, for a whole answer."""

    connect: float = 5.0
    read: float = 20.0
    answer: float = 60.0


def load_center_key(path: Path) -> ec.EllipticCurvePublicKey:
    """The center's pinned public key from a PEM file. Raises KeyUnusable."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        raise KeyUnusable(f"{path}: no readable public key; ask the center for its key file") from None
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KeyUnusable(f"{path}: no elliptic-curve key; ask the center for its key file")
    return key


def load_kiosk_key(path: Path, passphrase: bytes, kiosk: str) -> DeviceKey:
    """The kiosk's signature key from an encrypted file; its key id is the kiosk's id. Raises KeyUnusable."""
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"{path}: cannot be read ({error.strerror}); enrol this kiosk first") from None
    return load_device_key(pem, passphrase, kiosk)


def open_center(
    peer: Peer, key: DeviceKey, files: LineFiles, patience: Patience, *, clock: Clock, random: Callable[[int], bytes]
) -> CenterLink:
    """The link over TLS. The files are opened and the HTTP library is imported at the first request."""

    def line() -> Line:
        from drivers.center_https.line import Line, PinnedAdapter, line_context  # noqa: PLC0415 because requests takes 80 ms to import

        context = line_context(files.ca, files.certificate, files.key, files.passphrase)
        return Line(PinnedAdapter(context), clock.monotonic, patience.connect, patience.read, patience.answer)

    return CenterLink(peer, key, line, clock, random)
