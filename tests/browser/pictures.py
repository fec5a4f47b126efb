"""The README's pictures: `make pictures` plays a short evening in the demo and takes them from its page.

They look as pages look on this machine: with its fonts (emoji too: on Debian, fonts-noto-color-emoji).
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from tests.browser.chromium import MISSING, found, launched
from tests.browser.demo import BOT, Demo, started
from tests.browser.evening import conclude, decide
from tests.browser.person import PHONE, visit
from tests.processes import ROOT

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 250_000  # bytes


PHONE_AT_NIGHT = {
    "viewport": PHONE,
    "color_scheme": "dark",
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP_BY_DAY = {"viewport": {"width": 1200, "height": 1140}, "color_scheme": "light"}


async def take(browser: Browser, demo: Demo, file: str, name: str, **window: Any) -> None:
    """The group as somebody sees it, to its end."""
    context, person = await visit(browser, demo.address, name, **window)
    newest = person.group.locator(".newest")
    if await newest.is_visible():
        await newest.click()
    await expect(newest).to_be_hidden()
    await person.page.mouse.move(0, 0)
    await asyncio.sleep(2.5)  # until what has been read is no longer counted, and the day no longer floats
    await person.page.screenshot(path=FOLDER / file)
    await context.close()
    size = (FOLDER / file).stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{file} has {size:,} bytes, more than {LARGEST:,}")
    print(f"{FOLDER / file}: {size:,} bytes")


async def main() -> None:
    """Half an evening, a picture, the other half, a picture."""
    if found() is None:
        raise SystemExit(MISSING)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with launched() as browser, started(Path(folder)) as demo:
            await decide(demo)
            await take(browser, demo, "phone.png", "London", **PHONE_AT_NIGHT)
            await conclude(demo)
            await demo.say("Brussels", "/alerts", BOT)
            await demo.shows("Brussels", "1 alert", BOT)
            await take(browser, demo, "desktop.png", "Brussels", **DESKTOP_BY_DAY)


if __name__ == "__main__":
    asyncio.run(main())
