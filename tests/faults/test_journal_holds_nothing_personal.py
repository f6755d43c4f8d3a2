"""No name, PIN, card serial or certificate ever reaches the journal, not even in the free text of a fault."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import pytest
from cryptography import x509

from issuance import journal_entries as entry
from issuance.domain.certificates import OfferedMember, PersonalOffer
from issuance.domain.values import MemberHandle
from issuance.faults import Fault
from issuance.journal_entries import Entry, to_record
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.machine import step
from rehearsal.sample_residents import HOUSEHOLDS
from rehearsal.supervisor import PIN
from rehearsal.table import Table
from tests.faults.line_ground import leave_and_rest
from tests.transaction import states_at as example

PERSONS = tuple(person for household in HOUSEHOLDS for person in household.persons)
NAMES = frozenset(
    written
    for person in PERSONS
    for name in (person.name, person.kana, *(each for each in re.split("[　 ]", person.name) if len(each) > 1))
    for written in (name, name.replace("　", ""), name.replace("　", " "))
    if len(written) > 1
)
"""Every sample resident's name as it could be written down: whole, without the wide space, surname and given name alone."""
ADDRESSES = frozenset(household.address for household in HOUSEHOLDS)


def written(facts: Iterable[Entry]) -> str:
    """Every word of these entries as the journal keeps them."""
    return "\n".join(str(value) for fact in facts for value in (fact.transaction, *to_record(fact).fields.values()))


def names_in(text: str) -> list[str]:
    return sorted(name for name in NAMES | ADDRESSES if name in text)


# ---------------------------------------------------------------- the machine


MEMBERS = tuple(
    OfferedMember(MemberHandle(f"{number:032x}"), person.name, person.foreign is not None, is_self=number == 0)
    for number, person in enumerate(PERSONS)
)
OFFER = example.offer(*MEMBERS)


def with_named_residents(value: Any) -> Any:
    """The same state, with every sample resident in its offer."""
    match value:
        case PersonalOffer():
            return OFFER
        case at.Rights() | at.ReturningCard() | at.AskingIfStillThere():
            return replace(value, **{one.name: with_named_residents(getattr(value, one.name)) for one in fields(value)})
        case _ if hasattr(value, "rights"):
            return replace(value, rights=with_named_residents(value.rights))
        case _:
            return value


STATES = tuple(with_named_residents(state) for state in example.STATES)


def offer_in(state: Any) -> PersonalOffer | None:
    innermost = getattr(state, "suspended", state)
    carried = getattr(getattr(innermost, "rights", None), "offer", getattr(innermost, "answer", None))
    return carried if isinstance(carried, PersonalOffer) else None


def test_the_residents_really_stand_in_the_states() -> None:
    carrying = [offer for offer in map(offer_in, STATES) if offer is not None]
    assert len(carrying) > 15
    assert all({member.name for member in offer.members} <= NAMES for offer in carrying)
    assert len(NAMES) > 100


@pytest.mark.parametrize("state", STATES, ids=example.name_of)
def test_no_fault_in_any_state_writes_down_who_stands_there(state: at.State) -> None:
    for fault in Fault:
        told = step(state, on.FaultOccurred(fault, "what the device said", example.LATE))
        assert names_in(written(told.entries)) == []
        after = step(told.state, on.FaultOccurred(fault, "once more", example.LATE))
        assert names_in(written(after.entries)) == []


@pytest.mark.parametrize("state", STATES, ids=example.name_of)
def test_nothing_that_happens_writes_down_names_handles_or_the_pin(state: at.State) -> None:
    handles = {member.handle for member in MEMBERS}
    chosen = on.MembersChosen(tuple(member.handle for member in MEMBERS[:2]))
    for event in (*example.events(), on.OfferArrived(OFFER), chosen):
        told = step(state, event)
        text = written(told.entries)
        assert names_in(text) == []
        assert not any(handle in text for handle in handles)
        assert "7295" not in text


# ---------------------------------------------------------------- the wire


def test_a_failing_document_leaves_nothing_of_a_resident_or_a_card_in_the_journal(table: Table) -> None:
    """Two residents at one machine: the second is sent the first one's document, after a PIN that was wrong."""
    table.to_reminder()
    table.back_to_idle()
    table.take_card()
    table.office.mischief.answer_anothers_document()
    table.to_pin("watanabe")
    table.enter_pin(b"9999")
    table.wait_until(lambda: len(table.told(entry.PinTried)) == 2, "the wrong PIN to be refused")
    entering = table.wait_for(at.EnteringPin)
    assert entering.refused_before
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    table.wait_for(at.ChoosingCertificate)
    table.post(on.CertificateChosen(example.CertificateType.SEAL_REGISTRATION))
    table.wait_for(at.ChoosingCopies)
    table.post(on.CopiesChosen(1))
    table.wait_for(at.Reviewing)
    table.post(on.OrderPressed())
    assert table.wait_for(at.Explaining).why is Fault.DOCUMENT_MISMATCH
    leave_and_rest(table)
    table.wait_for(at.OutOfService)
    assert [fact.detail for fact in table.told(entry.IncidentOpened)] != [""]

    text = written(table.entries())
    assert names_in(text) == []
    for digits in (PIN.decode(), "9999"):
        assert not re.search(rf"(?<![0-9a-f]){digits}(?![0-9a-f])", text)
    on_disk = b"".join(path.read_bytes() for path in table.folder.rglob("*journal*") if path.is_file())
    assert b"VisitBegan" in on_disk
    assert [name for name in NAMES | ADDRESSES if name.encode() in on_disk] == []
    for key in ("yoshida", "watanabe"):
        credential = table.ground.credentials[key]
        der = credential.certificate
        subject = x509.load_der_x509_certificate(der).subject.rfc4514_string()
        for told in (f"{credential.serial:x}", str(credential.serial), der.hex(), b64encode(der).decode(), subject):
            assert told.lower() not in text.lower()
        assert der not in on_disk
        assert der[40:80].hex() not in text
