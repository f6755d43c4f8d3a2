"""Center, city and OCSP responder of a rehearsal: keys and settings made at run time, each server a process of its own."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography import x509

from center.directory import Directory
from center.store import Store
from city.documents.typeface import Typeface
from city.register.register import Register
from issuance.domain.values import JAPAN_TIME, MunicipalityCode
from rehearsal import clock, sample_residents, second_town
from rehearsal.line import Line
from rehearsal.ocsp_responder import OcspResponder, OcspServer
from rehearsal.pki import CardCredential, Pki, make
from rehearsal.programs import ends_with_us
from rehearsal.server_settings import MUNICIPALITY, TYPEFACE, Admitted, write_center_settings, write_city_settings
from rehearsal.words import Refused, Word

KIOSK = "K-032051-0001"
ROOT = Path(__file__).parent.parent
SERVERS = ("city", "center")
"""The servers of every rehearsal, by the names of their programs; they have words of their own."""
NOT_SERVED = "032018"
"""Where card holders live whose own municipality no rehearsal serves."""


class ServerFailed(RuntimeError):
    """A server of the rehearsal did not start; the text is what it printed."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Keys, certificates and the sample residents' cards of one rehearsal, all marked TEST.

    `registers`: each municipality's register file by code, ours first. `homes`: in which municipality a card's holder lives.
    """

    folder: Path
    pki: Pki
    cards: Mapping[str, CardCredential]
    registers: Mapping[str, Path]
    homes: Mapping[str, MunicipalityCode]

    def enter_holders(self, directory: Directory) -> None:
        """Tell the center's directory where everybody lives."""
        for key, card in self.cards.items():
            directory.enter(x509.load_der_x509_certificate(card.certificate), self.homes[key])


def prepare(folder: Path, residents: Sequence[str], now: datetime, *, neighbours: bool = False) -> Trust:
    """Make keys, cards for these residents and the register in a new folder; `neighbours`: a second town's as well."""
    towns = (MUNICIPALITY, second_town.CODE) if neighbours else (MUNICIPALITY,)
    visitors = {one.key for one in second_town.VISITORS}
    keys = make(folder / "keys", now, [KIOSK], towns)
    cards = {key: keys.cards.card(f"SIM{number:020}") for number, key in enumerate(residents, start=1)}
    certificates = {key: x509.load_der_x509_certificate(card.certificate) for key, card in cards.items()}
    links = {key: (one.issuer.public_bytes(), one.serial_number) for key, one in certificates.items()}
    registers = {MUNICIPALITY: folder / "register.sqlite"}
    sample_residents.fill(
        Register.create(registers[MUNICIPALITY]),
        {key: link for key, link in links.items() if key not in visitors},
        Typeface(TYPEFACE),
        now.astimezone(JAPAN_TIME).date(),
    )
    if neighbours:
        registers[second_town.CODE] = folder / f"register-{second_town.CODE}.sqlite"
        second_town.fill(Register.create(registers[second_town.CODE]), links)
    return Trust(folder, keys, cards, registers, {key: _home(key) for key in cards})


def _home(key: str) -> MunicipalityCode:
    if key in sample_residents.ELSEWHERE or key == "tokachi-elsewhere":
        return MunicipalityCode(NOT_SERVED)
    return MunicipalityCode(second_town.CODE if key == "tokachi" else MUNICIPALITY)


