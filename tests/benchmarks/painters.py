"""One picture, thirty-five seats with their codes and a legend, by each library that could draw it.

Run by tests.benchmarks.pictures with the Python of an environment that holds the library and nothing else; prints what it
took as JSON. `--once`: draws and ends, as a painter does.
"""

import importlib
import io
import json
import math
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
FONTS = ROOT / "bot" / "fonts"
WIDTH, HEIGHT, SCALE, SIZE = 360, 300, 2.5, 14.0
COLOURS = ["#0072B2"] * 24 + ["#F0E442"] * 3 + ["#FAFAF7"] * 2 + ["#D55E00"] * 6
LEGEND = ("For 24", "Against 6", "Abstain 3", "Not voted 2")
TIMES = 10


def seats() -> list[tuple[float, float]]:
    rows = [(15, 148.0), (12, 115.0), (8, 82.0)]
    turns = [(seat / (count - 1), radius) for count, radius in rows for seat in range(count)]
    return [(WIDTH / 2 - r * math.cos(math.pi * t), 200 - r * math.sin(math.pi * t)) for t, r in sorted(turns)]


def svg() -> str:
    shapes = [
        '<rect width="100%" height="100%" fill="#FAFAF7"/><text x="16" y="30" font-size="20">P-1 · Adopted</text>'
    ]
    for (x, y), colour in zip(seats(), COLOURS, strict=True):
        shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{SIZE}" fill="{colour}" stroke="#444"/>')
        shapes.append(
            f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="12" font-weight="700" text-anchor="middle">FR</text>'
        )
    for place, words in enumerate(LEGEND):
        shapes.append(f'<text x="{16 + 170 * (place % 2)}" y="{250 + 22 * (place // 2)}" font-size="14">{words}</text>')
    size = f'width="{WIDTH * SCALE:.0f}" height="{HEIGHT * SCALE:.0f}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Noto Sans">{"".join(shapes)}</svg>'


def by_resvg() -> bytes:
    files = [str(FONTS / f"NotoSans-{weight}.ttf") for weight in ("Regular", "Bold")]
    drawn: bytes = importlib.import_module("resvg_py").svg_to_bytes(
        svg_string=svg(), skip_system_fonts=True, font_files=files
    )
    return drawn


def by_vl_convert() -> bytes:
    """Its renderer of SVG, which is resvg too; its own charts need a JavaScript engine besides."""
    library = importlib.import_module("vl_convert")
    library.register_font_directory(str(FONTS))
    drawn: bytes = library.svg_to_png(svg())
    return drawn


def by_vega() -> bytes:
    library = importlib.import_module("vl_convert")
    library.register_font_directory(str(FONTS))
    axis = {"type": "quantitative", "axis": None}
    place = {
        "x": {"field": "x", "scale": {"domain": [0, WIDTH]}, **axis},
        "y": {"field": "y", "scale": {"domain": [HEIGHT, 0]}, **axis},
    }
    rows = [{"x": x, "y": y, "c": colour, "t": "FR"} for (x, y), colour in zip(seats(), COLOURS, strict=True)]
    layers = [
        {"mark": {"type": "circle", "size": 600}, "encoding": place | {"color": {"field": "c", "scale": None}}},
        {"mark": "text", "encoding": place | {"text": {"field": "t"}}},
    ]
    chart = {"width": WIDTH, "height": HEIGHT, "data": {"values": rows}, "layer": layers, "title": "P-1 · Adopted"}
    drawn: bytes = library.vegalite_to_png(chart, scale=SCALE)
    return drawn


def by_pillow() -> bytes:
    """Three times as large, then made smaller: its circles have no smooth edges."""
    image, draw, font = (importlib.import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    scale, drawn = 3 * SCALE, io.BytesIO()
    picture = image.new("RGB", (int(WIDTH * scale), int(HEIGHT * scale)), "#FAFAF7")
    pen = draw.Draw(picture)

    def letters(size: float, weight: str = "Regular") -> Any:
        return font.truetype(str(FONTS / f"NotoSans-{weight}.ttf"), size * scale)

    pen.text((16 * scale, 12 * scale), "P-1 · Adopted", font=letters(20), fill="#000")
    codes = letters(12, "Bold")
    for (x, y), colour in zip(seats(), COLOURS, strict=True):
        box = [(x - SIZE) * scale, (y - SIZE) * scale, (x + SIZE) * scale, (y + SIZE) * scale]
        pen.ellipse(box, fill=colour, outline="#444", width=int(scale))
        pen.text((x * scale, y * scale), "FR", font=codes, fill="#000", anchor="mm")
    for place, words in enumerate(LEGEND):
        pen.text(
            ((16 + 170 * (place % 2)) * scale, (238 + 22 * (place // 2)) * scale), words, font=letters(14), fill="#000"
        )
    picture.resize((int(WIDTH * SCALE), int(HEIGHT * SCALE)), image.LANCZOS).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def by_matplotlib() -> bytes:
    figure, agg, patches, fonts = (
        importlib.import_module(f"matplotlib.{name}")
        for name in ("figure", "backends.backend_agg", "patches", "font_manager")
    )
    drawn = io.BytesIO()
    letters = {bold: fonts.FontProperties(fname=FONTS / f"NotoSans-{bold}.ttf") for bold in ("Regular", "Bold")}
    page = figure.Figure((WIDTH / 72, HEIGHT / 72), dpi=72 * SCALE)
    agg.FigureCanvasAgg(page)
    axes = page.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(HEIGHT, 0)
    axes.axis("off")
    axes.text(16, 30, "P-1 · Adopted", fontproperties=letters["Regular"], size=20)
    for (x, y), colour in zip(seats(), COLOURS, strict=True):
        axes.add_patch(patches.Circle((x, y), SIZE, fc=colour, ec="#444"))
        axes.text(x, y, "FR", ha="center", va="center", fontproperties=letters["Bold"], size=12)
    for place, words in enumerate(LEGEND):
        axes.text(16 + 170 * (place % 2), 250 + 22 * (place // 2), words, fontproperties=letters["Regular"], size=14)
    page.savefig(drawn, format="png")
    return drawn.getvalue()


PAINTERS: dict[str, Callable[[], bytes]] = {
    "resvg-py": by_resvg, "vl-convert, SVG": by_vl_convert, "vl-convert, Vega-Lite": by_vega, "Pillow": by_pillow,
    "matplotlib": by_matplotlib,
}  # fmt: skip


def resident() -> float:
    """MiB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def main() -> None:
    paint = PAINTERS[sys.argv[1]]
    if "--once" in sys.argv:
        sys.stdout.buffer.write(paint())
        return
    before, began = resident(), time.perf_counter()
    drawn, first = paint(), time.perf_counter() - began
    after, rest = resident(), []
    for _ in range(TIMES):
        began = time.perf_counter()
        paint()
        rest.append(time.perf_counter() - began)
    print(json.dumps({
        "grows": after - before, "grows later": resident() - before, "first": first, "later": sorted(rest)[TIMES // 2],
        "bytes": len(drawn),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
