"""The clerk's desk: every look and every decision is written down with who and when, in the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from city.applications import ApplicationUnreadable, details_of
from city.reasons import words_of
from city.register.changes import Change
from city.register.records import FoundMember, Registration, RegistrationDecision
from city.register.register import Register
from city.store import Store
from issuance.domain.values import JAPAN_TIME
from issuance.protocol.messages import ApplicationDetails


class NotPossible(Exception):
    """The clerk's word cannot be done; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class ShownApplication:
    """An application with what was typed, and the members of family registers that it may be."""

    registration: Registration
    details: ApplicationDetails
    candidates: tuple[FoundMember, ...]


@dataclass(frozen=True, slots=True)
class ToldReason:
    """What stands behind a reference: the code, the office's words, and when it was told."""

    code: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """One clerk at work; `who` and `now` go into the list of acts."""

    register: Register
    store: Store
    application_key: X25519PrivateKey | None
    who: str
    now: datetime

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise NotPossible("who does this must be written down: --by NAME")

    def applications(self, *, decided: bool = False) -> tuple[Registration, ...]:
        """The applications that wait for a decision, oldest first; `decided`: those that were decided, too."""
        with self._act("list applications", ""):
            pass
        with self.register.snapshot(self.now) as snapshot:
            return snapshot.applications(None if decided else RegistrationDecision.EXAMINING)

    def show(self, reference: str) -> ShownApplication:
        """What was typed in an application, and who it may be: same day of birth, or the same reading."""
        if self.application_key is None:
            raise NotPossible("this municipality takes no applications for use; its settings name no keys.application")
        with self.register.snapshot(self.now) as snapshot:
            filed = snapshot.application(reference)
        if filed is None:
            raise NotPossible(f"there is no application {reference}; `applications` lists them")
        with self._act("show application", reference):
            pass
        try:
            details = details_of(filed.statement, self.application_key)
        except ApplicationUnreadable as error:
            raise NotPossible(
                f"{reference} cannot be opened ({error.what}); look for the key it was sealed to"
            ) from None
        with self.register.snapshot(self.now) as snapshot:
            by_day = snapshot.search_members("", date.fromisoformat(details.born))
            by_name = snapshot.search_members(details.name, None)
        return ShownApplication(filed.registration, details, tuple(dict.fromkeys((*by_day, *by_name))))

    def search(self, kana: str, born: date | None) -> tuple[FoundMember, ...]:
        """Members of family registers by a part of the reading and the day of birth; one of the two is needed."""
        if not kana.strip() and born is None:
            raise NotPossible("a search needs a part of the reading in katakana or a day of birth")
        with self._act("search", f"{kana} {born or ''}".strip()):
            pass
        with self.register.snapshot(self.now) as snapshot:
            return snapshot.search_members(kana, born)

    def accept(self, reference: str, member: int) -> date:
        """Decide that the applicant is this member of a family register; returns the day from which it can be used."""
        with self.register.snapshot(self.now) as snapshot:
            found = snapshot.standing_member(member)
        if found is None:
            raise NotPossible(f"nobody with the number {member} stands in a family register; `search` shows numbers")
        if found.lives_here:
            raise NotPossible(f"{member} lives in this city and needs no registration; link the card instead")
        with self._act("accept application", f"{reference} {member}") as change:
            if not change.accept_registration(reference, member, self.now.astimezone(JAPAN_TIME).date()):
                raise self._not_open(reference)
        with self.register.snapshot(self.now) as snapshot:
            filed = snapshot.application(reference)
        assert filed is not None
        assert filed.registration.usable_from is not None
        return filed.registration.usable_from

    def reject(self, reference: str) -> None:
        """Decide that no family register here fits; the applicant may file anew."""
        with self._act("reject application", reference) as change:
            if not change.reject_registration(reference):
                raise self._not_open(reference)

    def refusal(self, reference: str) -> ToldReason:
        """Why a session was refused, by the reference that the resident was shown."""
        told = self.store.told(reference, int(self.now.timestamp()))
        if told is None:
            raise NotPossible(f"nothing is kept under {reference}; look at the letters, or it was too long ago")
        with self._act("look up refusal", reference):
            pass
        return ToldReason(told.code, words_of(told.code), datetime.fromtimestamp(told.at, JAPAN_TIME))

    def acts(self) -> tuple[tuple[str, str, str, str], ...]:
        """Everything that was done at this desk: when, who, what, about what."""
        with self.register.snapshot(self.now) as snapshot:
            return snapshot.acts()

    @contextmanager
    def _act(self, what: str, about: str) -> Iterator[Change]:
        """A change of the register that stands or falls together with its line in the list of acts."""
        with self.register.change() as change:
            change.record_act(self.now.astimezone(JAPAN_TIME).isoformat(timespec="seconds"), self.who, what, about)
            yield change

    def _not_open(self, reference: str) -> NotPossible:
        return NotPossible(f"no application {reference} waits for a decision; `applications` lists those that do")
