"""What `./run year` prints: the sheet's figures, the books' and the residents' own, side by side."""

from __future__ import annotations

from center.statement_text import as_text
from issuance.domain.certificates import CertificateType
from rehearsal.year.replay import Replayed

ALL_CHANNELS = 110_000
"""Certificates of the city a year over all channels: 991 at 0.9 %, as the sheet has it."""


def table(replayed: Replayed, seed: int) -> str:
    """The whole comparison, in English, and below it the settlement statement as the city would get it."""
    books, purse = replayed.statement, replayed.purse
    whole = books.total()
    own = purse.certificates.total()
    rows: list[tuple[str, str, str, str]] = [
        ("", "source sheet", "the books", "the residents"),
        ("certificates", "(991)", f"{whole.count:,}", f"{own:,}"),
        ("handling fees, yen", "114,000", f"{whole.handling_fees:,}", f"{purse.handling_fees:,}"),
        ("fees, yen", "279,000 *", f"{whole.fees:,}", f"{sum(purse.paid.values()):,}"),
        ("mean fee, yen", "281.5 *", f"{whole.fees / whole.count:,.1f}", f"{sum(purse.paid.values()) / own:,.1f}"),
        (f"share of about {ALL_CHANNELS:,}", "0.9%", f"{whole.count / ALL_CHANNELS:.1%}", f"{own / ALL_CHANNELS:.1%}"),
        ("share wanted by the city", "3.5%", "", ""),
        ("printed in the city", "", f"{books.total(in_town=True).count:,}", f"{purse.in_town:,}"),
        ("  and elsewhere", "", f"{books.total(in_town=False).count:,}", f"{own - purse.in_town:,}"),
        ("within office hours", "", f"{books.total(in_office_hours=True).count:,}", f"{purse.in_office_hours:,}"),
        ("  and outside", "", f"{books.total(in_office_hours=False).count:,}", f"{own - purse.in_office_hours:,}"),
    ]
    for type_ in CertificateType:
        sums = books.total(type=type_)
        theirs = purse.certificates[type_.value], purse.paid[type_.value]
        if sums.count or theirs[0]:
            rows.append((type_.value, "", f"{sums.count:,} for {sums.fees:,}", f"{theirs[0]:,} for {theirs[1]:,}"))
    rows += [
        ("coins in the boxes, yen", "", "", f"{purse.coins:,}"),
        ("printed, as the city counted", "", f"{replayed.city_printed:,}", ""),
        ("drawn and void there", "", f"{replayed.city_void:,}", ""),
        ("still open there, and at the center", "", f"{replayed.city_waiting:,} and {replayed.left_open:,}", ""),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        row[0].ljust(widths[0])
        + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    agree = "agree to the yen" if agreement(replayed) else "DO NOT AGREE"
    return "\n".join(
        [
            f"Fiscal year 2016 at Hanamaki, replayed (seed {seed})",
            "",
            *(line.rstrip() for line in lines),
            "",
            f"The books and the residents {agree}.",
            "* The fee table of 2016 was not found; ours is assumed, and nothing is tuned to meet the sheet's 279 thousand yen.",
            "",
            as_text(books),
        ]
    )


def agreement(replayed: Replayed) -> bool:
    """Whether books, residents and city say the same about every certificate and every yen."""
    books, purse = replayed.statement, replayed.purse
    return (
        all(
            (sums.count, sums.fees) == (purse.certificates[type_.value], purse.paid[type_.value])
            for type_ in CertificateType
            for sums in (books.total(type=type_),)
        )
        and books.total().handling_fees == purse.handling_fees
        and books.total().fees == purse.coins
        and books.total(in_town=True).count == purse.in_town
        and books.total(in_office_hours=True).count == purse.in_office_hours
        and replayed.city_printed == purse.certificates.total()
        and (replayed.city_waiting, replayed.left_open, replayed.unbalanced) == (0, 0, 0)
    )
