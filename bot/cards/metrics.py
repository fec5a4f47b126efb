"""How wide text is in the pictures' font, and what of a text that font can show. Read from the font's own tables."""

import struct
import unicodedata
from array import array
from functools import cache
from pathlib import Path

from bot.cards.card import ELLIPSIS, visible

FONTS = Path(__file__).parent.parent / "fonts"
FAMILY = "Noto Sans"
LAST = 0x2300  # characters: the font has none beyond
WRAPS = 0x10000  # where the numbers of glyphs begin again
CAPITALS = 0.714  # height of a capital letter, for a size of 1
NEW, ENTRY = 12, 16  # bytes: the head of a font file, and each entry of its directory


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is; never less than it is drawn, since the font only moves letters closer."""
    widths, units = _face(bold=bold)
    return sum(widths[ord(char)] for char in text if ord(char) < LAST) * size / units


def drawable(text: str) -> str | None:
    """The text in one line as the font can show it: without signs it has not; None where letters or digits would lack."""
    widths, _ = _face(bold=False)
    kept = []
    for char in unicodedata.normalize("NFC", visible(text)):
        if ord(char) < LAST and widths[ord(char)]:
            kept.append(char)
        elif unicodedata.category(char)[0] in "LN":
            return None
    return " ".join("".join(kept).split()) or None


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """As much of the text as fits into the room, with an ellipsis for the rest."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + ELLIPSIS, size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrapped(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in lines of that width, `most` of them at most; what does not fit is left out of the last."""
    lines: list[str] = []
    words = text.split()
    while words:
        if len(lines) == most - 1:
            return [*lines, shortened(" ".join(words), size, room, bold=bold)]
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(shortened(line, size, room, bold=bold))
    return lines


@cache
def _face(*, bold: bool) -> tuple["array[int]", int]:
    """The advance width of every character by its number (0: the font has none), and the units of a size of 1."""
    data = (FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {
        tag: offset for tag, _, offset, _ in (struct.unpack_from(">4sIII", data, NEW + ENTRY * i) for i in range(count))
    }
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (measured,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    widths = array("H", bytes(2 * LAST))
    for char, glyph in _glyphs(data, tables[b"cmap"]):
        (widths[char],) = struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * min(glyph, measured - 1))
    return widths, units


def _glyphs(data: bytes, cmap: int) -> list[tuple[int, int]]:
    """Character and glyph, from the table of segments (format 4) that every font has for the first plane."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    parts = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * i) for i in range(count)]
    start = cmap + next(offset for platform, encoding, offset in parts if (platform, encoding) == (3, 1))
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    ends, firsts = start + 14, start + 16 + doubled
    deltas, ranges = firsts + doubled, firsts + 2 * doubled
    found = []
    for at in range(0, doubled, 2):
        (end,), (first,) = struct.unpack_from(">H", data, ends + at), struct.unpack_from(">H", data, firsts + at)
        (delta,), (skip,) = struct.unpack_from(">H", data, deltas + at), struct.unpack_from(">H", data, ranges + at)
        for char in range(first, end + 1):
            glyph = char
            if skip:
                (glyph,) = struct.unpack_from(">H", data, ranges + at + skip + 2 * (char - first))
            if glyph and char < LAST:
                found.append((char, (glyph + delta) % WRAPS))
    return found
