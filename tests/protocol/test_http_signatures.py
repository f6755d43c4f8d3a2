"""Signed requests and answers: the published examples of RFC 9421 and RFC 9530, and every way to tamper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import load_der_public_key
from http_message_signatures import HTTPMessageSigner
from http_message_signatures.algorithms import ECDSA_P256_SHA256, ED25519, RSA_PSS_SHA512
from http_message_signatures.digests import ContentDigest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuance.protocol import http_signatures
from issuance.protocol.device_key import SoftwareKey
from issuance.protocol.http_signatures import (
    HttpRequest,
    HttpResponse,
    SignatureInvalid,
    VerifiedRequest,
    sign_request,
    sign_response,
    verify_request,
    verify_response,
)

NOW = 1_795_000_000

# ---- the published examples, run through the message values and the verifier that our profile stands on

ECC_P256 = load_der_public_key(
    base64.b64decode(
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf"
        "w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ=="
    )
)  # RFC 9421 B.1.3
RSA_PSS = load_der_public_key(
    base64.b64decode(
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2"
        "+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+"
        "oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq"
        "gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W"
        "Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4"
        "aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI"
        "2wIDAQAB"
    )
)  # RFC 9421 B.1.2
ED = ed25519.Ed25519PublicKey.from_public_bytes(
    base64.urlsafe_b64decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=")
)  # RFC 9421 B.1.4

REQUEST_DIGEST = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"


def rfc_request() -> Any:
    """RFC 9421 B.2, test-request."""
    return http_signatures._Message(
        "POST",
        "https://example.com/foo?param=Value&Pet=dog",
        {
            "host": "example.com",
            "date": "Tue, 20 Apr 2021 02:07:55 GMT",
            "content-type": "application/json",
            "content-digest": REQUEST_DIGEST,
            "content-length": "18",
        },
    )


def rfc_verify(message: Any, algorithm: Any, key: Any, keyid: str, given: tuple[str, str], body: bytes | None) -> None:
    message.headers["signature-input"], message.headers["signature"] = given
    verifier = http_signatures._Verifier(
        signature_algorithm=algorithm, key_resolver=http_signatures._OneKey(keyid, key)
    )
    verifier.verify(message, max_age=None, body=body)
    name = next(name for name in ("date", "content-digest", "content-type") if f'"{name}"' in given[0])
    message.headers[name] += " "  # only outer whitespace: RFC 9421 2.1 trims it
    verifier.verify(message, max_age=None)
    message.headers[name] = "x"
    with pytest.raises(Exception, match=r".*"):
        verifier.verify(message, max_age=None)


def test_rfc_9421_b_2_2_selective_coverage_with_rsa() -> None:
    given = (
        'sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473'
        ';keyid="test-key-rsa-pss";tag="header-example"',
        "sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8"
        "UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqp"
        "cAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqi"
        "YY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:",
    )
    rfc_verify(rfc_request(), RSA_PSS_SHA512, RSA_PSS, "test-key-rsa-pss", given, b'{"hello": "world"}')


def test_rfc_9421_b_2_4_a_response_with_p256() -> None:
    response = http_signatures._Answer(
        200,
        {
            "date": "Tue, 20 Apr 2021 02:07:56 GMT",
            "content-type": "application/json",
            "content-digest": "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5"
            "aGgfLQ==:",
            "content-length": "23",
        },
        rfc_request(),
    )
    given = (
        'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473'
        ';keyid="test-key-ecc-p256"',
        "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:",
    )
    rfc_verify(response, ECDSA_P256_SHA256, ECC_P256, "test-key-ecc-p256", given, b'{"message": "good dog"}')


def test_rfc_9421_b_2_6_a_request_with_ed25519() -> None:
    given = (
        'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473'
        ';keyid="test-key-ed25519"',
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
    )
    rfc_verify(rfc_request(), ED25519, ED, "test-key-ed25519", given, None)


def test_rfc_9421_2_4_a_response_bound_to_its_request() -> None:
    response = http_signatures._Answer(
        503,
        {
            "content-type": "application/json",
            "content-digest": "sha-512=:0Y6iCBzGg5rZtoXS95Ijz03mslf6KAMCloESHObfwnHJDbkkWWQz6PhhU9kxsTbARtY2PTBOzq24uJFp"
            "HsMuAg==:",
        },
        rfc_request(),
    )
    given = (
        'reqres=("@status" "content-digest" "content-type" "@authority";req "@method";req "@path";req '
        '"content-digest";req);created=1618884479;keyid="test-key-ecc-p256"',
        "reqres=:dMT/A/76ehrdBTD/2Xx8QuKV6FoyzEP/I9hdzKN8LQJLNgzU4W767HK05rx1i8meNQQgQPgQp8wq2ive3tV5Ag==:",
    )
    body = b'{"busy": true, "message": "Your call is very important to us"}'
    rfc_verify(response, ECDSA_P256_SHA256, ECC_P256, "test-key-ecc-p256", given, body)


def test_rfc_9530_digests() -> None:
    """RFC 9530 appendix D (with line end) and the RFC 9421 request body (without)."""
    assert ContentDigest.create(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    assert ContentDigest.create(b'{"hello": "world"}') == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"


# ---- our profile

KIOSK = SoftwareKey(ec.generate_private_key(ec.SECP256R1()), "K-0301-07")
CENTER = SoftwareKey(ec.generate_private_key(ec.SECP256R1()), "C-1")
ASKED = HttpRequest(
    "POST",
    "https://center.test:8443/v1/sessions?x=1",
    {"Content-Type": "application/cbor", "Idempotency-Key": "a1b2/1", "User-Agent": "komado"},
    b"\xa1\x61a\x01",
)


def signed(request: HttpRequest = ASKED, created: int = NOW, nonce: str = "n" * 22) -> HttpRequest:
    return replace(request, headers=sign_request(request, KIOSK, "K-0301-07", created, nonce))


def answered(request: HttpRequest, body: bytes = b"\xa0", status: int = 200) -> HttpResponse:
    response = HttpResponse(status, {"Content-Type": "application/cbor"}, body)
    return replace(response, headers=sign_response(request, response, CENTER, "C-1", NOW + 1))


def known(keyid: str) -> ec.EllipticCurvePublicKey | None:
    return KIOSK.public_key if keyid == "K-0301-07" else None


def test_a_signed_request_says_who_and_what_must_not_come_twice() -> None:
    assert verify_request(signed(), known, NOW + 5) == VerifiedRequest("K-0301-07", "n" * 22, NOW, "a1b2/1")


def test_signing_again_replaces_the_old_signature() -> None:
    again = signed(signed(), created=NOW + 30, nonce="m" * 22)
    assert verify_request(again, known, NOW + 80).nonce == "m" * 22


def test_header_names_may_come_in_any_case() -> None:
    request = signed()
    shouted = replace(request, headers={name.upper(): value for name, value in request.headers.items()})
    assert verify_request(shouted, known, NOW).keyid == "K-0301-07"


@pytest.mark.parametrize("late", [-60, 0, 60])
def test_a_request_counts_within_the_window(late: int) -> None:
    assert verify_request(signed(), known, NOW + late)


@pytest.mark.parametrize("late", [-100_000, -61, 61, 100_000])
def test_a_request_from_outside_the_window_is_refused(late: int) -> None:
    with pytest.raises(SignatureInvalid, match="too long ago"):
        verify_request(signed(), known, NOW + late)


def with_header(name: str, value: str) -> Callable[[HttpRequest], HttpRequest]:
    return lambda request: replace(request, headers={**request.headers, name: value})


def without(name: str) -> Callable[[HttpRequest], HttpRequest]:
    return lambda request: replace(
        request, headers={key: value for key, value in request.headers.items() if key.lower() != name}
    )


def in_input(old: str, new: str) -> Callable[[HttpRequest], HttpRequest]:
    def change(request: HttpRequest) -> HttpRequest:
        claimed = request.headers["signature-input"]
        assert old in claimed
        return replace(request, headers={**request.headers, "signature-input": claimed.replace(old, new)})

    return change


TAMPERED: dict[str, Callable[[HttpRequest], HttpRequest]] = {
    "the method": lambda r: replace(r, method="PUT"),
    "the method in small letters": lambda r: replace(r, method="post"),
    "the path": lambda r: replace(r, url=r.url.replace("sessions", "orders")),
    "the query": lambda r: replace(r, url=r.url.replace("x=1", "x=2")),
    "the host": lambda r: replace(r, url=r.url.replace("center.test", "evil.test")),
    "the port": lambda r: replace(r, url=r.url.replace("8443", "8444")),
    "the scheme": lambda r: replace(r, url=r.url.replace("https", "http")),
    "an address that is none": lambda r: replace(r, url="::"),
    "the body": lambda r: replace(r, body=r.body + b"\x00"),
    "no body": lambda r: replace(r, body=b""),
    "body and digest": lambda r: replace(
        r, body=b"other", headers={**r.headers, "content-digest": ContentDigest.create(b"other")}
    ),
    "the content type": with_header("content-type", "text/plain"),
    "the idempotency key": with_header("idempotency-key", "a1b2/2"),
    "a second idempotency key": with_header("Idempotency-Key", "a1b2/2"),
    "no idempotency key": without("idempotency-key"),
    "no content type": without("content-type"),
    "no digest": without("content-digest"),
    "no signature": without("signature"),
    "no signature input": without("signature-input"),
    "an MD5 digest": with_header("content-digest", "md5=:AAAAAAAAAAAAAAAAAAAAAA==:"),
    "another key id": in_input("K-0301-07", "K-0301-08"),
    "two key ids": in_input(";tag=", ';keyid="K-0301-07";tag='),
    "a key id with a space": in_input("K-0301-07", "K 0301"),
    "a later date": in_input(f"created={NOW}", f"created={NOW + 1}"),
    "a longer life": in_input(f"expires={NOW + 60}", f"expires={NOW + 61}"),
    "another nonce": in_input("n" * 22, "m" * 22),
    "another tag": in_input("komado-1", "komado-2"),
    "no tag": in_input(';tag="komado-1"', ""),
    "an algorithm": in_input(";tag=", ';alg="ecdsa-p256-sha256";tag='),
    "fewer components": in_input(' "idempotency-key"', ""),
    "another label": in_input("komado=", "other="),
    "no structure": with_header("signature-input", "((("),
    "a very long header": with_header("signature-input", "x" * 5000),
    "an empty signature": with_header("signature", "komado=::"),
    "a signature that is text": with_header("signature", 'komado="x"'),
    "a line end": with_header("idempotency-key", "a\r\nb"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_request_tampered_with_in_one_place_is_refused(what: str) -> None:
    assert verify_request(signed(), known, NOW)
    with pytest.raises(SignatureInvalid):
        verify_request(TAMPERED[what](signed()), lambda _keyid: KIOSK.public_key, NOW)


def test_a_key_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(SignatureInvalid, match="not on the list"):
        verify_request(signed(), lambda _keyid: None, NOW)
    with pytest.raises(SignatureInvalid, match="does not fit"):
        verify_request(signed(), lambda _keyid: CENTER.public_key, NOW)


def test_a_failing_key_list_is_not_mistaken_for_a_wrong_signature() -> None:
    def broken(_keyid: str) -> ec.EllipticCurvePublicKey | None:
        raise OSError("no list")

    with pytest.raises(OSError, match="no list"):
        verify_request(signed(), broken, NOW)


def profile_of(components: tuple[str, ...], **parameters: Any) -> HttpRequest:
    """A request signed properly by the kiosk's key, but not in our profile."""
    message = http_signatures._Message(ASKED.method, ASKED.url, {k.lower(): v for k, v in ASKED.headers.items()})
    headers = http_signatures._signed(message, ASKED.body, KIOSK, "K-0301-07", NOW, components=components, **parameters)
    return replace(ASKED, headers=headers)


