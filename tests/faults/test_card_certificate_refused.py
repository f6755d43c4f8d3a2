"""The certificate on the card has expired, was revoked, or another CA issued it: the center says no, in words that help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509

from issuance import journal_entries as entry
from issuance.domain.values import MunicipalityCode
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.pki import CardCredential
from rehearsal.table import TOWN, Table
from tests.faults.card_ground import asked_no_money, go_home
from tests.faults.line_ground import at_the_center, facts_read, no_money_no_paper, reads
from tests.transaction import states_at as example
from tests.transaction.telling import Telling, to_the_end

KEPT = (example.SESSION, example.TOWN)
REFUSALS = (
    Refusal.CERTIFICATE_EXPIRED,
    Refusal.CERTIFICATE_REVOKED,
    Refusal.CERTIFICATE_UNKNOWN,
    Refusal.REVOCATION_UNKNOWN,
    Refusal.SIGNATURE_WRONG,
)
TITLES = {
    Refusal.CERTIFICATE_EXPIRED: "カードの電子証明書の期限が切れています",
    Refusal.CERTIFICATE_REVOKED: "カードの電子証明書が使えません",
    Refusal.CERTIFICATE_UNKNOWN: "このカードでは取れません",
    Refusal.REVOCATION_UNKNOWN: "カードを確認できません",
    Refusal.SIGNATURE_WRONG: "カードを確認できません",
}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
@pytest.mark.parametrize(
    "state",
    [
        at.OpeningSession(example.VISIT, 3),
        at.Authenticating(example.VISIT, *KEPT, 3, ()),
        at.Authorising(example.VISIT, *KEPT, ()),
    ],
    ids=example.name_of,
)
def test_the_refusal_is_explained_and_nothing_was_paid(state: at.State, refusal: Refusal) -> None:
    story = Telling(state).hear(on.CenterRefused(refusal))
    assert isinstance(story.state, at.Explaining)
    assert story.state.why is refusal
    assert reads(story.state).startswith(TITLES[refusal])
    assert facts_read(story.state) == ["証明書は印刷していません。", "お金はいただいていません。"]
    to_the_end(story)
    assert asked_no_money(story)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_a_refusal_that_comes_while_the_card_lies_there_waits_until_it_is_off(refusal: Refusal) -> None:
    story = Telling(at.ReturningCard(example.VISIT, *KEPT, (), at.Pending())).hear(on.CenterRefused(refusal))
    assert isinstance(story.state, at.ReturningCard)
    story.hear(on.CardRemoved())
    assert isinstance(story.state, at.Explaining)
    assert do.CancelOrder(example.SESSION, None) in story.last


def _card_put(table: Table, key: str) -> None:
    table.to_idle()
    table.post(on.StartPressed())
    table.wait_for(at.AskingConsent)
    table.post(on.ConsentGiven())
    table.post(on.MunicipalityChosen(own=True))
    table.wait_for(at.AwaitingCard)
    table.put_card(key)


def _known_to_the_directory(table: Table, credential: CardCredential) -> CardCredential:
    certificate = x509.load_der_x509_certificate(credential.certificate)
    table.office.center.sessions.directory.enter(certificate, MunicipalityCode(TOWN))
    return credential


def test_expired_and_foreign_certificates_are_refused_before_a_pin_is_asked(table: Table) -> None:
    pki = table.ground.pki
    expired = pki.cards.card("SIM-EXPIRED", valid_until=table.clock() - timedelta(days=2))
    foreign = pki.foreign_cards.card("SIM-FOREIGN")
    for key, credential, why in (
        ("expired", expired, Refusal.CERTIFICATE_EXPIRED),
        ("foreign", foreign, Refusal.CERTIFICATE_UNKNOWN),
    ):
        card = table.bring_card(key, _known_to_the_directory(table, credential))
        _card_put(table, key)
        assert table.wait_for(at.Explaining).why is why
        assert (card.count("VERIFY"), card.count("SIGN"), card.tries_left) == (0, 0, 3)
        go_home(table)
    assert at_the_center(table, "SELECT session FROM sessions") == []
    assert not table.told(entry.PinTried)
    no_money_no_paper(table)


def _crafted(credential: CardCredential, part: bytes, instead: bytes) -> CardCredential:
    """The same key, and a certificate that is still DER of the same length with one part changed."""
    assert (credential.certificate.count(part), len(instead)) == (1, len(part))
    return replace(credential, certificate=credential.certificate.replace(part, instead))


def test_a_crafted_certificate_ends_in_a_screen_and_not_in_the_end_of_the_process(table: Table) -> None:
    """One is read lazily and breaks when its extensions are looked at, the other says that it is of a version to come."""
    honest = table.ground.pki.cards.card("SIM-CRAFTED")
    usage, version = b"\x55\x1d\x0f\x01\x01\xff\x04\x04\x03", b"\xa0\x03\x02\x01\x02"
    table.bring_card("lazily-broken", _crafted(honest, usage, usage[:-1] + b"\x05"))
    table.bring_card("version-to-come", _crafted(honest, version, version[:-1] + b"\x03"))
    for key, why in (("lazily-broken", Refusal.CERTIFICATE_UNKNOWN), ("version-to-come", Fault.CARD_SILENT)):
        _card_put(table, key)
        assert table.wait_for(at.Explaining).why is why
        assert table.room.stage.room.wiped
        go_home(table)
    assert at_the_center(table, "SELECT session FROM sessions") == []
    no_money_no_paper(table)
    table.to_reminder()  # and the next one is served


def test_a_revoked_certificate_is_refused_after_the_card_has_signed_and_left(table: Table) -> None:
    certificate = x509.load_der_x509_certificate(table.ground.credentials["yoshida"].certificate)
    table.office.ocsp.revoke(certificate.serial_number)
    table.to_pin()
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    assert table.wait_for(at.Explaining).why is Refusal.CERTIFICATE_REVOKED
    go_home(table)
    assert at_the_center(table, "SELECT hash FROM grants") == []
    no_money_no_paper(table)


@pytest.mark.parametrize("word", ["answer_stale", "answer_for_another"])
def test_without_a_fresh_answer_about_this_very_card_nobody_gets_a_document(table: Table, word: str) -> None:
    getattr(table.office.ocsp, word)()
    table.to_pin()
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    assert table.wait_for(at.Explaining).why is Refusal.REVOCATION_UNKNOWN
    go_home(table)
    no_money_no_paper(table)
