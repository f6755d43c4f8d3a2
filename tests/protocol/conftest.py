"""A small world for the protocol tests: a card, a kiosk, and a center and a city that can also misbehave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    Price,
    ResidentRecordOptions,
    SealRegistrationOptions,
)
from issuance.domain.values import KioskId, MemberHandle, MunicipalityCode, OrderId, SessionId, TransactionId, Yen
from issuance.protocol import evidence
from issuance.protocol.codec import digest, encode
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.grant import build_grant, consent_hash, grant_hash, holder_of
from issuance.protocol.kiosk_session import KioskSession, SessionKeys, Terminal
from issuance.protocol.messages import (
    Authorised,
    CardProof,
    Challenge,
    Delivered,
    DeliveredCertificate,
    DeliveryStatement,
    Environment,
    Grant,
    Member,
    MemberList,
    OfferedItem,
    Order,
    OrderPlacement,
    SessionOpened,
    SessionRequest,
)
from issuance.protocol.sealing import document_info, members_info, seal

NOW = 1_795_000_000
TODAY = datetime.fromtimestamp(NOW, UTC)
TEST_POLICY = x509.ObjectIdentifier("1.2.392.200149.8.5.1.0.30")
HANAMAKI = MunicipalityCode("032051")
PDF = b"%PDF-1.7 TEST one invented resident"

RsaOrEc = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def a_name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def key_usage(
    *, digital_signature: bool = False, certificates: bool = False, commitment: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass
class Root:
    """A TEST root, as the one of the user-authentication certificates looks."""

    key: RsaOrEc
    certificate: x509.Certificate

    @staticmethod
    def new(common: str, key: RsaOrEc) -> Root:
        name = a_name(common)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(TODAY - timedelta(days=1000))
            .not_valid_after(TODAY + timedelta(days=1000))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(key_usage(certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, SHA256())
        )
        return Root(key, certificate)

    def leaf(
        self,
        public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
        *,
        serial: int = 0x1A2B3C4D,
        policy: x509.ObjectIdentifier | None = TEST_POLICY,
        usage: x509.KeyUsage | None = None,
        start: datetime = TODAY - timedelta(days=10),
        end: datetime = TODAY + timedelta(days=10),
        extra: x509.ExtensionType | None = None,
        extra_critical: bool = True,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(a_name(f"TEST card {serial:x}"))
            .issuer_name(self.certificate.subject)
            .public_key(public_key)
            .serial_number(serial)
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(usage or key_usage(digital_signature=True), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.certificate.public_key()), critical=False
            )
        )
        if policy is not None:
            builder = builder.add_extension(
                x509.CertificatePolicies([x509.PolicyInformation(policy, None)]), critical=True
            )
        if extra is not None:
            builder = builder.add_extension(extra, critical=extra_critical)
        return builder.sign(self.key, SHA256())


@dataclass
class TestCard:
    """A My Number card as the center sees it: a certificate and a key that signs."""

    __test__ = False

    key: RsaOrEc
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, statement: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(statement, padding.PKCS1v15(), SHA256())
        return self.key.sign(statement, ec.ECDSA(SHA384()))


TWO_LINES = (
    BasketLine(
        CertificateType.RESIDENT_RECORD,
        ResidentRecordOptions(Extent.PART, (MemberHandle("m1"), MemberHandle("m2"))),
        2,
        Yen(300),
    ),
    BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(250)),
)


@dataclass
class World:
    """Everybody's keys, and the center's half of a session."""

    root: Root
    card: TestCard
    device: SoftwareKey
    center: SoftwareKey
    city: SoftwareKey
    number: int = 0
    challenge: Challenge = field(default_factory=lambda: Challenge(b"\x11" * 32, NOW + 30, NOW + 600))
    consent: bytes = field(default_factory=lambda: consent_hash("2026-04", "ja"))

    def an_id(self) -> str:
        self.number += 1
        return digest(self.number.to_bytes(4, "big")).hex()[:32]

    def terminal(self) -> Terminal:
        return Terminal(
            Environment.TEST,
            self.center.public_key,
            KioskId("K-0301-07"),
            self.device.thumbprint,
            "ab" * 32,
            "cd" * 32,
        )

    def visit(self, card: TestCard | None = None, municipality: MunicipalityCode = HANAMAKI) -> Visit:
        """A session up to the personal offer."""
        card = card or self.card
        session = KioskSession(self.terminal(), TransactionId(self.an_id()), SessionKeys.fresh())
        request = session.session_request(card.der, None)
        opened = SessionOpened(SessionId(self.an_id()), Environment.TEST, "center.test", municipality, "花巻市")
        session.opened(opened)
        challenge = replace(self.challenge, nonce=digest(opened.session.encode()))
        statement = session.grant(challenge, self.consent)
        signature = card.sign(statement)
        grant = build_grant(request, opened, challenge, self.device.thumbprint, self.consent)
        presentation = session.presentation(signature)
        assert presentation.consent == self.consent
        proof = CardProof(grant, signature, card.der, b"", request.encapsulation_key, request.order_key)
        visit = Visit(self, card, session, request, opened, grant, proof)
        session.personal_offer(visit.authorised())
        return visit


@dataclass
class Visit:
    """One session with both sides in hand."""

    world: World
    card: TestCard
    session: KioskSession
    request: SessionRequest
    opened: SessionOpened
    grant: Grant
    proof: CardProof

    def authorised(self, members: MemberList | None = None, info: bytes | None = None) -> Authorised:
        members = members or MemberList(
            (
                Member(MemberHandle("m1"), "見本 太郎", False, True),
                Member(MemberHandle("m2"), "見本 花子", False, False),
            )
        )
        sealed = seal(self.request.encapsulation_key, info or members_info(grant_hash(self.grant)), encode(members))
        offered = (
            OfferedItem(CertificateType.RESIDENT_RECORD, (Price(None, Yen(300)),), 5, tuple(Extent)[:3]),
            OfferedItem(CertificateType.SEAL_REGISTRATION, (Price(None, Yen(250)),), 5),
        )
        return Authorised(self.opened.session, offered, sealed, "2026-04", NOW + 600)

    def place(self, lines: tuple[BasketLine, ...] = TWO_LINES) -> OrderPlacement:
        return self.session.place(OrderId(self.world.an_id()), lines, NOW + 120)

    def statements(self, placement: OrderPlacement) -> list[DeliveryStatement]:
        """What an honest center states about an honest order."""
        order = evidence.unverified(Order, placement.order)
        wanted = [line for line in order.lines for _ in range(line.copies)]
        return [
            DeliveryStatement(
                environment=order.environment,
                session=order.session,
                order=order.order,
                order_statement=digest(placement.order),
                grant=grant_hash(self.grant),
                holder=holder_of(self.grant, self.card.certificate),
                certificate=position,
                type=line.type,
                number=f"2026-{position:06d}",
                fee=line.fee,
                package=digest(PDF + bytes([position])),
                sides=2,
                issue_statement=digest(b"issue"),
                lease_until=NOW + 300,
            )
            for position, line in enumerate(wanted, start=1)
        ]

    def delivered(
        self,
        placement: OrderPlacement,
        change: Callable[[DeliveryStatement], DeliveryStatement] | None = None,
        at: int = 1,
    ) -> Delivered:
        """A delivery; `change` is made to the statement of certificate `at` before the center signs it."""
        statements = self.statements(placement)
        if change is not None:
            statements[at - 1] = change(statements[at - 1])
        return Delivered(
            self.opened.session,
            tuple(self.sealed(one, PDF + bytes([n])) for n, one in enumerate(statements, start=1)),
        )

    def sealed(
        self, statement: DeliveryStatement, pdf: bytes, signer: SoftwareKey | None = None
    ) -> DeliveredCertificate:
        signed = evidence.sign(signer or self.world.center, statement)
        return DeliveredCertificate(signed, seal(self.request.encapsulation_key, document_info(signed), pdf))


def a_p256_key(name: str) -> SoftwareKey:
    return SoftwareKey(ec.generate_private_key(ec.SECP256R1()), name)


@pytest.fixture(scope="session")
def rsa_keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    """Made once: the root's and the card's."""
    return rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
def root(rsa_keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]) -> Root:
    return Root.new("TEST authentication root", rsa_keys[0])


@pytest.fixture(scope="session")
def card(root: Root, rsa_keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]) -> TestCard:
    return TestCard(rsa_keys[1], root.leaf(rsa_keys[1].public_key()))


@pytest.fixture(scope="session")
def new_card(root: Root) -> TestCard:
    """A card of the next generation: P-384."""
    key = ec.generate_private_key(ec.SECP384R1())
    return TestCard(key, root.leaf(key.public_key(), serial=0x777))


@pytest.fixture
def world(root: Root, card: TestCard) -> World:
    return World(root, card, a_p256_key("K-0301-07"), a_p256_key("C-1"), a_p256_key("032051"))


@pytest.fixture
def visit(world: World) -> Visit:
    return world.visit()
