"""Invented seals, cut from the typeface's outlines: the square one of an office, round and square ones of residents.

They are pictures in SVG, in millimetres, black on nothing: 1-bit printers print them as they are. A real seal comes from
the city as a scanned picture; these only look like seals.
"""

from __future__ import annotations

from city.documents.typeface import Typeface

OFFICIAL_SIZE_MM = 22.0
"""A mayor's seal measures 21 to 24 mm in most cities' seal rules; ours is in the middle."""
PERSONAL_SIZE_MM = 15.0
"""Registrable seals lie between squares of 8 mm and 25 mm (model ordinance on seal registration)."""


def official_seal(typeface: Typeface, text: str, rows: int) -> str:
    """A square seal with its letters in columns of `rows`, read from the right."""
    size, rim = OFFICIAL_SIZE_MM, 1.0
    letters = typeface.letters(text)
    columns = -(-len(letters) // rows)
    inner = size - 4 * rim
    width, height = inner / columns, inner / rows
    cells = []
    for index, letter in enumerate(letters):
        column, row = divmod(index, rows)
        left = 2 * rim + inner - (column + 1) * width
        cells.append(
            _cell(typeface, letter, (left + 0.2, 2 * rim + row * height + 0.2, width - 0.4, height - 0.4), 0.45)
        )
    frame = f'<rect x="{rim / 2}" y="{rim / 2}" width="{size - rim}" height="{size - rim}" rx="0.8" {_line(rim)}/>'
    return _picture(size, frame + "".join(cells))


def personal_seal(typeface: Typeface, text: str, *, round_rim: bool = True, size: float = PERSONAL_SIZE_MM) -> str:
    """A resident's seal: one to four letters from top to bottom inside a rim."""
    rim = 0.7
    letters = typeface.letters(text)
    middle = size / 2
    # Inside a circle the letters' column must be narrower than its chord at the upper and lower end.
    width = size * ((0.62 if len(letters) == 1 else 0.46) if round_rim else 0.66)
    height = size * ((0.62 if len(letters) == 1 else 0.7) if round_rim else 0.84)
    step = height / len(letters)
    cells = [
        _cell(
            typeface, letter, (middle - width / 2, (size - height) / 2 + index * step + 0.15, width, step - 0.3), 0.18
        )
        for index, letter in enumerate(letters)
    ]
    if round_rim:
        frame = f'<circle cx="{middle}" cy="{middle}" r="{middle - rim / 2}" {_line(rim)}/>'
    else:
        frame = f'<rect x="{rim / 2}" y="{rim / 2}" width="{size - rim}" height="{size - rim}" rx="0.4" {_line(rim)}/>'
    return _picture(size, frame + "".join(cells))


def _cell(typeface: Typeface, letter: str, box: tuple[float, float, float, float], bold: float) -> str:
    """One letter stretched to fill a box (left, top, width, height), its strokes thickened by `bold`; all millimetres."""
    left, top, width, height = box
    path, (x0, y0, x1, y1) = typeface.outline(letter)
    across, up = (width - bold) / (x1 - x0), (height - bold) / (y1 - y0)
    place = f"translate({left + bold / 2:.4f} {top + height - bold / 2:.4f}) scale({across:.6f} {-up:.6f})"
    weight = bold / ((across + up) / 2)
    return (
        f'<path transform="{place} translate({-x0:.1f} {-y0:.1f})" d="{path}" '
        f'fill="black" stroke="black" stroke-width="{weight:.1f}" stroke-linejoin="round"/>'
    )


def _line(width: float) -> str:
    return f'fill="none" stroke="black" stroke-width="{width}"'


def _picture(size: float, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" viewBox="0 0 {size} {size}">{body}</svg>'
