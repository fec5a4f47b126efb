"""Every part of the page at every width, light and dark: nothing that keeps people out, nothing wider than the window."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.demo import Demo, started
from tests.browser.evening import play
from tests.browser.person import DESKTOP, PHONE, SMALL, Person

LOOKS = {
    "on a small phone in daylight": {"viewport": SMALL, "color_scheme": "light", "has_touch": True, "is_mobile": True},
    "on a phone at night": {"viewport": PHONE, "color_scheme": "dark", "has_touch": True, "is_mobile": True},
    "on a desktop in daylight": {"viewport": DESKTOP, "color_scheme": "light"},
    "on a desktop at night": {"viewport": DESKTOP, "color_scheme": "dark"},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def evening(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """A demo with something of everything in it."""
    async with started(tmp_path_factory.mktemp("evening")) as demo:
        await play(demo)
        yield demo


class Inspection:
    """What is wrong, by part of the page."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.found: list[str] = []

    async def of(self, part: str) -> None:
        wrong = [*await violations(self.person.page), *await self.person.overflow()]
        self.found += [f"{part}: {one}" for one in wrong]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
async def test_everybody_can_use_every_part(look: dict[str, object], evening: Demo, visits: Visit) -> None:
    person = await visits(at=evening, **look)
    page, inspection = person.page, Inspection(person)
    await inspection.of("picker")
    await person.choose("London")
    await inspection.of("chats")
    await open_the_rest(person, inspection)
    await person.enter()
    await expect(person.card("C-1")).to_be_visible()
    await inspection.of("chat with cards")

    await person.menu(person.messages("Text for the statement"))
    await inspection.of("menu")
    await page.get_by_role("menuitem", name="Forward").click()
    await expect(page.locator("#choice")).to_be_visible()
    await inspection.of("dialog")
    await page.keyboard.press("Escape")
    await person.group.locator(".about").click()
    await inspection.of("members")
    await page.keyboard.press("Escape")
    await person.group.locator("textarea").fill("/")
    await expect(person.group.get_by_role("option").first).to_be_visible()
    await inspection.of("commands")
    assert not inspection.found, "\n".join(inspection.found)


async def open_the_rest(person: Person, inspection: Inspection) -> None:
    """What stands beside the list of chats: the clock and what goes on behind the scenes."""
    page = person.page
    await page.locator(".time summary").click()
    await inspection.of("clock")
    await page.keyboard.press("Escape")
    await page.locator("#scenes summary").click()
    await expect(page.locator("#scenes li").first).to_be_visible()
    await inspection.of("behind the scenes")
    await page.locator("#scenes summary").click()
