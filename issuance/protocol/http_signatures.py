"""Every request and every answer on a line is signed, and an answer is signed together with the request it answers.

HTTP Message Signatures (RFC 9421) with Content-Digest (RFC 9530), ECDSA P-256, in one fixed profile: exactly one
signature, exactly these components, no algorithm in the message. A pure function over plain values: whoever sends bytes
puts the headers on the wire, whoever receives them keeps the nonces for the window and the idempotency keys for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
)
from http_message_signatures.algorithms import ECDSA_P256_SHA256
from http_message_signatures.digests import ContentDigest
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from issuance.protocol.device_key import Signer

TAG = "komado-1"
LABEL = "komado"
WINDOW = 60
"""Seconds: how long a signature counts, and how far two clocks may be apart. Ours."""
REQUEST_COMPONENTS = ("@method", "@target-uri", "content-type", "content-digest", "idempotency-key")
RESPONSE_COMPONENTS = (
    '"@status"',
    '"content-type"',
    '"content-digest"',
    '"content-digest";req',
    f'"signature";key="{LABEL}";req',
)
LONGEST_HEADER = 4096
"""Characters of Signature-Input; ours has about 250."""

_KEYID = re.compile(r';keyid="([A-Za-z0-9._-]{1,64})"')
_NONCE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9._/-]{1,128}")
_ONE_SIGNATURE = re.compile(rf"{LABEL}=:[A-Za-z0-9+/]{{85}}[AQgw]==:")  # 64 bytes, in the one way base64 writes them
_SHA256_DIGEST = re.compile(r"sha-256=:[A-Za-z0-9+/]{43}=:")


class SignatureInvalid(Exception):
    """A request or an answer is not signed as it must be; `what` says what is missing or wrong."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it is sent or came in. `url` is the whole target URI; header names in any case, each once."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An answer as it is sent or came in."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class VerifiedRequest:
    """Who signed a request, and what must not come twice: (keyid, nonce) ever, the idempotency key with other content."""

    keyid: str
    nonce: str
    created: int
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class VerifiedResponse:
    """Who signed an answer, when."""

    keyid: str
    created: int


def sign_request(request: HttpRequest, key: Signer, keyid: str, created: int, nonce: str) -> dict[str, str]:
    """All headers of the request with Content-Digest, Signature-Input and Signature.

    The request has Content-Type and Idempotency-Key already. `created` in epoch seconds; `nonce` is 22 to 64 characters
    of base64url, fresh for each sending, also of the same body. Raises SignatureInvalid if it can not be signed.
    """
    if _NONCE.fullmatch(nonce) is None:
        raise SignatureInvalid("a nonce has 22 to 64 characters of base64url")
    message = _Message(request.method, request.url, _once(request.headers))
    return _signed(
        message, request.body, key, keyid, created, components=REQUEST_COMPONENTS, expires=created + WINDOW, nonce=nonce
    )


def verify_request(
    request: HttpRequest, resolve_key: Callable[[str], ec.EllipticCurvePublicKey | None], now: int
) -> VerifiedRequest:
    """Check a request against the key that `resolve_key` knows under its key id. Raises SignatureInvalid."""
    headers = _once(request.headers)
    keyid = _keyid(headers)
    public_key = resolve_key(keyid)
    if public_key is None:
        raise SignatureInvalid("the key id is not on the list")
    message = _Message(request.method, request.url, headers)
    wanted = tuple(f'"{name}"' for name in REQUEST_COMPONENTS)
    parameters = _verified(message, request.body, public_key, keyid, wanted)
    created, expires, nonce = parameters.get("created"), parameters.get("expires"), parameters.get("nonce")
    if set(parameters) != {"created", "expires", "nonce", "keyid", "tag"}:
        raise SignatureInvalid("the signature's parameters are not created, expires, nonce, keyid, tag")
    if not isinstance(created, int) or expires != created + WINDOW:
        raise SignatureInvalid(f"the signature does not count for exactly {WINDOW} seconds")
    if abs(now - created) > WINDOW:
        raise SignatureInvalid("made too long ago or in the future: replayed, or a clock is wrong")
    if not isinstance(nonce, str) or _NONCE.fullmatch(nonce) is None:
        raise SignatureInvalid("the nonce does not have 22 to 64 characters of base64url")
    idempotency_key = headers["idempotency-key"]
    if _IDEMPOTENCY_KEY.fullmatch(idempotency_key) is None:
        raise SignatureInvalid("the idempotency key does not have 1 to 128 plain characters")
    return VerifiedRequest(keyid, nonce, created, idempotency_key)


def sign_response(
    request: HttpRequest, response: HttpResponse, key: Signer, keyid: str, created: int
) -> dict[str, str]:
    """All headers of the answer, signed together with digest and signature of the request as it was received."""
    asked = _Message(request.method, request.url, _once(request.headers))
    message = _Answer(response.status, _once(response.headers), asked)
    return _signed(message, response.body, key, keyid, created, components=RESPONSE_COMPONENTS)


