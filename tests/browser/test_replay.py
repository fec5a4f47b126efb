"""The replay as somebody watches it: what happens on another's phone can be looked at, and the panel stands still."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.demo import Demo
from tests.browser.person import DESKTOP, PHONE, Person

MOST = 60  # beats until something happens in private
CONTROL = "/replay/world/replay"


async def do(person: Person, **body: Any) -> dict[str, Any]:
    """What the panel's buttons ask for; how things stand then."""
    answer = await person.page.request.post(person.page.url.partition("/replay")[0] + CONTROL, data=body)
    return (await answer.json())["result"]  # type: ignore[no-any-return]


async def step(person: Person) -> dict[str, Any]:
    """One beat further."""
    view = await do(person, deed="pause")
    done = view["done"]
    view = await do(person, deed="step")
    while view["done"] == done:
        await person.page.wait_for_timeout(50)
        view = await do(person, deed="pause")
    return view


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_one_looks_over_the_shoulder_of_whoever_acts_in_private(
    window: dict[str, int], fresh: Demo, visits: Visit
) -> None:
    person = await visits(at=fresh, viewport=window)
    await person.page.goto(f"{fresh.address}/replay/")
    panel, link = person.page.locator("#replay"), person.page.locator("#replay .told a")
    await expect(person.group).to_be_visible()
    heights = set()
    for _ in range(MOST):
        view = await step(person)
        heights.add(await panel.evaluate("(node) => Math.round(node.getBoundingClientRect().height)"))
        if view["place"]["whose"]:
            break
    await expect(link).to_have_text("Look over Helsinki’s shoulder")
    heights.add(await panel.evaluate("(node) => Math.round(node.getBoundingClientRect().height)"))
    assert len(heights) == 1, "the chat below moves"
    await link.click()
    await expect(person.page.locator("#my-name")).to_have_text("Helsinki")
    await expect(person.private.locator("li.message").last).to_be_visible()
    await expect(link).to_be_hidden()
    while view["place"]["whose"]:
        view = await step(person)
    if window == PHONE:
        await expect(link).to_have_text("Back to the group")
        await link.click()
    await expect(person.group).to_be_visible()
    await expect(link).to_be_hidden()
    assert await person.overflow() == []
