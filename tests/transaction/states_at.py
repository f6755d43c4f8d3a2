"""One example of every state and of every event of the story. All persons are invented.

Tests import it as `from tests.transaction import states_at as example` and change what they need with `replace`.
"""

from __future__ import annotations

from issuance.domain.certificates import (
    BasketLine,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    OfferedCertificate,
    OfferedMember,
    PersonalOffer,
    Price,
    RecordItem,
    RegistrationStanding,
    RegistrationState,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
)
from issuance.domain.values import (
    MemberHandle,
    MunicipalityCode,
    OrderId,
    OtherCard,
    Pin,
    SessionId,
    TransactionId,
    Yen,
)
from issuance.faults import Fault
from issuance.protocol.messages import (
    Environment,
    Outcome,
    PublicCertificate,
    PublicOffer,
    PublicRegistration,
    Refusal,
    Refused,
    ServedMunicipality,
    SessionOpened,
)
from issuance.transaction import events as on
from issuance.transaction import states as at

VISIT = at.Visit(TransactionId("7a" * 16), "ja")
NEXT_VISIT = TransactionId("7b" * 16)
SESSION = SessionId("5e" * 16)
ORDER = OrderId("0d" * 16)
TOWN = at.Town(MunicipalityCode("032051"), "花巻市")
LATE = 1_800_000_000

TARO = OfferedMember(MemberHandle("m1"), "見本 太郎", foreign=False, is_self=True)
HANAKO = OfferedMember(MemberHandle("m2"), "見本 花子", foreign=False, is_self=False)
MARIA = OfferedMember(MemberHandle("m3"), "MIHON MARIA", foreign=True, is_self=False)
NAMES = tuple(member.name for member in (TARO, HANAKO, MARIA))

ICHIRO = OfferedMember(MemberHandle("f1"), "見本 太郎", foreign=False, is_self=True)
JIRO = OfferedMember(MemberHandle("f2"), "見本 次郎", foreign=False, is_self=False)
FAMILY = (ICHIRO, JIRO)

HANAMAKI = ServedMunicipality(TOWN.code, TOWN.name, "Hanamaki City", "はなまきし")
TONO = ServedMunicipality(MunicipalityCode("032085"), "遠野市", "Tono City", "とおのし")
OBIHIRO = ServedMunicipality(MunicipalityCode("012076"), "帯広市", "Obihiro City", "おびひろし")
SERVED = (HANAMAKI, TONO, OBIHIRO)


def public_offer(town: ServedMunicipality = HANAMAKI, *, is_open: bool = True, alive: bool = True) -> PublicOffer:
    """The bulletin of a town where everything is open, or nothing."""
    reason = None if is_open else "out-of-hours"
    return PublicOffer(
        town.code,
        town.name,
        tuple(PublicCertificate(kind, (Price(None, Yen(300)),), is_open, LATE, reason) for kind in CertificateType),
        alive,
        LATE,
        registration=PublicRegistration(is_open, LATE, reason, 5),
    )


PUBLIC_OFFER = public_offer()


def offer(
    *members: OfferedMember,
    seal_refused: str | None = None,
    fee: int = 300,
    most: int = 5,
    kinds: tuple[TaxKind, ...] = (TaxKind.INCOME, TaxKind.TAXATION),
    years: tuple[int, ...] = (2026, 2025),
    family: tuple[OfferedMember, ...] = FAMILY,
    registration: RegistrationStanding | None = None,
) -> PersonalOffer:
    """A personal offer of every type."""
    prices = (Price(None, Yen(fee)),)
    of_the_household = frozenset({Extent.HOUSEHOLD, Extent.PART, Extent.SELF})
    of_the_family = frozenset({Extent.WHOLE, Extent.PART})
    items = frozenset(RecordItem)
    return PersonalOffer(
        (
            OfferedCertificate(CertificateType.RESIDENT_RECORD, prices, most, of_the_household, items),
            OfferedCertificate(CertificateType.RECORD_ITEMS, prices, most, of_the_household, items),
            OfferedCertificate(CertificateType.SEAL_REGISTRATION, prices, most, refused=seal_refused),
            OfferedCertificate(CertificateType.TAX, prices, most, kinds=kinds, years=years),
            OfferedCertificate(CertificateType.FAMILY_REGISTER, prices, most, of_the_family),
            OfferedCertificate(CertificateType.FAMILY_REGISTER_APPENDIX, prices, most, of_the_family),
        ),
        members or (TARO, HANAKO, MARIA),
        "hanamaki-2016-04",
        LATE,
        family,
        registration,
    )