def verify_response(
    request: HttpRequest, response: HttpResponse, key: ec.EllipticCurvePublicKey, keyid: str | None = None
) -> VerifiedResponse:
    """Check an answer to the request exactly as it was sent (with its signature headers). Raises SignatureInvalid."""
    headers = _once(response.headers)
    signed_with = _keyid(headers)
    if keyid is not None and signed_with != keyid:
        raise SignatureInvalid("signed under another key id")
    asked = _Message(request.method, request.url, _once(request.headers))
    parameters = _verified(
        _Answer(response.status, headers, asked), response.body, key, signed_with, RESPONSE_COMPONENTS
    )
    created = parameters.get("created")
    if set(parameters) != {"created", "keyid", "tag"} or not isinstance(created, int):
        raise SignatureInvalid("the signature's parameters are not created, keyid, tag")
    return VerifiedResponse(signed_with, created)


# ---- the messages as the library wants to see them


@dataclass(slots=True)
class _Message:
    method: str
    url: str
    headers: dict[str, str]


@dataclass(slots=True)
class _Answer:
    status_code: int
    headers: dict[str, str]
    request: _Message


class _OneKey(HTTPSignatureKeyResolver):
    """The one key that was looked up before the library is asked."""

    def __init__(self, keyid: str, public_key: ec.EllipticCurvePublicKey) -> None:
        self._keyid = keyid
        self._public_key = public_key

    def resolve_public_key(self, key_id: str) -> ec.EllipticCurvePublicKey | None:
        return self._public_key if key_id == self._keyid else None


class _Verifier(HTTPMessageVerifier):
    """The library's verifier without its own look at the clock: time is an argument here and is checked by us."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        pass


def _once(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers under lower-case names; two of the same name are refused, since two readers could read different ones."""
    lowered: dict[str, str] = {}
    for name, value in headers.items():
        if name.lower() in lowered:
            raise SignatureInvalid(f"the header {name.lower()} comes twice")
        lowered[name.lower()] = value
    return lowered


def _keyid(headers: Mapping[str, str]) -> str:
    """The key id that a message claims, read before anything is trusted."""
    claimed = headers.get("signature-input", "")
    if len(claimed) > LONGEST_HEADER:
        raise SignatureInvalid("the signature's description is far too long")
    if _ONE_SIGNATURE.fullmatch(headers.get("signature", "")) is None:
        raise SignatureInvalid(f"not exactly one signature of 64 bytes under the label {LABEL}")
    found = _KEYID.findall(claimed)
    if len(found) != 1:
        raise SignatureInvalid("not exactly one key id")
    return str(found[0])


def _signed(
    message: _Message | _Answer,
    body: bytes,
    key: Signer,
    keyid: str,
    created: int,
    *,
    components: tuple[str, ...],
    expires: int | None = None,
    nonce: str | None = None,
) -> dict[str, str]:
    for stale in ("content-digest", "signature", "signature-input"):
        message.headers.pop(stale, None)
    message.headers["content-digest"] = ContentDigest.create(body)
    signer = HTTPMessageSigner(signature_algorithm=ECDSA_P256_SHA256)
    try:
        prepared = signer.prepare(
            message,
            key_id=keyid,
            created=datetime.fromtimestamp(created, UTC),
            expires=None if expires is None else datetime.fromtimestamp(expires, UTC),
            nonce=nonce,
            label=LABEL,
            tag=TAG,
            include_alg=False,
            covered_component_ids=components,
            body=body,
            use_existing_digest=True,
        )
        signer.apply(message, prepared, key.sign(prepared.signature_base))
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise SignatureInvalid(f"can not be signed: {error}") from None
    return {name.lower(): value for name, value in message.headers.items()}


def _verified(
    message: _Message | _Answer,
    body: bytes,
    public_key: ec.EllipticCurvePublicKey,
    keyid: str,
    components: tuple[str, ...],
) -> dict[str, Any]:
    """The signature's parameters, after signature, coverage and body were checked."""
    if _SHA256_DIGEST.fullmatch(message.headers.get("content-digest", "")) is None:
        raise SignatureInvalid("no SHA-256 Content-Digest")
    verifier = _Verifier(signature_algorithm=ECDSA_P256_SHA256, key_resolver=_OneKey(keyid, public_key))
    try:
        results = verifier.verify(message, max_age=None, expect_tag=TAG, body=body)
    except (HTTPMessageSignaturesException, InvalidSignature, ValueError, TypeError, AssertionError) as error:
        raise SignatureInvalid(f"the signature does not fit: {type(error).__name__}: {error}") from None
    if tuple(results[0].covered_components) != (*components, '"@signature-params"'):
        raise SignatureInvalid("the signature does not cover exactly what it must")
    return dict(results[0].parameters)