FULL = http_signatures.REQUEST_COMPONENTS


@pytest.mark.parametrize(
    ("components", "parameters"),
    [
        (FULL[:-1], {"expires": NOW + 60, "nonce": "n" * 22}),
        ((*FULL, "user-agent"), {"expires": NOW + 60, "nonce": "n" * 22}),
        (FULL[::-1], {"expires": NOW + 60, "nonce": "n" * 22}),
        (FULL, {"nonce": "n" * 22}),
        (FULL, {"expires": NOW + 60}),
        (FULL, {"expires": NOW + 3600, "nonce": "n" * 22}),
        (FULL, {"expires": NOW + 60, "nonce": "short"}),
    ],
)
def test_a_proper_signature_outside_our_profile_is_refused(components: Any, parameters: Any) -> None:
    assert verify_request(profile_of(FULL, expires=NOW + 60, nonce="n" * 22), known, NOW)
    with pytest.raises(SignatureInvalid):
        verify_request(profile_of(components, **parameters), known, NOW)


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 129])
def test_an_idempotency_key_of_odd_characters_is_refused(key: str) -> None:
    odd = replace(ASKED, headers={**ASKED.headers, "Idempotency-Key": key})
    with pytest.raises(SignatureInvalid):
        verify_request(signed(odd), known, NOW)


