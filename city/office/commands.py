"""The clerk's words on the command line: what is asked, and how the answer is written.

office --by NAME applications [--decided]       which applications for use wait for a decision
office --by NAME show REF                       what was typed, and who it may be
office --by NAME search KANA [--born DAY]       members of family registers by reading and day of birth
office --by NAME accept REF --member NUMBER     it is this member; usable from the day that is printed
office --by NAME reject REF                     no family register here fits
office --by NAME refusal REF                    why somebody was refused, by the reference on the screen
office --by NAME acts                           who did and looked at what
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, datetime

from city.office.desk import Desk
from city.register.records import FoundMember, Registration
from city.service import Service


def add_to(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the office's words to the city's command line."""
    office = words.add_parser("office", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    office.add_argument("--by", required=True, metavar="NAME", help="who does this; it is written down")
    tasks = office.add_subparsers(dest="task", required=True)
    tasks.add_parser("applications").add_argument("--decided", action="store_true")
    tasks.add_parser("acts")
    for task in ("show", "accept", "reject", "refusal"):
        tasks.add_parser(task).add_argument("reference", type=str.upper)
    tasks.choices["accept"].add_argument("--member", type=int, required=True)
    search = tasks.add_parser("search")
    search.add_argument("kana", nargs="?", default="")
    search.add_argument("--born", type=date.fromisoformat)


def answer(arguments: argparse.Namespace, service: Service, now: datetime) -> Iterator[str]:
    """The lines that a word is answered with. Raises NotPossible."""
    desk = Desk(service.register, service.store, service.application_key, arguments.by, now)
    match arguments.task:
        case "applications":
            yield from map(_registration, desk.applications(decided=arguments.decided))
        case "show":
            shown = desk.show(arguments.reference)
            details = shown.details
            yield _registration(shown.registration)
            yield f"氏名     {details.name}"
            yield f"生年月日 {details.born}"
            yield f"筆頭者   {details.head}"
            yield f"本籍     {service.municipality.name} {details.domicile}"
            yield f"電話     {details.telephone}"
            yield from map(_member, shown.candidates)
        case "search":
            yield from map(_member, desk.search(arguments.kana, arguments.born))
        case "accept":
            usable_from = desk.accept(arguments.reference, arguments.member)
            yield f"{arguments.reference} accepted, usable from {usable_from}"
        case "reject":
            desk.reject(arguments.reference)
            yield f"{arguments.reference} rejected"
        case "refusal":
            told = desk.refusal(arguments.reference)
            yield f"{arguments.reference} {told.at:%Y-%m-%d %H:%M} {told.code} {told.words}"
        case "acts":
            yield from (" ".join(act) for act in desk.acts())
        case task:
            raise AssertionError(f"argparse knows no task {task}")


def _registration(one: Registration) -> str:
    member = "" if one.family_member is None else f" member {one.family_member}"
    return f"{one.reference} filed {one.filed} {one.state.value} usable from {one.usable_from}{member}"


def _member(one: FoundMember) -> str:
    here = "  市内在住" if one.lives_here else ""
    return f"{one.member:>6}  {one.name}  {one.kana}  {one.born}  本籍 {one.domicile}  筆頭者 {one.head}{here}"
