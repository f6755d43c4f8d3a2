"""Hanamaki in April 2016, as far as the replay needs it: keys, cards, a register of invented people, center and city."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from center import settings as center_settings
from center.assembly import Ways
from center.assembly import assemble as assemble_center
from center.delivery import AntiForgery, Sheets
from center.service import Service as CenterService
from city import settings as city_settings
from city.assembly import assemble as assemble_city
from city.documents.certificates import Certificate, Drawn
from city.service import Service as CityService
from issuance.domain.values import KioskId, MunicipalityCode
from issuance.protocol.device_key import Signer, load_device_key
from issuance.protocol.kiosk_session import Terminal
from issuance.protocol.messages import Environment, IssueStatement
from rehearsal import pki as reference_pki
from rehearsal.line import DirectAdapter, Weather
from rehearsal.ocsp_responder import OcspResponder
from rehearsal.pki import CardCredential, Pki
from rehearsal.server_settings import Admitted, write_center_settings, write_city_settings
from rehearsal.year.kiosk import Kiosk, VirtualClock
from rehearsal.year.plan import CARD_HOLDERS, HANAMAKI, stores
from rehearsal.year.residents import fill

BUILD, CONFIGURATION = "b" * 64, "c" * 64
_CARD_KEYS = 8
"""RSA keys take 50-100 ms each to make; here cards share a few, what tells them apart is their certificate."""


@dataclass
class Town:
    """Everything of one replay."""

    pki: Pki
    clock: VirtualClock
    cards: list[CardCredential]
    city: CityService
    center: CenterService
    kiosks: dict[str, Kiosk] = field(default_factory=dict)

    def kiosk(self, name: str) -> Kiosk:
        """The machine of that name; it is switched on when somebody comes."""
        if name not in self.kiosks:
            key = load_pem_public_key(self.pki.path("center-statement.pub").read_bytes())
            assert isinstance(key, ec.EllipticCurvePublicKey)
            thumbprint = reference_pki.thumbprint(self.pki.path(f"{name}-device.pub"))
            self.kiosks[name] = Kiosk(
                self.center,
                Terminal(Environment.TEST, key, KioskId(name), thumbprint, BUILD, CONFIGURATION),
                load_device_key(self.pki.path(f"{name}-device.key").read_bytes(), self.pki.passphrase, name),
                reference_pki.thumbprint(self.pki.path(f"{name}-tls.pem")),
                self.clock,
            )
        return self.kiosks[name]

    def close(self) -> None:
        """Close the stores."""
        self.center.store.close()
        self.city.store.close()


def build(folder: Path, clock: VirtualClock, *, keep: bool) -> Town:
    """A town on its first morning, with everybody's card in the center's directory."""
    places = {store.kiosk: store.town for store in stores()}
    pki = reference_pki.make(folder / "pki", clock.now(), list(places), [HANAMAKI])
    keys = [rsa.generate_private_key(65537, 2048) for _ in range(_CARD_KEYS)]
    cards = [pki.cards.card(f"SIM{n:010}", key=keys[n % _CARD_KEYS]) for n in range(CARD_HOLDERS)]
    register = folder / "register.sqlite"
    fill(register, pki.cards.name.public_bytes(), [card.serial for card in cards])
    ocsp = OcspResponder(pki.cards)
    city_file = write_city_settings(pki, folder, register, database="city.sqlite" if keep else ":memory:")
    city = assemble_city(city_settings.load(city_file), city_file, _number_only)
    admitted = Admitted(
        list(places), [BUILD], [CONFIGURATION], {name: {"municipality": town} for name, town in places.items()}
    )
    center_file = write_center_settings(
        pki,
        folder,
        admitted,
        city_url="https://city.komado.test",
        ocsp_url="http://ocsp",
        database="center.sqlite" if keep else ":memory:",
    )
    own = reference_pki.thumbprint(pki.path("center-client.pem"))
    line = DirectAdapter(city, own, clock.now, Weather())
    center = assemble_center(
        center_settings.load(center_file),
        center_file,
        random=os.urandom,
        anti_forgery=_fronts_only,
        ways=Ways(
            to_cities=lambda _context: line,
            to_ocsp=lambda _url, _seconds: lambda request: ocsp.answer(request, clock.now()) or b"",
        ),
    )
    for card in cards:
        center.sessions.directory.enter(x509.load_der_x509_certificate(card.certificate), MunicipalityCode(HANAMAKI))
    return Town(pki, clock, cards, city, center)


def _number_only(certificate: Certificate) -> Drawn:
    """In place of a drawn page: the certificate's number, so that no two documents are alike."""
    return Drawn(b"%PDF-1.7\n% " + certificate.number.encode() + b"\n%%EOF\n", 1)


def _fronts_only(_center: str, _key: Signer) -> AntiForgery:
    def sheets(pdf: bytes, statement: IssueStatement) -> Sheets:
        return Sheets(pdf, 2 * statement.sheets)

    return sheets
