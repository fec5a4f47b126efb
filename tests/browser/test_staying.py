"""What stays as it was: between two tabs, over a reload, over a restart of the server, while the bot is away."""

from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.person import Person


async def second_tab(person: Person, address: str) -> Person:
    """Another tab of the same browser, as the same person."""
    place = person.page.url
    other = Person(await person.page.context.new_page(), person.name)
    await other.page.goto(place if place.startswith(address) else address)
    await expect(other.group.locator("textarea")).to_be_visible()
    return other


async def test_two_tabs_of_one_person_are_in_step(visits: Visit, demo: Demo) -> None:
    one = await visits("Paris")
    two = await second_tab(one, demo.address)
    await one.group.locator("textarea").press_sequentially("A draft")
    await expect(two.group.locator("textarea")).to_have_value("A draft")
    await two.group.locator("textarea").press("Enter")
    await expect(one.group.locator("textarea")).to_have_value("")
    await expect(one.messages("A draft")).to_have_count(1)
    await expect(two.messages("A draft")).to_have_count(1)

    await demo.say("Kyiv", "/alert Ships sighted off Nuuk")
    await expect(one.card("A-")).to_contain_text("Ships sighted")
    await one.press(one.card("A-"), "Seen")
    await two.reads(two.card("A-"), "Seen by 2 of 8: Kyiv, Paris")
    for tab in (one, two):
        await expect(tab.page.locator("#list .count:visible")).to_have_count(0)  # read in one is read in both
    assert two.noise == []


async def test_a_draft_is_kept_over_a_reload(visits: Visit) -> None:
    person = await visits("Kyiv")
    await person.group.locator("textarea").fill("Half a sentence")
    await person.page.reload()
    await expect(person.group.locator("textarea")).to_have_value("Half a sentence")
    await person.group.locator("textarea").fill("")
    await person.page.reload()
    await expect(person.group.locator("textarea")).to_have_value("")


async def test_a_press_made_while_the_bot_is_stopped_is_answered_once_it_runs(visits: Visit, demo: Demo) -> None:
    await demo.say("Kyiv", "/poll Do we vote while the bot is away?")
    person = await visits("London")
    scenes = person.page.locator("#scenes")
    await scenes.locator("summary").click()
    poll = person.card("P-")
    await expect(poll).to_contain_text("while the bot is away")
    await scenes.get_by_role("button", name="Stop the bot").click()
    await expect(scenes.locator(".state")).to_contain_text("The bot is stopped")
    button = poll.get_by_role("button", name="For", exact=True)
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(scenes.locator(".state")).to_contain_text("one update waits")
    await scenes.get_by_role("button", name="Start the bot").click()
    await person.toast("Recorded: For")
    await person.reads(poll, "For · 1: London")
    assert await button.get_attribute("aria-busy") is None


async def test_a_restarted_server_is_noticed_and_what_was_typed_is_kept(visits: Visit, demo: Demo) -> None:
    person = await visits("Paris")
    area, away = person.group.locator("textarea"), person.page.locator("#offline")
    await area.fill("Typed before the restart")
    await demo.stop()
    await expect(away).to_be_visible()
    await area.press("Enter")
    await person.toast("Pas de connexion. Votre texte est toujours là.")
    await expect(area).to_have_value("Typed before the restart")
    await demo.start()
    await expect(away).to_be_hidden()
    person.noise.clear()  # nobody answered meanwhile, which is what this is about
    await expect(area).to_have_value("Typed before the restart")
    await area.press("Enter")
    await expect(person.messages("Typed before the restart")).to_have_count(1)
    await demo.say("Kyiv", "After the restart")
    await expect(person.messages("After the restart")).to_be_visible()
