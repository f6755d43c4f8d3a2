"""What is said to a My Number card, step by step: which card it is, its certificate, tries left, PIN, signature."""

from __future__ import annotations

import hashlib

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from drivers.iso7816.apdu import CommandApdu, ResponseApdu
from drivers.iso7816.tlv import SEQUENCE, TlvError, object_length
from drivers.jpki import application, errors
from drivers.jpki.application import (
    CERTIFICATE_AT_MOST,
    CHUNK,
    PROFILES,
    TOKEN_LABEL_LENGTH,
    CardProfile,
    ElementaryFile,
    SignatureForm,
    Token,
)
from drivers.jpki.firewall import CardFirewall
from issuance.domain.values import Pin
from issuance.ports import CardSigned, PinLocked, PinRefused

_NO_SUCH_FILE = 0x6A82
_END_OF_FILE = 0x6282
_NO_DIAGNOSIS = 0x6F00
_NO_LIMIT_TOLD = 0x6300
_BLOCKED = (0x6983, 0x6984)
# What a card without a usable PIN may answer to the query: blocked, no such file, no such reference, not now. Nobody has
# published what a card issued without PIN (顔認証カード) says here, so all of them are read alike.
_NO_USABLE_PIN = (*_BLOCKED, _NO_SUCH_FILE, 0x6A88, 0x6985)