def library_signed(digest: str | None = None, **how: Any) -> HttpRequest:
    """A request that the library signs with our key and components, but `how` differs."""
    message = http_signatures._Message(ASKED.method, ASKED.url, {k.lower(): v for k, v in ASKED.headers.items()})
    message.headers["content-digest"] = digest or ContentDigest.create(ASKED.body)
    signer = HTTPMessageSigner(signature_algorithm=ECDSA_P256_SHA256)
    usual: dict[str, Any] = {
        "key_id": "K-0301-07",
        "created": datetime.fromtimestamp(NOW, UTC),
        "expires": datetime.fromtimestamp(NOW + 60, UTC),
        "nonce": "n" * 22,
        "label": "komado",
        "tag": "komado-1",
        "include_alg": False,
        "use_existing_digest": True,
        "covered_component_ids": FULL,
    }
    prepared = signer.prepare(message, **{**usual, **how})
    signer.apply(message, prepared, KIOSK.sign(prepared.signature_base))
    return replace(ASKED, headers=message.headers)


def test_an_algorithm_in_the_message_is_refused_although_it_is_the_right_one() -> None:
    assert verify_request(library_signed(), known, NOW)
    with pytest.raises(SignatureInvalid, match="parameters"):
        verify_request(library_signed(include_alg=True), known, NOW)


