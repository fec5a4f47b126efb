"""What people write: from right to left, without a space, at great length; nothing makes a phone's window too wide."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.person import SMALL

ARABIC = "اجتماع عاجل اليوم بشأن غرينلاند"
HEBREW = "פגישה דחופה היום P-1"
LONG = {
    "one word": "Donaudampfschifffahrt" * 60,
    "a link": "https://example.org/" + "statement-" * 80,
    "much text": "We are looking into it. " * 170,
    "many lines": "\n".join(str(number) for number in range(400)),
    "stacked marks": "Z" + "\u0301\u0323" * 200 + "a",
    "markup": "<b>bold</b> <img src=x onerror=alert(1)> & _so_ `on`",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
async def test_it_fits_a_small_phone(text: str, visits: Visit) -> None:
    person = await visits("Paris", viewport=SMALL)
    own = person.group.locator("li.message.own")
    before = await own.count()
    await person.say(text)
    await expect(own).to_have_count(before + 1)
    assert (await own.last.locator(".text").text_content() or "").strip() == text.strip()
    assert await person.overflow() == []
    await person.page.get_by_role("button", name="Retour").click()  # and in the list, cut to a line
    await expect(person.page.locator("#list")).to_be_visible()
    assert await person.overflow() == []


@pytest.mark.parametrize("text", [ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
async def test_writing_from_right_to_left_begins_at_the_right(text: str, visits: Visit) -> None:
    person = await visits("London", viewport=SMALL)
    area = person.group.locator("textarea")
    await area.fill(text)
    assert await area.evaluate("(node) => getComputedStyle(node).direction") == "rtl"
    await person.say(f"/alert {text}")
    card = person.card("A-")
    await expect(card).to_contain_text(text)
    own = person.group.locator("li.message.own .text").last
    assert await own.evaluate("(node) => getComputedStyle(node).direction") == "ltr"  # the command comes first
    await person.say(text)
    await expect(person.group.locator("li.message.own .text", has_text=text).last).to_have_css("direction", "rtl")
    assert await person.overflow() == []


async def test_a_card_of_a_very_long_word_fits_and_folds(visits: Visit, demo: Demo) -> None:
    await demo.say("Paris", "/alert " + "Tariffs" * 100)
    await demo.say("Paris", "/poll " + "Statement" * 20 + "\n- " + "Yes" * 30 + "\n- No")
    person = await visits("London", viewport=SMALL)
    await expect(person.card("P-")).to_contain_text("StatementStatement")
    assert await person.overflow() == []