class Servers:
    """City, center and responder, and the line to the center; stop() ends them."""

    def __init__(self, trust: Trust, offset: timedelta) -> None:
        self._trust = trust
        self._offset = offset
        self._folder = trust.folder
        self._parts = ExitStack()
        self._running: dict[str, subprocess.Popen[str]] = {}
        self.responder = OcspResponder(trust.pki.cards)
        self._center_port = _free_port()
        self._city_ports = {code: _free_port() for code in trust.registers}
        self.line = self._parts.enter_context(Line(self._center_port))

    @property
    def center_url(self) -> str:
        """Where a kiosk reaches the center: at its end of the line."""
        return f"https://127.0.0.1:{self.line.port}"

    async def start(self, builds: Sequence[str], configurations: Sequence[str]) -> None:
        """Start everything; the center admits these builds and configurations."""
        ocsp = self._parts.enter_context(OcspServer(self.responder, clock.clock_at(self._offset)))
        pki, folder = self._trust.pki, self._folder
        names = {code: "city" if code == MUNICIPALITY else f"city-{code}" for code in self._city_ports}
        for code, port in self._city_ports.items():
            write_city_settings(pki, folder, self._trust.registers[code], port, f"{names[code]}.sqlite", code=code)
        urls = {code: f"https://127.0.0.1:{port}" for code, port in self._city_ports.items()}
        write_center_settings(
            pki,
            folder,
            Admitted([KIOSK], builds, configurations),
            city_url=urls.pop(MUNICIPALITY),
            ocsp_url=ocsp.url,
            port=self._center_port,
            more_cities=urls,
        )
        self._enter_holders()
        for name in (*names.values(), "center"):
            self._launch(name)
        for name in (*names.values(), "center"):
            await asyncio.to_thread(self._wait_until_it_listens, name)

    async def start_server(self, name: str) -> None:
        """Start "center" or "city" again; returns when it listens."""
        process = self._running.get(name)
        if process is not None and process.poll() is None:
            raise Refused(f"the {name} runs already")
        self._launch(name)
        await asyncio.to_thread(self._wait_until_it_listens, name)

    async def stop_server(self, name: str, *, kill: bool = False) -> None:
        """End one server; kill = as a power cut would."""
        await asyncio.to_thread(self._end, self._of(name), kill=kill)
        del self._running[name]

    def silence(self, name: str, *, silent: bool) -> None:
        """A silent server still takes connections and says nothing."""
        self._of(name).send_signal(signal.SIGSTOP if silent else signal.SIGCONT)

    def stop(self) -> None:
        for process in self._running.values():
            self._end(process)
        self._running.clear()
        self._parts.close()

    @property
    def words(self) -> dict[str, Word]:
        """The vocabulary of the servers and of the line between kiosk and center."""
        line, responder = self.line, self.responder
        words: dict[str, Word] = {
            "line.cut": line.cut,
            "line.slow": lambda seconds: line.slow(float(seconds)),
            "line.silent": line.silent_after_accepting,
            "line.restore": line.restore,
            "ocsp.go-silent": responder.go_silent,
            "ocsp.answer-stale": responder.answer_stale,
            "ocsp.answer-for-another": responder.answer_for_another,
            "ocsp.speak": responder.answer_truthfully,
            "card.revoke": lambda key: responder.revoke(self._serial(key)),
            "card.reinstate": lambda key: responder.reinstate(self._serial(key)),
        }
        for name in SERVERS:
            words[f"{name}.start"] = partial(self.start_server, name)
            words[f"{name}.stop"] = partial(self.stop_server, name)
            words[f"{name}.kill"] = partial(self.stop_server, name, kill=True)
            words[f"{name}.go-silent"] = partial(self.silence, name, silent=True)
            words[f"{name}.speak"] = partial(self.silence, name, silent=False)
        return words

    def _serial(self, key: str) -> int:
        if key not in self._trust.cards:
            raise Refused(f"nobody called {key!r} has a card; there are: {', '.join(sorted(self._trust.cards))}")
        return self._trust.cards[key].serial

    def _of(self, name: str) -> subprocess.Popen[str]:
        process = self._running.get(name)
        if process is None or process.poll() is not None:
            raise Refused(f"the {name} does not run")
        return process

    def _launch(self, name: str) -> None:
        program = name.partition("-")[0]
        with (self._folder / f"{name}.log").open("a") as log:
            self._running[name] = subprocess.Popen(
                [*ends_with_us(), *clock.command(self._offset, program, str(self._folder / f"{name}.toml"), "serve")],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end what we started
            )

    def _wait_until_it_listens(self, name: str) -> None:
        process = self._running[name]
        assert process.stdout is not None
        said = process.stdout.readline()
        if " on " not in said:
            self._end(process, kill=True)
            raise ServerFailed(f"{name} did not start: {said or (self._folder / f'{name}.log').read_text()[-2000:]}")

    @staticmethod
    def _end(process: subprocess.Popen[str], *, kill: bool = False) -> None:
        if kill:
            process.kill()
        else:
            process.terminate()
            process.send_signal(signal.SIGCONT)  # one that was silenced would not hear it
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _enter_holders(self) -> None:
        secret = self._trust.pki.path("directory-secret").read_bytes().strip()
        store = Store(self._folder / "center.sqlite")
        self._trust.enter_holders(Directory(store, secret))
        store.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
