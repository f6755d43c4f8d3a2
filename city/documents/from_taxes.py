"""課税（非課税）・所得証明書, filled in from the tax office's record of one person and one fiscal year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from city.documents.calendar import full_width, in_era
from city.documents.certificates import TaxCertificate
from city.documents.forms import Form, Part, ended
from city.documents.from_residents import birth
from city.register.records import TaxRecord
from issuance.domain.certificates import TaxKind

_SENTENCE = "上記のとおり相違ないことを証明する。"


def tax(certificate: TaxCertificate) -> Form:
    """The year large and clear, then what the kind says: the income, the tax, or both."""
    record, person, kind = certificate.record, certificate.resident, certificate.kind
    year = fiscal_year(record.year)
    income, taxation = kind is not TaxKind.TAXATION, kind is not TaxKind.INCOME
    head = (
        Part("year", {"year": year, "income_year": f"{_calendar_year(record.year - 1)}中の所得"}),
        Part(
            "person",
            {
                "kana": person.kana,
                "name": person.name,
                "born": birth(person),
                "address": certificate.address,
                "then": f"{_calendar_year(record.year)}１月１日現在の住所",
                "address_then": record.address,
            },
        ),
    )
    parts = _money(record, income=income, deductions=taxation)
    if taxation:
        parts += [*_dependants(record), _levies(record, certificate.municipality)]
    return Form(
        layout="tax",
        title=_title(kind, record.total_tax),
        sentence=_SENTENCE,
        head=head,
        parts=ended(parts),
        required=(("fiscal year", year), ("name", person.name), ("address", certificate.address)),
        required_once=(("total tax", yen(record.total_tax)),) if taxation else (),
    )


def fiscal_year(year: int) -> str:
    """令和８年度; the year in which an era begins counts as its first from the first of April on."""
    return _calendar_year(year, date(year, 4, 1)) + "度"


def yen(amount: int) -> str:
    """1,234,567 円."""
    return f"{amount:,} 円"


def _calendar_year(year: int, day: date | None = None) -> str:
    era_and_year, _, _ = in_era(day or date(year, 12, 31)).partition("年")
    return full_width(era_and_year) + "年"


def _title(kind: TaxKind, total_tax: int) -> str:
    taxed = "課税" if total_tax else "非課税"
    match kind:
        case TaxKind.TAXATION_AND_INCOME:
            return f"{taxed}・所得証明書"
        case TaxKind.TAXATION:
            return f"{taxed}証明書"
        case TaxKind.INCOME:
            return "所得証明書"
        case never:
            assert_never(never)


def _money(record: TaxRecord, *, income: bool, deductions: bool) -> list[Part]:
    """Incomes and deductions side by side, or the one that is certified alone; the sums below them."""
    left = [(label, yen(amount)) for label, amount in record.incomes] if income else []
    right = [(label, yen(amount)) for label, amount in record.deductions] if deductions else []
    total = ("合計所得金額", yen(record.total_income))
    deducted = ("所得控除合計", yen(sum(amount for _, amount in record.deductions)))
    if not deductions:
        return _column("incomes", [*left, total])
    if not income:
        return _column("deductions", [*right, deducted, total])
    height = max(len(left), len(right))
    rows = [*zip(_filled_up(left, height), _filled_up(right, height), strict=True), (total, deducted)]
    return _under(
        Part("incomes_and_deductions", keeps=True),
        [Part("pair", {"left": a, "left_amount": b, "right": c, "right_amount": d}) for (a, b), (c, d) in rows],
    )


def _column(heading: str, rows: list[tuple[str, str]]) -> list[Part]:
    return _under(Part(heading, keeps=True), [Part("single", {"label": label, "amount": yen}) for label, yen in rows])


def _under(heading: Part, rows: list[Part]) -> list[Part]:
    """A table: its heading stands above the first row of every sheet, and the last row is never alone."""
    return [
        heading,
        *(replace(row, again=heading, keeps=number == len(rows) - 1) for number, row in enumerate(rows, start=1)),
    ]


def _dependants(record: TaxRecord) -> list[Part]:
    """配偶者 and 扶養, two to a row."""
    said = [(label, _count(label, count)) for label, count in record.dependants]
    if not said:
        return []
    said = _filled_up(said, len(said) + len(said) % 2)
    rows = [
        Part("pair_of_dependants", {"left": a, "left_count": b, "right": c, "right_count": d})
        for (a, b), (c, d) in zip(said[::2], said[1::2], strict=True)
    ]
    return _under(Part("dependants", keeps=True), rows)


def _count(label: str, count: int) -> str:
    return ("有" if count else "無") if label.endswith("有無") else f"{count} 人"


def _levies(record: TaxRecord, municipality: str) -> Part:
    city = record.city_income_levy + record.city_per_capita
    prefecture = record.prefecture_income_levy + record.prefecture_per_capita
    return Part(
        "levies",
        {
            "city": f"{municipality[-1:]}民税",
            "base": yen(record.tax_base),
            "city_income": yen(record.city_income_levy),
            "city_per_capita": yen(record.city_per_capita),
            "city_sum": yen(city),
            "prefecture_income": yen(record.prefecture_income_levy),
            "prefecture_per_capita": yen(record.prefecture_per_capita),
            "prefecture_sum": yen(prefecture),
            "total": yen(record.total_tax),
        },
    )


def _filled_up(rows: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    return rows + [("", "")] * (count - len(rows))
