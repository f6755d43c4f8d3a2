"""What this center is and how long its promises last."""

from __future__ import annotations

from dataclasses import dataclass

from issuance.protocol.messages import Environment


@dataclass(frozen=True, slots=True)
class Terms:
    """Seconds are counted from the moment of the answer."""

    center: str
    environment: Environment
    signature_seconds: int = 30
    """From the nonce to the presented grant: VERIFY and one signature take a card about a second, the rest is retries."""
    grant_seconds: int = 600
    """How long the card's one signature may order: choosing from a form takes a resident some minutes."""
    lease_seconds: int = 600
    """How long a delivered document may be printed: paying and printing a dozen sheets."""
    silence_seconds: int = 24 * 3600
    """After this long without a receipt a delivered certificate goes on the open list."""
    session_seconds: int = 3600
    """After this long nothing goes on in a session: no visit takes an hour."""
