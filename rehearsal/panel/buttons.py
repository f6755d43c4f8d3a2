"""Which buttons the panel has, in which groups, and the word that each one says. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Look(Enum):
    """What a press does to the world: something ordinary, something bad, or its end."""

    ORDINARY = "ordinary"
    TROUBLE = "trouble"
    REMEDY = "remedy"


class Chosen(Enum):
    """An argument that stands in one of the panel's choices when the button is pressed."""

    RESIDENT = "resident"
    HOPPER = "hopper"


@dataclass(frozen=True, slots=True)
class Press:
    """One button: its label in Japanese and English, and what it says."""

    ja: str
    en: str
    word: str
    arguments: tuple[str | int | Chosen, ...] = ()
    look: Look = Look.ORDINARY


def _bad(ja: str, en: str, word: str, *arguments: str | int | Chosen) -> Press:
    return Press(ja, en, word, arguments, Look.TROUBLE)


def _good(ja: str, en: str, word: str, *arguments: str | int | Chosen) -> Press:
    return Press(ja, en, word, arguments, Look.REMEDY)


@dataclass(frozen=True, slots=True)
class Group:
    """One box of the panel; `rows` of buttons beneath its choice, if it has one."""

    ja: str
    en: str
    rows: tuple[tuple[Press, ...], ...]
    choice: Chosen | None = None


CARD = Group(
    "マイナンバーカード",
    "Card",
    (
        (
            Press("置く", "Put", "card.put", (Chosen.RESIDENT,)),
            Press("取る", "Take", "card.take"),
            Press("すり替える", "Swap", "card.swap", (Chosen.RESIDENT,)),
        ),
        (
            Press("住基カードを置く", "Old card", "card.put", ("old-card",)),
            Press("銀行のカードを置く", "Bank card", "card.put", ("bank-card",)),
        ),
        (
            _bad("署名中に取る", "Taken while signing", "card.tear-while-signing", Chosen.RESIDENT),
            _bad("暗証番号ロック", "Lock the PIN", "card.lock-pin", Chosen.RESIDENT),
        ),
        (
            _bad("証明書を失効", "Revoke", "card.revoke", Chosen.RESIDENT),
            _good("失効を取消", "Reinstate", "card.reinstate", Chosen.RESIDENT),
        ),
    ),
    Chosen.RESIDENT,
)

COINS = Group(
    "硬貨",
    "Coins",
    (
        tuple(Press(f"{coin}", "yen", "coins.insert", (coin,)) for coin in (10, 50, 100, 500)),
        (
            Press("外国の硬貨", "Foreign coin", "coins.insert-foreign"),
            _bad("投入口づまり", "Slot jam", "coins.jam-acceptor"),
            _good("取り除く", "Clear", "coins.clear-acceptor"),
        ),
        (_bad("応答なし", "Silent", "coins.go-silent"), _good("応答する", "Speak", "coins.speak")),
    ),
)

HOPPERS = Group(
    "釣銭",
    "Change hoppers",
    (
        (
            _bad("空にする", "Empty", "coins.empty-hopper", Chosen.HOPPER),
            _good("50枚補給", "Fill 50", "coins.fill-hopper", Chosen.HOPPER, 50),
            _bad("つまり", "Jam", "coins.jam-hopper", Chosen.HOPPER),
            _good("直す", "Clear", "coins.clear-hopper", Chosen.HOPPER),
        ),
    ),
    Chosen.HOPPER,
)

COPIER = Group(
    "マルチコピー機",
    "Multi-copier",
    (
        (_bad("紙づまり", "Paper jam", "copier.jam"), _good("直す", "Clear", "copier.clear")),
        (_bad("用紙切れ", "No paper", "copier.out-of-paper"), _good("用紙補給", "Load paper", "copier.load-paper")),
        (_bad("カバーを開ける", "Open cover", "copier.open-cover"), _good("閉める", "Close", "copier.close-cover")),
        (
            _bad("トナー残少", "Toner low", "copier.toner-low"),
            _bad("トナー切れ", "No toner", "copier.empty-toner"),
            _good("交換", "Replace", "copier.clear"),
        ),
        (_bad("トレイ満杯", "Output full", "copier.fill-output"), _good("空ける", "Empty it", "copier.clear")),
        (
            _bad("電源断", "Power off", "copier.power-off"),
            _bad("停電", "Power cut", "copier.power-cut"),
            _good("電源入", "Power on", "copier.power-on"),
        ),
        (
            _bad("他の客がコピー", "Someone copies", "copier.start-foreign-job", 1),
            _good("コピー終了", "They finish", "copier.finish-foreign-job"),
        ),
        (
            _bad("置き忘れの紙", "Paper left", "copier.leave-paper"),
            _good("紙を取る", "Take paper", "copier.take-paper"),
        ),
        (_bad("応答なし", "Silent", "copier.go-silent"), _good("応答する", "Speak", "copier.speak")),
    ),
)

HOST = Group(
    "本体センサ",
    "Host machine",
    (
        (_bad("原稿ふたを開ける", "Open lid", "host.open-lid"), _good("閉める", "Close lid", "host.close-lid")),
        (_bad("応答なし", "Silent", "host.go-silent"), _good("応答する", "Speak", "host.speak")),
    ),
)

RECEIPT = Group(
    "レシートプリンタ",
    "Receipt printer",
    (
        (
            _bad("残りわずか", "Near end", "receipt.near-end"),
            _bad("用紙切れ", "No paper", "receipt.out-of-paper"),
            _good("用紙補給", "Load paper", "receipt.load-paper"),
        ),
        (_bad("カバーを開ける", "Open cover", "receipt.open-cover"), _good("閉める", "Close", "receipt.close-cover")),
        (_bad("カッター異常", "Cutter error", "receipt.cutter-error"), _good("復旧", "Recover", "receipt.recover")),
        (_bad("応答なし", "Silent", "receipt.go-silent"), _good("応答する", "Speak", "receipt.speak")),
    ),
)


def _server(ja: str, en: str, name: str) -> tuple[tuple[Press, ...], ...]:
    return (
        (
            _bad(f"{ja}停止", f"{en} stops", f"{name}.stop"),
            _bad(f"{ja}停電", f"{en} cut", f"{name}.kill"),
            _good("起動", "Start", f"{name}.start"),
        ),
        (_bad(f"{ja}応答なし", f"{en} silent", f"{name}.go-silent"), _good("応答する", "Speak", f"{name}.speak")),
    )


SERVERS = Group(
    "回線とサーバ",
    "Line and servers",
    (
        (
            _bad("回線切断", "Cut line", "line.cut"),
            _bad("遅い 3秒", "Slow 3 s", "line.slow", 3),
            _bad("無応答", "Silent", "line.silent"),
            _good("復旧", "Restore", "line.restore"),
        ),
        *_server("センター", "Center", "center"),
        *_server("市", "City", "city"),
        (_bad("失効確認応答なし", "OCSP silent", "ocsp.go-silent"), _good("応答する", "Speak", "ocsp.speak")),
    ),
)

KIOSK = Group(
    "キオスク",
    "Kiosk",
    ((_bad("停電してすぐ復帰", "Power cut, then on again", "kiosk.power-cut"),),),
)

LEFT = (CARD, COINS, HOPPERS, SERVERS)
RIGHT = (COPIER, HOST, RECEIPT, KIOSK)
