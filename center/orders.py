"""The order: checked against the grant and the offer, drawn by the city, sealed, delivered; or cancelled for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from cryptography import x509

from center.authentication import CardCheck
from center.configuration import Municipalities
from center.delivery import CityAnswerWrong, Finished, Sealer
from center.fleet import Device
from center.health import Health
from center.lines import fee_fits, was_offered
from center.moments import epoch
from center.notices import Notices
from center.open_list import OpenKind, OpenList
from center.places import Places
from center.relay import City, CityUnreachable
from center.sessions import Sessions, StandingGrant
from center.store import Store
from center.terms import Terms
from issuance.domain.certificates import MOST_IN_BASKET, copies_of_types
from issuance.domain.service_hours import Closed, Open
from issuance.domain.values import JAPAN_TIME, MunicipalityCode, OrderId
from issuance.protocol.card_certificates import CertificateRefused
from issuance.protocol.evidence import unverified
from issuance.protocol.grant import ProofInvalid, verify_order
from issuance.protocol.messages import (
    Cancellation,
    Cancelled,
    CardProof,
    CityIssueRequest,
    Delivered,
    Issued,
    Order,
    OrderPlacement,
    Outcome,
    Refusal,
    Refused,
    SettlementNotice,
)


@dataclass(frozen=True, slots=True)
class Orders:
    """One order at a time a session; an order is issuing, then delivered, void or refused, and never goes back."""

    store: Store
    terms: Terms
    sessions: Sessions
    cards: CardCheck
    municipalities: Municipalities
    places: Places
    health: Health
    cities: Mapping[MunicipalityCode, City]
    sealer: Sealer
    notices: Notices
    open_list: OpenList

    # ---- S4

    def place(self, device: Device, placement: OrderPlacement, now: datetime) -> Delivered | Refused:
        """Check, let the city draw, seal. Whatever arrives after a cancellation is void."""
        at = int(now.timestamp())
        session = self.sessions.live(device, placement.session, at)
        if isinstance(session, Refused):
            return session
        standing = self.sessions.standing_grant(placement.session)
        if standing is None:
            return Refused(Refusal.ORDER_WRONG, "no grant was presented in this session")
        if standing.proof.grant.grant_not_after < at:
            return Refused(Refusal.GRANT_OVER)
        try:
            order = verify_order(placement.order, standing.proof, self.terms.environment, at)
        except ProofInvalid as error:
            return Refused(Refusal.ORDER_WRONG, error.what)
        refused = self._check_offer(device, order, standing, now)
        if refused is not None:
            return refused
        try:
            certificate = self.cards.certificate(standing.proof.certificate, now)
            ocsp = self.cards.revocation(certificate, now)
        except CertificateRefused as error:
            return Refused(error.refusal, error.what)
        proof = replace(standing.proof, ocsp=ocsp)  # today's answer, so that the city need not trust an older one
        refused = self._begin(device, order, placement.order, at)
        if refused is not None:
            return refused
        return self._issue(order, placement.order, proof, certificate, now)

    def _check_offer(self, device: Device, order: Order, standing: StandingGrant, now: datetime) -> Refused | None:
        """Every line is one that was offered, at a fee that holds today, and its service is open here and now."""
        municipality = self.municipalities.get(order.municipality)
        if municipality is None:
            return Refused(Refusal.MUNICIPALITY_NOT_SERVED)
        if order.fee_table != municipality.fees.version:
            return Refused(Refusal.FEE_CHANGED, "the order names another fee table")
        day, place = now.astimezone(JAPAN_TIME).date(), self.places.of(device.kiosk)
        offered = {one.type: one for one in standing.offer.certificates}
        copies = copies_of_types(order.lines)
        if copies.total() > MOST_IN_BASKET:
            return Refused(Refusal.ORDER_WRONG, f"{copies.total()} certificates in one order")
        for line in order.lines:
            one = offered.get(line.type)
            if one is None or copies[line.type] > one.max_copies or not was_offered(line, one):
                return Refused(Refusal.ORDER_WRONG, f"{line.type.value} was not offered like this")
            prices = municipality.prices(line.type, day)
            if one.prices != prices or not fee_fits(line, prices):
                return Refused(Refusal.FEE_CHANGED, f"the fee of {line.type.value} is another one")
            match municipality.open_at(line.type, now, place):
                case Closed(_, opens_at):
                    return Refused(Refusal.CLOSED, f"{line.type.value} is closed now", opens_at=epoch(opens_at))
                case Open():
                    pass
        return None

    def _begin(self, device: Device, order: Order, statement: bytes, at: int) -> Refused | None:
        """Write the order down as issuing: once for each id, and only if its session has no other one alive."""
        with self.store.transaction() as db:
            known = db.execute('SELECT state, kiosk FROM orders WHERE "order" = ?', (order.order,)).fetchone()
            if known is not None and known["kiosk"] == device.kiosk and known["state"] in ("void", "issuing"):
                # found issuing, it was left by a server that stopped: nothing of it may come out any more
                self._void(order.order, "'issuing'", at)
                return Refused(Refusal.CANCELLED)
            if known is not None:
                return Refused(Refusal.ORDER_WRONG, "this order was placed before")
            other = db.execute(
                "SELECT 1 FROM orders WHERE session = ? AND state IN ('issuing', 'delivered')", (order.session,)
            ).fetchone()
            if other is not None:
                return Refused(Refusal.ORDER_WRONG, "this session has an order already")
            db.execute(
                "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, 'issuing')",
                (order.order, order.session, device.kiosk, order.municipality, statement, at),
            )
        return None

    def _issue(
        self, order: Order, statement: bytes, proof: CardProof, certificate: x509.Certificate, now: datetime
    ) -> Delivered | Refused:
        at = int(now.timestamp())
        city = self.cities[order.municipality]
        try:
            issued = city.issue(CityIssueRequest(proof, statement), now)
            match issued:
                case Refused():
                    return self._refused_by_city(order, issued)
                case Issued():
                    finished = self.sealer.finish(
                        issued,
                        order,
                        statement,
                        proof=proof,
                        certificate=certificate,
                        city_key=city.public_key,
                        now=now,
                    )
                case _:
                    assert_never(issued)
        except CityUnreachable as error:
            self.health.doubt(order.municipality)
            self._void(order.order, "'issuing'", at)
            return Refused(Refusal.CITY_UNREACHABLE, str(error))
        except CityAnswerWrong as error:
            self._void(order.order, "'issuing'", at)
            self.open_list.open(OpenKind.CITY_DOCUMENT_WRONG, order.order, str(error), at)
            return Refused(Refusal.CITY_UNREACHABLE, str(error))
        return self._deliver(order, finished)

    def _refused_by_city(self, order: Order, refused: Refused) -> Refused:
        with self.store.transaction() as db:
            db.execute("UPDATE orders SET state = 'refused' WHERE \"order\" = ? AND state = 'issuing'", (order.order,))
        return refused

    def _deliver(self, order: Order, finished: tuple[Finished, ...]) -> Delivered | Refused:
        """One conditional UPDATE decides between delivery and a cancellation that came meanwhile."""
        with self.store.transaction() as db:
            delivered = db.execute(
                "UPDATE orders SET state = 'delivered' WHERE \"order\" = ? AND state = 'issuing'", (order.order,)
            )
            if delivered.rowcount != 1:
                return Refused(Refusal.CANCELLED, "cancelled while the city was drawing")
            for one in finished:
                db.execute(
                    "INSERT INTO certificates VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'delivered')",
                    (
                        order.order,
                        one.position,
                        one.number,
                        one.type,
                        one.fee.amount,
                        one.issue_statement,
                        one.delivered.statement,
                        one.lease_until,
                    ),
                )
        return Delivered(order.session, tuple(one.delivered for one in finished))

    # ---- cancellation

    def cancel(self, device: Device, cancellation: Cancellation, now: datetime) -> Cancelled | Refused:
        """Final, and good at any time: before the order came, while it is drawn, after it was delivered."""
        at = int(now.timestamp())
        with self.store.transaction() as db:
            session = db.execute(
                "SELECT state FROM sessions WHERE session = ? AND kiosk = ?", (cancellation.session, device.kiosk)
            ).fetchone()
            if session is None:
                return Refused(Refusal.SESSION_UNKNOWN)
            if cancellation.order is None:
                db.execute("UPDATE sessions SET state = 'cancelled' WHERE session = ?", (cancellation.session,))
                placed = db.execute('SELECT "order" FROM orders WHERE session = ?', (cancellation.session,)).fetchall()
                orders = [OrderId(row["order"]) for row in placed]
            else:
                orders = [cancellation.order]
            for order in orders:
                self.void_or_forbid(device, order, cancellation.session, at)
        return Cancelled(cancellation.session)

    def void_or_forbid(self, device: Device, order: OrderId, session: str | None, at: int) -> None:
        """Void an order of this device; one that never came is written down as void, so that it cannot come late."""
        with self.store.transaction() as db:
            known = db.execute('SELECT kiosk FROM orders WHERE "order" = ?', (order,)).fetchone()
            if known is None:
                db.execute(
                    "INSERT INTO orders VALUES (?, ?, ?, NULL, NULL, ?, 'void')", (order, session, device.kiosk, at)
                )
            elif known["kiosk"] == device.kiosk:
                self._void(order, "'issuing', 'delivered'", at)

    def _void(self, order: OrderId, from_states: str, at: int) -> None:
        """Void the order and every certificate that nobody printed, and let the city know the numbers are void."""
        with self.store.transaction() as db:
            row = db.execute(
                f"UPDATE orders SET state = 'void' WHERE \"order\" = ? AND state IN ({from_states}) "  # noqa: S608 because the states are our own literals
                "RETURNING municipality, statement",
                (order,),
            ).fetchone()
            if row is None:
                return
            done = {
                one["position"]: one["state"]
                for one in db.execute('SELECT position, state FROM certificates WHERE "order" = ?', (order,))
            }
            db.execute("UPDATE certificates SET state = 'void' WHERE \"order\" = ? AND state = 'delivered'", (order,))
            for position in range(1, _certificates_in(row["statement"]) + 1):
                if done.get(position, "delivered") == "delivered":
                    notice = SettlementNotice(order, position, Outcome.NOT_PRINTED)
                    self.notices.write(row["municipality"], notice, at)


def _certificates_in(statement: bytes) -> int:
    return sum(line.copies for line in unverified(Order, statement).lines)