OFFER = offer()
RIGHTS = at.Rights(SESSION, TOWN, OFFER)
RECORD = BasketLine(CertificateType.RESIDENT_RECORD, ResidentRecordOptions(Extent.SELF), 1, Yen(300))
SEAL = BasketLine(CertificateType.SEAL_REGISTRATION, SealRegistrationOptions(), 1, Yen(300))
TAX = BasketLine(CertificateType.TAX, TaxOptions(TaxKind.INCOME, 2026), 1, Yen(300))
FAMILY_REGISTER = BasketLine(CertificateType.FAMILY_REGISTER, FamilyRegisterOptions(Extent.WHOLE), 1, Yen(300))
BASKET = (RECORD, SEAL)

NOT_REGISTERED = RegistrationStanding(RegistrationState.NONE)
EXAMINING = RegistrationStanding(RegistrationState.EXAMINING, reference="KMD-7A2B")
FORM: at.ApplicationForm = (
    (at.ApplicationField.NAME, "ミホン　タロウ"),
    (at.ApplicationField.BORN, "19800229"),
    (at.ApplicationField.HEAD, "ミホン　イチロウ"),
    (at.ApplicationField.DOMICILE, "レイジチョウ1-2"),
    (at.ApplicationField.TELEPHONE, "09000000000"),
)
ANSWERS = tuple(answer for _, answer in FORM)
APPLYING = (VISIT, SESSION, TOWN, NOT_REGISTERED)

READY = at.ReadyOrder(
    SESSION,
    ORDER,
    (
        at.ReadyCertificate(1, CertificateType.RESIDENT_RECORD, "T-000123", Yen(300), 2),
        at.ReadyCertificate(2, CertificateType.SEAL_REGISTRATION, "T-000124", Yen(300), 1),
    ),
)
DENOMINATIONS = (10, 50, 100, 500)
STOCK = ((10, 20), (50, 20), (100, 20), (500, 5))
EMPTY_PURSE = at.Purse((), STOCK, DENOMINATIONS)
PURSE = at.Purse(((100, 2),), STOCK, DENOMINATIONS)
FULL_PURSE = at.Purse(((100, 2), (500, 1)), STOCK, DENOMINATIONS)
PRINTED = (at.Result(1, Outcome.PRINTED), at.Result(2, Outcome.PRINTED))
ENDING = at.Ending(READY, PRINTED, None, Yen(700), Yen(0), Yen(0), LATE)
CLAIM = "0412-0031"


def token(index: int) -> str:
    """The print job's name of a certificate of this visit."""
    return f"{VISIT.transaction}-{index}"


def printing(step: at.PrintStep = at.PrintStep.PRINTING, stopped_by: Fault | None = None) -> at.Printing:
    return at.Printing(VISIT, READY, FULL_PURSE, (), step, 0, stopped_by)


def paying_out(*, prepared: bool) -> at.PayingOut:
    return at.PayingOut(VISIT, at.PayoutReason.CHANGE, Yen(100), ENDING, prepared)