class JpkiCard:
    """A card behind the firewall. Every method raises DeviceFault (CARD_REMOVED, CARD_SILENT) when the card fails."""

    def __init__(self, firewall: CardFirewall, *, extended_length: bool = False) -> None:
        self._firewall = firewall
        self._extended_length = extended_length

    def select(self) -> bool:
        """Select the JPKI application; False = this card has none."""
        response = self._exchange(application.select_application())
        if response.status.value == _NO_DIAGNOSIS:
            # One card answered 6F00 to its first command after power-up, over contactless (measured by others).
            response = self._exchange(application.select_application())
        if response.status.value == _NO_SUCH_FILE:
            return False
        _expect_done("SELECT of the JPKI application", response)
        return True

    def token(self) -> Token | None:
        """Which kind of card it says it is; None = no kind that this system knows."""
        _expect_done("SELECT of token info", self._select(ElementaryFile.TOKEN_INFO))
        response = self._exchange(application.read_binary(0, TOKEN_LABEL_LENGTH))
        _expect_done("READ BINARY of token info", response)
        label = response.data.rstrip(b" \0")
        return next((token for token in Token if token.value == label), None)

    def certificate(self) -> bytes | None:
        """The user-authentication certificate, DER, cut at its own length; None = the card holds none."""
        response = self._select(ElementaryFile.CERTIFICATE)
        if response.status.value == _NO_SUCH_FILE:
            return None
        _expect_done("SELECT of the certificate", response)
        content = self._read(0, CHUNK)
        try:
            length = object_length(content, SEQUENCE, CERTIFICATE_AT_MOST)
        except TlvError as why:
            raise errors.unreadable("READ BINARY of the certificate", str(why)) from why
        while len(content) < length:
            wanted = length - len(content)
            content += self._read(len(content), wanted if self._extended_length else min(wanted, CHUNK))
        return content[:length]

    def tries_left(self) -> int | None:
        """How many wrong PINs the card still takes, without using one; None = it has no usable PIN."""
        response = self._select(ElementaryFile.PIN)
        if not response.status.is_done:
            if response.status.value in _NO_USABLE_PIN:
                return None
            raise errors.unexpected_status("SELECT of the PIN", response.status)
        return self._query_tries()

    def verify(self, pin: Pin) -> PinRefused | PinLocked | None:
        """Present the PIN once and wipe it, whatever happens; None = it was right. The PIN file is current."""
        self._firewall.begin_entry()
        try:
            response = self._exchange(application.verify(pin.digits))
        finally:
            pin.wipe()
        status = response.status
        if status.is_done:
            return None
        if status.value in _BLOCKED or status.tries_left == 0:
            return PinLocked()
        if status.tries_left is not None:
            return PinRefused(status.tries_left)
        if status.value == _NO_LIMIT_TOLD:
            left = self._query_tries()
            return PinRefused(left) if left else PinLocked()
        raise errors.unexpected_status("VERIFY", status)

    def sign(self, profile: CardProfile, statement: bytes) -> CardSigned:
        """Let the card sign the hash of `statement`; the PIN was verified before."""
        _expect_done("SELECT of the private key", self._select(ElementaryFile.PRIVATE_KEY))
        to_sign = profile.digest_prefix + hashlib.new(profile.hash_name, statement).digest()
        response = self._exchange(application.compute_digital_signature(to_sign, profile.signature_length))
        _expect_done("COMPUTE DIGITAL SIGNATURE", response)
        if len(response.data) != profile.signature_length:
            why = f"a signature has {profile.signature_length} bytes, the card gave {len(response.data)}"
            raise errors.unreadable("COMPUTE DIGITAL SIGNATURE", why)
        match profile.form:
            case SignatureForm.PKCS1:
                return CardSigned(response.data)
            case SignatureForm.R_THEN_S:
                half = len(response.data) // 2
                r, s = (int.from_bytes(part, "big") for part in (response.data[:half], response.data[half:]))
                return CardSigned(encode_dss_signature(r, s))

    def _select(self, file: ElementaryFile) -> ResponseApdu:
        return self._exchange(application.select_file(file))

    def _query_tries(self) -> int | None:
        status = self._exchange(application.query_tries()).status
        if status.tries_left is not None:
            return status.tries_left or None
        if status.value in _NO_USABLE_PIN:
            return None
        raise errors.unexpected_status("query of the tries left", status)

    def _read(self, offset: int, wanted: int) -> bytes:
        """Up to `wanted` bytes; fewer only where the file begins and ends within them (offset 0)."""
        response = self._exchange(application.read_binary(offset, wanted))
        if response.status.value != _END_OF_FILE:
            _expect_done(f"READ BINARY at {offset}", response)
        if len(response.data) > wanted or (offset > 0 and len(response.data) < wanted):
            # A short chunk is refused: a card that gave one byte at a time would keep the kiosk for minutes.
            raise errors.unreadable(f"READ BINARY at {offset}", f"wanted {wanted} bytes, got {len(response.data)}")
        return response.data

    def _exchange(self, command: CommandApdu) -> ResponseApdu:
        """One command, with the two detours of ISO/IEC 7816-4:2020, 5.6: the right Le told (6Cxx), more to fetch (61xx)."""
        response = self._firewall.transmit(command)
        right_le = response.status.right_le
        if right_le is not None and command.ins == 0xB0:
            response = self._firewall.transmit(
                CommandApdu(command.cla, command.ins, command.p1, command.p2, command.data, right_le)
            )
        data, fetches = response.data, 0
        while (waiting := response.status.bytes_waiting) is not None and fetches < 8:
            response = self._firewall.transmit(application.get_response(waiting))
            data, fetches = data + response.data, fetches + 1
        return ResponseApdu(data, response.status)


_NO_CERTIFICATE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, UserWarning)
"""What the library raises for bytes that are no certificate; a warning of its is an exception under `python -W error`."""


def profile_for(token: Token | None, certificate: bytes) -> CardProfile | None:
    """The profile that fits what the card says it is and the key in its certificate; None = not a card for this service."""
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except _NO_CERTIFICATE as why:
        raise errors.unreadable("the certificate", "it does not parse as X.509") from why
    match key:
        case rsa.RSAPublicKey():
            name = f"rsa-{key.key_size}"
        case ec.EllipticCurvePublicKey(curve=ec.SECP384R1()):
            name = "p-384"
        case _:
            name = "another"
    return next((profile for profile in PROFILES if profile.token is token and profile.key == name), None)


def _expect_done(doing: str, response: ResponseApdu) -> None:
    if not response.status.is_done:
        raise errors.unexpected_status(doing, response.status)
