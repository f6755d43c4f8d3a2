"""Is everything there that a visit needs? All devices and the center are asked, each in its own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from issuance.domain.values import TransactionId
from issuance.faults import FAULTS, DeviceFault, Fault
from issuance.protocol.messages import PublicOffer
from issuance.transaction.events import ReadinessKnown
from kiosk.workers import Worker


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found."""

    faults: tuple[Fault, ...] = ()
    offer: PublicOffer | None = None


Check = Callable[[], Found]


class Readiness:
    """Runs every check on its device's worker and posts one ReadinessKnown when the last has answered."""

    def __init__(
        self,
        checks: Sequence[tuple[Worker, Check]],
        fresh_transaction: Callable[[], TransactionId],
        post: Callable[[ReadinessKnown], None],
    ) -> None:
        self._checks = checks
        self._fresh_transaction = fresh_transaction
        self._post = post
        self._lock = threading.Lock()

    def ask(self) -> None:
        found: list[Found] = []

        def note(result: Found) -> None:
            with self._lock:
                found.append(result)
                last = len(found) == len(self._checks)
            if last:
                self._post(self._known(found))

        for worker, check in self._checks:
            worker.do(lambda check=check: note(_asked(check)))  # type: ignore[misc] # because mypy infers no default

    def _known(self, found: Sequence[Found]) -> ReadinessKnown:
        every = {fault for result in found for fault in result.faults}
        offer = next((result.offer for result in found if result.offer is not None), None)
        # Without an offer nothing can begin: whatever kept it away stops the service, even what a visit would outlive.
        faults = {fault for fault in every if offer is None or FAULTS[fault].stops_service}
        return ReadinessKnown(
            tuple(sorted(faults, key=lambda fault: fault.value)), None if faults else offer, self._fresh_transaction()
        )


def _asked(check: Check) -> Found:
    try:
        return check()
    except DeviceFault as failure:
        return Found((failure.fault,))