PATIENT_STATES: tuple[at.PatientState, ...] = (
    at.CopierBusy(VISIT, Fault.PAPER_IN_TRAY),
    at.AskingConsent(VISIT),
    at.ChoosingMunicipality(VISIT),
    at.ChoosingPrefecture(VISIT, SERVED),
    at.ChoosingTown(VISIT, SERVED, "03"),
    at.ExplainingTownClosed(VISIT, public_offer(is_open=False)),
    at.AwaitingCard(VISIT),
    at.AwaitingCardAgain(VISIT, SESSION, TOWN, BASKET),
    at.EnteringPin(VISIT, SESSION, TOWN, 3, False, BASKET),
    at.ChoosingCertificate(VISIT, RIGHTS, BASKET),
    at.ChoosingExtent(VISIT, RIGHTS, BASKET, CertificateType.RESIDENT_RECORD),
    at.ChoosingMembers(VISIT, RIGHTS, BASKET, CertificateType.RESIDENT_RECORD, one_only=False),
    at.ChoosingItems(
        VISIT, RIGHTS, BASKET, CertificateType.RESIDENT_RECORD, Extent.SELF, (), frozenset({RecordItem.MY_NUMBER})
    ),
    at.WarningOfMyNumber(
        VISIT,
        RIGHTS,
        BASKET,
        CertificateType.RECORD_ITEMS,
        Extent.SELF,
        (),
        frozenset({RecordItem.MY_NUMBER}),
        frozenset({RecordItem.MY_NUMBER}),
    ),
    at.ChoosingTaxKind(VISIT, RIGHTS, BASKET),
    at.ChoosingTaxYear(VISIT, RIGHTS, BASKET, TaxKind.INCOME),
    at.ChoosingCopies(VISIT, RIGHTS, BASKET, RECORD, 5),
    at.Reviewing(VISIT, RIGHTS, BASKET),
    at.ExplainingRegistration(*APPLYING),
    at.EnteringApplication(*APPLYING, at.ApplicationField.BORN, FORM),
    at.ReviewingApplication(*APPLYING, FORM),
    at.ShowingApplicationFiled(VISIT, TOWN, EXAMINING),
    at.Paying(VISIT, READY, PURSE, DENOMINATIONS, False),
    at.Explaining(VISIT, Refusal.AT_THE_COUNTER, Yen(0)),
    at.ExplainingOldCard(VISIT, OtherCard.RESIDENT_REGISTRATION),
    at.ExplainingCardWithoutPin(VISIT, locked_now=True),
)

AT_REST: tuple[at.State, ...] = (
    at.GettingReady(),
    at.OutOfService((Fault.MEDIA_JAM,)),
    at.Idle(PUBLIC_OFFER, VISIT.transaction, "ja"),
)

