"""The reference PKI: every key and certificate of one table-top chain, made at run time and marked TEST.

Two kinds of authorities: `CardAuthority` stands in for the user-authentication CA of the real card service (own
names, own policy arc, so that nothing made here can be mistaken for it), `LineAuthority` for the CA of one encrypted
line. There are two lines, kiosk-center and center-city, and two CAs that know nothing of each other.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, x25519
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

TEST_POLICY = "1.2.392.200149.8.5.1.0.30"
"""Assumed: the production arc is ...8.5.1.3.30; for the signing certificate the test arc is known to be ...8.5.1.0.20."""

TEST_MARK = b"KOMADO TEST key, made on a table top, worth nothing\n"
"""Before every key: programs refuse to start with the keys of the other environment."""

CardKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PrivateKey = CardKey | x25519.X25519PrivateKey


@dataclass(frozen=True, slots=True)
class CardCredential:
    """What lies on one card: the key and its certificate (DER)."""

    key: CardKey
    certificate: bytes

    @property
    def serial(self) -> int:
        return x509.load_der_x509_certificate(self.certificate).serial_number

    def sign(self, statement: bytes) -> bytes:
        """What the card's COMPUTE DIGITAL SIGNATURE gives for the hash of `statement`."""
        match self.key:
            case rsa.RSAPrivateKey():
                return self.key.sign(statement, padding.PKCS1v15(), hashes.SHA256())
            case ec.EllipticCurvePrivateKey():
                return self.key.sign(statement, ec.ECDSA(hashes.SHA384()))


