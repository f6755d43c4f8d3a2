"""What scripted residents do: whole issuances, from the idle screen to the empty machine."""

from __future__ import annotations

from collections.abc import Iterator

from rehearsal.scripted import Resident, Wait
from rehearsal.supervisor import PIN


def to_the_offer(resident: Resident, persona: str) -> Iterator[Wait]:
    """From the idle screen to the choice of certificates: consent, own town, card, PIN, card off."""
    yield resident.sees("Idle")
    yield resident.press("start")
    yield resident.sees("AskingConsent")
    yield resident.press("consent-yes")
    yield resident.sees("ChoosingMunicipality")
    yield resident.press("own-municipality")
    yield resident.sees("AwaitingCard")
    resident.say("card.put", persona)
    yield resident.sees("EnteringPin")
    for digit in PIN.decode():
        yield resident.press(f"key-{digit}")
    yield resident.press("pin-ok")
    yield resident.sees("ReturningCard")
    resident.say("card.take")
    yield resident.sees("ChoosingCertificate")


def to_the_end(resident: Resident, coins: tuple[int, ...]) -> Iterator[Wait]:
    """From the review to the idle screen: order, coins, paper, reminder."""
    yield resident.sees("Reviewing")
    yield resident.press("order")
    yield resident.sees("Paying")
    for coin in coins:
        yield resident.puts_in(coin)
    yield resident.sees("RemindingToTake")
    resident.say("copier.take-paper")
    yield resident.press("taken")
    yield resident.sees("Idle")


def a_resident_record(resident: Resident) -> Iterator[Wait]:
    """𠮷田 髙子 gets a record of her household of four, pays 300 yen with exact coins."""
    yield from to_the_offer(resident, "yoshida")
    yield resident.press("certificate-resident-record")
    yield resident.sees("ChoosingExtent")
    yield resident.press("extent-household")
    yield resident.sees("ChoosingItems")
    yield resident.press("item-head-and-relationship")
    yield resident.press("item-permanent-domicile")
    yield resident.press("next")
    yield resident.sees("ChoosingCopies")
    yield resident.press("next")
    yield from to_the_end(resident, (100, 100, 100))


def two_certificates_with_change(resident: Resident) -> Iterator[Wait]:
    """𠮷田 髙子 gets her own record and a seal registration certificate, pays 600 yen with two 500 yen coins."""
    yield from to_the_offer(resident, "yoshida")
    yield resident.press("certificate-seal-registration")
    yield resident.sees("ChoosingCopies")
    yield resident.press("next")
    yield resident.sees("Reviewing")
    yield resident.press("another")
    yield resident.sees("ChoosingCertificate")
    yield resident.press("certificate-resident-record")
    yield resident.sees("ChoosingExtent")
    yield resident.press("extent-self")
    yield resident.sees("ChoosingItems")
    yield resident.press("next")
    yield resident.sees("ChoosingCopies")
    yield resident.press("next")
    yield from to_the_end(resident, (500, 500))


def a_basket_of_three_kinds(resident: Resident) -> Iterator[Wait]:
    """菊池 德治 gets a record of his household of seven (two sheets), a seal registration and a tax certificate: 900 yen."""
    yield from to_the_offer(resident, "kikuchi")
    yield resident.press("certificate-resident-record")
    yield resident.sees("ChoosingExtent")
    yield resident.press("extent-household")
    yield resident.sees("ChoosingItems")
    yield resident.press("item-head-and-relationship")
    yield resident.press("item-permanent-domicile")
    yield resident.press("next")
    yield resident.sees("ChoosingCopies")
    yield resident.press("next")
    for certificate in ("certificate-seal-registration", "certificate-tax"):
        yield resident.sees("Reviewing")
        yield resident.press("another")
        yield resident.sees("ChoosingCertificate")
        yield resident.press(certificate)
        yield resident.sees("ChoosingCopies")
        yield resident.press("next")
    yield from to_the_end(resident, (500, 500))