STATES: tuple[at.State, ...] = (
    *AT_REST,
    *PATIENT_STATES,
    *(at.AskingIfStillThere(state) for state in PATIENT_STATES),
    at.TakingCopier(VISIT),
    at.FetchingMunicipalities(VISIT),
    at.LookingUpTown(VISIT, HANAMAKI),
    at.AwaitingCard(VISIT, HANAMAKI),
    at.ReadingCard(VISIT),
    at.ReadingCard(VISIT, HANAMAKI),
    at.OpeningSession(VISIT, 3),
    at.OpeningSession(VISIT, 3, HANAMAKI),
    at.ReadingCardAgain(VISIT, SESSION, TOWN, BASKET),
    at.Authenticating(VISIT, SESSION, TOWN, 3, BASKET),
    at.ReturningCard(VISIT, SESSION, TOWN, BASKET, at.Pending()),
    at.ReturningCard(VISIT, SESSION, TOWN, BASKET, OFFER),
    at.ReturningCard(VISIT, SESSION, TOWN, BASKET, Refused(Refusal.AT_THE_COUNTER, reference="KMD-7A2B")),
    at.ReturningCard(VISIT, SESSION, TOWN, BASKET, Fault.CENTER_SILENT),
    at.Authorising(VISIT, SESSION, TOWN, BASKET),
    at.ChoosingCertificate(VISIT, RIGHTS, ()),
    at.ChoosingExtent(VISIT, RIGHTS, BASKET, CertificateType.FAMILY_REGISTER),
    at.ChoosingMembers(VISIT, RIGHTS, BASKET, CertificateType.FAMILY_REGISTER, one_only=True),
    at.ChoosingMembers(VISIT, RIGHTS, BASKET, CertificateType.FAMILY_REGISTER_APPENDIX, one_only=False),
    at.ChoosingCopies(VISIT, RIGHTS, BASKET, TAX, 5),
    at.ChoosingCopies(VISIT, RIGHTS, BASKET, FAMILY_REGISTER, 5),
    at.ExplainingRegistration(VISIT, SESSION, TOWN, EXAMINING),
    at.EnteringApplication(*APPLYING, at.ApplicationField.NAME, ()),
    at.EnteringApplication(*APPLYING, at.ApplicationField.TELEPHONE, FORM),
    at.FilingApplication(VISIT, SESSION, TOWN),
    at.Reviewing(VISIT, RIGHTS, (RECORD,)),
    at.Ordering(VISIT, RIGHTS, BASKET, ORDER),
    at.CheckingDocuments(VISIT, RIGHTS, ORDER),
    at.Paying(VISIT, READY, EMPTY_PURSE, DENOMINATIONS, False),
    at.ClosingSlot(VISIT, READY, FULL_PURSE),
    at.ShuttingForRefund(VISIT, READY, PURSE, None),
    at.ShuttingForRefund(VISIT, READY, PURSE, Fault.COIN_BOX_FAULT),
    printing(at.PrintStep.CREATING),
    printing(at.PrintStep.PRINTING),
    printing(at.PrintStep.PRINTING, Fault.MEDIA_JAM),
    printing(at.PrintStep.PRINTING, Fault.PRINTER_UNREACHABLE),
    printing(at.PrintStep.CANCELLING, Fault.MEDIA_JAM),
    at.Printing(VISIT, READY, FULL_PURSE, PRINTED[:1], at.PrintStep.PRINTING, 0, None),
    paying_out(prepared=False),
    paying_out(prepared=True),
    at.PrintingReceipt(VISIT, ENDING),
    at.RemindingToTake(VISIT, ENDING, receipt_printed=True),
    at.ShowingClaim(VISIT, ENDING, CLAIM, slip_printed=False),
    at.ReturningCardAtEnd(VISIT),
    at.Wiping(VISIT),
)
"""Every kind of state at least once; more often where what it carries decides."""


def pin(digits: bytes = b"7295") -> Pin:
    return Pin(bytearray(digits))