def test_another_digest_than_sha_256_is_refused_although_it_fits() -> None:
    sha512 = base64.b64encode(hashlib.sha512(ASKED.body).digest()).decode()
    with pytest.raises(SignatureInvalid, match="SHA-256"):
        verify_request(library_signed(f"sha-512=:{sha512}:"), known, NOW)


def test_another_label_is_refused() -> None:
    with pytest.raises(SignatureInvalid, match="label"):
        verify_request(library_signed(label="other"), known, NOW)


def test_a_header_under_two_spellings_is_refused_even_with_one_value() -> None:
    request = signed()
    twice = replace(request, headers={**request.headers, "Content-Type": request.headers["content-type"]})
    with pytest.raises(SignatureInvalid, match="comes twice"):
        verify_request(twice, known, NOW)


def test_a_very_long_description_is_not_parsed() -> None:
    request = signed()
    padded = request.headers["signature-input"] + " " * 4096
    with pytest.raises(SignatureInvalid, match="far too long"):
        verify_request(replace(request, headers={**request.headers, "signature-input": padded}), known, NOW)


def test_two_signatures_on_one_request_are_refused() -> None:
    request = signed()
    doubled = replace(
        request,
        headers={
            **request.headers,
            "signature": request.headers["signature"] + ", second=:AAAA:",
            "signature-input": request.headers["signature-input"] + ', second=("@method");tag="x"',
        },
    )
    with pytest.raises(SignatureInvalid):
        verify_request(doubled, known, NOW)


@pytest.mark.parametrize("name", ["signature", "signature-input", "content-digest"])
def test_every_flipped_bit_of_a_signature_header_is_refused(name: str) -> None:
    request = signed()
    value = request.headers[name].encode()
    for bit in range(0, len(value) * 8, 3):
        flipped = bytearray(value)
        flipped[bit // 8] ^= 1 << bit % 8
        broken = replace(request, headers={**request.headers, name: flipped.decode("latin-1")})
        with pytest.raises(SignatureInvalid):
            verify_request(broken, known, NOW)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(signed().headers)), st.text(max_size=60))
def test_no_header_value_raises_anything_else(name: str, value: str) -> None:
    request = signed()
    for hostile in (value, request.headers[name] + value, value + request.headers[name]):
        try:
            verify_request(replace(request, headers={**request.headers, name: hostile}), known, NOW)
        except SignatureInvalid:
            continue
        assert hostile.strip(" \t") == request.headers[name] or name == "user-agent"


