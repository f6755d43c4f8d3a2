"""Receipts: each is booked exactly once, in the order of the kiosk's own chain, and acknowledged under signature.

A number that comes again with other content, or a receipt that does not follow its predecessor, means two machines with
one identity or a restored disk: the device is quarantined and a person looks into it.
"""

from __future__ import annotations

import hmac
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from center.fleet import Device, Fleet
from center.ledger import Ledger, Printed
from center.notices import Notices
from center.open_list import OpenKind, OpenList
from center.orders import Orders
from center.places import Places
from center.store import Store
from center.terms import Terms
from issuance.domain.certificates import CertificateType
from issuance.domain.values import Yen
from issuance.protocol.codec import digest
from issuance.protocol.device_key import Signer
from issuance.protocol.evidence import EvidenceInvalid
from issuance.protocol.messages import Outcome, Receipt, Refusal, Refused, SettlementNotice
from issuance.protocol.receipts import (
    CHAIN_START,
    ChainBroken,
    ChainLink,
    check_follows,
    signed_acknowledgement,
    verify_receipt,
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Books what kiosks say became of each certificate."""

    store: Store
    terms: Terms
    statement_key: Signer
    fleet: Fleet
    places: Places
    orders: Orders
    ledger: Ledger
    notices: Notices
    open_list: OpenList

    def book(self, device: Device, data: bytes, now: datetime) -> bytes | Refused:
        """The acknowledgement of a signed receipt; the same receipt again gets the same acknowledgement."""
        try:
            receipt = verify_receipt(device.public_key, data)
        except EvidenceInvalid as error:
            return Refused(Refusal.CONFLICT, f"receipt: {error.what}")
        if receipt.kiosk != device.kiosk or receipt.environment is not self.terms.environment:
            return Refused(Refusal.CONFLICT, "receipt: of another kiosk or environment")
        at = int(now.timestamp())
        with self.store.transaction() as db:
            known = db.execute(
                "SELECT hash, acknowledgement FROM receipts WHERE kiosk = ? AND sequence = ?",
                (device.kiosk, receipt.sequence),
            ).fetchone()
            if known is not None and hmac.compare_digest(known["hash"], digest(data)):
                return bytes(known["acknowledgement"])
            try:
                check_follows(self._last(db, device), receipt)
            except ChainBroken as error:
                self.fleet.quarantine(device.kiosk, error.what, at)
                return Refused(Refusal.DEVICE_NOT_ADMITTED, error.what)
            self._settle(db, device, receipt, now)
            acknowledgement = signed_acknowledgement(self.statement_key, device.kiosk, receipt.sequence, data, at)
            db.execute(
                "INSERT INTO receipts VALUES (?, ?, ?, ?, ?)",
                (device.kiosk, receipt.sequence, digest(data), data, acknowledgement),
            )
        return acknowledgement

    def _last(self, db: sqlite3.Connection, device: Device) -> ChainLink:
        row = db.execute(
            "SELECT sequence, hash FROM receipts WHERE kiosk = ? ORDER BY sequence DESC LIMIT 1", (device.kiosk,)
        ).fetchone()
        return ChainLink(row["sequence"], row["hash"]) if row else CHAIN_START

    def _settle(self, db: sqlite3.Connection, device: Device, receipt: Receipt, now: datetime) -> None:
        """The effect of one receipt; whatever does not fit what the center knows goes on the open list."""
        at = int(now.timestamp())
        order = db.execute(
            'SELECT * FROM orders WHERE "order" = ? AND kiosk = ?', (receipt.order, device.kiosk)
        ).fetchone()
        certificate = (
            order
            and db.execute(
                'SELECT * FROM certificates WHERE "order" = ? AND position = ?', (receipt.order, receipt.certificate)
            ).fetchone()
        )
        state = certificate["state"] if certificate else "void"
        match receipt.outcome:
            case Outcome.PRINTED:
                self._printed(receipt, order, certificate, state, now)
            case Outcome.NOT_PRINTED:
                if certificate is None:
                    self.orders.void_or_forbid(device, receipt.order, None, at)
                    return
                if state == "printed":
                    self.ledger.take_back(receipt.order, receipt.certificate, now)
                if state != "void":
                    self._move(receipt, order, "void", at)
            case Outcome.UNKNOWN:
                self._open(OpenKind.OUTCOME_UNKNOWN, receipt, f"{receipt.kiosk}: {receipt.evidence}", at)
                if state == "delivered":
                    self._move(receipt, order, "unknown", at)
            case _:
                assert_never(receipt.outcome)

    def _printed(
        self,
        receipt: Receipt,
        order: sqlite3.Row | None,
        certificate: sqlite3.Row | None,
        state: str,
        now: datetime,
    ) -> None:
        """Money that was captured is booked once, even where the paper should not exist."""
        at = int(now.timestamp())
        municipality = order["municipality"] if order else None
        if certificate is None or municipality is None:
            self._open(OpenKind.PRINTED_BUT_VOID, receipt, "printed, but the center delivered no such certificate", at)
            return
        if state == "printed":
            self._open(OpenKind.FEE_DIFFERS, receipt, "a second receipt says printed; booked once", at)
            return
        if state == "void":
            self._open(OpenKind.PRINTED_BUT_VOID, receipt, "printed after its order was cancelled", at)
        if receipt.fee != Yen(certificate["fee"]):
            said = f"captured {receipt.fee} yen, ordered for {certificate['fee']} yen"
            self._open(OpenKind.FEE_DIFFERS, receipt, said, at)
        printed = Printed(
            order=receipt.order,
            position=receipt.certificate,
            municipality=municipality,
            type=CertificateType(certificate["type"]),
            kiosk=receipt.kiosk,
            place=self.places.town(receipt.kiosk),
            channel=self.places.channel(receipt.kiosk),
            printed=receipt.at,
            fee=receipt.fee,
        )
        self.ledger.book_print(printed, now)
        self._move(receipt, order, "printed", at)

    def _move(self, receipt: Receipt, order: sqlite3.Row | None, state: str, at: int) -> None:
        assert order is not None, "a certificate always has its order"
        with self.store.transaction() as db:
            db.execute(
                'UPDATE certificates SET state = ? WHERE "order" = ? AND position = ?',
                (state, receipt.order, receipt.certificate),
            )
            notice = SettlementNotice(receipt.order, receipt.certificate, receipt.outcome)
            self.notices.write(order["municipality"], notice, at)

    def _open(self, kind: OpenKind, receipt: Receipt, detail: str, at: int) -> None:
        self.open_list.open(kind, f"{receipt.order}/{receipt.certificate}", detail, at)