def events() -> tuple[on.Event, ...]:
    """Every kind of event, with every value that decides something. Made anew, because a PIN is wiped by whoever takes it."""
    return (
        on.StartPressed(),
        on.LanguageChosen("en"),
        on.ConsentGiven(),
        on.MunicipalityChosen(own=True),
        on.MunicipalityChosen(own=False),
        *(on.PrefectureChosen(code) for code in ("03", "01", "47")),
        *(on.TownChosen(town.code) for town in (HANAMAKI, OBIHIRO)),
        on.TownChosen(MunicipalityCode("472018")),
        on.OtherCardTold(),
        on.PinEntered(pin()),
        *(on.CertificateChosen(kind) for kind in CertificateType),
        *(on.ExtentChosen(extent) for extent in Extent),
        on.MembersChosen(()),
        on.MembersChosen((TARO.handle, MARIA.handle)),
        on.MembersChosen((JIRO.handle,)),
        on.MembersChosen((ICHIRO.handle, JIRO.handle)),
        on.MembersChosen((MemberHandle("nobody"),)),
        on.ItemsChosen(frozenset()),
        on.ItemsChosen(frozenset({RecordItem.NATIONALITY})),
        on.ItemsChosen(frozenset({RecordItem.MY_NUMBER})),
        on.MyNumberKept(True),
        on.MyNumberKept(False),
        *(on.TaxKindChosen(kind) for kind in TaxKind),
        *(on.TaxYearChosen(year) for year in (2026, 2024)),
        on.ApplyPressed(),
        *(on.ApplicationAnswered(answer) for answer in (*ANSWERS, "", "<script>")),
        on.FilePressed(),
        *(on.CopiesChosen(copies) for copies in (0, 1, 5, 6)),
        *(on.LineRemoved(position) for position in (-1, 0, 1, 2)),
        on.AnotherWanted(),
        on.OrderPressed(),
        on.BackPressed(),
        on.CancelPressed(),
        on.ContinuePressed(),
        on.TakenPressed(),
        on.UnderstoodPressed(),
        on.GivenUpPressed(),
        on.ReadinessKnown((), PUBLIC_OFFER, NEXT_VISIT),
        on.ReadinessKnown((Fault.MEDIA_EMPTY,), None, NEXT_VISIT),
        on.CopierClaimed(),
        on.CopierRefused(Fault.LID_OPEN),
        on.CardArrived(),
        on.CardRemoved(),
        on.CardWasRead(3),
        on.CardWasRead(0),
        *(on.OldCardFound(kind) for kind in OtherCard),
        on.CardWithoutPinFound(),
        on.CardSigned(),
        on.PinWasRefused(2),
        on.PinWasLocked(),
        on.SessionWasOpened(SessionOpened(SESSION, Environment.TEST, "komado-test-center", TOWN.code, TOWN.name)),
        on.OfferArrived(OFFER),
        *(on.CenterRefused(refusal) for refusal in Refusal),
        on.OfferArrived(offer(registration=NOT_REGISTERED)),
        on.MunicipalitiesListed(SERVED),
        on.MunicipalitiesListed(SERVED[:2]),
        on.MunicipalitiesListed(()),
        on.TownLookedUp(PUBLIC_OFFER),
        on.TownLookedUp(public_offer(is_open=False)),
        on.TownLookedUp(public_offer(alive=False)),
        on.TownLookedUp(public_offer(TONO)),
        on.ApplicationTaken(EXAMINING),
        on.OrderDelivered(ORDER),
        on.OrderDelivered(OrderId("ee" * 16)),
        on.DocumentsReady(READY, STOCK, DENOMINATIONS),
        on.CoinInserted(100, 7),
        on.CoinInserted(500, 8),
        on.SlotShut(),
        on.PayoutPrepared(((100, 1),), ((100, 17),)),
        on.PayoutImpossible(Fault.HOPPER_EMPTY, LATE),
        on.PaidOut(((100, 1),), None, LATE),
        on.PaidOut((), Fault.HOPPER_FAULT, LATE),
        on.PrintJobCreated(token(1), 42, "urn:uuid:42", 2, 1000, 5000),
        on.PrintJobCreated("another-1", 43, "urn:uuid:43", 2, None, None),
        on.SheetsCounted(1),
        on.PrintStopped(Fault.MEDIA_JAM),
        on.PrintStopped(Fault.PRINTER_UNREACHABLE),
        *(on.PrintEnded(token(1), outcome, "job-state 9", LATE) for outcome in Outcome),
        on.PrintEnded(token(2), Outcome.PRINTED, "job-state 9", LATE),
        on.SlipDone(True, None),
        on.SlipDone(False, Fault.RECEIPT_PAPER_OUT),
        *(on.FaultOccurred(fault, "what the device said", LATE) for fault in Fault),
        *(on.DeadlinePassed(deadline, LATE) for deadline in on.Deadline),
        on.Wiped(),
    )


def name_of(value: object) -> str:
    """A short name for test ids: AskingIfStillThere says what it asks over."""
    match value:
        case at.AskingIfStillThere(suspended):
            return f"AskingIfStillThere-{name_of(suspended)}"
        case _:
            return type(value).__name__
