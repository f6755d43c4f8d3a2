"""The city does not serve a resident, or not with this certificate: neutral words, and never a reason."""

from __future__ import annotations

from issuance import journal_entries as entry
from issuance.domain.certificates import CertificateType
from issuance.protocol.messages import Refusal
from issuance.transaction import events as on
from issuance.transaction import states as at
from rehearsal.table import Table
from tests.faults.line_ground import (
    AUTHORISING,
    CATALOGUE,
    RIGHTS,
    SURROUNDINGS,
    VISIT,
    Sums,
    accounted,
    leave_and_rest,
    no_money_no_paper,
    personal_offer,
    reads,
    story,
)
from ui.strings.phrases import plain
from ui.view import view_of

NO_SEAL = at.ChoosingCertificate(
    VISIT, at.Rights(RIGHTS.session, RIGHTS.town, personal_offer(seal_refused="at-the-counter")), ()
)

# ---------------------------------------------------------------- the machine


def test_the_words_are_the_same_for_everybody_whatever_the_reason() -> None:
    told = story(AUTHORISING, on.CenterRefused(Refusal.AT_THE_COUNTER))
    assert reads(told.state) == (
        "窓口でご案内します / この機械ではお出しできません。市役所におたずねください。 / "
        "カードを持って、市役所の窓口へお越しください。"
    )
    assert not any(isinstance(fact, entry.FaultSeen | entry.IncidentOpened) for fact in told.entries)


def test_a_certificate_that_is_not_offered_cannot_be_chosen() -> None:
    assert story(NO_SEAL, on.CertificateChosen(CertificateType.SEAL_REGISTRATION)).state == NO_SEAL
    other = story(NO_SEAL, on.CertificateChosen(CertificateType.RESIDENT_RECORD)).state
    assert isinstance(other, at.ChoosingCopies)


def test_the_screen_sends_to_the_counter_for_it() -> None:
    certificates = view_of(NO_SEAL, CATALOGUE, SURROUNDINGS).fields["certificates"]
    refused = [plain(str(one["refused"])) for one in certificates]
    assert refused == ["", "市役所の窓口でお取りください"]


# ---------------------------------------------------------------- the wire


def test_a_resident_whom_the_machine_does_not_serve_reads_neutral_words_and_leaves_no_trace_of_why(
    table: Table,
) -> None:
    table.to_pin("saito")
    table.enter_pin()
    table.wait_for(at.ReturningCard)
    table.take_card()
    explaining = table.wait_for(at.Explaining)
    assert explaining.why is Refusal.AT_THE_COUNTER
    leave_and_rest(table)
    table.to_idle()
    no_money_no_paper(table)
    written = repr(table.entries()).lower()
    assert [fact.reason for fact in table.told(entry.TurnedAway)] == ["at-the-counter"]  # as for every other cause
    for word in ("block", "support", "measure", "齋藤", "支援"):
        assert word not in written


def test_a_certificate_without_a_registration_cannot_be_put_in_the_basket_and_the_other_one_can(table: Table) -> None:
    choosing = table.to_offer("nguyen")
    offered = {one.type: one.refused for one in choosing.rights.offer.certificates}
    assert offered[CertificateType.RESIDENT_RECORD] is None
    assert offered[CertificateType.SEAL_REGISTRATION] == "at-the-counter"
    table.post(on.CertificateChosen(CertificateType.SEAL_REGISTRATION))
    table.post(on.CertificateChosen(CertificateType.RESIDENT_RECORD))
    table.wait_for(at.ChoosingItems)
    table.post(on.ItemsChosen(frozenset()))
    table.post(on.CopiesChosen(1))
    basket = table.wait_for(at.Reviewing).basket
    assert [line.type for line in basket] == [CertificateType.RESIDENT_RECORD]
    table.post(on.OrderPressed())
    table.wait_for(at.Paying)
    table.put_in(100, 100, 100)
    table.wait_for(at.RemindingToTake)
    assert accounted(table) == Sums(300, 300, 0, 0, 0, 0)
