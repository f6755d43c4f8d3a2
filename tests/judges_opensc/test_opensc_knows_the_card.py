"""OpenSC as an outside judge: it shares no line with the virtual card and none with the driver."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rehearsal.card.sample import SAMPLE_PIN
from rehearsal.card.virtual_card import VirtualCard

pytestmark = pytest.mark.xdist_group("pcscd")

PIN = SAMPLE_PIN.decode()


def _sign(run, module: Path, folder: Path, pin: str):
    (folder / "grant").write_bytes(b"TEST grant")
    login = ("--module", str(module), "--login", "--pin", pin)
    sign = ("--sign", "--id", "01", "--mechanism", "SHA256-RSA-PKCS")
    return run("pkcs11-tool", *login, *sign, "--input-file", "grant", "--output-file", "signature")


def test_opensc_calls_it_a_jpki_card(run, card: VirtualCard) -> None:
    assert run("opensc-tool", "-n").stdout.strip() == "jpki"


def test_opensc_reads_the_same_certificate(run, card: VirtualCard) -> None:
    answer = run("pkcs15-tool", "--read-certificate", "1")
    assert answer.returncode == 0, answer.stderr
    certificate = x509.load_pem_x509_certificate(answer.stdout.encode())
    assert certificate.public_bytes(Encoding.DER) == card.profile.certificate


def test_opensc_lists_both_pins_with_their_tries(run, card: VirtualCard) -> None:
    answer = run("pkcs15-tool", "--list-pins")
    assert [line.split(":")[1].strip() for line in answer.stdout.splitlines() if "Tries left" in line] == ["3", "5"]


def test_a_signature_by_opensc_is_verified_by_openssl(run, module: Path, card: VirtualCard, tmp_path: Path) -> None:
    signed = _sign(run, module, tmp_path, PIN)
    assert signed.returncode == 0, signed.stderr
    assert card.profile.certificate is not None
    key = x509.load_der_x509_certificate(card.profile.certificate).public_key()
    (tmp_path / "key.pem").write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    verified = run("openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "grant")
    assert verified.stdout.strip() == "Verified OK"


def test_a_wrong_pin_is_refused_counted_and_locks_at_the_third(
    run, module: Path, card: VirtualCard, tmp_path: Path
) -> None:
    for left in (2, 1, 0):
        refused = _sign(run, module, tmp_path, "0000")
        assert refused.returncode != 0
        assert "CKR_PIN_INCORRECT" in refused.stderr
        assert card.tries_left == left
    # OpenSC 0.23 reports 6984 as a general error; what counts is that the right PIN opens nothing any more.
    assert _sign(run, module, tmp_path, PIN).returncode != 0
    assert [entry.status for entry in card.log if entry.instruction == "VERIFY"] == [0x63C2, 0x63C1, 0x63C0, 0x6984]
    assert card.count("SIGN") == 0
