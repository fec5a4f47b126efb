"""The whole routine as three people do it, each in a window of their own: alert, poll, call, digest."""

from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.person import PHONE

ALERT = "/alert Tariffs of 10 % announced on eight countries !high #greenland\nsource: https://example.org/tariffs"
CALL = "/call Greenland follow-up\nwhen: in 150m\nlasts: 45m\nremind: 1h, 10m\nabout: P-1"


async def test_the_routine_as_three_people(fresh: Demo, visits: Visit) -> None:
    paris = await visits("Paris", at=fresh)
    london = await visits("London", at=fresh, viewport=PHONE, color_scheme="dark", has_touch=True, is_mobile=True)
    kyiv = await visits("Kyiv", at=fresh)

    await paris.say(ALERT)
    await london.reads(london.card("A-1"), "Not yet seen: Brussels")
    await london.press(london.card("A-1"), "Seen")
    await london.toast("Seen")
    await kyiv.press(kyiv.card("A-1"), "Seen")
    await paris.reads(paris.card("A-1"), "Seen by 3 of 8: Paris, London, Kyiv")

    await paris.press(paris.card("A-1"), "Poll")
    await expect(paris.group.locator(".target")).to_be_visible()  # the question is taken up as a reply
    await paris.say("Issue a joint statement today?\nrule: two-thirds\ncloses: in 30m")
    poll = "P-1 · open"
    await london.press(london.card(poll), "For")
    await london.toast("Recorded: For")
    await kyiv.say("/vote P-1 for")
    await paris.press(paris.card(poll), "Against")
    await paris.press(paris.card(poll), "For")
    await paris.skip("10m")  # another minute, in which the bot may send again
    await kyiv.reads(kyiv.card(poll), "For · 3: Paris, London, Kyiv")
    await kyiv.reads(kyiv.card("A-1"), "P-1 open: Issue a joint statement today?")

    await kyiv.say(CALL)
    invitation = kyiv.messages("follow-up").filter(has=kyiv.page.locator("a.file"))
    async with kyiv.page.expect_download() as download:
        await invitation.locator("a.file").click()
    calendar = (await (await download.value).path()).read_text()
    assert "BEGIN:VEVENT" in calendar
    assert "SUMMARY:C-1 Greenland follow-up" in calendar
    await london.press(london.card("C-1"), "Coming")

    await paris.skip("1h")
    await paris.reads(paris.card("C-1"), "Coming · 1: London")
    await expect(kyiv.messages("Adopted").last).to_be_visible()
    await paris.skip("1h")
    await expect(kyiv.messages("Reminder: C-1").last).to_be_visible()
    for _ in range(3):
        await paris.skip("10m")
    await expect(kyiv.messages("Starting now: C-1").last).to_be_visible()
    await kyiv.say("/digest")
    await london.reads(london.messages("Digest").last, "A-1")
