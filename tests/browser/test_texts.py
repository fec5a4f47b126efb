"""What a bot writes as Telegram's apps show it: spoilers and long quotes open, by a click and by keys, and stay open."""

import asyncio

import httpx
from playwright.async_api import Locator, expect

from bot.local.state import TOKEN
from tests.browser.conftest import Visit
from tests.browser.demo import BOT, Demo
from tests.browser.person import SMALL

READER = "Lisbon adviser"
COVERED = "The ambassador leaves tonight"
LONG = "All allies were invited to the exercise. " * 12


async def bot_does(demo: Demo, method: str, **parameters: object) -> dict[str, object]:
    """A call of the bot's, beside those it makes by itself, which leaves Telegram its second between two."""
    await asyncio.sleep(1.1)
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{demo.address}/bot{TOKEN}/{method}", json=parameters | {"parse_mode": "HTML"})
    return answer.raise_for_status().json()["result"]  # type: ignore[no-any-return]


async def test_what_is_covered_and_what_is_folded_open_and_stay_open(demo: Demo, visits: Visit) -> None:
    await demo.say(READER, "/start", BOT)
    await demo.shows(READER, "I coordinate a group", BOT)
    person = await visits(READER, viewport=SMALL, chat=False)
    await person.enter(BOT)
    chat = (await demo.chat(READER, BOT))["id"]
    text = f"Details: <tg-spoiler>{COVERED}</tg-spoiler>\n<blockquote expandable>{LONG}</blockquote>"
    sent = await bot_does(demo, "sendMessage", chat_id=chat, text=text)
    message = person.private.locator("li.message", has_text="Details:")
    spoiler, words, quote = (message.locator(part) for part in (".spoiler", ".covered", ".folded"))
    await message.scroll_into_view_if_needed()
    await expect(words).to_be_hidden()
    await expect(message.get_by_role("button", name="Hidden text")).to_have_count(1)
    await spoiler.focus()
    await person.page.keyboard.press("Enter")
    await expect(words).to_be_visible()

    assert await folded(quote)
    await message.get_by_role("button", name="Show more").click()
    assert not await folded(quote)
    await expect(message.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")

    await bot_does(demo, "editMessageText", chat_id=chat, message_id=sent["message_id"], text=text + "\nNew")
    await expect(message).to_contain_text("New")
    await expect(words).to_be_visible()
    assert not await folded(quote)
    assert await person.overflow() == []


async def folded(quote: Locator) -> bool:
    """Whether only its first lines show."""
    return await quote.evaluate("(node) => node.scrollHeight > node.clientHeight + 1")  # type: ignore[no-any-return]
