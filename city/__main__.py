"""`python -m city SETTINGS serve` runs the city's issuing server; the other words are for the people who look after it.

serve                                  answer the center until SIGTERM or SIGINT
counts                                 day by day: drawn, printed, void, unknown, waiting
differences                            what does not add up; while there is any, nothing is issued
close WHAT --by NAME --because WHY     close a difference
office --by NAME TASK ...              applications for use and the reasons behind references; `office --help` lists them
"""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from city.app import LineServer, server_context
from city.assembly import assemble
from city.office import commands
from city.office.desk import NotPossible
from city.service import Service
from city.settings import Settings, load
from city.up_to_date import UpToDate
from issuance.domain.holidays import national_holidays
from issuance.domain.municipality import ConfigurationError


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 because this is where the clock enters the program


def main(words: list[str]) -> int:
    """The command line; gives the exit code."""
    arguments = _parser().parse_args(words)
    try:
        settings = load(arguments.settings)
        service = assemble(settings, arguments.settings)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        return _do(arguments, settings, service)
    finally:
        service.store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m city", description="The reference issuing server of one city.")
    parser.add_argument("settings", type=Path, help="city.toml")
    word = parser.add_subparsers(dest="word", required=True)
    for simple in ("serve", "counts", "differences"):
        word.add_parser(simple)
    close = word.add_parser("close")
    close.add_argument("what")
    close.add_argument("--by", required=True)
    close.add_argument("--because", required=True)
    commands.add_to(word)
    return parser


def _do(arguments: argparse.Namespace, settings: Settings, service: Service) -> int:
    match arguments.word:
        case "serve":
            return serve(settings, arguments.settings, service)
        case "counts":
            print("day         drawn printed    void unknown waiting")
            for one in service.store.counts():
                print(f"{one.day} {one.drawn:>6}{one.printed:>8}{one.void:>8}{one.unknown:>8}{one.waiting:>8}")
        case "differences":
            for what in service.store.differences():
                print(what)
        case "close":
            at = int(_now().timestamp())
            if not service.store.close_difference(arguments.what, arguments.by, arguments.because, at):
                print(f"there is no open difference {arguments.what!r}", file=sys.stderr)
                return 1
        case "office":
            try:
                for line in commands.answer(arguments, service, _now()):
                    print(line)
            except NotPossible as error:
                print(error, file=sys.stderr)
                return 1
        case word:
            raise AssertionError(f"argparse knows no word {word}")
    return 0


def serve(settings: Settings, origin: Path, service: Service) -> int:
    """Answer the center until told to stop."""
    place = origin.parent
    line = settings.line
    passphrase = (place / settings.keys.passphrase_file).read_bytes().strip()
    context = server_context(place / line.ca, place / line.certificate, place / line.key, passphrase)
    national_holidays(_now().year)  # the calendar library is loaded by the first question
    service.warm_up()
    current = UpToDate(service, place / settings.municipality, lambda told: print(told, file=sys.stderr, flush=True))
    server = LineServer(current, context, _now, line.host, line.port, step_ms=settings.answers.step_ms)
    print(f"city {service.municipality.code} ({settings.environment}) on {line.host}:{server.port}", flush=True)
    server.serve_until_stopped()
    return 0


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn stops serving first and then hands the signal on
        signal.signal(ending, lambda *_: sys.exit(0))
    sys.exit(main(sys.argv[1:]))