@pytest.mark.parametrize("nonce", ["", "short", "n" * 65, "n" * 21 + "=", "n" * 21 + '"'])
def test_a_poor_nonce_is_not_signed(nonce: str) -> None:
    with pytest.raises(SignatureInvalid, match="nonce"):
        sign_request(ASKED, KIOSK, "K-0301-07", NOW, nonce)


def test_a_request_without_its_headers_is_not_signed() -> None:
    with pytest.raises(SignatureInvalid, match="can not be signed"):
        sign_request(replace(ASKED, headers={}), KIOSK, "K-0301-07", NOW, "n" * 22)


# ---- answers


def test_an_answer_is_checked_together_with_its_request() -> None:
    request = signed()
    assert verify_response(request, answered(request), CENTER.public_key, "C-1").keyid == "C-1"
    assert verify_response(request, answered(request, status=409), CENTER.public_key).created == NOW + 1


def test_an_answer_moved_to_another_request_is_refused() -> None:
    first, second = signed(), signed(nonce="m" * 22)
    assert first.body == second.body
    with pytest.raises(SignatureInvalid):
        verify_response(second, answered(first), CENTER.public_key)


def test_an_answer_to_the_same_words_in_another_body_is_refused() -> None:
    first = signed()
    second = signed(replace(ASKED, body=b"other"))
    with pytest.raises(SignatureInvalid):
        verify_response(second, answered(first), CENTER.public_key)


ANSWER_TAMPERED: dict[str, Callable[[HttpResponse], HttpResponse]] = {
    "the status": lambda a: replace(a, status=201),
    "the body": lambda a: replace(a, body=b"\xa1"),
    "body and digest": lambda a: replace(
        a, body=b"x", headers={**a.headers, "content-digest": ContentDigest.create(b"x")}
    ),
    "the content type": lambda a: replace(a, headers={**a.headers, "content-type": "text/html"}),
    "no signature": lambda a: replace(a, headers={"content-type": "application/cbor"}),
    "the date": lambda a: replace(
        a, headers={**a.headers, "signature-input": a.headers["signature-input"].replace(str(NOW + 1), str(NOW))}
    ),
}


@pytest.mark.parametrize("what", ANSWER_TAMPERED)
def test_an_answer_tampered_with_in_one_place_is_refused(what: str) -> None:
    request = signed()
    with pytest.raises(SignatureInvalid):
        verify_response(request, ANSWER_TAMPERED[what](answered(request)), CENTER.public_key)


def test_an_answer_outside_our_profile_is_refused() -> None:
    request = signed()
    asked = http_signatures._Message(request.method, request.url, dict(request.headers))
    for components, parameters in (
        (http_signatures.RESPONSE_COMPONENTS, {"nonce": "n" * 22}),
        (http_signatures.RESPONSE_COMPONENTS[:-1], {}),
        (http_signatures.RESPONSE_COMPONENTS[:3], {}),
    ):
        message = http_signatures._Answer(200, {"content-type": "application/cbor"}, asked)
        headers = http_signatures._signed(message, b"", CENTER, "C-1", NOW, components=components, **parameters)
        with pytest.raises(SignatureInvalid):
            verify_response(request, HttpResponse(200, headers, b""), CENTER.public_key)


def test_an_answer_of_anybody_else_is_refused() -> None:
    request = signed()
    with pytest.raises(SignatureInvalid):
        verify_response(request, answered(request), KIOSK.public_key)
    with pytest.raises(SignatureInvalid, match="another key id"):
        verify_response(request, answered(request), CENTER.public_key, "C-2")


def test_a_request_is_never_taken_for_an_answer() -> None:
    request = signed()
    with pytest.raises(SignatureInvalid):
        verify_response(request, HttpResponse(200, request.headers, request.body), KIOSK.public_key)


def test_an_answer_to_a_request_without_signature_can_not_be_signed() -> None:
    with pytest.raises(SignatureInvalid, match="can not be signed"):
        sign_response(ASKED, HttpResponse(200, {"content-type": "application/cbor"}, b""), CENTER, "C-1", NOW)
