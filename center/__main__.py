"""`python -m center SETTINGS serve` runs the center; the other words are for the people who look after it.

serve                                  answer kiosks until SIGTERM or SIGINT
fleet                                  every kiosk with the build and configuration it runs
open                                   the open list
close NUMBER --by NAME --because WHY   close an item of the open list
lift KIOSK                             end a quarantine
enter CERTIFICATE MUNICIPALITY         put a card's holder into the directory (certificate as DER file)
books                                  the accounts
report --municipality CODE --from DAY --to DAY [--csv]
                                       the settlement statement of a municipality over a period, both days included
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

from cryptography import x509

from center.anti_forgery.finishing import Finishing
from center.app import LineServer, server_context
from center.assembly import assemble
from center.service import Service
from center.settings import Settings, load
from center.statement_text import as_csv, as_text
from issuance.domain.holidays import national_holidays
from issuance.domain.municipality import ConfigurationError
from issuance.domain.values import KioskId, MunicipalityCode

TICK_SECONDS = 2.0


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 because this is where the clock enters the program


def main(words: list[str]) -> int:
    """The command line; gives the exit code."""
    arguments = _parser().parse_args(words)
    try:
        settings = load(arguments.settings)
        service = assemble(settings, arguments.settings, random=os.urandom, anti_forgery=Finishing)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        return _do(arguments, settings, service)
    finally:
        service.store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m center", description="The reference certificate issuance center.")
    parser.add_argument("settings", type=Path, help="center.toml")
    word = parser.add_subparsers(dest="word", required=True)
    for simple in ("serve", "fleet", "open", "books"):
        word.add_parser(simple)
    close = word.add_parser("close")
    close.add_argument("number", type=int)
    close.add_argument("--by", required=True)
    close.add_argument("--because", required=True)
    word.add_parser("lift").add_argument("kiosk")
    report = word.add_parser("report")
    report.add_argument("--municipality", required=True)
    report.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    report.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    report.add_argument("--csv", action="store_true", help="for a spreadsheet")
    enter = word.add_parser("enter")
    enter.add_argument("certificate", type=Path)
    enter.add_argument("municipality")
    return parser


def _do(arguments: argparse.Namespace, settings: Settings, service: Service) -> int:
    match arguments.word:
        case "serve":
            return serve(settings, arguments.settings, service)
        case "fleet":
            for kiosk, seen in service.fleet.listing():
                said = (
                    f"{seen.build[:12]} {seen.configuration[:12]} {'ready' if seen.ready else 'not ready'}"
                    if seen
                    else "never heard of"
                )
                known = "" if seen is None or seen.admitted else "  NOT ADMITTED"
                held = "  QUARANTINED" if service.fleet.quarantined(kiosk) else ""
                print(f"{kiosk}  {said}{known}{held}")
        case "open":
            for item in service.open_list.items():
                print(f"{item.number}  {_when(item.opened)}  {item.kind.value}  {item.subject}  {item.detail}")
        case "books":
            for account, yen in service.settlement.ledger.accounts():
                print(f"{yen:>12,}  {account}")
        case "report":
            return report(service, MunicipalityCode(arguments.municipality), arguments)
        case "close":
            done = service.open_list.close(arguments.number, arguments.by, arguments.because, int(_now().timestamp()))
            return _said(done, f"there is no open item {arguments.number}")
        case "lift":
            return _said(
                service.fleet.lift_quarantine(KioskId(arguments.kiosk)), f"{arguments.kiosk} is in no quarantine"
            )
        case "enter":
            certificate = x509.load_der_x509_certificate(arguments.certificate.read_bytes())
            service.sessions.directory.enter(certificate, MunicipalityCode(arguments.municipality))
        case word:
            raise AssertionError(f"argparse knows no word {word}")
    return 0


def report(service: Service, code: MunicipalityCode, period: argparse.Namespace) -> int:
    """Print a municipality's settlement statement."""
    municipality = service.municipalities.get(code)
    if municipality is None or period.first > period.last:
        return _said(False, f"no municipality {code}" if municipality is None else "--to lies before --from")
    statement = service.reports.statement(municipality, first=period.first, last=period.last)
    print(as_csv(statement) if period.csv else as_text(statement), end="")
    return 0


def serve(settings: Settings, origin: Path, service: Service) -> int:
    """Answer kiosks until told to stop."""
    place = origin.parent
    line = settings.line
    context = server_context(
        place / line.ca,
        place / line.certificate,
        place / line.key,
        (place / settings.keys.passphrase_file).read_bytes().strip(),
    )
    national_holidays(_now().year)  # the calendar library is loaded by the first question
    server = LineServer(service, context, _now, line.host, line.port)
    over = Event()
    ticking = Thread(target=_tick, args=(service, over), name="ticks")
    ticking.start()
    print(f"center {settings.center} ({settings.environment}) on {line.host}:{server.port}", flush=True)
    try:
        server.serve_until_stopped()
    finally:
        over.set()
        ticking.join()
    return 0


def _tick(service: Service, over: Event) -> None:
    while not over.wait(TICK_SECONDS):
        service.tick(_now())


def _when(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone().isoformat(" ", "seconds")


def _said(done: bool, otherwise: str) -> int:
    if not done:
        print(otherwise, file=sys.stderr)
    return 0 if done else 1


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn stops serving first and then hands the signal on
        signal.signal(ending, lambda *_: sys.exit(0))
    sys.exit(main(sys.argv[1:]))
