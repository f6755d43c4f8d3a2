"""The OCSP responder of the reference PKI, with words to make it lie or fall silent.

`OcspResponder` is the model: bytes in, bytes out, time as an argument. `OcspServer` puts it on a loopback port.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from rehearsal.pki import CardAuthority

LONGEST_REQUEST = 4096


class _Mood(Enum):
    TRUTHFUL = "truthful"
    STALE = "stale"
    ANOTHER = "another"
    SILENT = "silent"


class OcspResponder:
    """Says good, revoked or unknown about the cards of one authority."""

    def __init__(self, authority: CardAuthority) -> None:
        self._authority = authority
        self._key, self._certificate = authority.ocsp_signer()
        self._revoked: dict[int, datetime] = {}
        self._mood = _Mood.TRUTHFUL
        self.speaking = Event()
        self.speaking.set()

    def revoke(self, serial: int, since: datetime | None = None) -> None:
        """From now on this certificate is revoked."""
        self._revoked[serial] = since or self._authority.now

    def reinstate(self, serial: int) -> None:
        """The certificate is good again (a rehearsal can be repeated; the real one never does this)."""
        self._revoked.pop(serial, None)

    def go_silent(self) -> None:
        """Take requests and answer none."""
        self._mood = _Mood.SILENT
        self.speaking.clear()

    def answer_stale(self) -> None:
        """Answer with a status that is an hour old."""
        self._mood = _Mood.STALE

    def answer_for_another(self) -> None:
        """Answer about another certificate than the one asked for."""
        self._mood = _Mood.ANOTHER

    def answer_truthfully(self) -> None:
        """The end of all mischief."""
        self._mood = _Mood.TRUTHFUL
        self.speaking.set()

    def answer(self, request: bytes, now: datetime) -> bytes | None:
        """The DER response to a DER request; None while silent. Unreadable requests get a malformed-request answer."""
        if self._mood is _Mood.SILENT:
            return None
        try:
            asked = ocsp.load_der_ocsp_request(request)
            serial, algorithm = asked.serial_number, asked.hash_algorithm
        except ValueError:
            return _error(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        if self._mood is _Mood.ANOTHER:
            serial += 1
        status, since = self._status(serial)
        updated = now - timedelta(hours=1) if self._mood is _Mood.STALE else now
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=serial,
            algorithm=algorithm,
            cert_status=status,
            this_update=updated,
            next_update=updated + timedelta(minutes=30),
            revocation_time=since,
            revocation_reason=None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self._certificate)
        builder = builder.certificates([self._certificate])
        try:
            nonce = asked.extensions.get_extension_for_class(x509.OCSPNonce).value
        except x509.ExtensionNotFound:
            pass
        else:
            builder = builder.add_extension(nonce, critical=False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _status(self, serial: int) -> tuple[ocsp.OCSPCertStatus, datetime | None]:
        if serial in self._revoked:
            return ocsp.OCSPCertStatus.REVOKED, self._revoked[serial]
        if serial in self._authority.serials:
            return ocsp.OCSPCertStatus.GOOD, None
        return ocsp.OCSPCertStatus.UNKNOWN, None


def _error(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(serialization.Encoding.DER)


class OcspServer:
    """The responder on 127.0.0.1, one thread per request; a context manager."""

    def __init__(self, responder: OcspResponder, now: Callable[[], datetime], port: int = 0) -> None:
        self.responder = responder

        class Asked(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = min(int(self.headers.get("Content-Length") or 0), LONGEST_REQUEST)
                request = self.rfile.read(length)
                answer = responder.answer(request, now())
                if answer is None:
                    responder.speaking.wait()
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Type", "application/ocsp-response")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 because the base class names it so
                """A rehearsal keeps no access log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Asked)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="ocsp", kwargs={"poll_interval": 0.05})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> OcspServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.responder.speaking.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
