"""A program of its own: an SVG comes in, a PNG goes out.

It is started for one picture and gone a moment later, so that the bot itself neither loads a library for it nor grows by
what drawing takes, and whatever hangs or breaks here is another process (docs/decisions/0014). It imports nothing of the
bot's, and knows no fonts but the two that come with it.
"""

import os
import sys
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
COURTESY = 10  # of 19: whoever votes meanwhile goes first


def png(svg: str, *, width: int | None = None) -> bytes:
    """The picture, as large as the SVG says or as wide as it should be."""
    import resvg_py  # noqa: PLC0415 -- only where something is drawn

    fonts = [str(FONTS / f"NotoSans-{weight}.ttf") for weight in ("Regular", "Bold")]
    return resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=fonts)


if __name__ == "__main__":
    os.nice(COURTESY)
    sys.stdout.buffer.write(png(sys.stdin.buffer.read().decode()))
