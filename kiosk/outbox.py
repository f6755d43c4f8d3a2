"""What must reach the center sooner or later: receipts until acknowledged, cancellations until answered."""

from __future__ import annotations

import threading
from collections import deque

from issuance import journal_entries as entry
from issuance.faults import DeviceFault, Fault
from issuance.ports import Center, Clock
from issuance.protocol.device_key import DeviceKey
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.kiosk_session import Terminal
from issuance.protocol.messages import Cancellation, Receipt, Refusal, Refused
from issuance.protocol.receipts import signed_receipt, verify_acknowledgement
from issuance.transaction import effects as do
from issuance.transaction.standing import Standing
from kiosk.books import KioskBooks


class Outbox:
    """Signs receipts into the journal at once; sends in a thread of its own, oldest first, as often as it takes."""

    def __init__(self, center: Center, books: KioskBooks, key: DeviceKey, terminal: Terminal, clock: Clock) -> None:
        self._center = center
        self._books = books
        self._key = key
        self._terminal = terminal
        self._clock = clock
        self._cancellations: deque[tuple[Cancellation, str]] = deque()
        self._lock = threading.Lock()

    def report(self, outcome: do.ReportCertificate) -> None:
        """Sign a receipt and journal it: from now on it will be sent, whatever happens to this process."""

        def signed(standing: Standing) -> entry.Entry:
            receipt = Receipt(
                environment=self._terminal.environment,
                kiosk=self._terminal.kiosk,
                sequence=standing.sequence + 1,
                previous=standing.last_receipt,
                transaction=outcome.transaction,
                order=outcome.order,
                certificate=outcome.index,
                outcome=outcome.outcome,
                evidence=outcome.evidence,
                fee=outcome.fee,
                at=int(self._clock.now().timestamp()),
            )
            return entry.ReceiptSigned(
                transaction=outcome.transaction,
                sequence=receipt.sequence,
                order=outcome.order,
                certificate=outcome.index,
                receipt=signed_receipt(self._key, receipt).hex(),
            )

        self._books.append_following(signed)

    def cancel(self, message: Cancellation, key: str) -> None:
        with self._lock:
            self._cancellations.append((message, key))

    @property
    def waiting(self) -> bool:
        return bool(self._cancellations) or bool(self._books.standing.unacknowledged)

    def send(self) -> None:
        """Send what waits until the line fails; the next look tries again."""
        try:
            self._send_cancellations()
            for sequence, receipt in sorted(self._books.standing.unacknowledged.items()):
                if not self._send_receipt(sequence, receipt):
                    return
        except DeviceFault as failure:
            if failure.fault is Fault.JOURNAL_FAILED:
                raise  # nothing can be written any more: the top guard ends the process
            return  # the line is down: everything is kept, readiness tells

    def _send_cancellations(self) -> None:
        while self._cancellations:
            message, key = self._cancellations[0]
            answer = self._center.cancel(message, key)
            if isinstance(answer, Refused) and answer.reason is Refusal.DEVICE_NOT_ADMITTED:
                return  # it did not listen to this machine at all (its clock is wrong, say): the cancellation is kept
            with self._lock:  # any other answer ends it: the center has heard
                self._cancellations.popleft()

    def _send_receipt(self, sequence: int, receipt: bytes) -> bool:
        answer = self._center.submit_receipt(receipt)
        if isinstance(answer, Refused):
            self._incident(f"receipt-{sequence}", answer.reason.value)
            return False
        try:
            verify_acknowledgement(self._terminal.center_key, receipt, answer)
        except EvidenceInvalid as invalid:
            self._incident(f"receipt-{sequence}", str(invalid))
            return False
        self._books.append([entry.ReceiptAcknowledged(sequence=sequence)])
        return True

    def _incident(self, name: str, why: str) -> None:
        """A refused receipt is not repeated into the void: a person must look. It stays unacknowledged."""
        if name not in self._books.standing.incidents:
            self._books.append([entry.IncidentOpened(incident=name, fault="receipt-refused", detail=why)])
