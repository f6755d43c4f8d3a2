"""Makes a test CA and a user-authentication certificate in the shape of a real one, with names that nobody can mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from rehearsal.card.profile import PrivateKey

# 1.2.392.200149.8.5.1.3.30 is the real policy; under 2.25 (UUID arc, X.667) nobody's policy can be meant.
TEST_POLICY = x509.ObjectIdentifier("2.25.1.3.30")
_OPERATOR = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "TEST 模擬認証サービス"),
    ]
)


@dataclass(frozen=True, slots=True)
class TestAuthority:
    """A CA for one table only; its key is made when the program starts and never written down."""

    __test__ = False  # not a test case, whatever pytest makes of its name

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def found(cls, not_before: datetime, not_after: datetime) -> TestAuthority:
        key = rsa.generate_private_key(65537, 2048)
        name = _ca_name()
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(not_before)
            .not_valid_after(not_after)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DirectoryName(_OPERATOR)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        return cls(key, builder.sign(key, hashes.SHA256()))

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def issue(self, key: PrivateKey, serial: int, holder: str, not_before: datetime, not_after: datetime) -> bytes:
        """A user-authentication certificate (DER). `holder` is the opaque common name; no person is named in it."""
        subject = x509.Name(
            [x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), x509.NameAttribute(NameOID.COMMON_NAME, holder)]
        )
        points = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points")]
        crl = x509.DistributionPoint([x509.DirectoryName(x509.Name([*_ca_name(), *points]))], None, None, None)
        policy = x509.PolicyInformation(TEST_POLICY, ["http://cps.jpki-sim.invalid/cps.html"])
        ocsp = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.jpki-sim.invalid/")
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(serial)
            .not_valid_before(not_before)
            .not_valid_after(not_after)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(x509.CertificatePolicies([policy]), critical=True)
            .add_extension(x509.IssuerAlternativeName([x509.DirectoryName(_OPERATOR)]), critical=False)
            .add_extension(x509.CRLDistributionPoints([crl]), critical=False)
            .add_extension(x509.AuthorityInformationAccess([ocsp]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def new_card_key(*, next_generation: bool = False) -> PrivateKey:
    """A fresh key for one virtual card."""
    return ec.generate_private_key(ec.SECP384R1()) if next_generation else rsa.generate_private_key(65537, 2048)


def _ca_name() -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI-SIM"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "JPKI-SIM for user authentication"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "TEST authority for rehearsals"),
        ]
    )


def _usage(**on: bool) -> x509.KeyUsage:
    bits = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{bit: on.get(bit, False) for bit in bits})
