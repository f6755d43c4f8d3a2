"""Which card lies on the table: its kind, what is on it, and the files that follow from that. All residents are invented."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from rehearsal.card.files import Application, File, KeyFile, PinAnswer, PinFile, Records, SigningKey, Transparent
from rehearsal.card.keys import P384Key, RsaKey

CONTACTLESS_ATR = bytes.fromhex("3B888001000005E0B381A1007F")
CONTACT_ATR = bytes.fromhex("3BE000FF8131FE4514")
JUKI_ATR = bytes.fromhex("3B888001000014E0B38191005E")
BANK_ATR = bytes.fromhex("3B80800101")
"""A contactless card without historical bytes (PC/SC Part 3, 3.1.3.2.3); what banks write there is of no matter here."""

JPKI_AID = bytes.fromhex("D392F000260100000001")
TEXT_AID = bytes.fromhex("D3921000310001010408")
VISUAL_AID = bytes.fromhex("D3921000310001010402")
JUKI_AID = bytes.fromhex("D3921000310001010401")
COMMON_AID = bytes.fromhex("D3921000310001010100")
PAYMENT_AID = b"2PAY.SYS.DDF01"
"""Proximity payment environment, the first thing a payment terminal selects (EMV Contactless Book B, 3.3.2)."""

AUTH_PIN, SIGN_PIN = 0x18, 0x1B
NEVER = 0xFFFF  # a condition that no PIN meets


class CardKind(Enum):
    """The cards that residents bring; the value is the label in token info, where there is one."""

    MY_NUMBER = "JPKIAPICCTOKEN2"
    NEXT_GENERATION = "JPKIAPICCTOKEN3"  # assumed: nothing of that card is published at byte level
    JUKI = "JPKIAPICCTOKEN"
    PHONE = "JPKIAPGPSETOKEN"
    BANK = ""  # a payment card: it has no application of ours, SELECT answers 6A82


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class CardProfile:
    """One card. `certificate` and `ca_certificate` are DER; no certificate = none on the card (6A82).

    `status_without_pin` makes it a card issued without PIN (顔認証マイナンバーカード): that status word is what its PIN
    file answers to everything. `serial` is 16 digits.
    """

    key: PrivateKey
    certificate: bytes | None
    ca_certificate: bytes
    pin: bytes = field(repr=False)
    kind: CardKind = CardKind.MY_NUMBER
    status_without_pin: int | None = None
    atr: bytes = CONTACTLESS_ATR
    serial: str = "0000000000000001"
    random_bytes: Callable[[int], bytes] = os.urandom

    def applications(self) -> tuple[Application, ...]:
        """The card's applications with fresh retry counters."""
        if self.kind is CardKind.BANK:
            return (Application("payment", PAYMENT_AID, {}),)
        return (
            Application("JPKI", JPKI_AID, self._jpki_files()),
            Application("text", TEXT_AID, _text_files(self.serial)),
            Application("visual", VISUAL_AID, _visual_files(self.serial)),
            Application("juki", JUKI_AID, {0x1C: PinFile(self.serial[:4].encode(), 3)}),
            Application("common", COMMON_AID, {0x01: Records((_card_number(self.serial),))}),
        )

    def _jpki_files(self) -> dict[int, File]:
        sign_certificate = self.status_without_pin is None
        auth_pin: File = PinFile(self.pin, 3) if self.status_without_pin is None else PinAnswer(self.status_without_pin)
        files: dict[int, File] = {
            0x01: Transparent(_MARKED_SIGN_CERTIFICATE, needs=SIGN_PIN),
            0x02: Transparent(self.ca_certificate),
            0x05: Transparent(bytes(16), needs=NEVER),
            0x06: Transparent(token_info(self.kind, self.serial)),
            0x08: Transparent(bytes((0x8F if sign_certificate else 0, 0x8F if self.certificate else 0, 0))),
            0x09: Transparent(b"\xff" * 16),
            0x0A: Transparent(self.certificate or b"", needs=AUTH_PIN if self.kind is CardKind.PHONE else None),
            0x0B: Transparent(self.ca_certificate),
            0x10: Transparent(bytes(16), needs=NEVER),
            0x16: Transparent(bytes(16), needs=NEVER),
            0x17: KeyFile(self._signing_key(), needs=AUTH_PIN),
            0x18: auth_pin,
            0x19: Transparent(bytes(16), needs=NEVER),
            0x1A: KeyFile(self._signing_key(), needs=SIGN_PIN),
            0x1B: PinFile(b"TEST" + self.pin, 5),
            0x1C: Transparent(bytes(16), needs=NEVER),
            0x1E: Transparent(bytes(16), needs=NEVER),
        }
        if self.certificate is None:
            del files[0x0A]
        return files

    def _signing_key(self) -> SigningKey:
        match self.key:
            case rsa.RSAPrivateKey():
                return RsaKey(self.key, self.random_bytes)
            case ec.EllipticCurvePrivateKey():
                return P384Key(self.key)


def token_info(kind: CardKind, serial: str) -> bytes:
    """EF 0006, 160 bytes: a PKCS#11 CK_TOKEN_INFO with 32-bit big-endian words (layout measured by others on a test card)."""
    words = (0x0000040D, 1, 0, 1, 0, 16, 6, *[0xFFFFFFFF] * 4)
    return b"".join(
        (
            kind.value.encode().ljust(32),
            b"1".rjust(32, b"0"),
            b"TESTCARD".ljust(16),
            serial.encode().rjust(16, b"0")[:16],
            *(word.to_bytes(4, "big") for word in words),
            b"03",
            b"01",
            b"9" * 16,
        )
    )


# A kiosk must never read the signing certificate: these bytes in any trace prove that it did.
_MARKED_SIGN_CERTIFICATE = bytes.fromhex("30820100") + b"TEST signing certificate, never to be read by a kiosk. ".ljust(
    256, b"."
)


def _text_files(serial: str) -> dict[int, File]:
    """券面事項入力補助AP. The number is all zeros with a wrong check digit: it can belong to nobody."""
    return {
        0x01: Transparent(bytes.fromhex("FF100C") + b"000000000001" + b"\xff\xff", needs=0x11),
        0x02: Transparent(bytes.fromhex("FF2006") + b"TEST\x00\x00" + b"\xff" * 64, needs=0x11),
        0x03: Transparent(bytes.fromhex("FF3000") + b"\xff" * 64, needs=0x11),
        0x04: Transparent(bytes.fromhex("7F2100") + b"\xff" * 64),
        0x05: Transparent(bytes.fromhex("FF4000") + b"\xff" * 64),
        0x11: PinFile(serial[-4:].encode(), 3),
        0x12: PinFile(b"", 3, tries=0),
        0x14: PinFile(b"000000000001", 10),
        0x15: PinFile(b"00000000000000", 10),
    }


def _visual_files(serial: str) -> dict[int, File]:
    """券面事項確認AP; everything needs one of its PINs."""
    return {
        0x01: Transparent(bytes.fromhex("FF1000") + b"\xff" * 16, needs=0x12),
        0x02: Transparent(bytes.fromhex("FF2000") + b"\xff" * 64, needs=0x12),
        0x11: PinFile(serial[-6:].encode(), 10),
        0x12: PinFile(b"00000000000000", 10),
        0x13: PinFile(b"000000000001", 10),
    }


def _card_number(serial: str) -> bytes:
    """01 1C and 28 digits: card number, municipality, end of validity."""
    return bytes.fromhex("011C") + serial.encode().rjust(15, b"0")[-15:] + b"00000" + b"20330331"
