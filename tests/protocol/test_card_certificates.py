"""The card's certificate and its OCSP answer: what is accepted, and that everything doubtful is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from issuance.protocol.card_certificates import (
    CertificateRefused,
    Good,
    OcspInvalid,
    Revoked,
    Unknown,
    issuer_of,
    read_certificate,
    verify_card_certificate,
    verify_ocsp,
)
from issuance.protocol.messages import Refusal

TODAY = datetime.fromtimestamp(1_795_000_000, UTC)
POLICY = x509.ObjectIdentifier("1.2.392.200149.8.5.1.0.30")
SIGNING_POLICY = x509.ObjectIdentifier("1.2.392.200149.8.5.1.0.20")
NONCE = bytes(range(32))


def refusal(certificate: x509.Certificate | bytes, roots: list[x509.Certificate], **changes: Any) -> Refusal:
    der = certificate if isinstance(certificate, bytes) else certificate.public_bytes(Encoding.DER)
    with pytest.raises(CertificateRefused) as caught:
        verify_card_certificate(der, roots, changes.get("policies", [POLICY]), changes.get("now", TODAY))
    return caught.value.refusal


def test_cards_of_both_generations_are_accepted(root: Any, card: Any, new_card: Any) -> None:
    for one in (card, new_card):
        assert verify_card_certificate(one.der, [root.certificate], [POLICY], TODAY) == one.certificate
        assert issuer_of(one.certificate, [root.certificate]) == root.certificate


def test_the_time_may_be_in_any_zone(root: Any, card: Any) -> None:
    japan = TODAY.astimezone(timezone(timedelta(hours=9)))
    assert verify_card_certificate(card.der, [root.certificate], [POLICY], japan)


def test_several_generations_of_roots_are_good_at_once(root: Any, card: Any) -> None:
    older = type(root).new("TEST older root", ec.generate_private_key(ec.SECP384R1()))
    assert verify_card_certificate(card.der, [older.certificate, root.certificate], [POLICY], TODAY)
    assert issuer_of(card.certificate, [older.certificate, root.certificate]) == root.certificate


def test_policies_that_are_not_critical_are_accepted_too(root: Any, card: Any) -> None:
    soft = root.leaf(
        card.key.public_key(),
        policy=None,
        extra=x509.CertificatePolicies([x509.PolicyInformation(POLICY, None)]),
        extra_critical=False,
    )
    assert verify_card_certificate(soft.public_bytes(Encoding.DER), [root.certificate], [POLICY], TODAY)


def test_an_expired_or_future_certificate_is_said_to_be_so(root: Any, card: Any) -> None:
    for days in (-11, 11):
        assert refusal(card.certificate, [root.certificate], now=TODAY + timedelta(days=days)) == (
            Refusal.CERTIFICATE_EXPIRED
        )


def test_a_signing_certificate_is_refused(root: Any, card: Any) -> None:
    signing = root.leaf(card.key.public_key(), policy=SIGNING_POLICY)
    assert refusal(signing, [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN


def test_no_policy_at_all_is_refused(root: Any, card: Any) -> None:
    assert refusal(root.leaf(card.key.public_key(), policy=None), [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN


def test_no_accepted_policies_refuse_everybody(root: Any, card: Any) -> None:
    assert refusal(card.certificate, [root.certificate], policies=[]) is Refusal.CERTIFICATE_UNKNOWN


def test_a_certificate_of_an_unknown_root_is_refused(root: Any, card: Any) -> None:
    foreign = type(root).new("TEST authentication root", rsa.generate_private_key(65537, 2048))
    assert refusal(foreign.leaf(card.key.public_key()), [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN
    assert refusal(card.certificate, [foreign.certificate]) is Refusal.CERTIFICATE_UNKNOWN
    with pytest.raises(CertificateRefused):
        issuer_of(card.certificate, [foreign.certificate])


def test_the_root_itself_is_no_card(root: Any) -> None:
    assert refusal(root.certificate, [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN


def usage(**what: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    names += ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: what.get(name, False) for name in names})


@pytest.mark.parametrize(
    "wrong",
    [
        usage(data_encipherment=True),
        usage(content_commitment=True),
        usage(digital_signature=True, content_commitment=True),
        usage(digital_signature=True, key_cert_sign=True),
        usage(digital_signature=True, crl_sign=True),
        usage(digital_signature=True, key_agreement=True),
    ],
)
def test_a_key_for_anything_else_is_refused(root: Any, card: Any, wrong: x509.KeyUsage) -> None:
    leaf = root.leaf(card.key.public_key(), usage=wrong)
    assert refusal(leaf, [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN


def test_an_unknown_critical_extension_is_refused(root: Any, card: Any) -> None:
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    assert refusal(root.leaf(card.key.public_key(), extra=odd), [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN


@pytest.mark.parametrize(
    "make",
    [
        lambda: rsa.generate_private_key(3, 2048),
        lambda: rsa.generate_private_key(65537, 1024),
        lambda: rsa.generate_private_key(65537, 3072),
        lambda: ec.generate_private_key(ec.SECP256R1()),
    ],
)
def test_a_key_outside_the_profile_is_refused(root: Any, make: Callable[[], Any]) -> None:
    assert refusal(root.leaf(make().public_key()), [root.certificate]) is Refusal.CERTIFICATE_UNKNOWN


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_certificate_is_refused_and_nothing_else_happens(root: Any, card: Any, data: st.DataObject) -> None:
    changed = bytearray(card.der)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    if bytes(changed) != card.der:
        with pytest.raises(CertificateRefused):
            verify_card_certificate(bytes(changed), [root.certificate], [POLICY], TODAY)


@pytest.mark.parametrize("der", [b"", b"\x30", bytes(20_000), b"\x30\x82\xff\xff", b"-----BEGIN CERTIFICATE-----"])
def test_bytes_that_are_no_certificate_are_refused(der: bytes) -> None:
    with pytest.raises(CertificateRefused):
        read_certificate(der)


def test_the_serial_number_is_looked_at_before_the_library_sees_it(card: Any) -> None:
    serial = b"\x02\x04" + card.certificate.serial_number.to_bytes(4, "big")
    for wrong in (b"\x02\x04\x9a\x2b\x3c\x4d", b"\x02\x15\x2b\x3c\x4d\x5e", b"\x02\x00\x2b\x3c\x4d\x5e"):
        with pytest.raises(CertificateRefused, match="positive serial"):
            read_certificate(card.der.replace(serial, wrong, 1))
    with pytest.raises(CertificateRefused, match="at most"):
        read_certificate(card.der + bytes(16 * 1024))


def test_a_name_of_the_wrong_kind_inside_is_refused(root: Any, card: Any) -> None:
    """The library reads the subject late: it must not surprise anybody later."""
    subject = card.certificate.subject.public_bytes()
    for position in range(len(subject)):
        odd = subject[:position] + bytes([subject[position] ^ 0x1B]) + subject[position + 1 :]
        with pytest.raises(CertificateRefused):
            verify_card_certificate(card.der.replace(subject, odd), [root.certificate], [POLICY], TODAY)


# ---- OCSP


def answer(
    root: Any,
    card: Any,
    *,
    status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD,
    certificate: x509.Certificate | None = None,
    issuer: x509.Certificate | None = None,
    this_update: datetime = TODAY - timedelta(seconds=5),
    next_update: datetime | None = TODAY + timedelta(seconds=600),
    nonce: bytes | None = NONCE,
    responder: tuple[x509.Certificate, Any] | None = None,
    attach: bool = True,
    name_hash: Any = SHA1,
    by_hash: bool = True,
) -> bytes:
    revoked = status is ocsp.OCSPCertStatus.REVOKED
    signer, key = responder or (root.certificate, root.key)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=certificate or card.certificate,
            issuer=issuer or root.certificate,
            algorithm=name_hash(),
            cert_status=status,
            this_update=this_update,
            next_update=next_update,
            revocation_time=TODAY - timedelta(days=1) if revoked else None,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH if by_hash else ocsp.OCSPResponderEncoding.NAME, signer)
    )
    if responder and attach:
        builder = builder.certificates([signer])
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def ask(root: Any, card: Any, response: bytes, *, nonce: bytes | None = NONCE, now: datetime = TODAY) -> object:
    return verify_ocsp(response, card.certificate, root.certificate, now, nonce=nonce)


def delegate(
    issuer: Any, *, purpose: bool = True, start: int = -1, end: int = 1, signed_by: Any = None
) -> tuple[x509.Certificate, Any]:
    """A responder with its own key, certified for OCSP by the root (RFC 6960 4.2.2.2)."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "TEST responder")]))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(99)
        .not_valid_before(TODAY + timedelta(days=start))
        .not_valid_after(TODAY + timedelta(days=end))
    )
    purposes = [ExtendedKeyUsageOID.OCSP_SIGNING if purpose else ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return builder.sign(signed_by or issuer.key, SHA256()), key


def bits_hash(root: Any) -> bytes:
    """The SHA-1 of the root's key, as it stands in the answer: once as issuer, once as responder."""
    return x509.SubjectKeyIdentifier.from_public_key(root.key.public_key()).digest


def named_like(root: Any) -> tuple[x509.Certificate, Any]:
    """A self-made certificate with the root's name and a key of its own."""
    stranger = type(root).new("TEST authentication root", ec.generate_private_key(ec.SECP256R1()))
    return stranger.certificate, stranger.key


def test_a_good_certificate_is_good(root: Any, card: Any) -> None:
    assert ask(root, card, answer(root, card)) == Good(TODAY - timedelta(seconds=5))
    assert ask(root, card, answer(root, card, name_hash=SHA256, by_hash=False)) == Good(TODAY - timedelta(seconds=5))
    assert isinstance(ask(root, card, answer(root, card, next_update=None)), Good)


def test_a_revoked_and_an_unknown_certificate_are_answers(root: Any, card: Any) -> None:
    assert ask(root, card, answer(root, card, status=ocsp.OCSPCertStatus.REVOKED)) == Revoked(TODAY - timedelta(days=1))
    assert ask(root, card, answer(root, card, status=ocsp.OCSPCertStatus.UNKNOWN)) == Unknown()


def test_the_city_may_check_without_a_nonce(root: Any, card: Any) -> None:
    assert isinstance(ask(root, card, answer(root, card, nonce=None), nonce=None), Good)
    assert isinstance(ask(root, card, answer(root, card), nonce=None), Good)


def test_a_responder_certified_by_the_root_may_answer(root: Any, card: Any) -> None:
    for by_hash in (True, False):
        assert isinstance(ask(root, card, answer(root, card, responder=delegate(root), by_hash=by_hash)), Good)


def test_answers_that_prove_nothing_are_refused(root: Any, card: Any, new_card: Any) -> None:
    stranger = type(root).new("TEST authentication root", ec.generate_private_key(ec.SECP384R1()))
    wrong = {
        "about another card": answer(root, card, certificate=new_card.certificate),
        "about the same serial of another root": answer(root, card, issuer=stranger.certificate),
        "another nonce": answer(root, card, nonce=bytes(32)),
        "no nonce": answer(root, card, nonce=None),
        "too old": answer(root, card, this_update=TODAY - timedelta(seconds=601)),
        "from the future": answer(root, card, this_update=TODAY + timedelta(seconds=61)),
        "its time is over": answer(root, card, next_update=TODAY - timedelta(seconds=1)),
        "signed by a stranger": answer(root, card, responder=(stranger.certificate, stranger.key)),
        "signed by another key under the root's name": answer(root, card, responder=named_like(root), by_hash=False),
        "the same without its certificate": answer(root, card, responder=named_like(root), by_hash=False, attach=False),
        "a responder for something else": answer(root, card, responder=delegate(root, purpose=False)),
        "a responder that expired": answer(root, card, responder=delegate(root, start=-3, end=-2)),
        "a responder of tomorrow": answer(root, card, responder=delegate(root, start=1, end=2)),
        "a responder that the root did not certify": answer(
            root, card, responder=delegate(root, signed_by=stranger.key)
        ),
        "a responder that is not attached": answer(root, card, responder=delegate(root), attach=False),
        "the names of its maker and of the issuer wiped out": answer(root, card).replace(bits_hash(root), bytes(20)),
        "a card as responder": answer(root, card, responder=(new_card.certificate, new_card.key)),
        "try later": ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(
            Encoding.DER
        ),
        "nothing": b"",
        "too much": bytes(70_000),
    }
    for what, response in wrong.items():
        with pytest.raises(OcspInvalid):
            pytest.fail(f"{what}: {ask(root, card, response)}")


def tlv(tag: int, content: bytes) -> bytes:
    """One DER element (X.690 8.1)."""
    length = len(content)
    shortest = length.to_bytes((length.bit_length() + 7) // 8, "big")
    head = bytes([length]) if length < 128 else bytes([0x80 | len(shortest)]) + shortest
    return bytes([tag]) + head + content


def parts(element: bytes) -> list[bytes]:
    """The elements inside a DER element."""
    inside, found = content(element), []
    while inside:
        size = len(inside) - len(rest(inside))
        found.append(inside[:size])
        inside = inside[size:]
    return found


def content(element: bytes) -> bytes:
    start = 2 if element[1] < 128 else 2 + (element[1] & 0x7F)
    return element[start : len(element) - len(rest(element))]


def rest(elements: bytes) -> bytes:
    """What follows the first element."""
    if elements[1] < 128:
        return elements[2 + elements[1] :]
    start = 2 + (elements[1] & 0x7F)
    return elements[start + int.from_bytes(elements[2:start], "big") :]


def signed_again(
    root: Any, response: bytes, change: Callable[[bytes], bytes] = lambda singles: singles, hash_oid: int = 0x0B
) -> bytes:
    """The answer with its list of single answers changed, signed properly by the root once more (RFC 6960 4.2.1)."""
    responder, produced, singles, *extensions = parts(ocsp.load_der_ocsp_response(response).tbs_response_bytes)
    to_be_signed = tlv(0x30, responder + produced + change(singles) + b"".join(extensions))
    hash_algorithm = SHA256() if hash_oid == 0x0B else SHA1()
    signature = root.key.sign(to_be_signed, padding.PKCS1v15(), hash_algorithm)
    algorithm = tlv(0x30, bytes.fromhex("06092a864886f70d0101") + bytes([hash_oid]) + b"\x05\x00")
    basic = tlv(0x30, to_be_signed + algorithm + tlv(0x03, b"\x00" + signature))
    oid_basic = bytes.fromhex("06092b0601050507300101")
    return tlv(0x30, b"\x0a\x01\x00" + tlv(0xA0, tlv(0x30, oid_basic + tlv(0x04, basic))))


def test_an_answer_signed_again_by_hand_counts(root: Any, card: Any) -> None:
    """The control of the next tests."""
    assert isinstance(ask(root, card, signed_again(root, answer(root, card))), Good)


def test_two_answers_in_one_are_refused(root: Any, card: Any, new_card: Any) -> None:
    other = ocsp.load_der_ocsp_response(answer(root, card, certificate=new_card.certificate))
    of_other = content(parts(other.tbs_response_bytes)[2])
    with pytest.raises(OcspInvalid, match="exactly one"):
        ask(root, card, signed_again(root, answer(root, card), lambda one: tlv(0x30, content(one) + of_other)))
    with pytest.raises(OcspInvalid):
        ask(root, card, signed_again(root, answer(root, card), lambda _one: tlv(0x30, b"")))


def test_an_answer_signed_with_sha_1_is_refused(root: Any, card: Any) -> None:
    with pytest.raises(OcspInvalid, match="hash that is not accepted"):
        ask(root, card, signed_again(root, answer(root, card), hash_oid=0x05))


def test_each_part_of_the_certificates_name_counts(root: Any, card: Any) -> None:
    name = hashlib.sha1(card.certificate.issuer.public_bytes()).digest()
    serial = card.certificate.serial_number.to_bytes(4, "big")
    for old in (name, bits_hash(root), serial):
        new = bytes([old[0] ^ 1]) + old[1:]
        changed = signed_again(root, answer(root, card), lambda one, old=old, new=new: one.replace(old, new))
        with pytest.raises(OcspInvalid, match="another certificate"):
            ask(root, card, changed)
    with pytest.raises(OcspInvalid, match="named with a hash"):
        ask(root, card, answer(root, card, name_hash=SHA384))


def test_a_very_long_answer_is_not_read(root: Any, card: Any) -> None:
    with pytest.raises(OcspInvalid, match="at most"):
        ask(root, card, bytes(64 * 1024 + 1))


def test_an_answer_of_the_last_allowed_second_counts(root: Any, card: Any) -> None:
    assert isinstance(ask(root, card, answer(root, card, this_update=TODAY - timedelta(seconds=600))), Good)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_answer_never_turns_revoked_into_good(root: Any, card: Any, data: st.DataObject) -> None:
    changed = bytearray(_revoked(root, card))
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        said = ask(root, card, bytes(changed))
    except OcspInvalid:
        return
    assert isinstance(said, Revoked)


_MADE: list[bytes] = []


def _revoked(root: Any, card: Any) -> bytes:
    if not _MADE:
        _MADE.append(answer(root, card, status=ocsp.OCSPCertStatus.REVOKED))
    return _MADE[0]
