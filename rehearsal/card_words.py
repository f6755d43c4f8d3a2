"""The words about the card on the reader; the same whether the reader is pcscd's or lies in the kiosk's process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from rehearsal.card.virtual_card import VirtualCard
from rehearsal.words import Refused, Word

CARD_WORDS = ("card.put", "card.take", "card.swap", "card.tear-while-signing", "card.lock-pin")


def card_words(
    cards: Mapping[str, VirtualCard],
    put: Callable[[VirtualCard], Awaitable[None] | None],
    take: Callable[[], Awaitable[None] | None],
) -> dict[str, Word]:
    """The words for these cards (key to card), with `put` and `take` as the hand. Putting a second card is a swap."""

    def of(key: str) -> VirtualCard:
        if key not in cards:
            raise Refused(f"nobody called {key!r} has a card; there are: {', '.join(sorted(cards))}")
        return cards[key]

    def put_card(key: str) -> Awaitable[None] | None:
        return put(of(key))

    def tear_while_signing(key: str) -> None:
        of(key).tear_while_signing()

    def lock_pin(key: str) -> None:
        of(key).lock_pin()

    return dict(zip(CARD_WORDS, (put_card, take, put_card, tear_while_signing, lock_pin), strict=True))
