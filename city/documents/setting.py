"""From a filled-in form to sheets: every line of text with its place and size, every rule, and where a new sheet begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from city.documents import frame
from city.documents.certificates import CannotBeDrawn
from city.documents.fitting import PITCH, POINT_MM, Fitted, broken_into, fit
from city.documents.forms import Form, Part
from city.documents.frame import Box
from city.documents.layouts import Align, Block, Cell, Layout, load
from city.documents.typeface import Typeface

Segment = tuple[float, float, float, float]

layout_of = cache(load)
_RUNS_OF_A_SCRIPT = re.compile(r"[ -~]+|[\u3040-\u309f]+|[\u30a0-\u30ff]+|[^ -~\u3040-\u30ff]+")
_ROW_PADDING = 0.9  # mm above and below the lines of a row that grows


class Words(NamedTuple):
    """One line as it is set: its place in millimetres, size and tracking in points, width as a share of the natural one."""

    left: float
    top: float
    size: float
    narrow: float
    tracking: float
    text: str


@dataclass(slots=True)
class SetSheet:
    """One sheet: blocks of the layout at their heights, the rules of rows that grew, and every line that was fitted."""

    blocks: list[tuple[str, float]] = field(default_factory=list)
    hair: list[Segment] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Set:
    """A part with its texts fitted, still at height 0."""

    part: Part
    block: Block
    height: float
    words: tuple[Words, ...]


def set_form(form: Form, typeface: Typeface) -> list[SetSheet]:
    """The sheets of a form. CannotBeDrawn names the box whose text does not fit."""
    layout = layout_of(form.layout)
    head = [_set(part, layout, typeface) for part in form.head]
    sheets: list[SetSheet] = []
    below = frame.BOTTOM
    for group in _groups(_set(part, layout, typeface) for part in form.parts):
        height = sum(part.block.gap + part.height for part in group)
        fresh = not sheets or group[0].part.begins or below + height > frame.BOTTOM
        for position, part in enumerate(group):
            # A group higher than a sheet is broken inside, one that fits on a fresh sheet never is.
            if (position == 0 and fresh) or below + part.block.gap + part.height > frame.BOTTOM:
                sheets.append(SetSheet())
                below = _stack(head, sheets[-1], frame.TOP)
                if part.part.again:
                    below = _stack((_set(part.part.again, layout, typeface),), sheets[-1], below)
            below = _stack((part,), sheets[-1], below)
            if below > frame.BOTTOM:
                raise CannotBeDrawn(part.block.name, "too high for a sheet")
    return sheets


def heading(form: Form, number: str, issued: str, municipality: str, place: str, typeface: Typeface) -> Iterator[Words]:
    """What stands on every sheet beside its blocks, but for what the authority adds: `place` is n／N."""
    yield from _line("title", form.title, frame.TITLE, typeface, size=21, align=Align.CENTER, tracking=0.35)
    yield from _line("municipality", municipality, frame.MUNICIPALITY, typeface, size=11)
    yield from _line("number", f"発行番号　{number}　　{place}", frame.NUMBER, typeface, size=9.5, align=Align.RIGHT)
    yield from _line("certification sentence", form.sentence, frame.SENTENCE, typeface, size=11)
    yield from _line("date of issue", issued, frame.ISSUED, typeface, size=11)


def mayor(title: str, name: str, typeface: Typeface) -> tuple[Words, ...]:
    """The line of the certifying mayor."""
    return tuple(_line("mayor", f"{title}　{name}", frame.MAYOR, typeface, size=15, align=Align.RIGHT))


def printed(block: Block, typeface: Typeface) -> dict[str, list[Segment] | list[Words]]:
    """What is printed in a block whoever it is about: rules and labels. The rules of a block that grows come with its row."""
    boxes = [_label_box(cell) for cell in block.cells if cell.label]
    labels = [words for cell, box in zip((c for c in block.cells if c.label), boxes, strict=True)
              for words in _label(cell, box, typeface)]  # fmt: skip
    ruled = [] if block.grows else [cell for cell in block.cells if cell.ruled]
    hair = [edge for cell in ruled for box in _ruled_boxes(cell) for edge in _edges(box)]
    rim = [*_edges(Box(frame.LEFT, 0, frame.WIDTH, block.height))] if block.rim else []
    return {"hair": _merged(hair), "rim": rim, "labels": labels}


def _groups(parts: Iterable[_Set]) -> Iterator[list[_Set]]:
    group: list[_Set] = []
    for part in parts:
        group.append(part)
        if not part.part.keeps:
            yield group
            group = []
    if group:
        yield group


def _stack(parts: Sequence[_Set], sheet: SetSheet, below: float) -> float:
    for part in parts:
        top = below + part.block.gap
        sheet.blocks.append((part.block.name, round(top, 3)))
        sheet.words += [line._replace(top=round(line.top + top, 3)) for line in part.words]
        if part.block.grows:
            grown = [
                Box(frame.LEFT + cell.at[0], top, cell.at[2], part.height) for cell in part.block.cells if cell.ruled
            ]
            sheet.hair += _merged(edge for box in grown for edge in _edges(box))
        below = top + part.height
    return below


def _set(part: Part, layout: Layout, typeface: Typeface) -> _Set:
    block = layout.blocks[part.block]
    if block.grows:
        return _grown(part, block, typeface)
    words: list[Words] = []
    for cell in block.cells:
        if cell.key:
            box = _value_box(cell)
            words += _in_box(cell, box, _fit(cell, box, part.texts.get(cell.key, ""), typeface))
    return _Set(part, block, block.height, tuple(words))


def _grown(part: Part, block: Block, typeface: Typeface) -> _Set:
    """A row as high as the longest of its texts, each broken at its full size."""
    fitted: list[tuple[Cell, Fitted]] = []
    height = block.height
    for cell in block.cells:
        if cell.key:
            room = (cell.at[2] - 2 * cell.inset) / POINT_MM / cell.size
            broken = broken_into(typeface, part.texts.get(cell.key, ""), room)
            if broken is None or len(broken) > cell.lines:
                raise CannotBeDrawn(cell.label or cell.key, "too long for its box")
            fitted.append((cell, Fitted(cell.size, 1, broken)))
            height = max(height, len(broken) * cell.size * POINT_MM * PITCH + 2 * _ROW_PADDING)
    words: list[Words] = []
    for cell, text in fitted:
        words += _in_box(cell, Box(frame.LEFT + cell.at[0], 0, cell.at[2], height), text)
    return _Set(part, block, height, tuple(words))


def _fit(cell: Cell, box: Box, text: str, typeface: Typeface) -> Fitted:
    width, height = box.width - 2 * cell.inset, box.height
    fitted = fit(
        typeface, text, width=width, height=height, size=cell.size, floor=min(cell.floor, cell.size), lines=cell.lines
    )
    if fitted is None:
        raise CannotBeDrawn(cell.label or cell.key, "too long for its box")
    return fitted


def _in_box(cell: Cell, box: Box, text: Fitted, tracking: float = 0.0) -> Iterator[Words]:
    pitch = text.size * POINT_MM * PITCH
    top = box.top + (box.height - (len(text.lines) - 1) * pitch - text.size * POINT_MM) / 2
    for number, (line, ems) in enumerate(text.lines):
        if line:
            spare = box.width - 2 * cell.inset - ems * text.size * text.narrow * POINT_MM
            before = spare if cell.align is Align.RIGHT else spare / 2 if cell.align is Align.CENTER else 0.0
            left, narrow = box.left + cell.inset + before, round(text.narrow, 4)
            yield Words(round(left, 3), round(top + number * pitch, 3), text.size, narrow, tracking, line)


def _line(
    what: str, text: str, box: Box, typeface: Typeface, *, size: float, align: Align = Align.LEFT, tracking: float = 0.0
) -> Iterator[Words]:
    """One line of the heading or the certification; `tracking` in ems."""
    cell = Cell(at=(0, 0, 0, 0), label=what, size=size, align=align, inset=0)
    loosened = Box(box.left, box.top, box.width / (1 + tracking), box.height)
    fitted = _fit(cell, loosened, text, typeface)
    ((line, ems),) = fitted.lines
    gaps = tracking * (len(typeface.letters(line)) - 1) if tracking else 0.0
    wide = Fitted(fitted.size, fitted.narrow, ((line, ems + gaps),))
    for words in _in_box(cell, box, wide, tracking * fitted.size):
        yield from _loosened(words, typeface)


def _label(cell: Cell, box: Box, typeface: Typeface) -> Iterator[Words]:
    """A label on its lines, its letters spread over the box where there is room."""
    lines = cell.label.split("\n")
    size, pitch = cell.label_size, cell.label_size * POINT_MM * PITCH
    top = box.top + (box.height - len(lines) * pitch) / 2 + (pitch - size * POINT_MM) / 2
    for number, line in enumerate(lines):
        natural, letters = typeface.ems(line) * size * POINT_MM, len(typeface.letters(line))
        spare, gap = box.width - natural, 0.0
        if spare < 0:
            raise CannotBeDrawn(cell.label, "the label is longer than its box")
        if cell.spread and letters > 1 and natural < 0.9 * box.width:
            gap = min(spare / (letters + 1), 4.5)
        left = box.left + ((spare - gap * (letters - 1)) / 2 if cell.spread else 0)
        yield from _loosened(Words(left, top + number * pitch, size, 1, gap / POINT_MM, line), typeface)


def _loosened(words: Words, typeface: Typeface) -> Iterator[Words]:
    """Words whose letters stand apart, one run of a script after the other: Typst loses the gap where the script changes."""
    left, top, size, narrow, tracking, line = words
    for run in _RUNS_OF_A_SCRIPT.findall(line) if tracking else (line,):
        yield Words(round(left, 3), round(top, 3), size, narrow, round(tracking, 3), run)
        left += (typeface.ems(run) * size * narrow + len(typeface.letters(run)) * tracking) * POINT_MM


def _label_box(cell: Cell) -> Box:
    left, top, width, height = cell.at
    inset = 0.6 if cell.spread else cell.inset
    return Box(frame.LEFT + left + inset, top, (cell.label_width if cell.key else width) - 2 * inset, height)


def _value_box(cell: Cell) -> Box:
    left, top, width, height = cell.at
    return Box(frame.LEFT + left + cell.label_width, top, width - cell.label_width, height)


def _ruled_boxes(cell: Cell) -> Iterator[Box]:
    left, top, width, height = cell.at
    if cell.key and cell.label_width:
        yield Box(frame.LEFT + left, top, cell.label_width, height)
    yield Box(frame.LEFT + left, top, width, height)


def _edges(box: Box) -> Iterator[Segment]:
    left, top, right, bottom = (round(v, 3) for v in (box.left, box.top, box.left + box.width, box.top + box.height))
    yield from (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )


def _merged(edges: Iterable[Segment]) -> list[Segment]:
    """The same ink in as few lines as possible: what touches on one line becomes one."""
    along: dict[tuple[bool, float], list[tuple[float, float]]] = {}
    for x0, y0, x1, y1 in edges:
        key, span = ((True, y0), (x0, x1)) if y0 == y1 else ((False, x0), (y0, y1))
        along.setdefault(key, []).append(span)
    return [
        (start, place, end, place) if across else (place, start, place, end)
        for (across, place), spans in along.items()
        for start, end in _joined(sorted(spans))
    ]


def _joined(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = spans[0]
    for begin, stop in spans[1:]:
        if begin > end:
            yield start, end
            start, end = begin, stop
        end = max(end, stop)
    yield start, end


def texts_of(form: Form) -> Iterator[tuple[str, str]]:
    """Every text of a form with the name of its field, for the check of letters. CannotBeDrawn for one without a place."""
    yield from (("title", form.title), ("certification sentence", form.sentence))
    blocks = layout_of(form.layout).blocks
    for part in (*form.head, *form.parts):
        places = {cell.key for cell in blocks[part.block].cells}
        for key, text in part.texts.items():
            if key not in places:
                raise CannotBeDrawn(key, f"the layout {form.layout} has no place for it in {part.block}")
            yield key, text