class CardAuthority:
    """A self-signed root and the cards under it. All generations carry the same name; only the key differs."""

    def __init__(self, now: datetime, organisation: str = "JPKI-SIM", policy: str = TEST_POLICY) -> None:
        self.organisation = organisation
        self.policy = policy
        self.now = now
        self.key = rsa.generate_private_key(65537, 2048)
        self.name = x509.Name(
            (
                x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"{organisation} for user authentication"),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "TEST, made on a table top"),
            )
        )
        self.root = self._make_root()
        self.serials: set[int] = set()

    def _make_root(self) -> x509.Certificate:
        key_id = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(self.name)
            .public_key(self.key.public_key())
            .serial_number(_serial())
            .not_valid_before(self.now - timedelta(days=8 * 365))
            .not_valid_after(_end_of_day_in_japan(self.now + timedelta(days=8 * 365)))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_key_usage(ca=True), critical=True)
            .add_extension(x509.SubjectAlternativeName([_service_name()]), critical=False)
            .add_extension(_distribution_point(self.name), critical=False)
            .add_extension(key_id, critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key_id), critical=False)
            .sign(self.key, hashes.SHA256())
        )

    def card(
        self,
        holder: str,
        *,
        key: CardKey | None = None,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        policy: str | None = None,
        signing_certificate: bool = False,
    ) -> CardCredential:
        """Issue a user-authentication certificate; `holder` is the opaque CN. The other arguments make wrong ones.

        `key` None makes an RSA-2048 key (some 50-100 ms); `p384_key()` gives the next card's kind.
        """
        key = key or rsa.generate_private_key(65537, 2048)
        serial = _serial()
        self.serials.add(serial)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(
                x509.Name(
                    (
                        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
                        x509.NameAttribute(NameOID.COMMON_NAME, holder),
                    )
                )
            )
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(serial)
            .not_valid_before(valid_from or self.now - timedelta(days=400))
            .not_valid_after(_end_of_day_in_japan(valid_until or self.now + timedelta(days=4 * 365)))
            .add_extension(_key_usage(ca=False, signing_certificate=signing_certificate), critical=True)
            .add_extension(_policies(policy or self.policy), critical=True)
            .add_extension(x509.IssuerAlternativeName([_service_name()]), critical=False)
            .add_extension(
                _distribution_point(
                    x509.Name(
                        (
                            *list(self.name)[:3],
                            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points"),
                            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Iwate-ken"),
                            x509.NameAttribute(NameOID.COMMON_NAME, "Hanamaki-shi CRLDP"),
                        )
                    )
                ),
                critical=False,
            )
            .add_extension(_ocsp_address(), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return CardCredential(key, certificate.public_bytes(serialization.Encoding.DER))

    def ocsp_signer(self) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """A key that may sign OCSP answers for this authority, and its certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_line_name(f"{self.organisation} OCSP responder"))
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(_serial())
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=365))
            .add_extension(_key_usage(ca=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
            .add_extension(x509.OCSPNoCheck(), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )
        return key, certificate


class LineAuthority:
    """The CA of one encrypted line; it knows the two ends of that line and nobody else."""

    def __init__(self, now: datetime, line: str) -> None:
        self.now = now
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _line_name(f"{line} CA")
        key_id = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(self.name)
            .public_key(self.key.public_key())
            .serial_number(_serial())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(ca=True), critical=True)
            .add_extension(key_id, critical=False)
            .sign(self.key, hashes.SHA256())
        )

    def end(self, name: str, *, server: bool) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """Key and certificate of one end of the line; a server's certificate is good for this machine alone."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = ExtendedKeyUsageOID.SERVER_AUTH if server else ExtendedKeyUsageOID.CLIENT_AUTH
        names: list[x509.GeneralName] = [x509.DNSName(f"{name.lower()}.komado.test")]
        if server:
            names += [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_line_name(name))
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(_serial())
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(ca=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )
        return key, certificate


@dataclass(frozen=True, slots=True)
class Pki:
    """Where everything lies under one folder, and the authorities that can issue more.

    A key file is encrypted PKCS#8 (passphrase in `passphrase_file`), a certificate or public key is PEM.
    """

    folder: Path
    cards: CardAuthority
    foreign_cards: CardAuthority
    dedicated_line: LineAuthority
    municipal_line: LineAuthority
    passphrase: bytes = field(repr=False)

    @property
    def passphrase_file(self) -> Path:
        return self.folder / "passphrase"

    def path(self, name: str) -> Path:
        """The file of that name, e.g. `center-statement.key` or `dedicated-line-ca.pem`."""
        return self.folder / name

    def enrol_kiosk(self, kiosk: str) -> None:
        """Make a kiosk's two keys: `<kiosk>-tls.key/.pem` for the line and `<kiosk>-device.key/.pub` for its signatures."""
        self._write_end(f"{kiosk}-tls", self.dedicated_line.end(kiosk, server=False))
        self._write_key(f"{kiosk}-device", ec.generate_private_key(ec.SECP256R1()))

    def enrol_city(self, municipality: str) -> None:
        """Make a city's keys: `city-<code>-tls.key/.pem` for the line, `city-<code>-statement.key/.pub` for its signatures,
        `city-<code>-application.key/.pub` to which applications for use are sealed.
        """
        self._write_end(f"city-{municipality}-tls", self.municipal_line.end(f"city-{municipality}", server=True))
        self._write_key(f"city-{municipality}-application", x25519.X25519PrivateKey.generate())
        self._write_key(f"city-{municipality}-statement", ec.generate_private_key(ec.SECP256R1()))

    def _write_end(self, name: str, end: tuple[ec.EllipticCurvePrivateKey, x509.Certificate]) -> None:
        key, certificate = end
        _write(self.path(f"{name}.key"), TEST_MARK + _encrypted(key, self.passphrase))
        _write(self.path(f"{name}.pem"), certificate.public_bytes(serialization.Encoding.PEM))

    def _write_key(self, name: str, key: ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey) -> None:
        _write(self.path(f"{name}.key"), TEST_MARK + _encrypted(key, self.passphrase))
        _write(
            self.path(f"{name}.pub"),
            TEST_MARK
            + key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            ),
        )

    def _write_center(self) -> None:
        self._write_end("center-server", self.dedicated_line.end("center", server=True))
        self._write_end("center-client", self.municipal_line.end("center", server=False))
        self._write_key("center-statement", ec.generate_private_key(ec.SECP256R1()))
        self._write_key("center-sealer", x25519.X25519PrivateKey.generate())


