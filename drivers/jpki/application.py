"""Names and numbers of the JPKI application on a My Number card, and the few commands a kiosk sends to it.

The interface is not published; the numbers agree in several independent open implementations (OpenSC, myna, jpki-rs and
others) and in probes of test cards by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from drivers.iso7816.apdu import CommandApdu

AID = bytes.fromhex("D392F000260100000001")
CHUNK = 256  # READ BINARY per command: what every card and the cheapest reader can do
CERTIFICATE_AT_MOST = 4096  # a real one has 1.4 to 1.6 kB
PIN_DIGITS = 4


class ElementaryFile(IntEnum):
    """The five files of the application that a kiosk may touch."""

    TOKEN_INFO = 0x0006
    CERTIFICATE = 0x000A  # 利用者証明用電子証明書, readable without PIN
    CA_CERTIFICATE = 0x000B
    PRIVATE_KEY = 0x0017
    PIN = 0x0018  # four digits, three tries


class Token(Enum):
    """What the card says it is, in the first 32 bytes of token info."""

    MY_NUMBER_CARD = b"JPKIAPICCTOKEN2"
    NEXT_GENERATION = b"JPKIAPICCTOKEN3"  # assumed: nothing about the card after this one is published at byte level
    JUKI_CARD = b"JPKIAPICCTOKEN"
    ANDROID_PHONE = b"JPKIAPGPSETOKEN"
    IPHONE = b"JPKIAPIOSTOKEN"


TOKEN_LABEL_LENGTH = 32


class SignatureForm(Enum):
    """How the card hands its signature over."""

    PKCS1 = "RSASSA-PKCS1-v1_5, as long as the modulus"
    R_THEN_S = "ECDSA, r and s of equal length one after the other"


@dataclass(frozen=True, slots=True)
class CardProfile:
    """What to send for a signature and what comes back; chosen by token and by the key in the certificate."""

    token: Token
    key: str  # as certificate_key() names it
    hash_name: str  # for hashlib
    digest_prefix: bytes  # stands before the hash in the command
    signature_length: int  # bytes from the card
    form: SignatureForm


# DigestInfo with the NULL of RFC 8017, 9.2 note 1: the card signs one without it too, but nobody can verify that.
_DIGEST_INFO_SHA256 = bytes.fromhex("3031300D060960864801650304020105000420")

RSA_2048 = CardProfile(Token.MY_NUMBER_CARD, "rsa-2048", "sha256", _DIGEST_INFO_SHA256, 256, SignatureForm.PKCS1)
# Assumed: ECDSA 384 with SHA-384 is announced for the next card, its commands are not.
P_384 = CardProfile(Token.NEXT_GENERATION, "p-384", "sha384", b"", 96, SignatureForm.R_THEN_S)
PROFILES = (RSA_2048, P_384)


def select_application() -> CommandApdu:
    """SELECT by DF name, no control information wanted (ISO/IEC 7816-4:2020, 11.2.2)."""
    return CommandApdu(0x00, 0xA4, 0x04, 0x0C, AID)


def select_file(file: ElementaryFile) -> CommandApdu:
    """SELECT an elementary file under the current application; P1=02 is the only form that JPKI cards take."""
    return CommandApdu(0x00, 0xA4, 0x02, 0x0C, file.to_bytes(2, "big"))


def read_binary(offset: int, length: int) -> CommandApdu:
    """READ BINARY of the current file (ISO/IEC 7816-4:2020, 11.3.3); offset 0..32767."""
    if not 0 <= offset <= 0x7FFF:
        raise ValueError(f"READ BINARY reaches offsets 0..32767, got {offset}")
    return CommandApdu(0x00, 0xB0, offset >> 8, offset & 0xFF, le=length)


def query_tries() -> CommandApdu:
    """VERIFY without data: the card answers 63Cx, x tries left, and uses none (ISO/IEC 7816-4:2020, 11.6.6)."""
    return CommandApdu(0x00, 0x20, 0x00, 0x80)


def verify(digits: bytearray) -> CommandApdu:
    """VERIFY the four digits; the command refers to the caller's buffer, it does not copy it."""
    return CommandApdu(0x00, 0x20, 0x00, 0x80, digits)


def compute_digital_signature(to_sign: bytes, signature_length: int) -> CommandApdu:
    """PERFORM SECURITY OPERATION with P1 00: the card pads what it is given and signs it."""
    return CommandApdu(0x80, 0x2A, 0x00, 0x80, to_sign, signature_length)


def get_response(length: int) -> CommandApdu:
    """GET RESPONSE: fetch what the card announced with 61xx (ISO/IEC 7816-4:2020, 11.8.1)."""
    return CommandApdu(0x00, 0xC0, 0x00, 0x00, le=length)
