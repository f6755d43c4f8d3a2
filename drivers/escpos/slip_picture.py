"""Drawing a slip: receipt, claim or staff slip, as a black-and-white picture exactly as wide as the paper prints.

Drawn here and not by the printer, because printers' own character sets lack many Japanese characters and differ by model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from issuance.ports import Slip, SlipLine

WIDTH = 576  # dots: 72 mm at 203 dpi
MARGIN = 14
TOP, BOTTOM = 16, 24
LEADING = 1.38  # line pitch in em
AMOUNT_GAP = 0.75  # least white between text and amount, in em
WIDOW = 2.5  # em: a last row that is not longer looks lost
RULE_DOTS, HEAVY_RULE_DOTS = 2, 5
RULE_SPACE = 14
BLACK_BELOW = 150  # of 255: thermal dots grow a little thin otherwise
SMALLEST, LARGEST = 14, 160
MOST_LINES = 200
MISSING = "〓"  # the geta mark, which Japanese printers have always set for a type they lack
NOT_AT_LINE_START = frozenset(
    "、。，．・：；？！」』）］｝〉》】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々〜,.:;?!)]}"
)
NOT_AT_LINE_END = frozenset("「『（［｛〈《【([{")


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The fonts a slip is drawn with; `rare` has the kanji (and their variants) that the others lack."""

    regular: Path
    bold: Path
    rare: Path


def draw_slip(slip: Slip, fonts: FontFiles) -> Image.Image:
    """The slip as a picture of mode "1", 576 dots wide. ValueError if a line cannot be drawn."""
    if len(slip.lines) > MOST_LINES:
        raise ValueError(f"a slip has at most {MOST_LINES} lines, got {len(slip.lines)}")
    bands = [_rule(line) if line.rule else _band(line, fonts) for line in slip.lines]
    height = TOP + sum(band.height for band in bands) + BOTTOM
    page = Image.new("L", (WIDTH, height), 255)
    y = TOP
    for band in bands:
        page.paste(band, (0, y))
        y += band.height
    return _without_commands(page.point([0 if level < BLACK_BELOW else 255 for level in range(256)], mode="1"))


def _without_commands(page: Image.Image) -> Image.Image:
    """The same picture with a dot added wherever its bytes would spell a real-time command (DLE EOT, DLE ENQ, DLE DC4).

    Printers obey those even inside a picture (Epson ESC/POS command reference, "notes" of DLE EOT); one of them switches off.
    """
    black = bytes(byte ^ 0xFF for byte in page.tobytes())
    for second in (0x04, 0x05, 0x14):
        black = black.replace(bytes([0x10, second]), bytes([0x10, second | 0x08]))
    return Image.frombytes("1", page.size, bytes(byte ^ 0xFF for byte in black))


def _rule(line: SlipLine) -> Image.Image:
    thick = HEAVY_RULE_DOTS if line.bold else RULE_DOTS
    band = Image.new("L", (WIDTH, thick + 2 * RULE_SPACE), 255)
    ImageDraw.Draw(band).rectangle((MARGIN, RULE_SPACE, WIDTH - MARGIN - 1, RULE_SPACE + thick - 1), fill=0)
    return band


def _band(line: SlipLine, fonts: FontFiles) -> Image.Image:
    """One line of the slip, on as many printed lines as its text needs; the amount stands on the last of them."""
    if not SMALLEST <= line.size <= LARGEST:
        raise ValueError(f"the em of a slip line is {SMALLEST} to {LARGEST} dots, got {line.size}")
    pen = _Pen(fonts, line.size, bold=line.bold)
    room = WIDTH - 2 * MARGIN
    amount_width = pen.width(line.amount)
    if amount_width > room:
        raise ValueError(f"an amount of {len(line.amount)} characters does not fit the paper at size {line.size}")
    rows = _without_widow(line, pen, room)
    if line.amount and pen.width(rows[-1]) + AMOUNT_GAP * line.size + amount_width > room:
        rows.append("")
    pitch = round(line.size * LEADING)
    band = Image.new("L", (WIDTH, pitch * len(rows)), 255)
    draw = ImageDraw.Draw(band)
    for number, row in enumerate(rows):
        x = (WIDTH - pen.width(row)) / 2 if line.centred and not line.amount else MARGIN
        pen.write(draw, x, number * pitch + pitch / 2, row)
    pen.write(draw, WIDTH - MARGIN - amount_width, (len(rows) - 0.5) * pitch, line.amount)
    return band


