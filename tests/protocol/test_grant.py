"""Card to order key to order: the card's signature, the holder's handle, and every way to break the chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384

from issuance.domain.certificates import BasketLine, CertificateType, SealRegistrationOptions
from issuance.domain.values import Yen
from issuance.protocol import evidence
from issuance.protocol.codec import digest
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.grant import (
    ProofInvalid,
    consent_hash,
    grant_bytes,
    grant_hash,
    holder_handle,
    holder_of,
    verify_card_proof,
    verify_card_signature,
    verify_order,
)
from issuance.protocol.messages import CardProof, Environment, Grant, Order

NOW = 1_795_000_000


def test_the_cards_rsa_signature_is_pkcs1_of_the_grants_hash_computed_by_hand(visit: Any) -> None:
    """RFC 8017 8.2.2, with nothing but whole-number arithmetic."""
    numbers = visit.card.certificate.public_key().public_numbers()
    digest_info = bytes.fromhex("3031300d060960864801650304020105000420") + sha256(grant_bytes(visit.grant)).digest()
    padded = b"\x00\x01" + b"\xff" * (256 - 3 - len(digest_info)) + b"\x00" + digest_info
    assert pow(int.from_bytes(visit.proof.card_signature, "big"), numbers.e, numbers.n) == int.from_bytes(padded, "big")
    verify_card_signature(visit.card.certificate, visit.grant, visit.proof.card_signature)


def test_a_card_of_the_next_generation_signs_with_p384(world: Any, new_card: Any) -> None:
    visit = world.visit(new_card)
    assert verify_card_proof(visit.proof, Environment.TEST, NOW) == new_card.certificate


def test_every_field_of_the_grant_is_under_the_cards_signature(visit: Any) -> None:
    other: dict[str, Any] = {
        "environment": Environment.PRODUCTION,
        "center": "center.other",
        "session": "0" * 32,
        "kiosk": "K-9",
        "municipality": "131211",
        "signature_not_after": 1,
        "grant_not_after": 2**40,
    }
    assert {field.name for field in fields(Grant)} > other.keys()
    for field in fields(Grant):
        changed = replace(visit.grant, **{field.name: other.get(field.name, digest(b"other"))})
        with pytest.raises(ProofInvalid, match="does not fit"):
            verify_card_signature(visit.card.certificate, changed, visit.proof.card_signature)


def test_flipped_bits_of_the_cards_signature_are_refused(visit: Any) -> None:
    signature = visit.proof.card_signature
    for bit in range(0, len(signature) * 8, 41):
        flipped = bytearray(signature)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ProofInvalid):
            verify_card_signature(visit.card.certificate, visit.grant, bytes(flipped))
    for wrong in (b"", signature[:-1], signature + b"\x00", bytes(256), b"\x00" + signature):
        with pytest.raises(ProofInvalid):
            verify_card_signature(visit.card.certificate, visit.grant, wrong)


def test_a_signature_with_another_hash_or_padding_is_refused(visit: Any) -> None:
    signed = grant_bytes(visit.grant)
    key = visit.card.key
    for signature in (
        key.sign(signed, padding.PKCS1v15(), SHA384()),
        key.sign(signed, padding.PKCS1v15(), SHA1()),
        key.sign(signed, padding.PSS(padding.MGF1(SHA256()), 32), SHA256()),
        key.sign(signed[len(b"komado/grant/1") :], padding.PKCS1v15(), SHA256()),
    ):
        with pytest.raises(ProofInvalid):
            verify_card_signature(visit.card.certificate, visit.grant, signature)


@pytest.mark.parametrize(
    "make",
    [
        lambda: rsa.generate_private_key(3, 2048),
        lambda: rsa.generate_private_key(65537, 1024),
        lambda: ec.generate_private_key(ec.SECP256R1()),
    ],
)
def test_a_card_with_a_key_outside_the_profile_is_refused(root: Any, visit: Any, make: Callable[[], Any]) -> None:
    key = make()
    certificate = root.leaf(key.public_key())
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(grant_bytes(visit.grant), padding.PKCS1v15(), SHA256())
    else:
        signature = key.sign(grant_bytes(visit.grant), ec.ECDSA(SHA256()))
    with pytest.raises(ProofInvalid, match="neither"):
        verify_card_signature(certificate, visit.grant, signature)


def test_the_handle_differs_by_holder_grant_and_nonce_and_hides_the_serial(visit: Any, new_card: Any) -> None:
    issuer = visit.card.certificate.issuer.public_bytes()
    serial = visit.card.certificate.serial_number
    mine = holder_of(visit.grant, visit.card.certificate)
    assert mine == holder_handle(grant_hash(visit.grant), visit.grant.nonce, issuer, serial)
    others = {
        holder_of(visit.grant, new_card.certificate),
        holder_of(replace(visit.grant, nonce=digest(b"n")), visit.card.certificate),
        holder_of(replace(visit.grant, kiosk="K-9"), visit.card.certificate),
        holder_handle(grant_hash(visit.grant), visit.grant.nonce, issuer + b"\x00", serial),
        holder_handle(grant_hash(visit.grant), visit.grant.nonce, issuer, serial + 1),
        digest(issuer + serial.to_bytes(4, "big")),
    }
    assert mine not in others
    assert len(others) == 6


def test_issuer_and_serial_can_not_be_shifted_into_each_other() -> None:
    assert holder_handle(b"g", b"n", b"AB", 0x43) != holder_handle(b"g", b"n", b"A", 0x4243)


def test_consent_is_version_and_language() -> None:
    assert consent_hash("2026-04", "ja") == sha256(b"2026-04|ja").digest()


# ---- the proof

PROOFS: dict[str, Callable[[CardProof], CardProof]] = {
    "another order key": lambda p: replace(p, order_key=p.order_key[:-1] + bytes([p.order_key[-1] ^ 1])),
    "another key to seal to": lambda p: replace(p, encapsulation_key=bytes(32)),
    "another session": lambda p: replace(p, grant=replace(p.grant, session="0" * 32)),
    "another municipality": lambda p: replace(p, grant=replace(p.grant, municipality="131211")),
    "a longer grant": lambda p: replace(p, grant=replace(p.grant, grant_not_after=p.grant.grant_not_after + 1)),
    "a short nonce": lambda p: replace(p, grant=replace(p.grant, nonce=b"n")),
    "no certificate": lambda p: replace(p, certificate=b""),
    "a cut certificate": lambda p: replace(p, certificate=p.certificate[:-1]),
    "a certificate with a tail": lambda p: replace(p, certificate=p.certificate + b"\x00"),
    "no signature": lambda p: replace(p, card_signature=b""),
}


@pytest.mark.parametrize("what", PROOFS)
def test_a_proof_with_one_wrong_part_is_refused(visit: Any, what: str) -> None:
    assert verify_card_proof(visit.proof, Environment.TEST, NOW) == visit.card.certificate
    with pytest.raises(ProofInvalid):
        verify_card_proof(PROOFS[what](visit.proof), Environment.TEST, NOW)


def test_a_test_grant_means_nothing_in_production(visit: Any) -> None:
    with pytest.raises(ProofInvalid, match="is for test"):
        verify_card_proof(visit.proof, Environment.PRODUCTION, NOW)


def test_a_grant_ends_after_its_last_second(visit: Any) -> None:
    verify_card_proof(visit.proof, Environment.TEST, visit.grant.grant_not_after)
    with pytest.raises(ProofInvalid, match="ran out"):
        verify_card_proof(visit.proof, Environment.TEST, visit.grant.grant_not_after + 1)


def test_a_grant_with_a_short_nonce_is_refused_although_the_card_signed_it(visit: Any) -> None:
    short = replace(visit.grant, nonce=b"n" * 31)
    proof = replace(visit.proof, grant=short, card_signature=visit.card.sign(grant_bytes(short)))
    with pytest.raises(ProofInvalid, match="32 bytes"):
        verify_card_proof(proof, Environment.TEST, NOW)


def test_another_cards_certificate_does_not_fit_the_signature(visit: Any, new_card: Any) -> None:
    with pytest.raises(ProofInvalid):
        verify_card_proof(replace(visit.proof, certificate=new_card.der), Environment.TEST, NOW)


# ---- the order

ORDERS: dict[str, Callable[[Order], Order]] = {
    "another environment": lambda o: replace(o, environment=Environment.PRODUCTION),
    "another session": lambda o: replace(o, session="0" * 32),
    "another municipality": lambda o: replace(o, municipality="131211"),
    "another grant": lambda o: replace(o, grant=digest(b"other")),
    "an order that ran out": lambda o: replace(o, not_after=NOW - 1),
    "an order that outlives its grant": lambda o: replace(o, not_after=NOW + 601),
    "an empty order": lambda o: replace(o, lines=(), total=Yen(0)),
    "a total that is too small": lambda o: replace(o, total=Yen(849)),
    "a total that is too large": lambda o: replace(o, total=Yen(851)),
    "more certificates than a token can count": lambda o: replace(
        o,
        lines=(BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 256, Yen(1)),),
        total=Yen(256),
    ),
}


@pytest.mark.parametrize("what", ORDERS)
def test_an_order_with_one_wrong_thing_is_refused_although_signed_by_its_key(visit: Any, what: str) -> None:
    honest = verify_order(visit.place().order, visit.proof, Environment.TEST, NOW)
    signer = SoftwareKey(visit.session._keys.order)
    assert verify_order(evidence.sign(signer, honest), visit.proof, Environment.TEST, NOW) == honest
    with pytest.raises(ProofInvalid):
        verify_order(evidence.sign(signer, ORDERS[what](honest)), visit.proof, Environment.TEST, NOW)


def test_an_order_signed_by_another_key_is_refused(visit: Any, world: Any) -> None:
    honest = verify_order(visit.place().order, visit.proof, Environment.TEST, NOW)
    for other in (world.device, world.center, SoftwareKey(ec.generate_private_key(ec.SECP256R1()))):
        with pytest.raises(ProofInvalid, match="does not fit"):
            verify_order(evidence.sign(other, honest), visit.proof, Environment.TEST, NOW)


def test_the_order_of_one_session_is_worth_nothing_in_another(world: Any, visit: Any) -> None:
    neighbour = world.visit()
    with pytest.raises(ProofInvalid):
        verify_order(neighbour.place().order, visit.proof, Environment.TEST, NOW)


def test_an_order_key_can_not_be_used_under_another_grant(world: Any, visit: Any) -> None:
    """The same OK in two sessions of one card: the order names the first grant and is refused under the second."""
    placement = visit.place()
    second_grant = replace(visit.grant, session="0" * 32, nonce=digest(b"second"))
    second = replace(visit.proof, grant=second_grant, card_signature=visit.card.sign(grant_bytes(second_grant)))
    verify_card_proof(second, Environment.TEST, NOW)
    with pytest.raises(ProofInvalid, match="another session"):
        verify_order(placement.order, second, Environment.TEST, NOW)


def test_an_order_for_one_municipality_is_refused_under_the_grant_for_another(visit: Any) -> None:
    placement = visit.place()
    elsewhere = replace(visit.grant, municipality="131211")
    proof = replace(visit.proof, grant=elsewhere, card_signature=visit.card.sign(grant_bytes(elsewhere)))
    with pytest.raises(ProofInvalid, match="another municipality"):
        verify_order(placement.order, proof, Environment.TEST, NOW)


def test_the_grant_alone_never_stands_for_the_holder_of_another_key(world: Any, visit: Any) -> None:
    """A center that puts its own OK into a proof of a real card: the grant, which the card signed, does not name it."""
    mine = SoftwareKey(ec.generate_private_key(ec.SECP256R1()))
    from_center = world.visit()
    forged = replace(visit.proof, order_key=from_center.proof.order_key)
    honest = verify_order(visit.place().order, visit.proof, Environment.TEST, NOW)
    with pytest.raises(ProofInvalid, match="not the one in the grant"):
        verify_order(evidence.sign(mine, honest), forged, Environment.TEST, NOW)
