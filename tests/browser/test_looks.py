"""Every part of the page at every width, light and dark: nothing that keeps people out, nothing wider than the window."""

import base64
import struct
import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.demo import BOT, Demo, started
from tests.browser.evening import play
from tests.browser.person import DESKTOP, PHONE, SMALL, Person

SECOND_GROUP = "Security advisers"  # where nobody else is disturbed
TOUCHED = {"has_touch": True, "is_mobile": True}
LOOKS = {  # with as little motion as possible: what is half faded in has the contrast of nothing
    "on a small phone in daylight": {"viewport": SMALL, "color_scheme": "light", "reduced_motion": "reduce", **TOUCHED},
    "on a phone at night": {"viewport": PHONE, "color_scheme": "dark", "reduced_motion": "reduce", **TOUCHED},
    "on a desktop in daylight": {"viewport": DESKTOP, "color_scheme": "light", "reduced_motion": "reduce"},
    "on a desktop at night": {"viewport": DESKTOP, "color_scheme": "dark", "reduced_motion": "reduce"},
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

    await person.menu(person.messages("for your calendar"))
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


@pytest.mark.parametrize("name", ["Paris", "Helsinki", "Kyiv"])
async def test_the_clock_and_the_way_ahead_stand_on_one_line(name: str, visits: Visit) -> None:
    person = await visits(name)
    line = await person.page.locator(".time summary").bounding_box()
    assert line
    assert line["height"] < 48
    assert await person.page.locator("#now").evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")


async def test_what_the_bot_suggests_to_answer_is_one_line(visits: Visit) -> None:
    person = await visits("Oslo adviser", viewport=SMALL, chat=False)
    await person.enter(SECOND_GROUP)
    await person.say("/poll")
    area = person.group.locator("textarea")
    await expect(area).to_have_attribute("placeholder", "Issue a joint statement today?")
    assert await area.evaluate("(node) => node.scrollHeight <= node.clientHeight")


async def test_the_way_to_the_newest_message_covers_nothing_that_is_typed(visits: Visit, demo: Demo) -> None:
    for number in range(12):
        await demo.say("Paris adviser", f"Something to scroll {number}", SECOND_GROUP)
    person = await visits("Rome adviser", viewport=SMALL, chat=False)
    await person.enter(SECOND_GROUP)
    await person.group.locator(".scroll").evaluate("(node) => { node.scrollTop = 0; }")
    await person.group.locator("textarea").fill("one\ntwo\nthree\nfour")
    newest = await person.group.locator(".newest").bounding_box()
    composer = await person.group.locator(".composer").bounding_box()
    assert newest
    assert composer
    assert newest["y"] + newest["height"] <= composer["y"]


async def test_a_link_that_adds_the_bot_to_a_group_stays_in_this_telegram(visits: Visit, demo: Demo) -> None:
    await demo.say("Rome", "/start", BOT)
    person = await visits("Rome", chat=False)
    await person.private.get_by_role("link", name="Add me to a group").click()
    await person.toast("Here the bot is in Washington Group already")
    assert len(person.page.context.pages) == 1


@pytest.mark.parametrize("size", [(1200, 900), (400, 1000), (90, 60)], ids=["wide", "tall", "small"])
async def test_a_picture_fills_its_frame_and_keeps_its_shape(size: tuple[int, int], visits: Visit, demo: Demo) -> None:
    width, height = size
    where = {"user": await demo.user("Madrid adviser"), "chat": (await demo.chat("Madrid adviser", SECOND_GROUP))["id"]}
    content = base64.b64encode(blank(width, height)).decode()
    await demo.do("attach", **where, name="picture.png", content=content, text=f"{width} by {height}")
    for window in (SMALL, DESKTOP):
        person = await visits("Madrid adviser", viewport=window, chat=False)
        await person.enter(SECOND_GROUP)
        message = person.messages(f"{width} by {height}").last
        await message.scroll_into_view_if_needed()
        await expect(message.locator("img")).to_have_js_property("complete", True)
        frame, image = [await message.locator(part).bounding_box() for part in (".photo", "img")]
        assert frame
        assert image
        assert frame == pytest.approx(image, abs=0.5)
        assert image["width"] / image["height"] == pytest.approx(width / height, rel=0.02)
        assert max(image["width"], image["height"]) <= 420
        assert await person.overflow() == []


def blank(width: int, height: int) -> bytes:
    """A white PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + b"\xff" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def test_no_button_of_one_word_is_broken_on_a_small_phone(demo: Demo, visits: Visit) -> None:
    await demo.say("Vienna adviser", "/poll Is every word whole?\n- Yes\n- No", SECOND_GROUP)
    await demo.shows("Vienna adviser", "Is every word whole?\nRule", SECOND_GROUP)
    person = await visits("Vienna adviser", viewport=SMALL, chat=False)
    await person.enter(SECOND_GROUP)
    keys = person.group.locator(".key")
    await expect(keys.filter(has_text="Withdraw").last).to_be_attached()
    heights = await keys.evaluate_all(
        "(all) => all.map((key) => [key.textContent, key.getBoundingClientRect().height])"
    )
    assert [label for label, height in heights if " " not in label and height > 40] == []


async def test_a_refused_call_fits_a_phone(visits: Visit, demo: Demo) -> None:
    await demo.do("scene", deed="flood")
    await demo.say("Paris", "/alert Refused at first")
    person = await visits("Paris", viewport=SMALL, chat=False)
    await person.page.locator("#scenes summary").click()
    refused = person.page.locator("#scenes .failed")
    await expect(refused.first).to_contain_text("429")
    call = await refused.first.locator("b").bounding_box()
    answer = await refused.first.locator("i").bounding_box()
    assert call
    assert answer
    assert answer["y"] > call["y"], "what Telegram said has a line of its own"
    assert await person.overflow() == []


@pytest.mark.parametrize(
    "look", [LOOKS["on a small phone in daylight"], LOOKS["on a desktop at night"]], ids=["phone", "desktop"]
)
async def test_everybody_can_use_the_replay(look: dict[str, object], demo: Demo, visits: Visit) -> None:
    person = await visits(**look)
    inspection = Inspection(person)
    await person.page.locator("#picker .replay-link").click()
    await expect(person.page.locator("#replay .caption")).not_to_be_empty()
    turn = person.page.get_by_role("button", name="Pause").or_(person.page.get_by_role("button", name="Play"))
    if await turn.inner_text() == "Pause":  # there is one replay for all who look
        await turn.click()
    await inspection.of("replay")
    assert not inspection.found, "\n".join(inspection.found)
