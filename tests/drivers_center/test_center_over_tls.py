"""The real driver and session object against center and city over real TLS on loopback, in all weathers."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from drivers.center_https.line import Line, PinnedAdapter, line_context
from drivers.raster.rasteriser import PdfiumRasteriser
from issuance.domain.values import MunicipalityCode
from issuance.faults import DeviceFault, Fault
from issuance.protocol.delivery_checks import DeliveryRefused, check_tokens
from issuance.protocol.messages import Authorised, Outcome, PublicOffer, PublicOfferRequest, Refusal, Refused
from rehearsal.back_office import BackOffice
from rehearsal.pki import LineAuthority
from tests.center.chain import (
    NOON,
    Kiosk,
    Patience,
    TestClock,
    Town,
    admitted,
    build_town,
    kiosk_over_tls,
    link_over_tls,
)

QUESTION = PublicOfferRequest(MunicipalityCode("032051"))
IMPATIENT = Patience(connect=0.5, read=0.5, answer=2.0)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="module")
def running(town: Town, tmp_path_factory: pytest.TempPathFactory, clock: TestClock) -> Iterator[BackOffice]:
    folder = tmp_path_factory.mktemp("office")
    with BackOffice(town.pki, folder, town.register, admitted(), now=clock.now, random=os.urandom) as office:
        yield office


@pytest.fixture
def office(running: BackOffice) -> Iterator[BackOffice]:
    """The running office, made whole again after each test."""
    yield running
    running.mischief.behave()
    running.ocsp.answer_truthfully()
    running.line.restore()
    running.city_line.restore()


@pytest.fixture
def kiosk(office: BackOffice, town: Town, clock: TestClock) -> Kiosk:
    return kiosk_over_tls(town, office.url, clock, patience=IMPATIENT)


def fault(call, *arguments) -> Fault:
    with pytest.raises(DeviceFault) as caught:
        call(*arguments)
    return caught.value.fault


def test_one_resident_gets_one_record(office: BackOffice, town: Town, clock: TestClock) -> None:
    kiosk = kiosk_over_tls(town, office.url, clock)
    kiosk.authorise()
    (document,) = kiosk.documents(kiosk.order())
    rasteriser = PdfiumRasteriser()
    try:
        check_tokens([rasteriser.read_token(page) for page in rasteriser.pages(document.pdf)], document)
    finally:
        rasteriser.close()
    assert isinstance(kiosk.link.submit_receipt(kiosk.receipt(Outcome.PRINTED)), bytes)
    office.center.tick(clock.now())
    (counted,) = office.city.store.counts()
    assert (counted.drawn, counted.printed, counted.waiting) == (1, 1, 0)


def test_one_connection_carries_a_whole_visit(office: BackOffice, kiosk: Kiosk) -> None:
    before = office.line.connections
    kiosk.authorise()
    assert office.line.connections == before + 1


# ---- the line breaks


def test_a_cut_line_is_unreachable(office: BackOffice, kiosk: Kiosk) -> None:
    office.line.cut()
    assert fault(kiosk.link.public_offer, QUESTION) is Fault.CENTER_UNREACHABLE


def test_a_line_that_comes_back_is_used_again(office: BackOffice, kiosk: Kiosk) -> None:
    kiosk.link.public_offer(QUESTION)
    office.line.cut()
    fault(kiosk.link.public_offer, QUESTION)
    fault(kiosk.link.public_offer, QUESTION)
    office.line.restore()
    assert isinstance(kiosk.link.public_offer(QUESTION), PublicOffer)


def test_a_center_that_does_the_work_and_says_nothing_is_silent(office: BackOffice, kiosk: Kiosk) -> None:
    kiosk.link.public_offer(QUESTION)
    office.mischief.accept_but_do_not_answer()
    assert fault(kiosk.link.public_offer, QUESTION) is Fault.CENTER_SILENT


def test_a_line_that_swallows_answers_makes_the_center_silent(office: BackOffice, kiosk: Kiosk) -> None:
    kiosk.link.public_offer(QUESTION)
    office.line.silent_after_accepting()
    assert fault(kiosk.link.public_offer, QUESTION) is Fault.CENTER_SILENT


def test_a_slow_line_is_silent_only_beyond_the_patience(office: BackOffice, town: Town, clock: TestClock) -> None:
    patient = kiosk_over_tls(town, office.url, clock, patience=Patience(read=5.0))
    patient.link.public_offer(QUESTION)
    office.line.slow(0.2)
    assert isinstance(patient.link.public_offer(QUESTION), PublicOffer)
    hasty = kiosk_over_tls(town, office.url, clock, patience=Patience(connect=5.0, read=0.05))
    assert fault(hasty.link.public_offer, QUESTION) in (Fault.CENTER_SILENT, Fault.CENTER_UNREACHABLE)


def test_a_lost_answer_to_the_grant_can_be_asked_for_again(office: BackOffice, kiosk: Kiosk) -> None:
    kiosk.open()
    challenge = kiosk.challenge()
    signature = kiosk.card.sign(kiosk.session.grant(challenge, bytes(32)))
    presentation = kiosk.session.presentation(signature)
    office.mischief.accept_but_do_not_answer()
    assert fault(kiosk.link.present_grant, presentation, "same") is Fault.CENTER_SILENT
    office.mischief.behave()
    assert isinstance(kiosk.link.present_grant(presentation, "same"), Authorised)


# ---- the center answers wrongly


def test_garbage_is_no_answer(office: BackOffice, kiosk: Kiosk) -> None:
    office.mischief.answer_garbage()
    assert fault(kiosk.link.public_offer, QUESTION) is Fault.CENTER_ANSWER_INVALID


def test_garbage_under_the_right_signature_is_no_answer(office: BackOffice, kiosk: Kiosk) -> None:
    office.mischief.answer_garbage(signed=True)
    assert fault(kiosk.link.public_offer, QUESTION) is Fault.CENTER_ANSWER_INVALID


def test_an_unsigned_answer_is_no_answer(office: BackOffice, kiosk: Kiosk) -> None:
    office.mischief.answer_unsigned()
    assert fault(kiosk.link.public_offer, QUESTION) is Fault.CENTER_ANSWER_INVALID


def test_anothers_document_is_refused_by_the_session(office: BackOffice, town: Town, clock: TestClock) -> None:
    first = kiosk_over_tls(town, office.url, clock)
    first.authorise()
    first.documents(first.order())
    office.mischief.answer_anothers_document()
    second = kiosk_over_tls(town, office.url, clock, kiosk="K-0002", card="second")
    second.authorise()
    with pytest.raises(DeliveryRefused):
        second.documents(second.order())


def test_a_city_that_is_down_is_told_apart_from_a_center_that_is_down(
    office: BackOffice, town: Town, clock: TestClock
) -> None:
    kiosk = kiosk_over_tls(town, office.url, clock)
    office.city_line.cut()
    kiosk.open()
    answer = kiosk.present(kiosk.challenge())
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.CITY_UNREACHABLE
    offer = kiosk.link.public_offer(QUESTION)
    assert isinstance(offer, PublicOffer)
    assert not offer.city_alive


# ---- who is at the other end


def test_a_center_under_another_authority_is_unreachable(office: BackOffice, town: Town, clock: TestClock) -> None:
    link = link_over_tls(town.pki, office.url, clock, ca="municipal-line-ca", patience=IMPATIENT)
    assert fault(link.public_offer, QUESTION) is Fault.CENTER_UNREACHABLE


def test_a_center_without_the_right_name_is_unreachable(office: BackOffice, town: Town, clock: TestClock) -> None:
    elsewhere = office.url.replace("127.0.0.1", "127.0.0.2")
    assert fault(link_over_tls(town.pki, elsewhere, clock).public_offer, QUESTION) is Fault.CENTER_UNREACHABLE


def test_a_center_behind_the_wrong_name_is_unreachable(
    office: BackOffice, town: Town, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest, **more: real("127.0.0.1", *rest, **more))
    other = office.url.replace("127.0.0.1", "another.komado.test")
    assert fault(link_over_tls(town.pki, other, clock).public_offer, QUESTION) is Fault.CENTER_UNREACHABLE


def test_the_centers_own_line_to_the_city_does_not_open_the_kiosks_line(
    office: BackOffice, town: Town, clock: TestClock
) -> None:
    link = link_over_tls(town.pki, office.url, clock, end="center-client", patience=IMPATIENT)
    assert fault(link.public_offer, QUESTION) is Fault.CENTER_SILENT


def test_a_device_key_behind_another_kiosks_tls_certificate_is_refused(
    office: BackOffice, town: Town, clock: TestClock
) -> None:
    answer = link_over_tls(town.pki, office.url, clock, end="K-0002-tls").public_offer(QUESTION)
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.DEVICE_NOT_ADMITTED


def gets_in(office: BackOffice, context: ssl.SSLContext) -> bool:
    """Does the center answer anything at all on a line under this context?"""
    port = int(office.url.rsplit(":", 1)[1])
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=2) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as line,
        ):
            line.sendall(b"POST /v1/health HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n")
            return line.recv(64).startswith(b"HTTP/1.1")
    except (ssl.SSLError, ConnectionError):
        return False


def test_the_line_speaks_tls_1_3_only(office: BackOffice, town: Town) -> None:
    pki = town.pki
    files = (pki.path("dedicated-line-ca.pem"), pki.path("K-0001-tls.pem"), pki.path("K-0001-tls.key"))
    context = line_context(*files, pki.passphrase)
    assert gets_in(office, context)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert not gets_in(office, context)


def test_without_a_certificate_nobody_gets_in(office: BackOffice, town: Town) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(town.pki.path("dedicated-line-ca.pem"))
    assert not gets_in(office, context)


def test_the_environment_cannot_replace_the_pinned_authority(
    office: BackOffice, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = LineAuthority(NOON, "foreign").certificate
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(other.public_bytes(Encoding.PEM))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(bundle))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(kiosk.link.public_offer(QUESTION), PublicOffer)


def test_no_public_authority_is_added_to_the_pinned_one(office: BackOffice, town: Town, clock: TestClock) -> None:
    pki = town.pki
    context = line_context(
        pki.path("dedicated-line-ca.pem"), pki.path("K-0001-tls.pem"), pki.path("K-0001-tls.key"), pki.passphrase
    )
    adapter = PinnedAdapter(context)
    kiosk = kiosk_over_tls(town, office.url, clock)
    kiosk.link._line = Line(adapter, clock.monotonic, 5, 5, 5)
    assert isinstance(kiosk.link.public_offer(QUESTION), PublicOffer)
    assert len(context.get_ca_certs()) == 1


def test_building_the_link_imports_no_http_library() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, drivers.center_https.link; print('requests' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert said.stdout.strip() == "False"


# ---- a center that is no center of ours, but has its TLS certificate


@contextmanager
def rogue_center(
    town: Town, answer: Callable[[ssl.SSLSocket], None], *, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> Iterator[str]:
    """Takes one connection, reads a request and lets `answer` say what it likes; gives the URL."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(town.pki.path("center-server.pem"), town.pki.path("center-server.key"), town.pki.passphrase)

    def take_one(listening: socket.socket) -> None:
        plain, _ = listening.accept()
        with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\n\r\n")
            answer(line)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=take_one, args=(listening,))
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def test_an_answer_without_end_is_cut_off(town: Town, clock: TestClock) -> None:
    def pour(line: ssl.SSLSocket) -> None:
        for _ in range(1000):
            line.sendall(bytes(65536))

    with rogue_center(town, pour) as url:
        link = link_over_tls(town.pki, url, clock, patience=IMPATIENT)
        assert fault(link.public_offer, QUESTION) is Fault.CENTER_ANSWER_INVALID


def test_an_answer_that_trickles_in_is_given_up(town: Town) -> None:
    class HurriedClock(TestClock):
        """A second passes at every look."""

        def monotonic(self) -> float:
            self.seconds += 1
            return self.seconds

    def trickle(line: ssl.SSLSocket) -> None:
        for _ in range(1000):
            line.sendall(bytes(64))

    with rogue_center(town, trickle) as url:
        link = link_over_tls(town.pki, url, HurriedClock(), patience=Patience(answer=3.0))
        assert fault(link.public_offer, QUESTION) is Fault.CENTER_SILENT


def test_a_center_that_speaks_an_older_tls_is_not_spoken_to(town: Town, clock: TestClock) -> None:
    answered: list[ssl.SSLSocket] = []
    with rogue_center(town, answered.append, version=ssl.TLSVersion.TLSv1_2) as url:
        link = link_over_tls(town.pki, url, clock, patience=IMPATIENT)
        assert fault(link.public_offer, QUESTION) is Fault.CENTER_SILENT
    assert answered == []
