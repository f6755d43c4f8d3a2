"""An invented card for trials, benches and judges; its keys are made when the program starts."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from rehearsal.card.issue import TestAuthority, new_card_key
from rehearsal.card.profile import CONTACTLESS_ATR, CardKind, CardProfile, PrivateKey

SAMPLE_PIN = b"4649"
_FROM, _UNTIL = datetime(2026, 4, 1, tzinfo=UTC), datetime(2031, 2, 17, 14, 59, 59, tzinfo=UTC)


@cache
def sample_authority() -> TestAuthority:
    return TestAuthority.found(_FROM, _UNTIL)


def sample_profile(
    kind: CardKind = CardKind.MY_NUMBER,
    *,
    pin: bytes = SAMPLE_PIN,
    holder: int = 1,
    with_certificate: bool = True,
    status_without_pin: int | None = None,
    atr: bytes = CONTACTLESS_ATR,
) -> CardProfile:
    """One card of this kind; `holder` tells invented residents apart (the same one always has the same key)."""
    key, certificate = _issued(holder, kind is CardKind.NEXT_GENERATION)
    return CardProfile(
        key=key,
        certificate=certificate if with_certificate else None,
        ca_certificate=sample_authority().der,
        pin=pin,
        kind=kind,
        status_without_pin=status_without_pin,
        atr=atr,
        serial=f"{holder:016}",
    )


@cache
def _issued(holder: int, next_generation: bool) -> tuple[PrivateKey, bytes]:
    key = new_card_key(next_generation=next_generation)
    name = f"TEST{holder:08}00000000000"
    return key, sample_authority().issue(key, 0x07000000 + holder, name, _FROM, _UNTIL)