def make(folder: Path, now: datetime, kiosks: Sequence[str], municipalities: Sequence[str]) -> Pki:
    """Make a whole reference PKI in a new folder (mode 0700, files 0600). Cards are issued later, one by one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=False)
    pki = Pki(
        folder=folder,
        cards=CardAuthority(now),
        foreign_cards=CardAuthority(now, organisation="FOREIGN-SIM"),
        dedicated_line=LineAuthority(now, "dedicated line"),
        municipal_line=LineAuthority(now, "municipal line"),
        passphrase=os.urandom(24).hex().encode(),
    )
    _write(pki.passphrase_file, pki.passphrase)
    for secret in ("directory-secret", *(f"city-{code}-secret" for code in municipalities)):
        _write(folder / secret, os.urandom(32).hex().encode())
    _write(folder / "TEST.txt", b"TEST keys and certificates, made at run time. Worth nothing outside this folder.\n")
    _write(folder / "card-root.pem", pki.cards.root.public_bytes(serialization.Encoding.PEM))
    _write(folder / "dedicated-line-ca.pem", pki.dedicated_line.certificate.public_bytes(serialization.Encoding.PEM))
    _write(folder / "municipal-line-ca.pem", pki.municipal_line.certificate.public_bytes(serialization.Encoding.PEM))
    pki._write_center()
    for kiosk in kiosks:
        pki.enrol_kiosk(kiosk)
    for municipality in municipalities:
        pki.enrol_city(municipality)
    return pki


def p384_key() -> ec.EllipticCurvePrivateKey:
    """A key of the kind announced for the next card."""
    return ec.generate_private_key(ec.SECP384R1())


def thumbprint(public_key_file: Path) -> bytes:
    """SHA-256 of the SubjectPublicKeyInfo in a `.pub` or `.pem` file."""
    data = public_key_file.read_bytes()
    if b"BEGIN CERTIFICATE" in data:
        key = x509.load_pem_x509_certificate(data).public_key()
    else:
        key = serialization.load_pem_public_key(data)  # type: ignore[assignment]  # because the two unions differ by DSA only
    return hashlib.sha256(
        key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    ).digest()


def _serial() -> int:
    """Four bytes, as on real cards, never with the top bit (it would cost a fifth byte in DER)."""
    return int.from_bytes(os.urandom(4), "big") & 0x7FFFFFFF | 0x01000000


def _line_name(name: str) -> x509.Name:
    return x509.Name(
        (
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "KOMADO TEST"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        )
    )


def _service_name() -> x509.DirectoryName:
    return x509.DirectoryName(
        x509.Name(
            (
                x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "模擬個人認証サービス"),
            )
        )
    )


def _distribution_point(name: x509.Name) -> x509.CRLDistributionPoints:
    return x509.CRLDistributionPoints(
        [x509.DistributionPoint([x509.DirectoryName(name)], relative_name=None, reasons=None, crl_issuer=None)]
    )


def _policies(policy: str) -> x509.CertificatePolicies:
    return x509.CertificatePolicies(
        [x509.PolicyInformation(x509.ObjectIdentifier(policy), ["http://cps.komado.test/cps.html"])]
    )


def _ocsp_address() -> x509.AuthorityInformationAccess:
    where = x509.UniformResourceIdentifier("http://ocsp.komado.test")
    return x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)])


def _key_usage(*, ca: bool, signing_certificate: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca and not signing_certificate,
        content_commitment=signing_certificate,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _end_of_day_in_japan(moment: datetime) -> datetime:
    """23:59:59 in Japan is 14:59:59 in UTC, as on real certificates."""
    return moment.replace(hour=14, minute=59, second=59, microsecond=0)


def _encrypted(key: ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey, passphrase: bytes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
