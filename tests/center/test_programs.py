"""The two servers as programs: they start from their settings, refuse the wrong ones, and answer their people."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from center import __main__ as center_program
from center import settings as center_settings
from center.assembly import assemble as assemble_center
from center.ledger import Channel, Printed
from center.open_list import OpenKind, OpenList
from center.store import Store, StoreUnusable
from city import __main__ as city_program
from city import settings as city_settings
from city.assembly import assemble as assemble_city
from city.documents.typeface import Typeface
from city.register.register import Register
from issuance.domain.certificates import CertificateType
from issuance.domain.municipality import ConfigurationError
from issuance.domain.values import KioskId, MunicipalityCode, OrderId, Yen
from issuance.protocol.messages import PublicOffer, PublicOfferRequest, SessionOpened
from rehearsal import pki as reference_pki
from rehearsal import sample_residents
from rehearsal.ocsp_responder import OcspResponder, OcspServer
from rehearsal.server_settings import MUNICIPALITIES, Admitted, write_center_settings, write_city_settings
from tests.center.chain import (
    BUILD,
    CONFIGURATION,
    IPAMJ,
    NOON,
    TestClock,
    Town,
    admitted,
    kiosk_over_tls,
    plain_sheets,
)

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Files:
    center: Path
    city: Path


@pytest.fixture
def files(town: Town, tmp_path: Path) -> Files:
    return Files(
        write_center_settings(
            town.pki, tmp_path, admitted(), city_url="https://127.0.0.1:9", ocsp_url="http://127.0.0.1:9"
        ),
        write_city_settings(town.pki, tmp_path, town.register),
    )


def center_of(path: Path):
    return assemble_center(center_settings.load(path), path, random=os.urandom, anti_forgery=plain_sheets)


def edited(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


# ---- as programs


@contextmanager
def serving(module: str, settings: Path) -> Iterator[int]:
    """Run a server as a program; gives the port that it printed. It must end by itself after SIGTERM, with code 0."""
    program = subprocess.Popen(
        [sys.executable, "-m", module, str(settings), "serve"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert program.stdout is not None
    try:
        said = program.stdout.readline()
        yield int(said.rsplit(":", 1)[1])
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 0
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


def test_both_programs_serve_one_resident_from_their_settings(town: Town, tmp_path: Path) -> None:
    now = datetime.now(UTC)  # noqa: TID251 because the programs run on the real clock
    today = reference_pki.make(tmp_path / "pki", now, ["K-0001"], ["032051"])
    card = today.cards.card("SIM0000000001")
    register = tmp_path / "register.sqlite"
    link = {"ordinary-01": (today.cards.name.public_bytes(), card.serial)}
    sample_residents.fill(Register.create(register), link, Typeface(IPAMJ))
    here = Town(today, register, {"first": card}, town.spare_key)
    one = Admitted(["K-0001"], [BUILD], [CONFIGURATION])
    city_file = write_city_settings(today, tmp_path, register)
    with OcspServer(OcspResponder(today.cards), lambda: now) as ocsp, serving("city", city_file) as city:
        url = f"https://127.0.0.1:{city}"
        center_file = write_center_settings(today, tmp_path, one, city_url=url, ocsp_url=ocsp.url)
        with serving("center", center_file) as center:
            kiosk = kiosk_over_tls(here, f"https://127.0.0.1:{center}", TestClock(at=now))
            offer = kiosk.link.public_offer(PublicOfferRequest(MunicipalityCode("032051")))
            assert isinstance(offer, PublicOffer)
            assert offer.city_alive
            opened = kiosk.open()
            if isinstance(opened, SessionOpened):  # the test may run at night, when nothing is open
                kiosk.begin()
                kiosk.authorise()
                assert len(kiosk.documents(kiosk.order())) == 1


# ---- the wrong environment


@pytest.mark.parametrize("which", ["center", "city"])
def test_a_server_never_starts_with_keys_of_the_other_environment(files: Files, which: str) -> None:
    path = edited(getattr(files, which), 'environment = "test"', 'environment = "prod"')
    with pytest.raises(ConfigurationError, match="of the test environment"):
        center_of(path) if which == "center" else assemble_city(city_settings.load(path), path)


def test_a_key_without_the_test_mark_is_refused_in_the_test_environment(
    files: Files, town: Town, tmp_path: Path
) -> None:
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(town.pki.passphrase)
    )
    (tmp_path / "real.key").write_bytes(key)
    for path in (files.center, files.city):
        name = "center-statement.key" if path is files.center else "city-032051-statement.key"
        edited(path, str(town.pki.path(name)), str(tmp_path / "real.key"))
    with pytest.raises(ConfigurationError, match=r"keys\.statement.*production"):
        center_of(files.center)
    with pytest.raises(ConfigurationError, match=r"keys\.statement.*production"):
        assemble_city(city_settings.load(files.city), files.city)


def test_a_mayor_in_the_settings_of_the_test_environment_is_refused(files: Files) -> None:
    files.city.write_text(files.city.read_text() + '\n[authority]\ntitle = "長"\nname = "某"\nseal = "seal.svg"\n')
    with pytest.raises(ConfigurationError, match="invented mayor"):
        assemble_city(city_settings.load(files.city), files.city)


# ---- mistakes in the settings


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('environment = "test"', 'environment = "demo"', "environment"),
        ("port = 0", 'port = "x"', r"line\.port"),
        ("[fleet]", "[flete]", "flete"),
        ("[line]", "[line", "no TOML"),
        ("card-root.pem", "nowhere.pem", r"cards\.roots.*cannot be read"),
        ("center-sealer.key", "center-statement.key", r"keys\.sealer.*no X25519 key"),
        ("K-0001-device.pub", "card-root.pem", "no elliptic-curve public key|of the production"),
        ("032051", "131016", "has no file"),
    ],
)
def test_a_mistake_in_the_centers_settings_names_its_place(files: Files, old: str, new: str, said: str) -> None:
    path = edited(files.center, old, new)
    with pytest.raises(ConfigurationError, match=said) as caught:
        center_of(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("register.sqlite", "nowhere.sqlite", "register"),
        ("ipamjm.ttf", "nowhere.ttf", "typeface"),
        ("center-sealer.pub", "center-statement.pub", r"center\.sealer.*X25519"),
        ("hanamaki", "nowhere", "cannot be read"),
        ("port = 0", "ports = 0", "port"),
    ],
)
def test_a_mistake_in_the_citys_settings_names_its_place(files: Files, old: str, new: str, said: str) -> None:
    path = edited(files.city, old, new)
    with pytest.raises(ConfigurationError, match=said):
        assemble_city(city_settings.load(path), path)


def test_a_missing_file_is_said_in_one_line_and_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for program in (center_program, city_program):
        assert program.main([str(tmp_path / "nowhere.toml"), "serve"]) == 2
        assert "cannot be read" in capsys.readouterr().err


def test_a_folder_of_municipalities_that_is_not_there_is_refused(files: Files) -> None:
    path = edited(files.center, str(MUNICIPALITIES), "nowhere")
    with pytest.raises(ConfigurationError, match=r"nowhere.*cannot be read"):
        center_of(path)


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = Store(path)
    with store.transaction() as db:
        db.execute("SELECT 1")
    store._connection.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(StoreUnusable, match="version 99"):
        Store(path)


# ---- the words for people


def test_the_center_answers_its_people(
    files: Files, town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service = center_of(files.center)
    OpenList(service.store).open(OpenKind.OUTCOME_UNKNOWN, "order/1", "K-0001: counter jumped", 0)
    service.fleet.quarantine("K-0002", "two stories", 0)
    service.store.close()
    settings = str(files.center)
    assert center_program.main([settings, "fleet"]) == 0
    said = capsys.readouterr().out
    assert "K-0001  never heard of" in said
    assert "QUARANTINED" in said
    assert center_program.main([settings, "open"]) == 0
    assert "outcome-unknown" in capsys.readouterr().out
    assert center_program.main([settings, "close", "1", "--by", "Sato", "--because", "sheet found"]) == 0
    assert center_program.main([settings, "close", "1", "--by", "Sato", "--because", "again"]) == 1
    assert center_program.main([settings, "lift", "K-0002"]) == 0
    assert center_program.main([settings, "lift", "K-0002"]) == 1
    (tmp_path / "card.der").write_bytes(town.cards["first"].certificate)
    assert center_program.main([settings, "enter", str(tmp_path / "card.der"), "032051"]) == 0
    assert center_program.main([settings, "books"]) == 0


def test_the_center_prints_a_municipalitys_settlement_statement(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    service = center_of(files.center)
    printed = Printed(
        OrderId("a" * 32),
        1,
        municipality=MunicipalityCode("032051"),
        type=CertificateType.RESIDENT_RECORD,
        kiosk=KioskId("K-0001"),
        place=MunicipalityCode("032051"),
        channel=Channel.STORE,
        printed=int(NOON.timestamp()),
        fee=Yen(300),
    )
    service.settlement.ledger.book_print(printed, NOON)
    service.store.close()
    words = [str(files.center), "report", "--municipality", "032051", "--from", "2026-11-01", "--to", "2026-11-30"]
    assert center_program.main(words) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["合計", "1", "300", "117", "183"] in lines
    assert ["時間", "開庁時間内", "1", "100.0%"] in lines  # noon on a Tuesday
    assert center_program.main([*words, "--csv"]) == 0
    assert "2026-11,resident-record,in-town,office-hours,store,1,300,117,," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "first", "last", "said"),
    [
        ("999999", "2026-11-01", "2026-11-30", "no municipality 999999"),
        ("032051", "2026-11-30", "2026-11-01", "--to lies before --from"),
    ],
)
def test_a_statement_that_makes_no_sense_is_refused_in_one_line(
    files: Files, capsys: pytest.CaptureFixture[str], code: str, first: str, last: str, said: str
) -> None:
    words = [str(files.center), "report", "--municipality", code, "--from", first, "--to", last]
    assert center_program.main(words) == 1
    assert said in capsys.readouterr().err


def test_the_city_answers_its_people(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    settings = str(files.city)
    assert city_program.main([settings, "counts"]) == 0
    assert "drawn printed" in capsys.readouterr().out
    assert city_program.main([settings, "differences"]) == 0
    assert city_program.main([settings, "close", "nothing", "--by", "Sato", "--because", "x"]) == 1


# ---- the reference PKI


def test_every_key_file_is_encrypted_private_and_marked_test(town: Town) -> None:
    for path in town.pki.folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path
        if path.suffix == ".key":
            assert path.read_bytes().startswith(b"KOMADO TEST"), path
            assert b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes(), path


def test_a_card_certificate_says_nothing_about_its_holder(town: Town) -> None:
    certificate = x509.load_der_x509_certificate(town.cards["first"].certificate)
    assert [attribute.value for attribute in certificate.subject] == ["JP", "SIM0000000001"]
    assert len(certificate.serial_number.to_bytes(4, "big")) == 4
    critical = {type(one.value).__name__ for one in certificate.extensions if one.critical}
    assert critical == {"KeyUsage", "CertificatePolicies"}
    assert "JPKI-SIM" in certificate.issuer.rfc4514_string()