def _without_widow(line: SlipLine, pen: _Pen, room: float) -> list[str]:
    """The text in rows; where one or two characters would stand alone in the last one, a little narrower ones."""
    rows = _broken(line.text, pen, room)
    for narrower in range(1, 5):
        if len(rows) == 1 or pen.width(rows[-1]) > WIDOW * line.size:
            break
        closer = _broken(line.text, pen, room - narrower * line.size)
        if len(closer) > len(rows):
            break
        rows = closer
    return rows


def _broken(text: str, pen: _Pen, room: float) -> list[str]:
    """The text in rows that fit; no row begins with a closing mark or ends with an opening one, words stay whole."""
    rows = [""]
    for piece in _pieces(text):
        if pen.width(rows[-1] + piece.rstrip(" ")) <= room:
            rows[-1] += piece
            continue
        if rows[-1]:
            rows[-1] = rows[-1].rstrip(" ")
            rows.append("")
        for cluster in _clusters(piece):  # a piece wider than the paper is broken anywhere
            if rows[-1] and pen.width(rows[-1] + cluster) > room:
                rows.append("")
            rows[-1] += cluster
    return rows


def _pieces(text: str) -> list[str]:
    """Parts of a text between which a row may end."""
    pieces: list[str] = []
    glued = False
    for cluster in _clusters(text):
        in_word = (
            bool(pieces) and cluster.isascii() and cluster != " " and pieces[-1][-1].isascii() and pieces[-1][-1] != " "
        )
        if pieces and (glued or in_word or cluster in NOT_AT_LINE_START or cluster == " "):
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
        glued = cluster in NOT_AT_LINE_END
    return pieces


def _clusters(text: str) -> list[str]:
    """Characters, each with the variation selector that follows it (U+FE00-FE0F, U+E0100-E01EF)."""
    clusters: list[str] = []
    for character in text:
        if clusters and _selects_variant(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _selects_variant(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


class _Pen:
    """Writes at one size and weight, each character in the first font that has it."""

    def __init__(self, fonts: FontFiles, size: int, *, bold: bool) -> None:
        self._main = fonts.bold if bold else fonts.regular
        self._rare = fonts.rare
        self._size = size

    def width(self, text: str) -> float:
        return sum(_font(path, self._size).getlength(run) for path, run in self._runs(text))

    def write(self, draw: ImageDraw.ImageDraw, x: float, middle: float, text: str) -> None:
        """`middle` is the height of the em box's middle; all fonts share one baseline."""
        baseline = middle + 0.37 * self._size
        for path, run in self._runs(text):
            font = _font(path, self._size)
            draw.text((x, baseline), run, font=font, fill=0, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> list[tuple[Path, str]]:
        """The text in stretches of one font; a character that no font has is printed as 〓, never as a wrong one."""
        runs: list[tuple[Path, str]] = []
        for wanted in _clusters(text):
            path, cluster = next(
                ((path, wanted) for path in (self._main, self._rare) if _has(path, wanted)), (self._main, MISSING)
            )
            if runs and runs[-1][0] == path:
                runs[-1] = (path, runs[-1][1] + cluster)
            else:
                runs.append((path, cluster))
        return runs


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _has(path: Path, cluster: str) -> bool:
    characters, variants = _repertoire(path)
    if len(cluster) == 1:
        return ord(cluster) in characters
    return len(cluster) == 2 and (ord(cluster[1]), ord(cluster[0])) in variants


@lru_cache(maxsize=8)
def _repertoire(path: Path) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """What a font can draw: code points, and (selector, code point) pairs."""
    with TTFont(path, lazy=True) as font:
        tables = font["cmap"].tables
        characters = frozenset(font.getBestCmap() or ())
        variants = frozenset(
            (selector, base)
            for table in tables
            if table.format == 14
            for selector, pairs in table.uvsDict.items()
            for base, _ in pairs
        )
    return characters, variants
