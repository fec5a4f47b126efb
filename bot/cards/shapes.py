"""What pictures are made of: shapes in units of a 360-pixel phone, their colours, and the SVG that draws them.

Nothing rests on colour alone: every answer has a form of its own, its word beside it, and a brightness of its own. The
colours are Okabe and Ito's, which the colour-blind tell apart; each stands on its own paper, so that the picture is the
same in a light and in a dark chat.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from markupsafe import escape

from bot.cards.metrics import CAPITALS, FAMILY, width

WIDTH, MARGIN = 360.0, 16.0
PIXELS = 2.5  # to a unit: what a picture in a chat has on a phone's screen
PAPER, INK, QUIET = "#FAFAF7", "#1C1C1C", "#565656"
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
Anchor: TypeAlias = Literal["start", "middle", "end"]


class Look(StrEnum):
    """What a shape stands for."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    ABSENT = "absent"  # has not voted
    AHEAD = "ahead"  # an option that won, or shares the lead
    BEHIND = "behind"
    TRACK = "track"  # the whole, of which a bar is a part


SQUARE, HEXAGON = 4, 6
STRAIGHT = {0: 1.0, SQUARE: math.sqrt(0.5), HEXAGON: 1.0}  # how far a form reaches sideways, for corners at 1


@dataclass(frozen=True, slots=True)
class Style:
    """`ink` is the colour of what is written on it; `corners` of a seat (0: a circle), and how far out they stand."""

    fill: str
    ink: str
    line: str
    corners: int = 0
    reach: float = 1.0
    dashed: bool = False
    hatched: bool = False


STYLES = {
    Look.FOR: Style("#0072B2", "#FFFFFF", "#004C77"),
    Look.AGAINST: Style("#D55E00", "#000000", "#8A3B00", corners=SQUARE, reach=1.12, hatched=True),
    Look.ABSTAIN: Style("#F0E442", "#000000", "#6B6400", corners=HEXAGON, reach=1.06),
    Look.ABSENT: Style(PAPER, QUIET, QUIET, dashed=True),
    Look.AHEAD: Style("#0072B2", "#FFFFFF", "#004C77"),
    Look.BEHIND: Style("#B9C7CF", "#000000", "#5A6B75"),
    Look.TRACK: Style("#ECEDEA", INK, "#ECEDEA"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; `y` is where its letters stand."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    anchor: Anchor = "start"
    ink: str = INK

    @property
    def box(self) -> Box:
        """From the top of its capitals to the foot of its long letters."""
        long = width(self.text, self.size, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": long / 2, "end": long}[self.anchor]
        return left, self.y - CAPITALS * self.size, left + long, self.y + 0.25 * self.size

    def svg(self) -> str:
        """As SVG."""
        weight = ' font-weight="700"' if self.bold else ""
        return (
            f'<text x="{self.x:.2f}" y="{self.y:.2f}" font-size="{self.size:g}"{weight} text-anchor="{self.anchor}" '
            f'fill="{self.ink}">{escape(self.text)}</text>'
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat, or the sample of one: a circle, a square, a hexagon."""

    x: float
    y: float
    radius: float
    look: Look

    @property
    def box(self) -> Box:
        half = self.radius * max(1.0, STYLES[self.look].reach * STRAIGHT[STYLES[self.look].corners])
        return self.x - half, self.y - half, self.x + half, self.y + half

    def svg(self) -> str:
        """As SVG."""
        style, line = STYLES[self.look], min(1.5, self.radius / 8)
        radius, paint = self.radius * style.reach - line / 2, _paint(style, line, self.radius)
        if not style.corners:
            return f'<circle cx="{self.x:.2f}" cy="{self.y:.2f}" r="{radius:.2f}" {paint}/>'
        turns = ((corner + 0.5 * (style.corners == SQUARE)) / style.corners for corner in range(style.corners))
        points = " ".join(
            f"{self.x + radius * math.cos(math.tau * turn):.2f},{self.y + radius * math.sin(math.tau * turn):.2f}"
            for turn in turns
        )
        return f'<polygon points="{points}" stroke-linejoin="round" {paint}/>'


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or a part of one."""

    x: float
    y: float
    length: float
    height: float
    look: Look

    @property
    def box(self) -> Box:
        return self.x, self.y, self.x + self.length, self.y + self.height

    def svg(self) -> str:
        """As SVG; what is hatched, is."""
        style, line = STYLES[self.look], min(1.0, self.length / 8)
        place = (
            f'x="{self.x + line / 2:.2f}" y="{self.y + line / 2:.2f}" '
            f'width="{max(0.0, self.length - line):.2f}" height="{self.height - line:.2f}"'
        )
        drawn = f"<rect {place} {_paint(style, line, self.height)}/>"
        return drawn + f'<rect {place} fill="url(#hatch)"/>' if style.hatched else drawn


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where a bar has to come to: a broken line across it."""

    x: float
    top: float
    bottom: float

    @property
    def box(self) -> Box:
        return self.x - 1, self.top, self.x + 1, self.bottom

    def svg(self) -> str:
        """As SVG, on a line of paper, so that it shows on every colour."""
        place = f'x1="{self.x:.2f}" x2="{self.x:.2f}" y1="{self.top:.2f}" y2="{self.bottom:.2f}"'
        dashes = 'stroke-dasharray="4 2"'
        return (
            f'<line {place} stroke="{PAPER}" stroke-width="4"/><line {place} stroke="{INK}" stroke-width="2" {dashes}/>'
        )


@dataclass(frozen=True, slots=True)
class Sign:
    """A tick, a cross or two lines, for what is so, is not, or is as good as another; `x` and `y` are its middle."""

    x: float
    y: float
    size: float
    what: Literal["yes", "no", "equal"]

    @property
    def box(self) -> Box:
        half = self.size / 2
        return self.x - half, self.y - half, self.x + half, self.y + half

    def svg(self) -> str:
        """As SVG."""
        scale = self.size / 10
        strokes = " ".join(
            "M" + " L".join(f"{self.x + x * scale:.2f} {self.y + y * scale:.2f}" for x, y in stroke)
            for stroke in STROKES[self.what]
        )
        line = f'stroke="{INK}" stroke-width="{2.2 * scale:.2f}" stroke-linecap="round" stroke-linejoin="round"'
        return f'<path d="{strokes}" fill="none" {line}/>'


STROKES = {
    "yes": (((-4, 0), (-1, 3), (4, -3)),),
    "no": (((-3, -3), (3, 3)), ((3, -3), (-3, 3))),
    "equal": (((-4, -2), (4, -2)), ((-4, 2), (4, 2))),
}
Shape: TypeAlias = Text | Seat | Bar | Threshold | Sign
HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="1.4" height="5" fill="#FFFFFF" fill-opacity="0.45"/></pattern></defs>'
)


def svg(shapes: Iterable[Shape], height: float) -> str:
    """The picture, on its paper."""
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * PIXELS:.0f}" height="{height * PIXELS:.0f}" '
        f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" font-family="{FAMILY}">{HATCH}<rect width="100%" height="100%" fill="{PAPER}"/>'
    )
    return "".join([root, *(shape.svg() for shape in shapes), "</svg>"])


def _paint(style: Style, line: float, size: float) -> str:
    dashes = f' stroke-dasharray="{size / 4:.2f} {size / 5:.2f}"' if style.dashed else ""
    return f'fill="{style.fill}" stroke="{style.line}" stroke-width="{line:.2f}"{dashes}'
