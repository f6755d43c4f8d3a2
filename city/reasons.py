"""Why somebody gets nothing: what the office reads, beside the words everybody else reads.

A resident, and whoever stands beside, reads one neutral sentence and a reference of eight letters. Under the reference
the office finds the reason for a limited time; it says nothing of the person and means nothing outside this city.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from city.register.records import BlockKind, LeavingReason
from issuance.domain.values import SessionId
from issuance.protocol.messages import Refusal


class Reason(Enum):
    """Why nothing, or not this, is issued: the office's code, its words, and what is said outside."""

    SUPPORT_MEASURE = ("support-measure", "支援措置の対象者を含む")
    MOVE_OUT_FILED = ("move-out-filed", "転出届が提出されている")
    CHANGE_PENDING = ("change-pending", "届出の処理が終わっていない")
    LETTER_PENDING = ("letter-pending", "外字を登録している")
    CARD_USE_STOPPED = ("card-use-stopped", "窓口の判断で証明書の自動交付を停止している")
    DIED = ("died", "死亡により消除されている")
    MOVED_OUT = ("moved-out", "転出により消除されている")
    STRUCK_OFF = ("struck-off", "戸籍から除かれている")
    HEADLESS = ("household-without-head", "世帯主が定まっていない")
    TOO_YOUNG = ("too-young", "利用できる年齢に達していない")
    NOBODY = ("nobody", "カードに結びつく人が登録されていない")
    SEAL_NOT_REGISTERED = ("seal-not-registered", "印鑑登録がない、または廃止されている")
    NO_TAX_RECORD = ("no-tax-record", "交付できる年度の税の資料がない（未申告など）")
    NO_FAMILY_REGISTER = ("no-family-register", "戸籍がない")
    DOMICILE_ELSEWHERE = ("domicile-elsewhere", "本籍がこの市区町村にない")
    FAMILY_UPDATING = ("family-register-updating", "戸籍の届出の処理が終わっていない")
    FAMILY_BLOCKED = ("family-member-blocked", "同じ戸籍に交付を停止している人がいる")
    NOTHING_TO_APPLY_FOR = ("nothing-to-apply-for", "利用登録の申請を受け付ける対象ではない")
    SYNCHRONISING = ("synchronising", "台帳を更新している", Refusal.REGISTER_BUSY)
    CARD_RESTS = ("card-rests", "カードの交付または暗証番号の変更の当日", Refusal.USABLE_FROM_TOMORROW)
    CLOSED = ("closed", "サービスの時間外または停止中", Refusal.CLOSED)
    FEE_CHANGED = ("fee-changed", "手数料が変わった", Refusal.FEE_CHANGED)
    ORDER_WRONG = ("order-wrong", "提示した内容にない申請", Refusal.ORDER_WRONG)
    CANNOT_BE_DRAWN = ("cannot-be-drawn", "字形がない、または欄に収まらない", Refusal.CANNOT_BE_DRAWN)

    def __init__(self, code: str, words: str, refusal: Refusal = Refusal.AT_THE_COUNTER) -> None:
        self.code = code
        self.words = words
        self.refusal = refusal


OF_BLOCK = {kind: Reason[kind.name] for kind in BlockKind}
OF_LEAVING = {LeavingReason.DIED: Reason.DIED, LeavingReason.MOVED_OUT: Reason.MOVED_OUT}

SERVED = "served"
"""The code under which the office finds an offer that was made: every offer is noted, so that noting tells nothing."""
REGISTRATION_NEEDED = "registration-needed"
"""The code of an answer that only told how the registration of use stands."""


def words_of(code: str) -> str:
    """A code in the office's words; the code itself where it is no reason."""
    return next((reason.words for reason in Reason if reason.code == code), code)


@dataclass(frozen=True, slots=True)
class No:
    """An answer no with its reason; `opens_at` in epoch seconds, `detail` for engineers, never about a resident."""

    reason: Reason
    opens_at: int | None = None
    detail: str = ""


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are read as digits."""
_REFUSAL_TAG, _APPLICATION_TAG = b"komado/refusal/1", b"komado/registration/1"


def refusal_reference(secret: bytes, session: SessionId) -> str:
    """Under which reference the office finds what a session was told: "ABCD-EFGH". It cannot be traced to the session."""
    return _reference(secret, _REFUSAL_TAG + session.encode())


def application_reference(secret: bytes, session: SessionId) -> str:
    """Under which reference the office finds the application that was filed in a session."""
    return _reference(secret, _APPLICATION_TAG + session.encode())


def _reference(secret: bytes, of: bytes) -> str:
    letters = "".join(_letters(int.from_bytes(hmac.digest(secret, of, sha256), "big"), 8))
    return f"{letters[:4]}-{letters[4:]}"


def _letters(number: int, count: int) -> Iterator[str]:
    for _ in range(count):
        number, letter = divmod(number, len(_LETTERS))
        yield _LETTERS[letter]
