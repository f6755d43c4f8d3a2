"""From the personal offer to the review: certificate, persons, items, tax year, copies."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from issuance.domain.certificates import (
    OF_THE_FAMILY,
    BasketLine,
    CertificateOptions,
    CertificateType,
    Extent,
    FamilyRegisterOptions,
    OfferedCertificate,
    OfferedMember,
    RecordItem,
    ResidentRecordOptions,
    SealRegistrationOptions,
    TaxKind,
    TaxOptions,
    copies_left,
    fee_of,
    persons_on,
)
from issuance.domain.values import MemberHandle
from issuance.transaction import effects as do
from issuance.transaction import events as on
from issuance.transaction import states as at
from issuance.transaction.ordering import place_order
from issuance.transaction.step import Step, leave

_JAPANESE_ONLY = frozenset({RecordItem.PERMANENT_DOMICILE})
_FOREIGN_ONLY = frozenset({RecordItem.NATIONALITY, RecordItem.RESIDENCE_STATUS, RecordItem.RESIDENCE_CARD_NUMBER})
"""Items for Japanese and for foreign residents (Masuda City's list of the options at the store)."""


def choosing_certificate(state: at.ChoosingCertificate, event: on.Event) -> Step | None:
    match event:
        case on.CertificateChosen(type_) if _offered(state, type_):
            return _begin(state, type_)
        case on.BackPressed() if state.basket:
            return _reviewing(state, state.basket)
        case on.CancelPressed() | on.BackPressed():
            return _leave(state)
        case _:
            return None


def choosing_extent(state: at.ChoosingExtent, event: on.Event) -> Step | None:
    match event:
        case on.ExtentChosen(extent) if extent in _extents(state, state.type):
            return _with_extent(state, state.type, extent)
        case on.BackPressed():
            return _choosing_certificate(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_members(state: at.ChoosingMembers, event: on.Event) -> Step | None:
    match event:
        case on.MembersChosen(members) if _is_choice(state, members):
            return _with_members(state, state.type, Extent.PART, members)
        case on.BackPressed():
            return _asking_extent(state, state.type)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_items(state: at.ChoosingItems, event: on.Event) -> Step | None:
    match event:
        case on.ItemsChosen(items) if items <= state.possible and RecordItem.MY_NUMBER in items:
            chosen = (state.type, state.extent, state.members, state.possible, items)
            return Step(at.WarningOfMyNumber(state.visit, state.rights, state.basket, *chosen))
        case on.ItemsChosen(items) if items <= state.possible:
            options = ResidentRecordOptions(state.extent, state.members, items)
            return _choosing_copies(state, state.type, options)
        case on.BackPressed():
            return _asking_persons(state, state.type, state.extent)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def warning_of_my_number(state: at.WarningOfMyNumber, event: on.Event) -> Step | None:
    match event:
        case on.MyNumberKept(kept):
            items = state.items if kept else state.items - {RecordItem.MY_NUMBER}
            return _choosing_copies(state, state.type, ResidentRecordOptions(state.extent, state.members, items))
        case on.BackPressed():
            return _choosing_items(state, state.type, state.extent, state.members)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_tax_kind(state: at.ChoosingTaxKind, event: on.Event) -> Step | None:
    offered = _offered(state, CertificateType.TAX)
    match event:
        case on.TaxKindChosen(kind) if offered and kind in offered.kinds:
            return _asking_year(state, offered, kind)
        case on.BackPressed():
            return _choosing_certificate(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_tax_year(state: at.ChoosingTaxYear, event: on.Event) -> Step | None:
    offered = _offered(state, CertificateType.TAX)
    match event:
        case on.TaxYearChosen(year) if offered and year in offered.years:
            return _choosing_copies(state, CertificateType.TAX, TaxOptions(state.kind, year))
        case on.BackPressed() if offered:
            return _before_year(state, offered)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def choosing_copies(state: at.ChoosingCopies, event: on.Event) -> Step | None:
    match event:
        case on.CopiesChosen(copies) if 1 <= copies <= state.most:
            return _reviewing(state, (*state.basket, replace(state.draft, copies=copies)))
        case on.BackPressed():
            return _before_copies(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


def reviewing(state: at.Reviewing, event: on.Event) -> Step | None:
    match event:
        case on.LineRemoved(position) if 0 <= position < len(state.basket):
            basket = state.basket[:position] + state.basket[position + 1 :]
            return _reviewing(state, basket) if basket else Step(at.ChoosingCertificate(state.visit, state.rights, ()))
        case on.AnotherWanted():
            return _choosing_certificate(state)
        case on.OrderPressed():
            return place_order(state)
        case on.BackPressed():
            return _choosing_certificate(state)
        case on.CancelPressed():
            return _leave(state)
        case _:
            return None


# ---------------------------------------------------------------- steps that several states share

_Choosing = (
    at.ChoosingCertificate
    | at.ChoosingExtent
    | at.ChoosingMembers
    | at.ChoosingItems
    | at.WarningOfMyNumber
    | at.ChoosingTaxKind
    | at.ChoosingTaxYear
    | at.ChoosingCopies
    | at.Reviewing
)


def _choosing_certificate(state: _Choosing) -> Step:
    return Step(at.ChoosingCertificate(state.visit, state.rights, state.basket))


def _begin(state: _Choosing, type_: CertificateType) -> Step | None:
    """The first question about a certificate; what has one answer only is not asked."""
    match type_:
        case CertificateType.SEAL_REGISTRATION:
            return _choosing_copies(state, type_, SealRegistrationOptions())
        case CertificateType.TAX:
            offered = _offered(state, type_)
            if offered is None or not (offered.kinds and offered.years):
                return None
            if len(offered.kinds) > 1:
                return Step(at.ChoosingTaxKind(state.visit, state.rights, state.basket))
            return _asking_year(state, offered, offered.kinds[0])
        case _:
            extents = _extents(state, type_)
            if len(extents) > 1:
                return _asking_extent(state, type_)
            return _with_extent(state, type_, extents[0]) if extents else None


def _extents(state: _Choosing, type_: CertificateType) -> tuple[Extent, ...]:
    """Who can stand on it: as offered, less what means the same where there is one person only.

    Of a family register with one person both are left: 全部事項 and 個人事項 are two certificates.
    """
    offered = _offered(state, type_)
    extents = offered.extents if offered else frozenset()
    if len(_people(state.rights, type_)) <= 1 and type_ is not CertificateType.FAMILY_REGISTER:
        alone = extents & {Extent.SELF, Extent.WHOLE}
        extents = alone or extents
    return tuple(extent for extent in Extent if extent in extents)


def _asking_extent(state: _Choosing, type_: CertificateType) -> Step:
    """The question for whom; somebody for whom there is one answer only is not asked."""
    if len(_extents(state, type_)) > 1:
        return Step(at.ChoosingExtent(state.visit, state.rights, state.basket, type_))
    return _choosing_certificate(state)


def _asking_persons(state: _Choosing, type_: CertificateType, extent: Extent) -> Step:
    """The question which persons, or, where it is not asked, the one before it."""
    if _is_asked_which(state, type_, extent):
        one_only = type_ is CertificateType.FAMILY_REGISTER
        return Step(at.ChoosingMembers(state.visit, state.rights, state.basket, type_, one_only))
    return _asking_extent(state, type_)


def _is_asked_which(state: _Choosing, type_: CertificateType, extent: Extent) -> bool:
    return extent is Extent.PART and len(_people(state.rights, type_)) > 1


def _with_extent(state: _Choosing, type_: CertificateType, extent: Extent) -> Step | None:
    if _is_asked_which(state, type_, extent):
        return _asking_persons(state, type_, extent)
    everybody = tuple(person.handle for person in _people(state.rights, type_))
    return _with_members(state, type_, extent, everybody if extent is Extent.PART else ())


def _with_members(
    state: _Choosing, type_: CertificateType, extent: Extent, members: tuple[MemberHandle, ...]
) -> Step | None:
    if type_ in OF_THE_FAMILY:
        return _choosing_copies(state, type_, FamilyRegisterOptions(extent, members))
    return _choosing_items(state, type_, extent, members)


def _is_choice(state: at.ChoosingMembers, members: tuple[MemberHandle, ...]) -> bool:
    people = {person.handle for person in _people(state.rights, state.type)}
    few_enough = len(members) == 1 if state.one_only else len(members) > 0
    return few_enough and len(set(members)) == len(members) and set(members) <= people


def _asking_year(state: _Choosing, offered: OfferedCertificate, kind: TaxKind) -> Step | None:
    if len(offered.years) == 1:
        return _choosing_copies(state, CertificateType.TAX, TaxOptions(kind, offered.years[0]))
    return Step(at.ChoosingTaxYear(state.visit, state.rights, state.basket, kind))


def _before_year(state: _Choosing, offered: OfferedCertificate) -> Step:
    if len(offered.kinds) > 1:
        return Step(at.ChoosingTaxKind(state.visit, state.rights, state.basket))
    return _choosing_certificate(state)


def _before_copies(state: at.ChoosingCopies) -> Step | None:
    """The last question that was really asked."""
    type_, offered = state.draft.type, _offered(state, state.draft.type)
    match state.draft.options:
        case ResidentRecordOptions(extent, members, _):
            items = _choosing_items(state, type_, extent, members)
            asked = items is not None and isinstance(items.state, at.ChoosingItems)
            return items if asked else _asking_persons(state, type_, extent)
        case FamilyRegisterOptions(extent):
            return _asking_persons(state, type_, extent)
        case TaxOptions(kind) if offered:
            year = _asking_year(state, offered, kind)
            asked = year is not None and isinstance(year.state, at.ChoosingTaxYear)
            return year if asked else _before_year(state, offered)
        case TaxOptions() | SealRegistrationOptions():
            return _choosing_certificate(state)
        case never:
            assert_never(never)


def _reviewing(state: _Choosing, basket: at.Basket) -> Step:
    return Step(at.Reviewing(state.visit, state.rights, basket))


def _leave(state: _Choosing) -> Step:
    return leave(state.visit).then(do.CancelOrder(state.rights.session, None))


def _choosing_items(
    state: _Choosing, type_: CertificateType, extent: Extent, members: tuple[MemberHandle, ...]
) -> Step | None:
    """Only items that fit the persons are asked; where none is left the question is skipped."""
    offered = _offered(state, type_)
    possible = _possible_items(offered.items if offered else frozenset(), _persons(state.rights, extent, members))
    if not possible:
        return _choosing_copies(state, type_, ResidentRecordOptions(extent, members))
    return Step(at.ChoosingItems(state.visit, state.rights, state.basket, type_, extent, members, possible))


def _people(rights: at.Rights, type_: CertificateType) -> tuple[OfferedMember, ...]:
    return rights.offer.family if type_ in OF_THE_FAMILY else rights.offer.members


def _persons(rights: at.Rights, extent: Extent, members: tuple[MemberHandle, ...]) -> list[OfferedMember]:
    """The persons of the household who stand on a resident record."""
    match extent:
        case Extent.SELF:
            return [member for member in rights.offer.members if member.is_self]
        case Extent.PART:
            return [member for member in rights.offer.members if member.handle in members]
        case Extent.HOUSEHOLD | Extent.WHOLE:
            return list(rights.offer.members)
        case never:
            assert_never(never)


def _possible_items(items: frozenset[RecordItem], persons: list[OfferedMember]) -> frozenset[RecordItem]:
    if not any(person.foreign for person in persons):
        items -= _FOREIGN_ONLY
    if all(person.foreign for person in persons):
        items -= _JAPANESE_ONLY
    return items


def _choosing_copies(state: _Choosing, type_: CertificateType, options: CertificateOptions) -> Step | None:
    offered = _offered(state, type_)
    if offered is None:
        return None
    offer = state.rights.offer
    fee = fee_of(offered.prices, options, persons_on(options, len(offer.members), len(offer.family)))
    if fee is None:
        return None
    most = copies_left(offered, state.basket)
    draft = BasketLine(type_, options, 1, fee)
    return Step(at.ChoosingCopies(state.visit, state.rights, state.basket, draft, most))


def _offered(state: _Choosing, type_: CertificateType) -> OfferedCertificate | None:
    """The offered certificate of this type if it can be had now, and the basket takes one more of it."""
    offered = (one for one in state.rights.offer.certificates if one.type is type_ and one.refused is None)
    return next((one for one in offered if copies_left(one, state.basket)), None)
