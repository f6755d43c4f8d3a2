"""Every register case drawn and looked at: nothing overlaps, nothing crosses a rule, and every sheet is the picture it was.

`pictures.txt` holds a digest and a thumbnail of each sheet. After a change that is meant: look at the sheets
(`python -m tests.documents.contact_sheet /tmp/sheets.png PREFIX`), then `python -m tests.documents.thumbnails`.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from city.documents import frame
from city.documents.certificates import Certificate
from city.documents.filling import form_of
from city.documents.hand import DrawingHand
from city.documents.setting import SetSheet, layout_of, printed, set_form
from city.documents.typeface import Typeface
from tests.documents.reading import IPAMJ, letters, pages, pictures
from tests.documents.register_cases import cases
from tests.documents.thumbnails import THUMBNAILS, differing, thumbnails

NAMES = [name for name, _ in cases(Typeface(IPAMJ))]


def test_at_least_forty_cases_are_drawn() -> None:
    assert len(NAMES) == len(set(NAMES)) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_is_the_picture_it_was(name: str, hand: DrawingHand, case: dict[str, Certificate]) -> None:
    kept = dict(line.split("\t", 1) for line in THUMBNAILS.read_text(encoding="utf-8").splitlines())
    drawn = thumbnails(name, hand.draw(case[name]).pdf)
    assert drawn.keys() == {sheet for sheet in kept if sheet.rpartition(" ")[0] == name}
    for sheet, thumbnail in drawn.items():
        assert thumbnail == kept[sheet], f"{sheet} differs near {differing(thumbnail, kept[sheet])} (mm across, down)"


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_overlaps_another_or_touches_a_rule(
    name: str, hand: DrawingHand, typeface: Typeface, case: dict[str, Certificate]
) -> None:
    form = form_of(case[name])
    for page, sheet in zip(pages(hand.draw(case[name]).pdf), set_form(form, typeface), strict=True):
        on = letters(page)
        left, top, right, bottom = on.boxes.T
        assert left.min() > frame.LEFT
        assert right.max() <= frame.LEFT + frame.WIDTH + 0.1
        assert top.min() > frame.TITLE.top
        assert bottom.max() < frame.CONTENT_BOTTOM_MM
        shared = np.minimum.outer(right, right) - np.maximum.outer(left, left)
        high = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
        # A quarter of a millimetre: letters such as V and A lean over one another by a little less.
        over = np.argwhere(np.triu((shared > 0.25) & (high > 0.25), k=1))
        assert [on.text[a] + on.text[b] for a, b in over] == []
        for x0, y0, x1, y1 in rules(sheet, form.layout, typeface):
            touching = (left < x1) & (right > x0) & (top < y1) & (bottom > y0)
            assert [on.text[index] for index in np.flatnonzero(touching)] == [], f"on the rule at {x0}, {y0}"


def rules(sheet: SetSheet, layout: str, typeface: Typeface) -> NDArray[np.float64]:
    """Every rule of a sheet, as thick as it is drawn at most."""
    found = list(sheet.hair)
    for name, top in sheet.blocks:
        block = printed(layout_of(layout).blocks[name], typeface)
        found += [(x0, y0 + top, x1, y1 + top) for x0, y0, x1, y1 in (*block["hair"], *block["rim"])]
    half = 0.12
    return np.array(found) + np.array([-half, -half, half, half])


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_sheet_come_in_the_order_of_its_blocks(
    name: str, hand: DrawingHand, typeface: Typeface, case: dict[str, Certificate]
) -> None:
    for page, sheet in zip(pages(hand.draw(case[name]).pdf), set_form(form_of(case[name]), typeface), strict=True):
        textpage = page.get_textpage()
        text = "".join(textpage.get_text_range().split())
        textpage.close()
        at = 0
        for line in sheet.words:
            said = "".join(line.text.split())
            at = text.find(said, at) + len(said)
            assert at >= len(said), "a line is missing or stands too early"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_in_the_margins_or_in_the_centers_band(
    name: str, hand: DrawingHand, case: dict[str, Certificate]
) -> None:
    for sheet in pictures(hand.draw(case[name]).pdf, dots=6):
        assert not sheet[round(frame.CONTENT_BOTTOM_MM * 6) :].any(), "below 248 mm"
        assert not sheet[:, : 17 * 6].any(), "left margin"
        assert not sheet[:, 195 * 6 :].any(), "right margin"
        assert not sheet[: 11 * 6].any(), "upper margin"
