"""A settlement statement on paper: aligned text for an official, comma-separated values for a spreadsheet."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from center import statement_words as words
from center.ledger import Channel
from center.report import Statement, Sums
from issuance.domain.certificates import CertificateType

_SPLITS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("設置場所", "市区町村内", {"in_town": True}),
    ("", "市区町村外", {"in_town": False}),
    ("時間", "開庁時間内", {"in_office_hours": True}),
    ("", "開庁時間外", {"in_office_hours": False}),
    ("経路", "店舗", {"channel": Channel.STORE}),
    ("", "庁舎等の端末", {"channel": Channel.TERMINAL}),
)
_YEN = ("通数", "手数料(円)", "交付手数料(円)", "差引(円)")


def as_text(statement: Statement) -> str:
    """The statement in Japanese, columns aligned for a fixed-width typeface in which a kanji is two letters wide."""
    whole = statement.total()
    blocks = [
        f"精算書　{statement.name}（{statement.municipality}）\n"
        f"{statement.first.isoformat()} から {statement.last.isoformat()} まで（日本時間、計上日による）",
        _table(("証明書の種類", *_YEN), [*_by_type(statement), ("合計", *_figures(whole))]),
        _table(("月", *_YEN), [(month, *_figures(statement.total(month=month))) for month in statement.months]),
        _table(
            ("内訳", "", "通数", "割合"),
            [(of, word, *_share(statement.total(**like), whole)) for of, word, like in _SPLITS],
        ),
        _table(
            ("種類別の内訳", *(word for _, word, _ in _SPLITS)),
            [
                (
                    words.TYPES[type_],
                    *(f"{statement.total(type=type_, **like).count:,}" for _, _, like in _SPLITS),
                )
                for type_ in _types(statement)
            ],
        ),
        "交付に至らなかった件数（市区町村内に設置された機器、個人を特定しない集計）\n" + _turned_away(statement),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_csv(statement: Statement) -> str:
    """One line for every kind of certificate and month, then one for every reason and step of visits without paper."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["month", "type", "place", "hours", "channel", "count", "fees", "handling_fees", "reason", "step"])
    for kind, sums in sorted(statement.sums.items(), key=lambda item: (item[0].month, item[0].type.value, str(item))):
        place = "in-town" if kind.in_town else "out-of-town"
        hours = "office-hours" if kind.in_office_hours else "outside"
        figures = (sums.count, sums.fees, sums.handling_fees)
        writer.writerow([kind.month, kind.type.value, place, hours, kind.channel.value, *figures, "", ""])
    for one in statement.turned_away:
        writer.writerow([one.month, "", "", "", "", one.count, 0, 0, one.reason, one.step])
    return out.getvalue()


def _types(statement: Statement) -> Iterator[CertificateType]:
    there = {kind.type for kind in statement.sums}
    return (type_ for type_ in CertificateType if type_ in there)


def _by_type(statement: Statement) -> Iterator[tuple[str, ...]]:
    return ((words.TYPES[type_], *_figures(statement.total(type=type_))) for type_ in _types(statement))


def _figures(sums: Sums) -> tuple[str, ...]:
    return tuple(f"{figure:,}" for figure in (sums.count, sums.fees, sums.handling_fees, sums.due))


def _share(part: Sums, whole: Sums) -> tuple[str, str]:
    return f"{part.count:,}", f"{part.count / whole.count:.1%}" if whole.count else "-"


def _turned_away(statement: Statement) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    for one in statement.turned_away:
        counts[words.REASONS.get(one.reason, one.reason), words.STEPS.get(one.step, one.step)] += one.count
    rows = [(reason, step, f"{count:,}") for (reason, step), count in sorted(counts.items())]
    return _table(("理由", "段階", "件数"), rows) if rows else "なし"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns of figures to the right, columns of words to the left."""
    lines = [head, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    figures = [all(not line[column][:1].isalpha() for line in lines[1:]) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            _padded(cell, width, right=figure and column > 0)
            for column, (cell, width, figure) in enumerate(zip(line, widths, figures, strict=True))
        ).rstrip()
        for line in lines
    )


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "FWA" else 1 for letter in text)
