"""The parts of a picture, one below the other: a title, seats on an arc, bars, thresholds. Plain numbers and words in,
shapes out: nothing lies outside the picture, nothing on something else, whatever the words and however many the seats."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.cards.arcs import seats
from bot.cards.metrics import CAPITALS, shortened, width, wrapped
from bot.cards.shapes import INK, MARGIN, SQUARE, STYLES, WIDTH, Bar, Look, Seat, Shape, Sign, Text, Threshold, svg

ROOM = WIDTH - 2 * MARGIN
TITLE, LARGE, WORDS, SMALL, CODE = 20.0, 24.0, 14.0, 12.0, 10.0  # sizes of letters
LEAST, MOST = 7.0, 15.0  # of those on a seat; where they would be smaller it has fewer, or none
BROAD, NARROW = 1.5, 1.35  # how wide a code may be on a seat, for a radius of 1; on a square one
HOLLOW = 66.0  # radius that stays free in the middle of the arc, for what stands there
WIDE = 100.0  # of it, as much as words need
LINE, THICK = 22.0, 18.0  # height of a line of the legend; of a bar
EVEN = 2  # of a picture's height: so that it is a whole number of pixels
INDENT = 17.0  # of words beside a tick
FEW = 6  # up to so many options have two lines each; of more those ahead do


@dataclass(frozen=True, slots=True)
class Side:
    """Who answered alike: a word for it, how many, and what stands on their seats where they are named."""

    look: Look
    word: str
    heads: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: how much of the whole, and a code for it."""

    look: Look
    have: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of the rule: its parts, of the whole, and what those in favour need of it."""

    label: str
    needed: str
    parts: tuple[Part, ...]
    need: int
    of: int
    met: bool


@dataclass(frozen=True, slots=True)
class Option:
    """An option, and what it got."""

    text: str
    count: str
    have: int
    ahead: bool = False
    sign: Literal["", "yes", "equal"] = ""  # it has won, or is tied


@dataclass
class Picture:
    """Shapes, and how far down they have come."""

    shapes: list[Shape] = field(default_factory=list)
    bottom: float = MARGIN

    @property
    def height(self) -> float:
        return EVEN * math.ceil((self.bottom + MARGIN / 2) / EVEN)

    def svg(self) -> str:
        """All of it."""
        return svg(self.shapes, self.height)

    def line(self, text: str, size: float = WORDS, *, bold: bool = False, ink: str = INK) -> None:
        """A line of text below what is there."""
        self.bottom += CAPITALS * size
        self.shapes.append(Text(MARGIN, self.bottom, shortened(text, size, ROOM, bold=bold), size, bold=bold, ink=ink))
        self.bottom += size / 2

    def heading(self, title: str, question: str | None) -> None:
        """What became of it, and what it is about."""
        self.line(title, TITLE, bold=True)
        for each in wrapped(question, WORDS, ROOM, 2) if question else ():
            self.line(each)
        self.bottom += 8

    def arc(self, sides: Sequence[Side], middle: Sequence[str]) -> None:
        """A seat for everybody, those who answered alike side by side; in the middle lines of which the second is large."""
        diameter, places = seats(sum(side.heads for side in sides), WIDTH / 2 - MARGIN, HOLLOW)
        radius, foot = diameter / 2, self.bottom + max(y for _, y in places) + diameter / 2
        looks = [(side.look, code) for side in sides for code in side.codes or ("",) * side.heads]
        for (x, y), (look, code) in zip(places, looks, strict=True):
            seat = Seat(WIDTH / 2 + x, foot - y, radius, look)
            self.shapes.append(seat)
            self._code(code, seat)
        inside = min(math.hypot(x, y) for x, y in places) - radius
        self._middle(middle, foot + radius - 4, min(inside, WIDE))
        self.bottom = foot + radius + 10

    def _code(self, code: str, seat: Seat) -> None:
        """As much of it as can be read."""
        room = seat.radius * (NARROW if STYLES[seat.look].corners == SQUARE else BROAD)
        while code and (size := min(MOST, seat.radius, room / width(code, 1, bold=True))) < LEAST:
            code = code[:-1]
        if code:
            ink, foot = STYLES[seat.look].ink, seat.y + CAPITALS * size / 2
            self.shapes.append(Text(seat.x, foot, code, size, bold=True, anchor="middle", ink=ink))

    def _middle(self, lines: Sequence[str], foot: float, radius: float) -> None:
        """Within a half circle, from its foot upwards."""
        rise = 0.0
        for number, text in reversed(list(enumerate(lines))):
            most, bold = (LARGE, True) if number == 1 else (SMALL, False)
            room = 2 * math.sqrt(max(0.0, radius**2 - (rise + CAPITALS * most) ** 2)) - 6
            size = min(most, room / width(text, 1, bold=bold))
            self.shapes.append(Text(WIDTH / 2, foot - rise, text, size, bold=bold, anchor="middle"))
            rise += CAPITALS * size + 0.6 * SMALL

    def legend(self, sides: Sequence[Side]) -> None:
        """What each form means, and how many there are: two to a line."""
        column = ROOM / 2
        for place, side in enumerate(sides):
            x, y = MARGIN + column * (place % 2), self.bottom + LINE * (place // 2 + 0.5)
            foot, count = y + CAPITALS * WORDS / 2, str(side.heads)
            word = shortened(side.word, WORDS, column - 34 - width(count, WORDS, bold=True))
            self.shapes += (
                Seat(x + 8, y, 8, side.look),
                Text(x + 23, foot, word, WORDS),
                Text(x + 23 + width(f"{word} ", WORDS), foot, count, WORDS, bold=True),
            )
        self.bottom += LINE * math.ceil(len(sides) / 2)

    def test(self, test: Test) -> None:
        """A bar of all there are, and how far those in favour have to come."""
        self.bottom += 8 + CAPITALS * SMALL
        self._told(test, self.bottom)
        top, x, at = self.bottom + 9, MARGIN, _at(test.need, test.of)
        self.shapes.append(Bar(MARGIN, top, ROOM, THICK, Look.TRACK))
        for part in test.parts:
            bar = Bar(x, top, ROOM * part.have / test.of, THICK, part.look)
            if part.have:
                self.shapes.append(bar)
                self._inside(part.code, bar, at)
            x += bar.length
        self.shapes.append(Threshold(at, top - 4, top + THICK + 4))
        self.bottom = top + THICK + 8

    def _told(self, test: Test, foot: float) -> None:
        """Whether it is met, what it is about, and what is needed, with a sample of the line that shows it."""
        right, needed = WIDTH - MARGIN, shortened(test.needed, SMALL, ROOM / 2 - 10)
        sample = right - width(needed, SMALL) - 7
        label = shortened(test.label, SMALL, sample - MARGIN - INDENT - 8, bold=True)
        self.shapes += (
            Sign(MARGIN + 6, foot - CAPITALS * SMALL / 2, 11, "yes" if test.met else "no"),
            Text(MARGIN + INDENT, foot, label, SMALL, bold=True),
            Threshold(sample, foot - 11, foot + 2),
            Text(right, foot, needed, SMALL, anchor="end"),
        )

    def _inside(self, code: str, bar: Bar, threshold: float) -> None:
        """A code on its part of a bar, where there is room and the threshold does not go through it."""
        long, middle = width(code, CODE, bold=True), bar.x + bar.length / 2
        if code and long + 3 <= bar.length and abs(middle - threshold) > long / 2 + 3:
            ink, foot = STYLES[bar.look].ink, bar.y + (bar.height + CAPITALS * CODE) / 2
            self.shapes.append(Text(middle, foot, code, CODE, bold=True, anchor="middle", ink=ink))

    def options(self, options: Sequence[Option], of: int, need: int = 0) -> None:
        """A bar for each option below its words; `of` is a whole bar, `need` where one has to come to."""
        for option in options:
            self._words(option, 2 if option.ahead or len(options) <= FEW else 1)
            self.shapes.append(Bar(MARGIN, self.bottom, ROOM, THICK / 2, Look.TRACK))
            if option.have:
                look = Look.AHEAD if option.ahead else Look.BEHIND
                self.shapes.append(Bar(MARGIN, self.bottom, ROOM * option.have / of, THICK / 2, look))
            if need:
                self.shapes.append(Threshold(_at(need, of), self.bottom - 3, self.bottom + THICK / 2 + 3))
            self.bottom += THICK / 2 + 10

    def _words(self, option: Option, most: int) -> None:
        left, bold, right = MARGIN + INDENT * bool(option.sign), option.ahead, WIDTH - MARGIN
        room = right - left - width(option.count, WORDS, bold=True) - 12
        first = self.bottom + CAPITALS * WORDS
        if option.sign:
            self.shapes.append(Sign(MARGIN + 6, first - CAPITALS * WORDS / 2, 11, option.sign))
        self.shapes.append(Text(right, first, option.count, WORDS, bold=True, anchor="end"))
        for line in wrapped(option.text, WORDS, room, most, bold=bold):
            self.bottom += CAPITALS * WORDS
            self.shapes.append(Text(left, self.bottom, line, WORDS, bold=bold))
            self.bottom += 7


def _at(need: int, of: int) -> float:
    """Where on a bar so much of it ends."""
    return MARGIN + ROOM * min(need, of) / of
