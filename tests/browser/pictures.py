"""The README's pictures: `make pictures` plays a short evening in the demo and takes them from its page.

They look as pages look on this machine: with its fonts (emoji too: on Debian, fonts-noto-color-emoji).
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from tests.browser.chromium import launched
from tests.browser.demo import Demo
from tests.browser.evening import play
from tests.browser.person import visit
from tests.processes import ROOT

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 250_000  # bytes
PICTURES: dict[str, tuple[str, str, dict[str, Any]]] = {  # file: who, the card that ends it, how the window is
    "desktop.png": ("Brussels", "C-1", {"viewport": {"width": 1280, "height": 1040}, "color_scheme": "light"}),
    "phone.png": (
        "London",
        "P-1",
        {
            "viewport": {"width": 390, "height": 844},
            "color_scheme": "dark",
            "device_scale_factor": 2,
            "is_mobile": True,
            "has_touch": True,
        },
    ),
}


async def take(browser: Browser, demo: Demo, file: str) -> None:
    """One picture, once everything is on the page."""
    name, card, options = PICTURES[file]
    window, person = await visit(browser, demo.address, name, **options)
    await expect(person.card(card)).to_be_visible()
    newest = person.group.locator(".newest")
    if await newest.is_visible():
        await newest.click()
    await person.page.mouse.move(0, 0)
    await asyncio.sleep(1)
    await person.page.screenshot(path=FOLDER / file)
    await window.close()


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with launched() as browser:
            demo = Demo(Path(folder))
            await demo.start()
            await play(demo)
            await asyncio.sleep(2)
            for file in PICTURES:
                await take(browser, demo, file)
                print(f"{FOLDER / file}: {(FOLDER / file).stat().st_size // 1000} kB")
            await demo.close()


if __name__ == "__main__":
    asyncio.run(main())
