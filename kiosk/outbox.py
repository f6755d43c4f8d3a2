"""What must reach the center sooner or later: receipts until acknowledged, cancellations until answered.

Both stand in the journal before they are sent, so neither is lost with this process.
"""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.domain.values import OrderId, SessionId
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
        """Journal that the center is to void it: from now on it will be sent, whatever happens to this process."""
        intended = entry.CancellationIntended(session=message.session, order=message.order or "", key=key)
        self._books.append([intended])

    @property
    def waiting(self) -> bool:
        standing = self._books.standing
        return bool(standing.cancellations) or bool(standing.unacknowledged)

    def send(self) -> None:
        """Send what waits until the line fails; the next look tries again.

        A receipt that the center refused is not sent again until a person has closed its incident; then it is tried
        once more. The later ones wait behind it: each names its predecessor's hash, and the center takes a receipt that
        does not follow the last one for a second machine with this identity.
        """
        try:
            self._send_cancellations()
            for sequence, receipt in sorted(self._books.standing.unacknowledged.items()):
                under_review = _incident_of(sequence) in self._books.standing.incidents
                if under_review or not self._send_receipt(sequence, receipt):
                    return
        except DeviceFault as failure:
            if failure.fault is Fault.JOURNAL_FAILED:
                raise  # nothing can be written any more: the top guard ends the process
            return  # the line is down: everything is kept, readiness tells

    def _send_cancellations(self) -> None:
        for key, intended in self._books.standing.cancellations.items():
            order = OrderId(intended.order) if intended.order else None
            answer = self._center.cancel(Cancellation(SessionId(intended.session), order), key)
            refused = answer.reason if isinstance(answer, Refused) else None
            if refused is Refusal.DEVICE_NOT_ADMITTED:
                return  # it did not listen to this machine at all (its clock is wrong, say): the cancellation is kept
            # Any other answer ends it: the center has heard.
            self._books.append([entry.CancellationAnswered(key=key, refused=refused.value if refused else "")])

    def _send_receipt(self, sequence: int, receipt: bytes) -> bool:
        answer = self._center.submit_receipt(receipt)
        if isinstance(answer, Refused):
            if answer.reason is not Refusal.DEVICE_NOT_ADMITTED:  # else it did not listen: readiness tells
                self._incident(sequence, answer.reason.value)
            return False
        try:
            verify_acknowledgement(self._terminal.center_key, receipt, answer)
        except EvidenceInvalid as invalid:
            self._incident(sequence, str(invalid))
            return False
        self._books.append([entry.ReceiptAcknowledged(sequence=sequence)])
        return True

    def _incident(self, sequence: int, why: str) -> None:
        """A refused receipt is not repeated into the void: a person must look. It stays unacknowledged."""
        refused = entry.IncidentOpened(incident=_incident_of(sequence), fault="receipt-refused", detail=why)
        self._books.append([refused])


def _incident_of(sequence: int) -> str:
    return f"receipt-{sequence}"
