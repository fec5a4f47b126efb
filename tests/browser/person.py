"""One person's page in a browser: what they see, press and type, and what the page complains of."""

import re
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.browser.demo import GROUP

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 15_000  # milliseconds: the bot sends in its own time
ISOLATES = "[\u2068\u2069]*"  # set around names, so that writing from right to left stays within them
expect.set_options(timeout=PATIENCE)


def words(text: str) -> re.Pattern[str]:
    """A text as it is read, for `expect`."""
    return re.compile(ISOLATES.join(map(re.escape, text)))


class Person:
    """A tab; `noise` is what no tab should ever have: errors of the page, and requests that failed."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.noise: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.noise.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.noise.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that goes takes its requests along
            self.noise.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.noise.append(f"{response.status} {response.url}")

    # --- where one is

    @property
    def group(self) -> Locator:
        return self.page.locator(".chat.seen:not(.private)")

    @property
    def private(self) -> Locator:
        return self.page.locator(".chat.seen.private")

    async def choose(self, name: str) -> None:
        """Be somebody, from the picker."""
        search = self.page.locator("#search")
        if await search.is_visible():
            await search.fill(name)
        await self.page.locator("#people button", has=self.page.get_by_text(name, exact=True)).click()
        self.name = name
        await expect(self.page.locator("#list button").first).to_be_visible()

    async def enter(self, title: str = GROUP) -> None:
        """Open a chat from the list."""
        await self.page.locator("#list button", has=self.page.get_by_text(title, exact=True)).click()
        await expect(self.page.locator(".chat.seen .title", has_text=title).first).to_be_visible()

    # --- messages

    def messages(self, text: str) -> Locator:
        return self.group.locator("li.message", has_text=text)

    def card(self, beginning: str) -> Locator:
        """The newest message with buttons whose text begins so."""
        said = self.page.locator(".text", has_text=re.compile(rf"^\s*{re.escape(beginning)}"))
        return self.group.locator("li.message", has=said).filter(has=self.page.locator(".keys")).last

    async def say(self, text: str) -> None:
        area = self.group.locator("textarea")
        await area.fill(text)
        await area.press("Enter")
        await expect(area).to_have_value("")

    async def press(self, card: Locator, label: str) -> None:
        """Press a button of a card, and wait until it has stopped turning."""
        await card.get_by_role("button", name=label, exact=True).click()
        await expect(card.locator('.key[aria-busy="true"]')).to_have_count(0)

    async def reads(self, where: Locator, text: str) -> None:
        await expect(where).to_contain_text(words(text))

    async def toast(self, text: str) -> None:
        await expect(self.page.locator("#toast.shown")).to_have_text(text)

    async def menu(self, message: Locator) -> Locator:
        """Open a message's menu as a right click does."""
        await message.locator(".text").first.click(button="right", position={"x": 6, "y": 6})
        return self.page.get_by_role("menu")

    async def skip(self, span: str) -> None:
        """Skip ahead in time: 10m, 1h, 1d or monday."""
        time = self.page.locator(".time")
        if await time.get_attribute("open") is None:
            await time.locator("summary").click()
        await time.locator(f'[data-to="{span}"]').click()

    # --- what is asked of every page

    async def overflow(self) -> list[str]:
        """What sticks out of the window sideways, or can be scrolled sideways where nothing should."""
        return await self.page.evaluate(OVERFLOW)  # type: ignore[no-any-return]


# Topics and the log of calls scroll on purpose.
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  const name = (node) => `${node.tagName.toLowerCase()}#${node.id}.${node.className.baseVal ?? node.className}`;
  const out = [];
  for (const node of document.body.querySelectorAll("*")) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.closest(".unseen, symbol, .topics")) continue;
    const box = node.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1)) out.push(name(node));
    const style = getComputedStyle(node);
    if (node.scrollWidth > node.clientWidth + 1 && ["auto", "scroll"].includes(style.overflowX)) out.push(`scrolls: ${name(node)}`);
  }
  return out;
}"""


async def visit(
    browser: Browser, address: str, name: str | None = None, *, chat: bool = True, **context: Any
) -> tuple[BrowserContext, Person]:
    """A window of its own (cookies and storage too) at the demo: as somebody, in the group; or at the picker."""
    options = {"viewport": DESKTOP, "color_scheme": "light", "locale": "en-GB"} | context
    window = await browser.new_context(**options)
    page = await window.new_page()
    person = Person(page, name or "")
    await page.goto(address)
    await expect(page.locator("#people button").first).to_be_visible()
    if name:
        await person.choose(name)
        if chat:
            await person.enter()
    return window, person
