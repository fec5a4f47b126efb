"""A group with topics: turned on and begun on the page, each with what is unread of it; the bot answers where it was asked."""

from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.person import SMALL


async def test_topics_are_turned_on_and_a_card_stands_in_one(fresh: Demo, visits: Visit) -> None:
    brussels = await visits("Brussels", at=fresh)
    london = await visits("London", at=fresh, viewport=SMALL)
    members, tabs = brussels.page.locator("#members"), london.group.locator(".topics button")
    await expect(tabs).to_have_count(0)
    await london.group.locator(".about").click()
    await expect(london.page.locator("#topics-on")).to_be_hidden()  # for administrators
    await london.page.keyboard.press("Escape")

    await brussels.group.locator(".about").click()
    await brussels.page.get_by_role("button", name="Turn on topics").click()
    await expect(tabs).to_have_text(["All", "General"])
    await brussels.group.locator(".about").click()
    await members.get_by_role("textbox").fill("Tariffs")
    await members.get_by_role("textbox").press("Enter")
    await expect(members).to_be_hidden()
    await expect(brussels.group.locator('.topics [aria-current="true"]')).to_have_text("Tariffs")
    await brussels.say("/alert Ships off Nuuk")
    card = brussels.card("A-1")
    await expect(card).to_contain_text("Ships off Nuuk")
    await expect(brussels.messages("I keep the routine")).to_have_count(0)  # that was said in General
    await expect(brussels.group.locator('.topics [aria-current="true"] .count')).to_have_count(0)  # it is in view

    await london.page.get_by_role("button", name="Back", exact=True).click()
    await fresh.say("Paris", "Said in General")
    await london.enter()
    await tabs.filter(has_text="General").click()
    await expect(london.messages("Said in General")).to_be_visible()
    await expect(london.messages("Ships off Nuuk")).to_have_count(0)
    await tabs.filter(has_text="Tariffs").click()
    await london.press(london.card("A-1"), "Seen")
    await brussels.reads(card, "Seen by 2 of 8")
    await london.say("In the same topic")
    await expect(brussels.messages("In the same topic")).to_be_visible()
    assert await london.overflow() == []
